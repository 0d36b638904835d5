/** Past requests under a policy as it might become, from chat. */
import { type Reply } from '../../src/platforms/contract';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { createChangeWorld, linesIn, refusedAs } from '../support/change-world';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey, type SeedOptions } from '../support/seed';
import { createSystemWorld } from '../support/system-api';
import { type World } from '../support/world';

let world: World;
afterEach(() => world.close());

async function make(options: SeedOptions = {}): Promise<void> {
  world = await createChangeWorld(options);
}

function lead(reply: Reply): string[] {
  const found = reply.privately!.facts['lead'] as readonly ViewFacts[];
  return found.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' '));
}

const parts = (reply: Reply) => linesIn(reply.privately);

/** Asked and decided: 1 approved for six hours, 2 denied, 3 approved for two hours, 4 taken back. */
async function somePast(): Promise<void> {
  await world.says('dan', 'Search-Mailbox 6h phishing clean-up');
  await world.presses('ben', 'approve', 1);
  await world.says('ana', 'Search-Mailbox 1h phishing clean-up');
  await world.presses('ben', 'deny', 2, { reason: 'no' });
  await world.says('cara', 'Search-Mailbox 2h phishing clean-up');
  await world.presses('ben', 'approve', 3);
  await world.says('ana', 'Search-Mailbox 3h phishing clean-up');
  await world.presses('ana', 'withdraw', 4);
}

const tables = [
  'requests',
  'audit_events',
  'inbound_payloads',
  'change_drafts',
  'approval_policy_versions',
];

const counts = () =>
  Promise.all(tables.map((one) => world.db.query(`select count(*) from elevate.${one}`)));

