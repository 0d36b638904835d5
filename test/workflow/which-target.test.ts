/** A name that no target has, or several have: what may have been meant is offered, and a press asks for it. */
import { type ConfigurationRows } from '../../src/administration/rows';
import { parseMeantValue } from '../../src/commands/ask-value';
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { type Reply } from '../../src/platforms/contract';
import { testStart } from '../support/database';
import { type PersonKey, type SeedOptions } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

const hourMs = 3_600_000;

const extra = {
  searchAdmin: '0197f0a4-0000-7000-8000-0000000000a1',
  newMailbox: '0197f0a4-0000-7000-8000-0000000000a2',
  otherProd: '0197f0a4-0000-7000-8000-0000000000a3',
} as const;

/** Two more of Exchange, of which one has no policy, and a second prod_rw, which has none either. */
function withMore(rows: ConfigurationRows): ConfigurationRows {
  const of = (id: string, workload: string, bareName: string) => ({
    ...{ id, workload, bareName, name: `${workload}\\${bareName}` },
    ...{ type: 'task' as const, description: null, settings: {} },
  });
  return {
    ...rows,
    targets: [
      ...rows.targets,
      of(extra.searchAdmin, 'Exchange', 'Search-Admin'),
      of(extra.newMailbox, 'Exchange', 'New-Mailbox'),
      of(extra.otherProd, 'Exchange', 'prod_rw'),
    ],
  };
}

async function open(options: SeedOptions = {}): Promise<void> {
  world = await createWorld({ change: withMore, ...options });
}

function withTerms(terms: Partial<PolicyTerms>): SeedOptions {
  return { rules: { terms: { ...noTerms, ...terms } } };
}

/** As SQL would see that all of Exchange may be asked for. */
const allOfExchange = `update elevate.approval_policies set pattern = 'Exchange\\*'
  where pattern like 'Exchange%'`;

interface Offer {
  readonly label: string;
  readonly value: string;
}

function offersOf(reply: Reply): readonly Offer[] {
  return (reply.privately?.facts.offers ?? []) as unknown as readonly Offer[];
}

const labelsOf = (reply: Reply) => offersOf(reply).map(({ label }) => label);

/** Presses what is offered under this label. */
function press(reply: Reply, label = 'Search-Mailbox', person: PersonKey = 'ana', key?: string) {
  const value = offersOf(reply).find((one) => one.label === label)?.value;
  return world.inbound.askAs(world.envelope(person, 'slack', key), parseMeantValue(value)!);
}

const mistyped = (rest = '2h phishing clean-up') => world.says('ana', `Serch-Mailbox ${rest}`);

const counts = async () =>
  (
    await world.db.query<{ requests: number; refused: number }>(
      `select (select count(*)::int from elevate.requests) as requests,
         (select count(*)::int from elevate.audit_events where kind = 'request.refused') as refused`,
    )
  )[0]!;

describe('a name that no target has', () => {
  it('is refused with the nearest that this person may ask for, as buttons', async () => {
    await open();
    const reply = await mistyped();
    expect(reply.privately).toMatchObject({
      screen: 'which-target',
      facts: { refused: 'unknown-target' },
    });
    expect(labelsOf(reply)).toEqual(['Search-Mailbox', 'Search-Admin', 'prod_rw']);
    expect(reply.privately?.notification).not.toContain('New-Mailbox');
    await world.db.query(allOfExchange);
    expect(labelsOf(await mistyped())).toEqual(['Search-Mailbox', 'New-Mailbox', 'Search-Admin']);
    expect(await counts()).toEqual({ requests: 0, refused: 2 });
  });

  it.each<[string, PersonKey, () => unknown, string?]>([
    ['somebody disabled', 'eve', () => undefined],
    [
      'a guest',
      'ana',
      () => world.slack.kinds.set(world.made.accounts.ana.slack.user, 'guest'),
      'guest',
    ],
    [
      'somebody who may ask for nothing',
      'ana',
      () => world.db.query(`update elevate.approval_policies set pattern = 'Elsewhere\\' || id`),
    ],
  ])('names nothing to %s', async (_who, person, change, refused = 'unknown-target') => {
    await open();
    await change();
    const reply = await world.says(person, 'Serch-Mailbox 2h');
    expect(reply.privately).toMatchObject({ screen: 'refusal', facts: { refused } });
    expect(JSON.stringify(reply)).not.toContain('Search-');
  });

  it('offers nothing where nothing was typed to ask for', async () => {
    await open();
    expect(labelsOf(await world.says('ana', 'who Serch-Mailbox'))).toEqual([]);
  });
});

