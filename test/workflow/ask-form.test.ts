/** The form to ask for access with, without any HTTP: what opens it, what it says, and what becomes of it. */
import { type AskForm } from '../../src/commands/command';
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { type View } from '../../src/views/view';
import { createWorld, type World } from '../support/world';
import { type PersonKey, type SeedOptions } from '../support/seed';

let world: World;
afterEach(() => world.close());

async function open(options: SeedOptions = {}): Promise<void> {
  world = await createWorld(options);
}

/** No policy is about Exchange any more. */
const uncovered = `update elevate.approval_policies set pattern = 'Elsewhere\\' || id
  where pattern like 'Exchange%'`;

const needsReason: SeedOptions = { rules: { reasonRequired: true, reasonMinLength: 10 } };

function withTerms(terms: Partial<PolicyTerms>): SeedOptions {
  return { rules: { terms: { ...noTerms, ...terms } } };
}

function filled(changes: Partial<AskForm> = {}): AskForm {
  const { id: target } = world.made.targets.searchMailbox;
  return {
    target,
    scope: null,
    duration: '2h',
    reason: 'phishing clean-up',
    ticket: null,
    ...changes,
  };
}

function send(changes: Partial<AskForm> = {}, person: PersonKey = 'ana'): Promise<Reply> {
  return world.inbound.ask(world.envelope(person), filled(changes));
}

const counts = async () =>
  (
    await world.db.query<{ requests: number; refused: number; payloads: number }>(
      `select (select count(*)::int from elevate.requests) as requests,
         (select count(*)::int from elevate.audit_events where kind = 'request.refused') as refused,
         (select count(*)::int from elevate.inbound_payloads) as payloads`,
    )
  )[0]!;

const formOf = ({ form }: Reply): View => {
  if (!form) throw new Error('there is no form');
  return form;
};

describe('what opens the form', () => {
  it.each(['', 'ask'])('typing %j: it is empty, and nothing is written', async (typed) => {
    await open();
    const reply = await world.says('ana', typed);
    expect(formOf(reply).facts).toMatchObject({ target: null, problem: [], wrong: null });
    expect(reply.privately).toMatchObject({ screen: 'ask', facts: { value: 'ask' } });
    expect(await counts()).toEqual({ requests: 0, refused: 0, payloads: 0 });
  });

  it('a missing reason: it keeps a later start and whom it is for', async () => {
    await open(needsReason);
    const reply = await world.says('ana', 'search-mailbox --at "tomorrow 15:02" --for dan 2h');
    expect(formOf(reply).facts).toMatchObject({ at: 'tomorrow 15:02', subject: 'dan' });
  });

  it('a missing reason: it has what was typed, says what is missing, and that is recorded', async () => {
    await open(needsReason);
    const reply = await world.says('ana', 'search-mailbox 2h --ticket INC-1');
    const { id, name } = world.made.targets.searchMailbox;
    expect(formOf(reply).facts).toMatchObject({
      wrong: 'reason',
      target: { label: name, value: id },
      duration: { value: '2h' },
      ticket: { value: 'INC-1' },
      reason: { required: true },
    });
    expect(reply.privately).toMatchObject({ screen: 'ask', facts: { refused: 'reason-required' } });
    expect(await counts()).toEqual({ requests: 0, refused: 1, payloads: 1 });
  });

  it('a missing ticket', async () => {
    await open(withTerms({ ticket: { required: true, form: null, url: null } }));
    const reply = await world.says('ana', 'Search-Mailbox 2h phishing');
    expect(formOf(reply).facts).toMatchObject({
      wrong: 'ticket',
      reason: { value: 'phishing' },
      ticket: { required: true },
    });
  });

  it('nothing else that was typed wrong: it is quicker typed again', async () => {
    await open(needsReason);
    for (const typed of ['Search-Mailbox 99h because of phishing', 'Search-Mailbox 2h x']) {
      const reply = await world.says('ana', typed);
      expect(reply.form).toBeUndefined();
      expect(reply.privately?.screen).toBe('refusal');
    }
  });

  it.each<[string, PersonKey, string | null]>([
    ['disabled', 'eve', null],
    ['unlinked-account', 'ana', 'delete from elevate.accounts'],
  ])('not for somebody %s, and that is recorded', async (refused, person, change) => {
    await open();
    if (change !== null) await world.db.query(change);
    const reply = await world.says(person, '');
    expect(reply.form ?? null).toBeNull();
    expect(reply.privately).toMatchObject({ screen: 'refusal', facts: { refused } });
    expect((await counts()).refused).toBe(1);
  });

  it('not for somebody who may ask for nothing', async () => {
    await open();
    await world.db.query(`update elevate.approval_policies set pattern = 'Elsewhere\\' || id`);
    const reply = await world.says('ana', '');
    expect(reply.privately).toMatchObject({ facts: { refused: 'nothing-to-ask' } });
    expect(reply.form ?? null).toBeNull();
  });

  it('not for a guest; but for somebody whom the platform cannot describe just now', async () => {
    await open();
    world.slack.kinds.set(world.made.accounts.ana.slack.user, 'guest');
    const reply = await world.says('ana', '');
    expect(reply.privately).toMatchObject({ facts: { refused: 'guest' } });
    const error = new RemoteError('Slack', 'unavailable', 'timeout');
    world.slack.failures.push({ call: 'readAccount', error });
    expect(formOf(await world.says('ana', '')).screen).toBe('request-form');
  });
});

