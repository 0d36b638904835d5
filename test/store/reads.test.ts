import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { appendAudit, auditOf } from '../../src/store/audit';
import { isEmpty } from '../../src/store/configuration-rows';
import { loadConnectors } from '../../src/store/connectors';
import { type Tx } from '../../src/store/database';
import { groupMembers, groupsOf, loadGroup, membership } from '../../src/store/groups';
import { loadOrganisation } from '../../src/store/organisations';
import { readOpening, type OpeningFacts } from '../../src/store/opening';
import { accountsOf, personOfAccount } from '../../src/store/people';
import { coveringSql } from '../../src/store/policies';
import { loadTarget, loadTargets } from '../../src/store/targets';
import { type PersonKey } from '../support/seed';
import { seed, testDatabase, testStart, type Seed, type TestDatabase } from '../support/database';
import { ask } from './story';

let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 2 });
});
// Each test has an organisation of its own, which no query may look out of.
beforeEach(async () => {
  made = await seed(db);
});
afterAll(() => db.drop());

function read<T>(query: (tx: Tx, organisationId: string) => Promise<T>): Promise<T> {
  return db.database.read((tx) => query(tx, made.organisationId));
}

/** What a person's command would be judged by. */
function opening(typed: string, person: PersonKey = 'ana'): Promise<OpeningFacts> {
  const { organisationId, accounts } = made;
  const account = accounts[person].slack;
  return readOpening(db.database, { organisationId, account, payloadKey: randomUUID(), typed });
}

const merge = (from: string, into: string) =>
  db.query('update elevate.persons set merged_into = $2 where id = $1', [from, into]);

