/** What those type who run Elevate: who may, on which platform, and what they are told. */
import { v7 as uuidv7 } from 'uuid';
import { noTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { type ConfigurationRows } from '../../src/administration/rows';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey, type SeedOptions } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

async function make(options: SeedOptions = {}): Promise<void> {
  world = await createWorld(options);
  await giveRoles(world.db, world.made);
}

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'] ?? 'allowed';

/** Under each heading what stands there, in plain words. */
function parts(reply: Reply): Record<string, string[]> {
  const found = reply.privately!.facts['parts'] as readonly ViewFacts[];
  return Object.fromEntries(
    found.map(({ title, lines }) => [plain(title as Sentence), said(lines as ViewFacts[])]),
  );
}

function said(lines: readonly ViewFacts[]): string[] {
  return lines.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' '));
}

const lead = (reply: Reply) => said(reply.privately!.facts['lead'] as ViewFacts[]);
const headline = (reply: Reply) => reply.privately!.notification.replaceAll('\u00A0', ' ');

async function refusals(): Promise<unknown[]> {
  return world.db.query(
    `select actor->>'name' as name, actor->'account'->>'platform' as platform,
       facts->>'verb' as verb, facts->>'refused' as refused
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
}

/** Of the database, in UTC: 13:40. */
async function clock(): Promise<string> {
  const [found] = await world.db.query<{ at: string }>(
    `select to_char(elevate.now() at time zone 'UTC', 'HH24:MI') as at`,
  );
  return found!.at;
}

describe('status', () => {
  it('says what there is, who runs it and that nothing needs attention', async () => {
    await make();
    const reply = await world.says('cara', 'status', 'teams');
    const found = parts(reply);
    expect(found['Example']).toEqual([
      'Enabled',
      'Default approver group: Exchange approvers (2 people)',
      'Prompts of a channel that cannot be reached go to the channel of the default group',
      '2 policies for 2 targets',
      '4 people, 1 approver group',
      'No system account is exempt from approval',
      'No job is late',
      'No message is undelivered',
    ]);
    expect(found['Who runs it']).toEqual(['Owners: Ana', 'Admins: Ben', 'Auditors: Cara']);
    expect(found['Connectors']).toEqual([
      expect.stringMatching(/^Exchange: working, checked /u),
      // The other workload has no connector in this world.
      'Warehouse: not in use here, since it was added after the start',
    ]);
    expect(headline(reply)).toBe('Elevate is on. 1 thing needs attention.');
  });

  it('puts on top what should have ended, with since when, as long as it is there', async () => {
    await make();
    await world.says('dan', 'Search-Mailbox 4h');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.db.advance(4 * 3_600_000 + 59_000);
    const reading = async () => parts(await world.says('ana', 'status'))['Needs attention'];
    expect((await reading())!.join()).not.toContain('STILL ACTIVE');
    await world.db.advance(1_000);
    expect((await reading())![0]).toBe(
      'STILL ACTIVE: Dan holds Exchange\\Search-Mailbox (ELV-1), which should have ended 13 Nov 2026, 18:02 UTC',
    );
    await world.settle();
    expect((await reading())!.join()).not.toContain('STILL ACTIVE');
  });

  it('tells of a system that does not answer, of one that refuses, and of what is not as needed there', async () => {
    await make();
    const kinds = ['unavailable', 'unauthorized'] as const;
    const lines: string[] = [];
    for (const kind of kinds) {
      world.exchange.check = () => Promise.reject(new RemoteError('Exchange', kind, 'x'));
      lines.push(parts(await world.says('ana', 'status'))['Needs attention']![0]!);
    }
    world.exchange.check = async () => ({
      ok: false,
      findings: [true, false, false].map((ok) => ({ ok, what: 'secret detail' })),
    });
    const reply = await world.says('ana', 'status');
    lines.push(parts(reply)['Needs attention']![0]!);
    expect(lines).toEqual([
      expect.stringMatching(/^Exchange: not answering since /u),
      expect.stringMatching(/^Exchange: refuses Elevate, checked /u),
      expect.stringMatching(/^Exchange: 2 things are not as needed, checked /u),
    ]);
    expect(JSON.stringify(reply)).not.toContain('secret detail');
  });

  it('says since when a system does not answer, by what it said when it was asked', async () => {
    await make();
    const minutes = async (count: number) => world.db.advance(count * 60_000);
    const silent = () => Promise.reject(new RemoteError('Exchange', 'unavailable', 'x'));
    const sinceOf = async (): Promise<string> => {
      const [line] = parts(await world.says('ana', 'status'))['Needs attention']!;
      return line!.replace(/^.*since /u, '');
    };
    world.exchange.check = silent;
    await world.says('ana', 'connector check Exchange');
    await minutes(5);
    // It answered meanwhile: what was before counts no more.
    world.exchange.check = async () => ({ ok: true, findings: [] });
    await world.says('ana', 'connector check Exchange');
    await minutes(5);
    world.exchange.check = silent;
    // Looking alone is not written down.
    expect(await sinceOf()).toContain(await clock());
    const noticed = await clock();
    await world.says('ana', 'connector check Exchange');
    await minutes(20);
    await world.says('ana', 'connector check Exchange');
    expect(await sinceOf()).toContain(noticed);
  });

  it('says since when a system does not answer that was called for a right', async () => {
    await make();
    const silent = () => Promise.reject(new RemoteError('Exchange', 'unavailable', 'x'));
    world.exchange.check = silent;
    world.exchange.grant = silent;
    await world.says('dan', 'Search-Mailbox 4h');
    await world.presses('ben', 'approve', 1);
    const called = await clock();
    await world.settle();
    await world.db.advance(20 * 60_000);
    const [line] = parts(await world.says('ana', 'status'))['Needs attention']!;
    expect(line).toContain('Exchange: not answering since');
    expect(line).toContain(called);
  });

  it('counts messages that reach nobody until they do, or are no news any more', async () => {
    await make();
    await world.says('dan', 'Search-Mailbox 4h');
    await world.settle();
    const undelivered = (purpose: string, request: string, platform = 'Slack') =>
      world.db.query(
        `insert into elevate.audit_events (organisation_id, id, kind, actor, request_id, facts)
         select organisation_id, gen_random_uuid(), 'message.undeliverable', '{"type":"elevate"}', ${request},
           jsonb_build_object('purpose', $1::text, 'platform', $2::text, 'code', 'x')
         from elevate.requests`,
        [purpose, platform],
      );
    const line = async () =>
      (parts(await world.says('cara', 'status'))['Needs attention'] ?? []).find((one) =>
        /reach/u.test(one),
      );
    await undelivered('notice:outcome', 'id');
    await undelivered('notice:outcome', 'id', 'Teams');
    expect(await line()).toMatch(/^1 message reaches nobody on Slack and Teams, since .*: ELV-1$/u);
    await undelivered('place:1:2', 'null', 'none');
    expect(await line()).toMatch(/^2 messages reach nobody on Slack and Teams, since .*: ELV-1$/u);
    // What came in the end is there.
    await world.db.query(
      `insert into elevate.message_references (organisation_id, id, request_id, purpose, platform,
         tenant, conversation_id, message_id, drawn)
       select organisation_id, gen_random_uuid(), id, 'notice:outcome', 'slack', 'T', 'D', 'M', ''
       from elevate.requests`,
    );
    expect(await line()).toMatch(/^1 message reaches nobody, since [^:]*:[^:]*$/u);
    await world.db.advance(25 * 3_600_000);
    expect(await line()).toBeUndefined();
  });

  it('lists no system that was removed', async () => {
    await make();
    await world.db.query(
      `update elevate.connectors set removed_at = elevate.now() where workload = 'Warehouse'`,
    );
    expect(parts(await world.says('ana', 'status'))['Connectors']).toEqual([
      expect.stringMatching(/^Exchange: working/u),
    ]);
  });

  it('tells of jobs that are late or given up, of a group that cannot decide, and of a missing owner', async () => {
    await make();
    await world.says('dan', 'Search-Mailbox 4h');
    await world.db.query(
      `update graphile_worker._private_jobs set run_at = now() - interval '61 seconds'`,
    );
    const reading = async () => parts(await world.says('cara', 'status'))['Needs attention'];
    expect(await reading()).toContain('1 job waits for more than a minute: messages come late');
    await world.db.query('update graphile_worker._private_jobs set attempts = max_attempts');
    await world.db.query(
      `update elevate.persons set disabled_at = now() where key in ('ana', 'ben')`,
    );
    expect(await reading()).toEqual([
      '1 job was given up: an operator has to look at the log',
      'Warehouse: not in use here, since it was added after the start',
      'Exchange approvers: only 1 person could decide, and nobody decides on their own request',
      'Nobody can act as owner: an operator can name one',
    ]);
  });
});

/** Twelve more targets, a group of Dan alone, and a policy that uses all there is. */
function more(rows: ConfigurationRows): ConfigurationRows {
  const [group] = rows.groups;
  const dan = rows.persons.find(({ name }) => name === 'Dan')!.id;
  const watch = { ...group!, id: uuidv7(), name: 'Night watch', memberIds: [dan], channels: [] };
  const [first] = rows.policies;
  const terms = {
    ...noTerms,
    stages: [{ groupId: watch.id, approvalsNeeded: 1 }],
    breakGlass: { groupIds: [watch.id], maxS: 3600 },
    notify: [watch.id],
  };
  const exact = {
    id: uuidv7(),
    pattern: 'Exchange\\Search-Mailbox',
    rules: { ...first!.rules, approvalsNeeded: 2, terms },
  };
  const targets = Array.from({ length: 12 }, (_, index) => ({
    ...rows.targets[0]!,
    id: uuidv7(),
    name: `Mail\\Task-${String(index + 10)}`,
  }));
  return {
    ...rows,
    groups: [...rows.groups, watch],
    connectors: [...rows.connectors, { workload: 'Mail', kind: 'simulated', settings: {} }],
    targets: [...rows.targets, ...targets],
    policies: [...rows.policies, exact],
  };
}

describe('what is configured', () => {
  beforeEach(() => make({ change: more }));

  it('is listed a page at a time, to the last row', async () => {
    const first = await world.says('cara', 'target list');
    expect(headline(first)).toBe('14 targets');
    const names = Object.keys(parts(first));
    expect(names).toHaveLength(10);
    expect(names[0]).toBe('Exchange\\Search-Mailbox (task)');
    const { verb, page, label } = first.privately!.facts['next'] as ViewFacts;
    expect([verb, page, plain(label as Sentence)]).toEqual([
      'target-list',
      'PAGE-2',
      'Show 4\u00A0more',
    ]);
    const press = { verb: 'target-list', page: 2 } as const;
    const second = await world.inbound.press(world.envelope('cara'), press);
    expect(Object.keys(parts(second))).toHaveLength(4);
    expect(second.privately!.facts).toMatchObject({ next: null, more: null });
    expect(new Set([...names, ...Object.keys(parts(second))]).size).toBe(14);
    const beyond = await world.inbound.press(world.envelope('cara'), { ...press, page: 99_999 });
    expect(beyond.privately!.facts).toMatchObject({ parts: [], next: null });
  });

  it('tells of each target which policy decides, and where none does', async () => {
    const found = parts(await world.says('ana', 'target list'));
    expect(found['Exchange\\Search-Mailbox (task)']).toEqual([
      'Search and copy any mailbox.',
      'Policy Exchange\\Search-Mailbox, version 1',
    ]);
    expect(found['Mail\\Task-10 (task)']).toContain('No policy covers it: it cannot be asked for');
  });

  it('tells what a policy says, found by its pattern or by a target that it decides about', async () => {
    const byTarget = await world.says('ben', 'policy show search-mailbox', 'teams');
    expect(headline(byTarget)).toBe('Policy Exchange\\Search-Mailbox');
    expect(lead(byTarget).slice(0, 3)).toEqual([
      'It decides about Exchange\\Search-Mailbox',
      'For this one target',
      'Others that cover it and do not count: Exchange\\Search-*',
    ]);
    expect(parts(byTarget)).toMatchObject({
      Decides: [
        '2 approvals by Exchange approvers (2 people)',
        'Then Night watch, 1 person: 1 approval more needed',
        'Over when it is not decided within 1 day',
      ],
      'Break-glass': ['Night watch, 1 hour at most'],
      'Told of each grant and its end': ['Night watch'],
    });
    const byPattern = await world.says('ben', 'policy show exchange\\search-*');
    expect(headline(byPattern)).toBe('Policy Exchange\\Search-*');
    expect(lead(byPattern)[0]).toMatch(/^For 1 target, unless a more exact policy/u);
  });

  it('tells what is nearest where nothing is found, on the record', async () => {
    expect(refusedAs(await world.says('ben', 'policy show Exchange\\Serch-*'))).toBe(
      'unknown-policy',
    );
    const mistyped = await world.says('ben', 'policy show Serch-Mailbox');
    expect(headline(mistyped)).toContain('Nearest: Exchange\\Search-Mailbox');
    expect(refusedAs(await world.says('ben', 'policy show Task-10'))).toBe('no-policy');
    expect(headline(await world.says('ben', 'group show Nigth watch'))).toContain(
      'Nearest: Night watch',
    );
    expect(await refusals()).toHaveLength(4);
  });

  it('tells of each group how many could decide, and what is wrong with it', async () => {
    const listed = parts(await world.says('cara', 'group list'));
    expect(listed).toEqual({
      'Exchange approvers': ['2 people, used by 3 policies'],
      'Night watch': [
        '1 person, used by 1 policy',
        'Night watch: only 1 person could decide, and nobody decides on their own request',
        'Night watch has no channel: its prompts go nowhere',
      ],
    });
    const shown = await world.says('cara', 'group show night watch');
    expect(lead(shown)).toEqual(listed['Night watch']!.slice(1));
    expect(parts(shown)).toEqual({
      Members: ['Dan (dan@example.com)'],
      'Where prompts go': ['Nowhere'],
      'Policies that name it': [
        'Exchange\\Search-Mailbox: may break glass',
        'Exchange\\Search-Mailbox: decides in a later stage',
        'Exchange\\Search-Mailbox: is told',
      ],
    });
    const first = parts(await world.says('cara', 'group show Exchange approvers'));
    expect(first['Where prompts go']).toEqual([
      'Slack: C0APPROVERS',
      'Teams: 19:approvers@thread.tacv2',
    ]);
  });

  it('is listed for policies, connectors, roles and settings, too', async () => {
    expect(Object.keys(parts(await world.says('ana', 'policy list')))).toEqual([
      'Exchange\\Search-*',
      'Exchange\\Search-Mailbox',
      'Warehouse\\*',
    ]);
    expect(parts(await world.says('ana', 'connector list'))['Mail']![0]).toBe(
      'Kind simulated, 12 targets',
    );
    const roles = parts(await world.says('ana', 'role list'));
    expect(roles['Ana (ana@example.com)']![0]).toMatch(/^Owner since .*, named by an operator$/u);
    expect(roles['Ben (ben@example.com)']![0]).toMatch(/^Admin since .*, made so by Ana$/u);
    expect(roles['Eve (eve@example.com)']).toContain(
      'Disabled in the directory: the role does not count',
    );
    expect(parts(await world.says('ana', 'settings show'))).toMatchObject({
      Organisation: ['Example', 'Enabled'],
      'Default approver group': ['Exchange approvers'],
      Version: [expect.stringMatching(/^1, since /u)],
    });
  });
});

describe('help', () => {
  it('tells those who run Elevate where to find more, and nobody else', async () => {
    await make();
    const lines = async (person: PersonKey) =>
      said((await world.says(person, 'help')).privately!.facts['more'] as ViewFacts[]);
    expect((await lines('cara')).join()).toContain('For those who run Elevate');
    for (const person of ['dan', 'eve'] as const) {
      expect((await lines(person)).join()).not.toContain('For those who run Elevate');
    }
  });
});
