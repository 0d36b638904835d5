/** Who may type what of that which runs Elevate: role, command and platform. */
import { adminVerbs, changeVerbs, type AdminVerb } from '../../src/elevation/permissions';
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
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

function said(lines: readonly ViewFacts[]): string[] {
  return lines.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' '));
}

async function refusals(): Promise<unknown[]> {
  return world.db.query(
    `select actor->>'name' as name, actor->'account'->>'platform' as platform,
       facts->>'verb' as verb, facts->>'refused' as refused
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
}

/** How each is typed. What changes roles names a role that nobody else would miss. */
const typed: Readonly<Record<AdminVerb, string>> = {
  status: 'status',
  setup: 'setup',
  'role-list': 'role list',
  'role-add': 'role add dan auditor',
  'role-remove': 'role remove dan auditor',
  'policy-list': 'policy list',
  'policy-show': 'policy show Search-Mailbox',
  'policy-test': 'policy test Search-Mailbox 4h',
  'policy-replay': 'policy replay Exchange\\Search-* approvals 2',
  'group-list': 'group list',
  'group-show': 'group show Exchange approvers',
  'target-list': 'target list',
  'connector-list': 'connector list',
  'connector-show': 'connector show Exchange',
  'connector-check': 'connector check Exchange',
  'system-account-list': 'system-account list',
  'settings-show': 'settings show',
  'change-show': 'change show',
  enable: 'enable',
  disable: 'disable because of the migration',
  'settings-set': 'settings set name "Another"',
  'policy-create': 'policy create Exchange\\New-* approvals 2',
  'policy-set': 'policy set Exchange\\Search-* approvals 2',
  'policy-remove': 'policy remove Exchange\\Search-*',
  'group-create': 'group create Security members ben,dan channel slack:T0EXAMPLE/C0SECURITY',
  'group-set': 'group set "Exchange approvers" members +dan',
  'group-remove': 'group remove "Exchange approvers"',
  'target-add': 'target add Exchange\\New-TransportRule type task',
  'target-set': 'target set Search-Mailbox description "Searches"',
  'target-remove': 'target remove Search-Mailbox',
  'target-import': 'target import Exchange',
  'system-account-add':
    'system-account add backup owner ben reason "Nightly copy" targets Warehouse\\* until 2030-01-01',
  'system-account-set': 'system-account set backup max 30m',
  'system-account-remove': 'system-account remove backup',
};

/** What is told to those whose role lets them, where it is not an answer. */
const told: Readonly<Record<string, string>> = {
  'ana role-remove': 'role-not-held',
  'ana system-account-set': 'change-item-unknown',
  'ben system-account-set': 'change-item-unknown',
  'ana system-account-remove': 'change-item-unknown',
  'ben system-account-remove': 'change-item-unknown',
  // Ana is about to give a role by then.
  'ben change-show': 'change-none',
  'ana target-import': 'import-untold',
  'ben target-import': 'import-untold',
  'ana enable': 'change-nothing',
  'ben enable': 'change-nothing',
  'ana group-remove': 'change-not-possible',
  'ben group-remove': 'change-not-possible',
};

const changing: readonly AdminVerb[] = [
  ...changeVerbs,
  'change-show',
  'connector-check',
  'target-import',
  'setup',
];

const expected: Readonly<Record<PersonKey, (verb: AdminVerb) => string>> = {
  ana: (verb) => told[`ana ${verb}`] ?? 'allowed',
  ben: (verb) =>
    told[`ben ${verb}`] ?? (/^role-(?:add|remove)$/u.test(verb) ? 'needs-role' : 'allowed'),
  cara: (verb) =>
    changing.includes(verb) || /^role-(?:add|remove)$/u.test(verb) ? 'needs-role' : 'allowed',
  dan: () => 'needs-role',
  eve: () => 'disabled',
};

const people = Object.keys(expected) as readonly PersonKey[];
const platforms = ['slack', 'teams'] as const;

describe('the matrix', () => {
  it.each(platforms)(
    'holds for each role and command on %s, refusals on the record',
    async (on) => {
      await make();
      const cells = people.flatMap((person) => adminVerbs.map((verb) => ({ person, verb })));
      for (const { person, verb } of cells) {
        const reply = await world.says(person, typed[verb], on);
        expect([person, verb, refusedAs(reply)]).toEqual([person, verb, expected[person](verb)]);
      }
      const refused = cells.filter(({ person, verb }) => expected[person](verb) !== 'allowed');
      expect(await refusals()).toEqual(
        refused.map(({ person, verb }) => ({
          name: world.made.persons[person].name,
          platform: on,
          verb,
          refused: expected[person](verb),
        })),
      );
    },
  );

  it('writes nothing where it is allowed', async () => {
    await make();
    const before = await world.db.query('select count(*) from elevate.audit_events');
    const reading = adminVerbs.filter((one) => !one.startsWith('role-') && !changing.includes(one));
    for (const verb of reading) {
      await world.says('cara', typed[verb]);
    }
    expect(await world.db.query('select count(*) from elevate.audit_events')).toEqual(before);
    expect(await world.db.query('select from elevate.requests')).toEqual([]);
    expect(await world.db.query('select from elevate.inbound_payloads')).toEqual([]);
  });

  it('names the owners to somebody without a role, and nobody to an account that is no member’s', async () => {
    await make();
    const reply = await world.says('dan', 'status');
    const [, next] = said(reply.privately!.facts['summary'] as ViewFacts[]);
    expect(next).toBe('Ask an owner: Ana.');
    world.slack.kinds.set('U0DAN', 'guest');
    world.slack.kinds.set('U0ANA', 'external');
    expect(refusedAs(await world.says('dan', 'status'))).toBe('guest');
    expect(refusedAs(await world.says('ana', 'status'))).toBe('external');
    world.slack.kinds.clear();
    const error = new RemoteError('Slack', 'unavailable', 'timeout');
    world.slack.failures.push({ call: 'readAccount', error });
    expect(refusedAs(await world.says('ana', 'status'))).toBe('directory-unavailable');
  });

  it('is the same for the button under a list', async () => {
    await make();
    const press = { verb: 'target-list', page: 2 } as const;
    const by = (person: PersonKey) => world.inbound.press(world.envelope(person), press);
    expect(refusedAs(await by('cara'))).toBe('allowed');
    expect(refusedAs(await by('dan'))).toBe('needs-role');
    expect(refusedAs(await by('eve'))).toBe('disabled');
  });
});