describe('the organisation', () => {
  it('is there once it is configured, with its newest settings', async () => {
    const fresh = await testDatabase({ poolSize: 1 });
    const { organisationId: id, groupId } = await seed(fresh);
    const settings = {
      enabled: true,
      defaultApproverGroupId: groupId,
      fallbackChannels: [],
      branding: null,
      directories: null,
    };
    expect(await fresh.database.read(isEmpty)).toBe(false);
    expect(await fresh.database.read(loadOrganisation)).toEqual({ id, name: 'Example', settings });
    const changed = '{"defaultApproverGroupId":null}';
    await fresh.query('insert into elevate.settings values ($1, 2, $2)', [id, changed]);
    const loaded = await fresh.database.read(loadOrganisation);
    expect(loaded?.settings.defaultApproverGroupId).toBeNull();
    await fresh.drop();
  });

  it('is null, and the database empty, before', async () => {
    const fresh = await testDatabase({ poolSize: 1 });
    expect(await fresh.database.read(loadOrganisation)).toBeNull();
    expect(await fresh.database.read(isEmpty)).toBe(true);
    await fresh.drop();
  });

  it('is configured as a whole or not at all', async () => {
    const fresh = await testDatabase({ poolSize: 1 });
    const twice = seed(fresh, {
      change: (rows) => ({
        ...rows,
        policies: [...rows.policies, { ...rows.policies[0]!, id: uuidv7() }],
      }),
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await fresh.database.read(isEmpty)).toBe(true);
    await fresh.drop();
  });

  it('names its connectors with their settings', async () => {
    expect(await read(loadConnectors)).toEqual([
      { workload: 'Exchange', kind: 'simulated', settings: {} },
      { workload: 'Warehouse', kind: 'simulated', settings: {} },
    ]);
  });
});

describe('people', () => {
  it('are found by either account, and by no other tenant or platform', async () => {
    const { slack, teams } = made.accounts.ana;
    expect(await read((tx, org) => personOfAccount(tx, org, slack))).toEqual(made.persons.ana);
    expect(await read((tx, org) => personOfAccount(tx, org, teams))).toEqual(made.persons.ana);
    for (const wrong of [
      { ...slack, tenant: 'T0002' },
      { ...slack, platform: 'teams' as const },
      { ...slack, user: 'U0NOBODY' },
      { ...slack, user: slack.user.toLowerCase() },
    ]) {
      expect(await read((tx, org) => personOfAccount(tx, org, wrong))).toBeNull();
    }
  });

  it('are one person after a merge, whichever account was used', async () => {
    await merge(made.persons.dan.id, made.persons.ben.id);
    const found = await read((tx, org) => personOfAccount(tx, org, made.accounts.dan.slack));
    expect(found).toEqual(made.persons.ben);
    expect(await read((tx, org) => accountsOf(tx, org, [made.persons.ben.id], 'slack'))).toEqual([
      { ...made.accounts.ben.slack, personId: made.persons.ben.id },
      { ...made.accounts.dan.slack, personId: made.persons.ben.id },
    ]);
  });

  it('are told to be disabled', async () => {
    const found = await read((tx, org) => personOfAccount(tx, org, made.accounts.eve.teams));
    expect(found?.disabled).toBe(true);
  });

  it('have an account in a workload, their own before that of a merged one, and none by guessing', async () => {
    const { ben, dan, eve } = made.persons;
    const inExchange = async (person: PersonKey) =>
      (await opening('Search-Mailbox', person)).targetAccount;
    expect(await inExchange('ana')).toBe('ana');
    await merge(dan.id, ben.id);
    expect(await inExchange('ben')).toBe('ben');
    await db.query(`delete from elevate.accounts where system = 'Exchange' and user_key = 'ben'`);
    expect(await inExchange('ben')).toBe('dan');
    await merge(eve.id, ben.id);
    expect(await inExchange('ben')).toBeNull();
    await db.query(`delete from elevate.accounts where system = 'Exchange'`);
    expect(await inExchange('ana')).toBeNull();
  });
});

describe('targets', () => {
  it('are found by exact name or bare name, in either case', async () => {
    const find = async (typed: string) => (await opening(typed)).targets;
    const grants = expect.any(String) as unknown;
    expect(await find('exchange\\search-mailbox')).toEqual([
      { ...made.targets.searchMailbox, grants },
    ]);
    expect(await find('PROD_RW')).toEqual([{ ...made.targets.prodRw, grants }]);
    expect(await find('prod%')).toEqual([]);
  });

  it('are all named when several have the bare name, but one when the whole name was typed', async () => {
    await db.query(
      `insert into elevate.targets values
         ($1, gen_random_uuid(), 'Warehouse\\Search-Mailbox', 'Warehouse', 'Search-Mailbox', 'role', null, '{}')`,
      [made.organisationId],
    );
    const find = async (typed: string) => (await opening(typed)).targets.map(({ name }) => name);
    expect(await find('search-mailbox')).toEqual([
      'Exchange\\Search-Mailbox',
      'Warehouse\\Search-Mailbox',
    ]);
    expect(await find('Warehouse\\search-mailbox')).toEqual(['Warehouse\\Search-Mailbox']);
  });

  it('come with their settings for connectors', async () => {
    const { searchMailbox, prodRw } = made.targets;
    const whole = { ...prodRw, settings: {} };
    expect(await read((tx, org) => loadTarget(tx, org, prodRw.id))).toEqual(whole);
    expect(await read(loadTargets)).toEqual([{ ...searchMailbox, settings: {} }, whole]);
    expect(await read((tx, org) => loadTarget(tx, org, made.groupId))).toBeNull();
  });
});

describe('policies', () => {
  async function addTarget(name: string): Promise<void> {
    await db.query(
      `insert into elevate.targets
       select $1, gen_random_uuid(), $2, split_part($2, '\\', 1), split_part($2, '\\', 2), 'role', null, '{}'
       where not exists (select from elevate.targets where organisation_id = $1 and name = $2)`,
      [made.organisationId, name],
    );
  }

  async function patternsCovering(name: string, patterns: readonly string[]): Promise<string[]> {
    for (const pattern of patterns) {
      await db.query(
        `with p as (insert into elevate.approval_policies (organisation_id, id, pattern, current_version)
           values ($1, gen_random_uuid(), $2, 1) returning organisation_id, id)
         insert into elevate.approval_policy_versions
         select v.organisation_id, p.id, 1, v.approval, v.approver_group_id, v.approvals_needed,
           v.duration_default_s, v.duration_max_s, v.decide_within_s, v.reason_required,
           v.reason_min_length, now()
         from p, elevate.approval_policy_versions v where v.policy_id = $3`,
        [made.organisationId, pattern, made.policies.exchange.id],
      );
    }
    await addTarget(name);
    const { covering } = await opening(name);
    return covering.map(({ policy }) => policy.pattern).sort();
  }

  it('give the whole current version of each that covers the name', async () => {
    const { covering } = await opening('Search-Mailbox');
    expect(covering.map(({ policy }) => policy)).toEqual([made.policies.exchange]);
    expect((await opening('Elsewhere\\X')).covering).toEqual([]);
  });

  it('cover by exact name, by beginning, by what stands between wildcards, in either case', async () => {
    const covering = ['*', 'Exchange\\*', 'exchange\\SEARCH-mailbox', '*\\search-*', 'Ex*mail*x'];
    const others = [
      'Exchange',
      'Exchange\\Search',
      '*\\search',
      'Ex*mail',
      'E?change\\*',
      'Search-*',
    ];
    expect(await patternsCovering('Exchange\\Search-Mailbox', [...covering, ...others])).toEqual(
      [...covering, 'Exchange\\Search-*'].sort(),
    );
  });

  it('take the wildcards of SQL literally', async () => {
    const patterns = ['Warehouse\\prod%', 'Warehouse\\prod_r_*', 'Warehouse\\prod!_rw', 'Ware%*'];
    expect(await patternsCovering('Warehouse\\prod_rw', patterns)).toEqual(['Warehouse\\*']);
    expect(await patternsCovering('Warehouse\\prod_r_', [])).toEqual([
      'Warehouse\\*',
      'Warehouse\\prod_r_*',
    ]);
  });

  it('are found among ten thousand by index', async () => {
    expect(await bulkPolicies(10_000)).toBe(10_000);
    await addTarget('Exchange\\Task-4242');
    const { covering } = await opening('Exchange\\Task-4242');
    expect(covering.map(({ policy }) => policy.pattern).sort()).toEqual([
      'Exchange\\Task-4*',
      'Exchange\\Task-42*',
      'Exchange\\Task-424*',
      'Exchange\\Task-4242*',
    ]);
    // How long it takes is measured in bench/; here it is enough that no policy is read in vain.
    const [plan] = await db.query<Record<string, unknown>>(
      `explain (format json) ${coveringSql(`'${made.organisationId}'::uuid`, `'Exchange\\Task-4242'::text`)}`,
    );
    const scans = scansOf(plan!, 'approval_policies');
    expect(scans).not.toEqual([]);
    expect(scans).not.toContain('Seq Scan');
  });

  /** How a plan reads a table, each way once. */
  function scansOf(plan: unknown, table: string): string[] {
    const nodes: { 'Node Type': string; 'Relation Name'?: string }[] = [];
    JSON.stringify(plan, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'Node Type' in value) {
        nodes.push(value as (typeof nodes)[number]);
      }
      return value;
    });
    const scans = nodes.filter((node) => node['Relation Name'] === table);
    return [...new Set(scans.map((node) => node['Node Type']))];
  }

  async function bulkPolicies(count: number): Promise<number> {
    const rows = await db.query<{ id: string }>(
      `with p as (insert into elevate.approval_policies (organisation_id, id, pattern, current_version)
         select $1, gen_random_uuid(), 'Exchange\\Task-' || n || case n % 2 when 0 then '*' else '' end, 1
         from generate_series(1, $3::int) n returning organisation_id, id)
       insert into elevate.approval_policy_versions
       select v.organisation_id, p.id, 1, v.approval, v.approver_group_id, v.approvals_needed,
         v.duration_default_s, v.duration_max_s, v.decide_within_s, v.reason_required,
         v.reason_min_length, now()
       from p, elevate.approval_policy_versions v where v.policy_id = $2 returning policy_id as id`,
      [made.organisationId, made.policies.exchange.id, count],
    );
    await db.query('analyze elevate.approval_policies');
    return rows.length;
  }
});