describe('a name that several targets have', () => {
  it('is refused with those that this person may ask for, by their full names', async () => {
    await open();
    await world.db.query(allOfExchange);
    const reply = await world.says('ana', 'prod_rw 2h');
    expect(reply.privately).toMatchObject({ facts: { refused: 'ambiguous-target' } });
    expect(labelsOf(reply)).toEqual(['Exchange\\prod_rw', 'Warehouse\\prod_rw']);
    await press(reply, 'Warehouse\\prod_rw');
    expect(await world.snapshot(1)).toMatchObject({ target: { name: 'Warehouse\\prod_rw' } });
  });

  it('means the only one that this person may ask for', async () => {
    await open();
    expect((await world.says('ana', 'prod_rw 2h')).privately?.screen).toBe('receipt');
    expect(await world.snapshot(1)).toMatchObject({ target: { name: 'Warehouse\\prod_rw' } });
    expect(await counts()).toEqual({ requests: 1, refused: 0 });
  });

  it('is refused by its names where this person may ask for none of them', async () => {
    await open();
    await world.db.query(`update elevate.approval_policies set pattern = 'Elsewhere\\' || id`);
    const reply = await world.says('ana', 'prod_rw 2h');
    expect(reply.privately).toMatchObject({
      screen: 'refusal',
      facts: { refused: 'ambiguous-target' },
    });
  });
});