describe('policy replay', () => {
  it('lists the past requests that would have ended otherwise and why, and writes nothing', async () => {
    await make();
    await somePast();
    const before = await counts();
    const reply = await world.says('cara', 'policy replay Exchange\\Search-* approvals 2 max 4h');
    expect(reply.privately!.notification).toBe('Replay: Exchange\\Search-*');
    expect(lead(reply)).toEqual([
      '2 of 4 past requests would have ended otherwise.',
      'Nothing was changed, and nobody was told.',
      expect.stringMatching(/^Each was judged twice, .* Groups are taken as they are now\.$/u),
    ]);
    expect(parts(reply)).toEqual({
      'With this change': [
        'the policy Exchange\\Search-*',
        '• approvalsNeeded: 1 → 2',
        '• durationMax: 8h → 4h',
      ],
      'Would not have been allowed: 2': [
        'ELV-3: Search-Mailbox for Cara: approved for 2 hours by 1 person → refused (too few people could decide)',
        'ELV-1: Search-Mailbox for Dan: approved for 6 hours by 1 person → refused (longer than may be asked for)',
      ],
    });
    expect(await counts()).toEqual(before);
  });

  it('says the same to whoever may read on the other platform, and in the same words as the change itself', async () => {
    await make();
    await somePast();
    const typed = 'Exchange\\Search-* approval auto';
    const replayed = await world.says('ben', `policy replay ${typed}`, 'teams');
    expect(parts(replayed)['With this change']).toEqual(
      parts(await world.says('ben', `policy set ${typed}`))['What changes'],
    );
    expect(lead(replayed)[0]).toBe('4 of 4 past requests would have ended otherwise.');
    expect(parts(replayed)['Would have been approved without people: 4']).toEqual([
      'ELV-4: Search-Mailbox for Ana: not approved: 0 of 1 approval → approved without people for 3 hours',
      expect.stringContaining('ELV-3'),
      'ELV-2: Search-Mailbox for Ana: denied → approved without people for 1 hour',
      expect.stringContaining('ELV-1'),
    ]);
  });

  it('looks only at what the policy decides about, and at what is over', async () => {
    await make();
    await somePast();
    await world.says('ana', 'Search-Mailbox 5h phishing clean-up');
    const other = await world.says('cara', 'policy replay Warehouse\\* approval deny');
    expect(refusedAs(other)).toBe('allowed');
    expect(lead(other)[0]).toBe('Nothing that this policy decides about has ended yet.');
    const reply = await world.says('cara', 'policy replay Exchange\\Search-* approval deny');
    expect(lead(reply)[0]).toBe('4 of 4 past requests would have ended otherwise.');
  });

  it('takes groups as they are now, and knows who decided then', async () => {
    await make();
    await somePast();
    await world.db.query(
      `delete from elevate.approver_group_members m using elevate.approver_groups g
       where g.id = m.group_id and g.name = 'Exchange approvers' and m.person_id = $1`,
      [world.made.persons.ben.id],
    );
    await world.db.query(
      `insert into elevate.approver_group_members (organisation_id, group_id, person_id)
       select organisation_id, id, $1 from elevate.approver_groups where name = 'Exchange approvers'`,
      [world.made.persons.dan.id],
    );
    const shorter = await world.says('cara', 'policy replay Exchange\\Search-* max 4h');
    expect(parts(shorter)['Would not have been allowed: 1']).toEqual([
      expect.stringMatching(/^ELV-1: .*approved for 6 hours by 1 person → /u),
    ]);
  });

  it('looks at the newest 1,000, and says so where there are more', async () => {
    await make();
    await somePast();
    const copies = async (count: number, from: number) => {
      await world.db.query('alter table elevate.requests disable trigger user');
      await world.db.query(
        `insert into elevate.requests
         select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', $2::int + n))).*
         from elevate.requests r, generate_series(1, $1::int) n where r.number = 4`,
        [count, from],
      );
      await world.db.query('alter table elevate.requests enable trigger user');
    };
    const replayed = () => world.says('cara', 'policy replay Exchange\\Search-* max 4h');
    await copies(996, 100);
    const all = lead(await replayed());
    expect(all[0]).toBe('1 of 1,000 past requests would have ended otherwise.');
    expect(all).toHaveLength(3);
    await copies(1, 2000);
    expect(lead(await replayed())).toEqual([
      '0 of 1,000 past requests would have ended otherwise.',
      'Nothing was changed, and nobody was told.',
      'Only the newest 1,000 were looked at.',
      expect.any(String),
    ]);
  });

  it('leaves out what programs got: no policy decided about that', async () => {
    const system = await createSystemWorld();
    ({ world } = system);
    await giveRoles(world.db, world.made);
    expect((await system.api.ask()).status).toBe(201);
    await system.api.stop();
    const reply = await world.says('cara', 'policy replay Exchange\\Search-* approval deny');
    expect(lead(reply)[0]).toBe('Nothing that this policy decides about has ended yet.');
  });

  it('refuses what `policy set` refuses, and says so in the same words', async () => {
    await make();
    const same = [
      ['Exchange\\Serch-* approvals 2', 'change-item-unknown'],
      ['Exchange\\Search-* aprovals 2', 'change-field-unknown'],
      ['Exchange\\Search-* approvals many', 'change-value'],
      ['Exchange\\Search-* approvals 0', 'change-not-possible'],
      ['Exchange\\Search-* approvals 1', 'change-nothing'],
    ] as const;
    for (const [typed, refused] of same) {
      expect(refusedAs(await world.says('ben', `policy set ${typed}`))).toBe(refused);
      expect(refusedAs(await world.says('ben', `policy replay ${typed}`))).toBe(refused);
    }
  });

  it.each<[PersonKey, string]>([
    ['dan', 'allowed'],
    ['cara', 'allowed'],
    ['eve', 'disabled'],
  ])('is for whoever may read: %s is %s', async (key, expected) => {
    await make();
    expect(refusedAs(await world.says(key, 'policy replay Exchange\\Search-* max 4h'))).toBe(
      expected,
    );
  });
});