describe('parts of a target', () => {
  const scopes = { allowed: ['Finance', 'Field sales'], whole: false };

  it('are asked for by the form when none was typed, and kept when one was', async () => {
    await open({ rules: { reasonRequired: true, terms: { ...noTerms, scopes } } });
    const none = await world.says('ana', 'Search-Mailbox 2h phishing');
    expect(formOf(none).facts).toMatchObject({ wrong: 'scope', scope: { preset: null } });
    const typed = await world.says('ana', 'Search-Mailbox 2h --scope finance');
    expect(formOf(typed).facts).toMatchObject({
      wrong: 'reason',
      scope: { preset: { label: 'Finance' } },
    });
  });

  it('are chosen in it', async () => {
    await open(withTerms({ scopes }));
    expect((await send({ scope: 'Field sales' })).privately?.screen).toBe('receipt');
    expect(await world.snapshot(1)).toMatchObject({ scope: 'Field sales' });
    const made = await send({ scope: 'Somewhere else' });
    expect(made.privately).toMatchObject({ facts: { refused: 'scope-unknown' } });
    expect(formOf(made).facts).toMatchObject({ wrong: 'scope' });
  });
});

describe('the button in the place of the form', () => {
  async function refusedPayload(): Promise<string> {
    const envelope = world.envelope('ana');
    const typed = { target: 'Search-Mailbox', duration: '2h', reason: null, ticket: null };
    await world.inbound.command(envelope, { verb: 'ask', ...typed });
    return envelope.payloadKey;
  }

  it('opens it with what was typed, for whoever typed it', async () => {
    await open(needsReason);
    const draft = await refusedPayload();
    const reply = await world.inbound.askForm(world.envelope('ana'), draft);
    expect(formOf(reply).facts).toMatchObject({
      target: { label: 'Exchange\\Search-Mailbox' },
      duration: { value: '2h' },
    });
    const teams = await world.inbound.askForm(world.envelope('ana', 'teams'), draft);
    expect(formOf(teams).facts).toMatchObject({ duration: { value: '2h' } });
  });

  it('opens it empty for somebody else, and for a payload that nobody knows', async () => {
    await open(needsReason);
    const draft = await refusedPayload();
    for (const [person, key] of [
      ['ben', draft],
      ['ana', 'nothing'],
      ['ana', null],
    ] as const) {
      const reply = await world.inbound.askForm(world.envelope(person), key);
      expect(formOf(reply).facts).toMatchObject({ target: null, duration: { value: null } });
    }
  });
});