describe('a press on what was offered', () => {
  it.each([
    '',
    '30m because of <!channel>',
    `3h ${'x'.repeat(3_000)}`,
    '--ticket INC-4711 2h phishing clean-up',
    '4h --at "tomorrow 15:02" phishing clean-up',
    '4h --for dan@example.com phishing clean-up',
  ])('opens what would have been opened with the right name and %j', async (rest) => {
    await open();
    const reply = await press(await mistyped(rest));
    expect(reply.privately?.screen).toBe('receipt');
    await world.says('ana', `Search-Mailbox ${rest}`);
    const [pressed, typed] = await Promise.all([world.snapshot(1), world.snapshot(2)]);
    const { id, number, askedAt, decideBy, readAt, ...wanted } = typed;
    expect(pressed).toMatchObject({ ...wanted, askedBefore: false });
    expect(pressed.number).toBe(number - 1);
    expect(pressed.id).not.toBe(id);
    expect([pressed.askedAt, pressed.decideBy, pressed.readAt].map(Number)).toEqual(
      [askedAt, decideBy, readAt].map(Number),
    );
  });

  it('keeps the part that was typed', async () => {
    await open(withTerms({ scopes: { allowed: ['Finance', 'Field sales'], whole: false } }));
    await press(await mistyped('2h --scope "Field sales"'));
    expect(await world.snapshot(1)).toMatchObject({ scope: 'Field sales' });
  });

  it('opens one request, however often one presses', async () => {
    await open();
    const refused = await mistyped();
    const replies = await Promise.all([press(refused), press(refused), press(refused)]);
    replies.push(await press(refused));
    expect(new Set(replies.map(({ receiptFor }) => receiptFor)).size).toBe(1);
    expect(replies[0]?.receiptFor).toBeDefined();
    expect(await counts()).toMatchObject({ requests: 1 });
    expect(await world.audited(1)).toEqual(['request.opened']);
    await press(refused, 'Search-Admin');
    expect(await counts()).toMatchObject({ requests: 2 });
  });

  it('is refused like what is typed, each press by itself, and its repeat as before', async () => {
    const availability = { days: [5], from: '15:30', to: '18:00', zone: 'UTC' };
    await open(withTerms({ availability }));
    const refused = await mistyped();
    const first = await press(refused, 'Search-Mailbox', 'ana', 'press-1');
    expect(first.privately).toMatchObject({ facts: { refused: 'outside-hours' } });
    await world.db.setNow(new Date(testStart.getTime() + 2 * hourMs));
    expect(await press(refused, 'Search-Mailbox', 'ana', 'press-1')).toEqual(first);
    expect(await counts()).toEqual({ requests: 0, refused: 2 });
    expect((await press(refused)).privately?.screen).toBe('receipt');
  });

  it('opens the form with what was typed where something else is missing', async () => {
    await open({ rules: { reasonRequired: true, reasonMinLength: 10 } });
    const reply = await press(await mistyped('2h --ticket INC-1'));
    expect(reply.form?.facts).toMatchObject({
      wrong: 'reason',
      target: { label: 'Exchange\\Search-Mailbox' },
      duration: { value: '2h' },
      ticket: { value: 'INC-1' },
    });
  });

  it('is refused for whoever may not ask any more', async () => {
    await open();
    const refused = await mistyped();
    await world.db.query(`update elevate.approval_policies set pattern = 'Elsewhere\\' || id`);
    expect((await press(refused)).privately).toMatchObject({ facts: { refused: 'no-policy' } });
  });

  it('gives somebody else the form with that target, and no word of what was typed', async () => {
    await open();
    const reply = await press(await mistyped('2h a secret reason'), 'Search-Mailbox', 'ben');
    expect(reply.form?.facts).toMatchObject({ target: { label: 'Exchange\\Search-Mailbox' } });
    expect(JSON.stringify(reply)).not.toContain('a secret reason');
    expect(await counts()).toMatchObject({ requests: 0 });
  });

  it('opens the form when what was typed is not kept any more, or the target is gone', async () => {
    await open();
    const refused = await mistyped();
    const { draft } = parseMeantValue(offersOf(refused)[0]!.value)!;
    const gone = await world.inbound.askAs(world.envelope('ana'), {
      target: '0197f0a4-0000-7000-8000-0000000000ff',
      draft,
    });
    expect(gone.form?.facts).toMatchObject({ target: null });
    await world.db.query('delete from elevate.inbound_payloads');
    const reply = await press(refused);
    expect(reply.form?.facts).toMatchObject({
      target: { label: 'Exchange\\Search-Mailbox' },
      reason: { value: null },
    });
    expect(await counts()).toMatchObject({ requests: 0 });
  });

  it('takes nothing of what another payload was refused for', async () => {
    await open({ rules: { reasonRequired: true } });
    const envelope = world.envelope('ana');
    await world.inbound.command(envelope, {
      ...{ verb: 'ask', target: 'Search-Mailbox', duration: '2h', reason: null, ticket: null },
    });
    const { id: target } = world.made.targets.searchMailbox;
    const reply = await world.inbound.askAs(world.envelope('ana'), {
      target,
      draft: envelope.payloadKey,
    });
    expect(reply.form?.facts).toMatchObject({ duration: { value: '4h' } });
  });
});

describe('a mistyped name behind --break-glass', () => {
  const groupOf = (rows: ConfigurationRows) => rows.groups[0]!.id;
  const withGlass = (rows: ConfigurationRows): ConfigurationRows => ({
    ...withMore(rows),
    policies: rows.policies.map((policy) => ({
      ...policy,
      rules: {
        ...policy.rules,
        terms: {
          ...policy.rules.terms,
          breakGlass: { groupIds: [groupOf(rows)], maxS: 3_600 },
        },
      },
    })),
  });

  it('is offered like any other, and a press takes nothing yet', async () => {
    await open({ change: withGlass });
    const refused = await world.says('ben', 'Serch-Mailbox 1h --break-glass mail is down');
    expect(labelsOf(refused)[0]).toBe('Search-Mailbox');
    const reply = await press(refused, 'Search-Mailbox', 'ben');
    expect(reply.privately?.screen).toBe('break-glass');
    expect(JSON.stringify(reply)).toContain('mail is down');
    expect(await counts()).toEqual({ requests: 0, refused: 1 });
  });

  it('means the only one of its name that this person may ask for', async () => {
    await open({ change: withGlass });
    const reply = await world.says('ben', 'prod_rw 1h --break-glass it is down');
    expect(JSON.stringify(reply)).toContain('Warehouse');
  });
});