describe('groups', () => {
  it('have a size of enabled people, and their channels', async () => {
    const { slack, teams } = made.channels;
    const group = {
      id: made.groupId,
      name: 'Exchange approvers',
      size: 2,
      channels: [slack, teams],
    };
    expect(await read((tx, org) => loadGroup(tx, org, made.groupId))).toEqual(group);
    await db.query(`update elevate.persons set disabled_at = now() where key = 'cara'`);
    expect((await read((tx, org) => loadGroup(tx, org, made.groupId))).size).toBe(1);
    await expect(read((tx, org) => loadGroup(tx, org, org))).rejects.toThrow('no approver group');
  });

  it('say who is a member now and whether they are disabled', async () => {
    const of = (personId: string) => read((tx, org) => membership(tx, org, made.groupId, personId));
    expect(await of(made.persons.ben.id)).toEqual({ member: true, disabled: false });
    expect(await of(made.persons.dan.id)).toEqual({ member: false, disabled: false });
    expect(await of(made.persons.eve.id)).toEqual({ member: false, disabled: true });
    expect(await of(made.groupId)).toEqual({ member: false, disabled: true });
    await db.query(`update elevate.persons set disabled_at = now() where key = 'ben'`);
    expect(await of(made.persons.ben.id)).toEqual({ member: true, disabled: true });
  });

  it('count merged members once, as the survivor', async () => {
    const { ben, cara, dan } = made.persons;
    await merge(ben.id, cara.id);
    expect(await read((tx, org) => groupMembers(tx, org, made.groupId))).toEqual([cara]);
    expect((await read((tx, org) => loadGroup(tx, org, made.groupId))).size).toBe(1);
    await merge(cara.id, dan.id);
    expect(await read((tx, org) => groupsOf(tx, org, dan.id))).toEqual([made.groupId]);
    expect(await read((tx, org) => membership(tx, org, made.groupId, dan.id))).toEqual({
      member: true,
      disabled: false,
    });
  });

  it('list members by name', async () => {
    const { ben, cara } = made.persons;
    expect(await read((tx, org) => groupMembers(tx, org, made.groupId))).toEqual([ben, cara]);
    expect(await read((tx, org) => groupsOf(tx, org, made.persons.ana.id))).toEqual([]);
  });
});

