import { type Reply } from '../../src/platforms/contract';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await giveRoles(world.db, world.made);
});
afterEach(() => world.close());

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'];
const told = (reply: Reply) => reply.privately?.notification;

async function rolesOf(person: PersonKey): Promise<string[]> {
  const found = await world.db.query<{ role: string }>(
    `select role from elevate.role_holdings where person_id = $1 and taken_at is null order by role`,
    [world.made.persons[person].id],
  );
  return found.map(({ role }) => role);
}

describe('role remove', () => {
  it('lets everybody give up their own role, on the record', async () => {
    const reply = await world.says('cara', 'role remove me auditor', 'teams');
    expect(told(reply)).toBe('You are no auditor any more.');
    expect(await rolesOf('cara')).toEqual([]);
    const events = await world.db.query(
      `select actor->>'name' as name, actor->'account'->>'platform' as platform, facts
       from elevate.audit_events where kind = 'role.taken'`,
    );
    expect(events).toEqual([
      {
        name: 'Cara',
        platform: 'teams',
        facts: { role: 'auditor', personId: world.made.persons.cara.id },
      },
    ]);
    expect(refusedAs(await world.says('cara', 'status'))).toBe('needs-role');
  });

  it('lets an owner take an auditor’s, by mention, address or name', async () => {
    expect(told(await world.says('ana', 'role remove @U0CARA auditor'))).toBe(
      'Cara is no auditor any more.',
    );
    expect(refusedAs(await world.says('ana', 'role remove cara@example.com auditor'))).toBe(
      'role-not-held',
    );
  });

  it('changes once, however often the same payload comes', async () => {
    const envelope = world.envelope('ana');
    const command = { verb: 'role-remove', person: 'Cara', role: 'auditor' } as const;
    const replies = [
      await world.inbound.command(envelope, command),
      await world.inbound.command(envelope, command),
    ];
    expect(replies.map(told)).toEqual(Array(2).fill('Cara is no auditor any more.'));
    const taken = await world.db.query(
      `select from elevate.audit_events where kind = 'role.taken'`,
    );
    expect(taken).toHaveLength(1);
  });

  it('keeps the last owner, also when two give it up at the same moment', async () => {
    expect(refusedAs(await world.says('ana', 'role remove me owner'))).toBe('last-owner');
    await world.db.query(
      `insert into elevate.role_holdings (organisation_id, id, person_id, role, given_by)
       values ($1, gen_random_uuid(), $2, 'owner', $3)`,
      [world.made.organisationId, world.made.persons.dan.id, world.made.persons.ana.id],
    );
    const both = await Promise.all([
      world.says('ana', 'role remove me owner'),
      world.says('dan', 'role remove me owner'),
    ]);
    expect(both.map(refusedAs).filter((one) => one !== undefined)).toEqual(['last-owner']);
  });

  it('takes a role from the survivor of merged persons, whoever was given it', async () => {
    const { cara, dan } = world.made.persons;
    const merge = 'update elevate.persons set merged_into = $2 where id = $1';
    await world.db.query(merge, [cara.id, dan.id]);
    expect(told(await world.says('cara', 'role remove me auditor'))).toBe(
      'You are no auditor any more.',
    );
    expect(await rolesOf('cara')).toEqual([]);
  });
});

describe('what one person alone cannot change', () => {
  it.each([
    ['role remove ben admin', 'change-nobody-else'],
    ['role add ben admin', 'role-held'],
    ['role add dan boss', 'role-unknown'],
    ['role add nobody auditor', 'person-unknown'],
  ])('%s is refused as %s, and changes nothing', async (typed, refused) => {
    const holdings = 'select * from elevate.role_holdings order by id';
    const before = await world.db.query(holdings);
    const reply = await world.says('ana', typed);
    expect(refusedAs(reply)).toBe(refused);
    expect(await world.db.query(holdings)).toEqual(before);
    const recorded = await world.db.query(
      `select facts->>'refused' as refused from elevate.audit_events
       where kind = 'request.refused'`,
    );
    expect(recorded).toEqual([{ refused }]);
  });

  it.each([
    'role add @U0DAN auditor',
    'role add dan owner',
    'role add me admin',
    'role remove eve owner',
  ])('%s is drafted for a second admin, and changes nothing', async (typed) => {
    const holdings = 'select * from elevate.role_holdings order by id';
    const before = await world.db.query(holdings);
    const reply = await world.says('ana', typed);
    expect(reply.privately?.screen).toBe('change');
    expect(await world.db.query(holdings)).toEqual(before);
    expect(await world.db.query('select from elevate.requests')).toEqual([]);
  });

  it('names those who are called the same', async () => {
    await world.db.query(`update elevate.persons set name = 'Sam' where key in ('ben', 'cara')`);
    const reply = await world.says('ana', 'role remove Sam auditor');
    expect(refusedAs(reply)).toBe('person-ambiguous');
    expect(JSON.stringify(reply)).toContain('ben@example.com, cara@example.com');
  });
});
