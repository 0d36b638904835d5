import pg from 'pg';
import { type Connector } from '../../src/connectors/contract';
import { toRemoteError } from '../../src/connectors/postgres-roles/errors';
import { endSessions } from '../../src/connectors/postgres-roles/sessions';
import { RemoteError } from '../../src/errors';
import { remoteError, signal } from './contract-suite';
import { openWarehouse, type Warehouse } from './warehouse';

const id = pg.escapeIdentifier;
let warehouse: Warehouse;
let connector: Connector;

beforeAll(async () => {
  warehouse = await openWarehouse();
  connector = warehouse.connect();
});
afterAll(async () => {
  await connector.close();
  await warehouse.close();
});

async function select(session: pg.Client): Promise<unknown> {
  return (await session.query<{ x: number }>('select x from secret')).rows[0]?.x;
}

describe('ending sessions', () => {
  it('closes a session that ran SET ROLE, which would keep the right otherwise', async () => {
    const { ana } = warehouse.names;
    await connector.grant(warehouse.entitlement(ana), signal());
    const session = await warehouse.login(ana);
    await session.query(`set role ${id(warehouse.role)}`);
    expect(await select(session)).toBe(42);
    await connector.revoke(warehouse.entitlement(ana), signal());
    await expect(select(session)).rejects.toThrow();
    await expect(select(await warehouse.login(ana))).rejects.toMatchObject({ code: '42501' });
  });

  it("leaves other people's sessions alone", async () => {
    const { ana, ben } = warehouse.names;
    const session = await warehouse.login(ben);
    await connector.grant(warehouse.entitlement(ana), signal());
    await connector.revoke(warehouse.entitlement(ana), signal());
    expect(await select(session)).toBe(42);
  });

  it('leaves sessions open where the target says so', async () => {
    const { ana } = warehouse.names;
    const entitlement = warehouse.entitlement(ana, { endSessions: false });
    await connector.grant(entitlement, signal());
    const session = await warehouse.login(ana);
    await connector.revoke(entitlement, signal());
    await expect(select(session)).rejects.toMatchObject({ code: '42501' });
    await expect(session.query('select 1')).resolves.toBeDefined();
  });

  it('ends sessions even when an earlier attempt died after its REVOKE', async () => {
    const { ana } = warehouse.names;
    await connector.grant(warehouse.entitlement(ana), signal());
    const session = await warehouse.login(ana);
    await session.query(`set role ${id(warehouse.role)}`);
    await connector.revoke(warehouse.entitlement(ana, { endSessions: false }), signal());
    expect(await select(session)).toBe(42);
    await connector.revoke(warehouse.entitlement(ana), signal());
    await expect(select(session)).rejects.toThrow();
  });

  it('spares sessions that started after the right was gone', async () => {
    const { ana } = warehouse.names;
    const old = await warehouse.login(ana);
    const { rows } = await warehouse.admin.query<{ at: string }>(
      'select clock_timestamp()::text at',
    );
    const fresh = await warehouse.login(ana);
    await endSessions(warehouse.admin, 'Warehouse', ana, rows[0]?.at ?? '');
    await expect(old.query('select 1')).rejects.toThrow();
    await expect(fresh.query('select 1')).resolves.toBeDefined();
  });

  it('is not done while a session does not end', async () => {
    const { ana } = warehouse.names;
    const session = await warehouse.login(ana);
    const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    const pid = rows[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      const error = await remoteError(connector.revoke(warehouse.entitlement(ana), signal()));
      expect(error).toMatchObject({ kind: 'unavailable', code: 'sessions-left' });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await connector.revoke(warehouse.entitlement(ana), signal());
  });
});

describe('what it offers', () => {
  it('is what the broker administers, without superusers and the server’s own roles', async () => {
    const { admin, broker } = warehouse;
    const [boss, plain] = [`boss-${warehouse.role}`, `plain-${warehouse.role}`];
    await warehouse.createRole(boss, 'nologin superuser');
    await warehouse.createRole(plain, 'nologin');
    await admin.query(`grant ${id(boss)}, pg_monitor to ${id(broker)} with admin option`);
    await admin.query(`grant ${id(plain)} to ${id(broker)}`);
    try {
      const offers = await connector.offers!(signal());
      expect(offers).toContainEqual({
        name: warehouse.role,
        type: 'role',
        settings: { role: warehouse.role },
      });
      const names = offers.map(({ name }) => name);
      for (const one of [boss, plain, 'pg_monitor', broker]) expect(names).not.toContain(one);
    } finally {
      await admin.query(`revoke ${id(boss)}, ${id(plain)}, pg_monitor from ${id(broker)}`);
    }
  });
});

describe('what a reading says', () => {
  async function inspect(account: string): Promise<unknown> {
    return connector.inspect(warehouse.entitlement(account), signal());
  }

  it('names an admin option that somebody added, and takes it away with the right', async () => {
    const { ana, quoted } = warehouse.names;
    const { admin, role, broker } = warehouse;
    await admin.query(`set role ${id(broker)}; grant ${id(role)} to ${id(ana)} with admin option`);
    await admin.query(
      `reset role; set role ${id(ana)}; grant ${id(role)} to ${id(quoted)}; reset role`,
    );
    expect(await inspect(ana)).toMatchObject({ state: 'present', drift: ['admin-option'] });
    await connector.revoke(warehouse.entitlement(ana), signal());
    expect(await inspect(ana)).toMatchObject({ state: 'absent', drift: [] });
    // Before 16 the server keeps no chain of grantors, and what was handed on stays: it is in the reading.
    const handedOn = await inspect(quoted);
    expect(handedOn).toMatchObject(
      warehouse.versionNum >= 160_000
        ? { state: 'absent', drift: [] }
        : { state: 'present', drift: ['other-grantor'] },
    );
    await admin.query(`revoke ${id(role)} from ${id(quoted)}`);
  });

  it('names another grantor', async () => {
    expect(await inspect(warehouse.names.ben)).toMatchObject({
      state: 'present',
      drift: ['other-grantor'],
    });
  });

  it('sees a right held through another role, and does not call it ended', async () => {
    const { ana } = warehouse.names;
    const team = `team-${warehouse.role}`;
    await warehouse.createRole(team, 'nologin');
    await warehouse.admin.query(
      `grant ${id(warehouse.role)} to ${id(team)}; grant ${id(team)} to ${id(ana)}`,
    );
    await connector.grant(warehouse.entitlement(ana), signal());
    await connector.revoke(warehouse.entitlement(ana), signal());
    expect(await inspect(ana)).toMatchObject({ state: 'present', drift: ['inherited'] });
    const holdings = await connector.list({ role: warehouse.role }, signal());
    expect(holdings.map(({ account }) => account)).toContain(ana);
    await warehouse.admin.query(`revoke ${id(team)} from ${id(ana)}`);
    expect(await inspect(ana)).toMatchObject({ state: 'absent', drift: [] });
  });

  it('is unknown, not absent, when the account was renamed and still holds our grant', async () => {
    const { ana } = warehouse.names;
    const entitlement = warehouse.entitlement(ana);
    await connector.grant(entitlement, signal());
    await warehouse.admin.query(`alter role ${id(ana)} rename to ${id(`${ana}-married`)}`);
    expect(await inspect(ana)).toMatchObject({ state: 'unknown' });
    const error = await remoteError(connector.revoke(entitlement, signal()));
    expect(error).toMatchObject({ kind: 'not_found', code: 'account-missing' });
    await warehouse.admin.query(`alter role ${id(`${ana}-married`)} rename to ${id(ana)}`);
    await connector.revoke(entitlement, signal());
    expect(await inspect(ana)).toMatchObject({ state: 'absent' });
  });
});

describe('names', () => {
  it('never lets a name that is too long mean the account whose name it starts with', async () => {
    const account = `z${warehouse.role}`.padEnd(63, 'x');
    await warehouse.createRole(account, 'login');
    const entitlement = warehouse.entitlement(`${account}y`);
    expect((await remoteError(connector.grant(entitlement, signal()))).kind).toBe('not_found');
    expect(await warehouse.members()).not.toContain(account);
    expect(await connector.findAccount(`${account}y`, signal())).toBeNull();
    await connector.grant(warehouse.entitlement(account), signal());
    expect((await connector.inspect(entitlement, signal())).state).not.toBe('present');
    await connector.revoke(entitlement, signal());
    expect(await warehouse.members()).toContain(account);
    await connector.revoke(warehouse.entitlement(account), signal());
  });

  it('does not send a name with a NUL', async () => {
    const entitlement = warehouse.entitlement(`${warehouse.names.ana}\0`);
    expect((await remoteError(connector.grant(entitlement, signal()))).kind).toBe('not_found');
    expect((await connector.inspect(entitlement, signal())).state).toBe('absent');
    expect(await connector.findAccount('\0', signal())).toBeNull();
  });

  it('grants nothing to whoever asked for a part of a role, which is held as a whole only', async () => {
    const part = { ...warehouse.entitlement(warehouse.names.ana), scope: 'orders' };
    const error = await remoteError(connector.grant(part, signal()));
    expect(error).toMatchObject({ kind: 'rejected', code: 'no_scopes' });
    expect(await warehouse.members()).not.toContain(warehouse.names.ana);
  });

  it('neither finds nor grants to a role that cannot log in', async () => {
    expect(await connector.findAccount(warehouse.role, signal())).toBeNull();
  });
});

describe('the broker role', () => {
  it('neither grants to itself nor takes its own admin option away', async () => {
    const entitlement = warehouse.entitlement(warehouse.broker);
    const own = { kind: 'rejected', code: 'own-account' };
    expect(await remoteError(connector.grant(entitlement, signal()))).toMatchObject(own);
    expect(await remoteError(connector.revoke(entitlement, signal()))).toMatchObject(own);
    expect((await connector.check(signal())).ok).toBe(true);
  });

  it('cannot grant a role it has no ADMIN OPTION on, and says that an operator has to act', async () => {
    const closed = `closed-${warehouse.role}`;
    await warehouse.createRole(closed, 'nologin');
    const entitlement = warehouse.entitlement(warehouse.names.ana, { role: closed });
    const error = await remoteError(connector.grant(entitlement, signal()));
    expect(error).toMatchObject({ kind: 'unauthorized', code: '42501' });
  });

  it('says which right is missing', async () => {
    await warehouse.admin.query(`revoke pg_signal_backend from ${id(warehouse.broker)}`);
    const check = await connector.check(signal());
    await warehouse.admin.query(`grant pg_signal_backend to ${id(warehouse.broker)}`);
    expect(check.ok).toBe(false);
    expect(check.findings.filter(({ ok }) => !ok)).toEqual([
      { ok: false, what: 'may end sessions (pg_signal_backend)' },
    ]);
  });

  it('uses the password that the secret has now, so that it can be rotated', async () => {
    let present = 'before';
    const changing = { password: present };
    Object.defineProperty(changing, 'password', { get: () => present, enumerable: true });
    const rotating = warehouse.connect(changing);
    await warehouse.admin.query(`alter role ${id(warehouse.broker)} password 'before'`);
    try {
      expect((await rotating.check(signal())).ok).toBe(true);
      await warehouse.admin.query(`alter role ${id(warehouse.broker)} password 'after'`);
      present = 'after';
      await warehouse.admin.query(
        'select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = $1',
        [warehouse.broker],
      );
      expect((await rotating.check(signal())).ok).toBe(true);
    } finally {
      await rotating.close();
      await warehouse.admin.query(`alter role ${id(warehouse.broker)} password 'correct-horse'`);
    }
  });
});

describe('when a call is given up', () => {
  it('does not let its GRANT take effect later', async () => {
    const { admin, role, broker, names } = warehouse;
    await admin.query(`begin; grant ${id(role)} to ${id(names.ana)} granted by ${id(broker)}`);
    const entitlement = warehouse.entitlement(names.ana);
    const error = await remoteError(connector.grant(entitlement, signal(300)));
    expect(error.code).toBe('deadline');
    const running = `select count(*)::int as n from pg_stat_activity
      where usename = $1 and state = 'active'`;
    const deadline = performance.now() + 3_000;
    for (;;) {
      const { rows } = await admin.query<{ n: number }>(running, [broker]);
      if (rows[0]?.n === 0) break;
      expect(performance.now()).toBeLessThan(deadline);
      await admin.query('select pg_stat_clear_snapshot(), pg_sleep(0.05)');
    }
    await admin.query('rollback');
    expect(await warehouse.members()).not.toContain(names.ana);
  });

  it('never sends anything unencrypted when it was told to encrypt', async () => {
    const encrypted = warehouse.connect({ tls: true });
    const entitlement = warehouse.entitlement(warehouse.names.ana);
    await remoteError(encrypted.grant(entitlement, signal()));
    await encrypted.close();
    expect(await warehouse.members()).not.toContain(warehouse.names.ana);
  });
});

describe('what an error of PostgreSQL means', () => {
  it.each([
    ['08006', 'unavailable'],
    ['57P03', 'unavailable'],
    ['57014', 'unavailable'],
    ['53300', 'unavailable'],
    ['40P01', 'unavailable'],
    ['XX000', 'unavailable'],
    ['ECONNREFUSED', 'unavailable'],
    ['28P01', 'unauthorized'],
    ['28000', 'unauthorized'],
    ['42501', 'unauthorized'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unauthorized'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unauthorized'],
    ['42704', 'not_found'],
    ['42601', 'rejected'],
    ['3D000', 'rejected'],
  ])('%s is %s', (code, kind) => {
    const error = toRemoteError('Warehouse', Object.assign(new Error('some text'), { code }));
    expect(error).toMatchObject({ system: 'Warehouse', kind, code });
  });

  it('is unavailable without a code, and keeps a RemoteError as it is', () => {
    expect(toRemoteError('Warehouse', new Error('timeout'))).toMatchObject({
      kind: 'unavailable',
      code: 'connection',
    });
    const own = new RemoteError('Warehouse', 'rejected', 'own-account');
    expect(toRemoteError('Warehouse', own)).toBe(own);
  });
});