it('reads the trail of a request in order, with the time of the database', async () => {
  const request = await ask(db, made);
  const actor = {
    type: 'person' as const,
    personId: made.persons.ana.id,
    name: 'Ana',
    account: made.accounts.ana.slack,
  };
  for (const kind of ['request.withdrawn', 'request.denied'] as const) {
    await db.database.transaction((tx) =>
      appendAudit(tx, {
        organisationId: made.organisationId,
        kind,
        actor,
        requestId: request.id,
        facts: {},
      }),
    );
    await db.advance(1_000);
  }
  const trail = await read((tx, org) => auditOf(tx, org, request.id));
  expect(trail).toEqual([
    expect.objectContaining({ kind: 'request.opened', at: testStart, requestId: request.id }),
    expect.objectContaining({ kind: 'request.withdrawn', at: testStart, actor, facts: {} }),
    expect.objectContaining({
      kind: 'request.denied',
      at: new Date(testStart.getTime() + 1_000),
      requestId: request.id,
      grantId: null,
    }),
  ]);
  expect(trail[1]!.seq).toBeLessThan(trail[2]!.seq);
  expect(await read((tx, org) => auditOf(tx, org, made.groupId))).toEqual([]);
});

it('refuses rows that refer into another organisation', async () => {
  const other = await db.query<{ id: string }>(
    `insert into elevate.organisations (id, name) values (gen_random_uuid(), 'Other') returning id`,
  );
  await expect(
    db.query('insert into elevate.approver_group_members values ($1, $2, $3)', [
      other[0]!.id,
      made.groupId,
      made.persons.ana.id,
    ]),
  ).rejects.toMatchObject({ code: '23503' });
});
