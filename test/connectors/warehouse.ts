import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Connector, type Entitlement } from '../../src/connectors/contract';
import { postgresRoles } from '../../src/connectors/postgres-roles';
import { emptyDatabase } from '../support/database';

/**
 * A real PostgreSQL as target: one role with a table, a least-privileged broker (no superuser, no
 * CREATEROLE) and some people. Roles belong to the whole server, so their names are unique per warehouse.
 */
export interface Warehouse {
  readonly admin: pg.Client;
  readonly role: string;
  readonly broker: string;
  readonly names: Readonly<Record<'ana' | 'ben' | 'quoted' | 'other', string>>;
  readonly versionNum: number;
  /** Roles are dropped at the end. */
  createRole(name: string, attributes: string): Promise<void>;
  connect(changes?: { password?: string; port?: number; tls?: boolean }): Connector;
  entitlement(account: string, target?: Record<string, unknown>): Entitlement;
  members(): Promise<string[]>;
  /** A session of one of the people. */
  login(account: string): Promise<pg.Client>;
  close(): Promise<void>;
}

export const warehousePassword = 'correct-horse';

export async function openWarehouse(): Promise<Warehouse> {
  const db = await emptyDatabase();
  const admin = new pg.Client({ connectionString: db.url });
  await admin.connect();
  const mark = randomBytes(4).toString('hex');
  const names = {
    ana: `ana-${mark}`,
    ben: `ben-${mark}`,
    quoted: `o'br"ien; drop table secret; --${mark}`,
    other: `other-admin-${mark}`,
  };
  const role = `prod_rw_${mark}`;
  const broker = `broker_${mark}`;
  const roles: string[] = [];
  const sessions: pg.Client[] = [];
  async function createRole(name: string, attributes: string): Promise<void> {
    roles.push(name);
    await admin.query(`create role ${pg.escapeIdentifier(name)} ${attributes}`);
  }
  await createRole(role, 'nologin');
  await createRole(broker, `login password '${warehousePassword}'`);
  for (const name of [names.ana, names.ben, names.quoted]) {
    await createRole(name, `login password '${warehousePassword}'`);
  }
  await createRole(names.other, 'nologin');
  await prepare(admin, { role, broker, other: names.other, ben: names.ben });

  const base = new URL(db.url);
  const place = { host: base.hostname, database: base.pathname.slice(1) };
  const version = await admin.query<{ n: number }>(
    "select current_setting('server_version_num')::int n",
  );
  return {
    admin,
    role,
    broker,
    names,
    versionNum: version.rows[0]?.n ?? 0,
    createRole,
    connect: (changes = {}) =>
      postgresRoles.connect(
        'Warehouse',
        postgresRoles.settings.parse({
          ...place,
          port: changes.port ?? Number(base.port),
          user: broker,
          password: 'env:BROKER',
          tls: changes.tls,
        }),
        () => changes.password ?? warehousePassword,
      ),
    entitlement: (account, target = {}) => ({
      grantId: '01900000-0000-7000-8000-000000000001',
      account,
      target: { role, ...target },
      scope: '',
      endsAt: new Date('2030-01-01T00:00:00Z'),
    }),
    members: () => readMembers(admin, role, [broker, names.other]),
    async login(account) {
      const client = new pg.Client({
        ...place,
        port: Number(base.port),
        user: account,
        password: warehousePassword,
      });
      client.on('error', () => undefined);
      await client.connect();
      sessions.push(client);
      return client;
    },
    async close() {
      for (const session of sessions) await session.end().catch(() => undefined);
      for (const name of roles) {
        await admin.query(`drop owned by ${pg.escapeIdentifier(name)} cascade`);
      }
      for (const name of roles) {
        await admin.query(`drop role ${pg.escapeIdentifier(name)}`);
      }
      await admin.end();
      await db.drop();
    },
  };
}

async function prepare(
  admin: pg.Client,
  { role, broker, other, ben }: Record<'role' | 'broker' | 'other' | 'ben', string>,
): Promise<void> {
  const id = pg.escapeIdentifier;
  await admin.query(`
    grant ${id(role)} to ${id(broker)} with admin option;
    grant ${id(role)} to ${id(other)} with admin option;
    grant pg_signal_backend, pg_read_all_stats to ${id(broker)};
    create table secret (x int);
    insert into secret values (42);
    grant select on secret to ${id(role)};
    set role ${id(other)};
    grant ${id(role)} to ${id(ben)};
    reset role`);
}

async function readMembers(
  admin: pg.Client,
  role: string,
  except: readonly string[],
): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select distinct m.member::regrole::oid, r.rolname::text as name from pg_auth_members m
     join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.roleid
     where g.rolname = $1 and r.rolname <> all ($2) order by 2`,
    [role, except],
  );
  return rows.map(({ name }) => name);
}
