import { makeOwners, readOwners, type Owners } from '../../src/workflow/make-owners';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const stranger = { platform: 'slack', tenant: 'T0001', user: 'U0NOBODY' } as const;

function starts(...named: PersonKey[]): Promise<Owners> {
  const accounts = named.map((person) => world.made.accounts[person].slack);
  return makeOwners(world.db.database, world.made.organisationId, [...accounts, stranger]);
}

const names = ({ acting }: Owners) => acting.map(({ name }) => name);

describe('owners at the start', () => {
  it('are those whose accounts are named, on the record, each person once', async () => {
    const { dan } = world.made.accounts;
    const accounts = [dan.slack, dan.teams, world.made.accounts.cara.teams, stranger];
    const { database } = world.db;
    const owners = await makeOwners(database, world.made.organisationId, accounts);
    expect(names(owners).sort()).toEqual(['Cara', 'Dan']);
    expect(owners.unknown).toEqual([stranger]);
    const given = await world.db.query(
      `select actor, facts from elevate.audit_events where kind = 'role.given' order by seq`,
    );
    expect(given).toEqual(
      [world.made.persons.dan, world.made.persons.cara].map(({ id }) => ({
        actor: { type: 'elevate' },
        facts: { role: 'owner', personId: id, source: 'ELEVATE_OWNERS' },
      })),
    );
  });

  it('stay as they are at the next start, whoever is named then', async () => {
    await starts('dan');
    await world.db.advance(60_000);
    expect(names(await starts('cara'))).toEqual(['Dan']);
  });

  it('are made by one of two processes that start together', async () => {
    await Promise.all([starts('dan'), starts('cara')]);
    const { acting } = await starts();
    expect(acting).toHaveLength(1);
  });

  it('are none who is disabled, and are named anew when the last one was', async () => {
    expect(await starts('eve')).toMatchObject({ acting: [], disabled: [{ name: 'Eve' }] });
    await starts('dan');
    await world.db.advance(60_000);
    await world.db.query(`update elevate.persons set disabled_at = now() where key = 'dan'`);
    expect(names(await starts('dan', 'cara'))).toEqual(['Cara']);
  });

  it('are read without being made', async () => {
    const { database } = world.db;
    const { dan, eve } = world.made.accounts;
    const accounts = [dan.slack, eve.slack, stranger];
    expect(await readOwners(database, world.made.organisationId, accounts)).toMatchObject({
      acting: [],
      named: [{ name: 'Dan' }],
      disabled: [{ name: 'Eve' }],
      unknown: [stranger],
    });
    expect(await world.db.query('select from elevate.role_holdings')).toEqual([]);
  });
});