describe('a target that is chosen', () => {
  it('fills in its usual length, says its rules and who will be asked, and keeps what was typed', async () => {
    await open(needsReason);
    const envelope = world.envelope('ana');
    const empty = { duration: null, reason: 'phish', ticket: null };
    const form = await world.inbound.askFormFor(envelope, filled(empty));
    expect(form?.facts).toMatchObject({
      target: { label: 'Exchange\\Search-Mailbox' },
      duration: { value: '4h' },
      reason: { value: 'phish', required: true },
      ticket: null,
    });
    expect(JSON.stringify(form?.facts)).toContain('Exchange approvers');
    const typed = await world.inbound.askFormFor(envelope, filled({ duration: '30m' }));
    expect(typed?.facts).toMatchObject({ duration: { value: '30m' } });
    expect(await counts()).toEqual({ requests: 0, refused: 0, payloads: 0 });
  });

  it('says nothing of a target that this person may not ask for', async () => {
    await open();
    await world.db.query(uncovered);
    const form = await world.inbound.askFormFor(world.envelope('ana'), filled());
    expect(form?.facts).toMatchObject({ target: null, about: null });
    expect(JSON.stringify(form)).not.toContain('mailbox.');
  });
});

describe('the form that was sent in', () => {
  it('opens the same request as a command, and repeats its answer when it comes again', async () => {
    await open();
    const envelope = world.envelope('ana');
    const reply = await world.inbound.ask(envelope, filled());
    expect(reply.privately?.screen).toBe('receipt');
    expect(reply.form).toBeUndefined();
    expect(await world.snapshot(1)).toMatchObject({
      target: { name: 'Exchange\\Search-Mailbox' },
      durationS: 7200,
      reason: 'phishing clean-up',
      state: 'pending',
    });
    expect(await world.audited(1)).toEqual(['request.opened']);
    const again = await world.inbound.ask(envelope, filled());
    expect(again.receiptFor).toBe(reply.receiptFor);
    expect(await counts()).toMatchObject({ requests: 1, payloads: 1 });
  });

  it('takes the usual length when none was filled in', async () => {
    await open();
    await send({ duration: null });
    expect(await world.snapshot(1)).toMatchObject({ durationS: 14_400, durationWasDefault: true });
  });

  it('asks for later and for somebody else, who has to accept first', async () => {
    await open();
    await send({ at: 'tomorrow 15:02', subject: 'dan@example.com' });
    expect(await world.snapshot(1)).toMatchObject({
      state: 'awaiting-acceptance',
      requester: { name: 'Ana' },
      subject: { name: 'Dan' },
      startAt: new Date('2026-11-14T14:02:00Z'),
    });
  });

  it.each<[string, string, Partial<AskForm>]>([
    ['no-target', 'target', { target: null }],
    ['no-target', 'target', { target: '0197f0a4-0000-7000-8000-0000000000ab' }],
    ['bad-duration', 'duration', { duration: 'for ever' }],
    ['duration-without-unit', 'duration', { duration: '4' }],
    ['duration-too-long', 'duration', { duration: '8h 30m' }],
    ['reason-required', 'reason', { reason: null }],
    ['reason-required', 'reason', { reason: '\u200B \u2060' }],
    ['reason-too-short', 'reason', { reason: 'x' }],
    ['reason-too-long', 'reason', { reason: 'x'.repeat(3001) }],
    ['ticket-too-long', 'ticket', { ticket: 'x'.repeat(101) }],
    ['bad-start', 'at', { at: 'noon' }],
    ['start-too-far', 'at', { at: '2029-01-01 09:00' }],
    ['unknown-person', 'subject', { subject: 'nobody@example.com' }],
  ])('comes back with %s at its field %s, and keeps the rest', async (refused, wrong, changes) => {
    await open(needsReason);
    const reply = await send({ ...changes });
    expect(reply.privately).toMatchObject({ screen: 'refusal', facts: { refused } });
    const form = formOf(reply);
    expect(form.facts).toMatchObject({ wrong });
    expect(form.facts[`${wrong}Wrong`]).toEqual(form.facts.problem);
    const kept = { duration: '2h', reason: 'phishing clean-up', ...changes };
    expect(form.facts.reason).toMatchObject({ value: kept.reason?.slice(0, 3000) ?? null });
    expect(form.facts.duration).toMatchObject({ value: kept.duration });
    expect(await counts()).toEqual({ requests: 0, refused: 1, payloads: 1 });
  });

  it.each([
    ['no-policy', uncovered],
    ['no-account-in-target', `delete from elevate.accounts where tenant = ''`],
  ])('is refused as %s for a target that was offered a moment ago', async (refused, change) => {
    await open();
    await world.db.query(change);
    const reply = await send();
    expect(reply.privately).toMatchObject({ facts: { refused } });
    expect(formOf(reply).facts).toMatchObject({ wrong: 'target' });
    expect(await counts()).toMatchObject({ requests: 0, refused: 1 });
  });

  it('is refused for a target that is for others, whoever made up its id', async () => {
    const requesters = [{ groupId: '0197f0a4-0000-7000-8000-0000000000ab', until: null }];
    await open(withTerms({ requesters }));
    const reply = await send();
    expect(reply.privately).toMatchObject({ facts: { refused: 'not-eligible' } });
    expect(reply.form ?? null).toBeNull();
  });

  it.each<[string, PersonKey, string | null]>([
    ['disabled', 'eve', null],
    ['nobody-could-decide', 'ana', `delete from elevate.approver_group_members`],
  ])(
    'is refused as %s without the form: no field could mend that',
    async (refused, person, change) => {
      await open();
      if (change !== null) await world.db.query(change);
      const reply = await send({}, person);
      expect(reply.privately).toMatchObject({ screen: 'refusal', facts: { refused } });
      expect(reply.form).toBeUndefined();
    },
  );

  it('repeats a refusal with its form when it comes again, and records it once', async () => {
    await open(needsReason);
    const envelope = world.envelope('ana');
    const first = await world.inbound.ask(envelope, filled({ reason: null }));
    expect(await world.inbound.ask(envelope, filled({ reason: null }))).toEqual(first);
    expect((await counts()).refused).toBe(1);
  });

  it('stores what a database cannot hold as what it can', async () => {
    await open();
    const reply = await send({ reason: 'tab\tand <!channel> *bold*\u202E', duration: '2h' });
    expect(reply.privately?.screen).toBe('receipt');
    expect((await world.snapshot(1)).reason).toBe('tab\tand <!channel> *bold*\u202E');
  });
});

describe('what is found by typing', () => {
  const names = async (typed: string, person: PersonKey = 'ana') =>
    (await world.inbound.suggest(world.envelope(person), typed)).map(({ name }) => name);

  it('is what this person may ask for, and writes nothing', async () => {
    await open();
    expect(await names('')).toEqual(['Warehouse\\prod_rw', 'Exchange\\Search-Mailbox']);
    expect(await names('MAIL')).toEqual(['Exchange\\Search-Mailbox']);
    expect(await counts()).toEqual({ requests: 0, refused: 0, payloads: 0 });
  });

  it('is nothing for a guest, somebody disabled, an unlinked account, and whom nobody can describe', async () => {
    await open();
    expect(await names('', 'eve')).toEqual([]);
    world.slack.kinds.set(world.made.accounts.ana.slack.user, 'guest');
    expect(await names('')).toEqual([]);
    world.slack.kinds.clear();
    const error = new RemoteError('Slack', 'unavailable', 'timeout');
    world.slack.failures.push({ call: 'readAccount', error });
    expect(await names('')).toEqual([]);
    expect(await names('')).toHaveLength(2);
    await world.db.query('delete from elevate.accounts');
    expect(await names('')).toEqual([]);
  });
});
