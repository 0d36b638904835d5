/**
 * The one target that is not simulated: a database `warehouse` on the playground's PostgreSQL, with two roles to ask
 * for, a login role per person, and the broker as which Elevate connects: it may grant those two roles, end sessions
 * and see them, and nothing else. Roles belong to the whole server, so the server has to be the playground's own.
 */
import pg from 'pg';

export interface WarehouseOptions {
  /** Of a superuser, on any database of the server. */
  readonly adminUrl: string;
  readonly people: readonly string[];
}

export interface WarehouseMember {
  readonly role: string;
  readonly account: string;
  /** Whose GRANT it is. */
  readonly grantor: string;
}

export interface WarehouseSession {
  readonly account: string;
  readonly since: string;
}

export interface WarehouseHoldings {
  readonly members: readonly WarehouseMember[];
  readonly sessions: readonly WarehouseSession[];
}

export interface Warehouse {
  /** Of the broker role: for the connector. Carries its password. */
  readonly brokerUrl: string;
  /** What the catalogue and the server's list of sessions say now. */
  holdings(): Promise<WarehouseHoldings>;
  /**
   * Opens a session of that person, takes the role in it, reads a table with it, and stays open.
   * @returns what psql would show: rows, or PostgreSQL's own refusal
   */
  work(account: string, role: string): Promise<{ readonly ok: boolean; readonly said: string }>;
  close(): Promise<void>;
}

const database = 'warehouse';
export const warehouseRoles = ['prod_rw', 'reporting'] as const;
const broker = 'elevate_broker';
/** Loopback only and made anew at each start; it protects nothing that lasts. */
const password = 'playground';

const tableOf: Readonly<Record<string, string>> = { prod_rw: 'orders', reporting: 'monthly' };

/** Makes the database and its roles anew; what was there before is dropped. */
export async function startWarehouse({ adminUrl, people }: WarehouseOptions): Promise<Warehouse> {
  const admin = new pg.Client({ connectionString: withDatabase(adminUrl, 'postgres') });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    await makeRoles(admin, people);
    await makeTables(withDatabase(adminUrl, database));
  } catch (error) {
    await admin.end();
    throw error;
  }
  const sessions = new Map<string, pg.Client>();
  return {
    brokerUrl: urlOf(adminUrl, broker),
    holdings: () => readHoldings(admin, people),
    work: (account, role) => work(adminUrl, sessions, account, role),
    async close() {
      await Promise.all(
        [...sessions.values()].map((client) => client.end().catch(() => undefined)),
      );
      await admin.end();
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

function urlOf(adminUrl: string, user: string): string {
  const changed = new URL(withDatabase(adminUrl, database));
  changed.username = user;
  changed.password = password;
  return changed.href;
}

async function makeRoles(admin: pg.Client, people: readonly string[]): Promise<void> {
  await admin.query(`drop database if exists ${database} with (force)`);
  // The roles before the broker: memberships that it granted keep it from being dropped.
  for (const role of [...warehouseRoles, ...people, broker]) {
    await admin.query(`drop role if exists ${pg.escapeIdentifier(role)}`);
  }
  for (const role of warehouseRoles) await admin.query(`create role ${role} nologin`);
  for (const person of people) {
    await admin.query(`create role ${pg.escapeIdentifier(person)} login password '${password}'`);
  }
  await admin.query(`create role ${broker} login nosuperuser nocreaterole password '${password}'`);
  await admin.query(`grant ${warehouseRoles.join(', ')} to ${broker} with admin option`);
  await admin.query(`grant pg_signal_backend, pg_read_all_stats to ${broker}`);
  await admin.query(`create database ${database}`);
}

async function makeTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      create table orders (id int primary key, customer text not null, total numeric(10, 2) not null);
      insert into orders values (1, 'Hooli', 120.00), (2, 'Initech', 89.90), (3, 'Umbrella', 17.35);
      create table monthly (month text primary key, revenue numeric(12, 2) not null);
      insert into monthly values ('2026-09', 41250.00), ('2026-10', 43810.50);
      grant select, insert, update, delete on orders to prod_rw;
      grant select on monthly to prod_rw, reporting;`);
  } finally {
    await client.end();
  }
}

const membersSql = `
  select r.rolname as role, m.rolname as account, g.rolname as grantor
  from pg_auth_members a
    join pg_roles r on r.oid = a.roleid
    join pg_roles m on m.oid = a.member
    join pg_roles g on g.oid = a.grantor
  where r.rolname = any($1) and m.rolname = any($2)
  order by r.rolname, m.rolname`;

const sessionsSql = `
  select usename as account, min(backend_start) as since
  from pg_stat_activity where usename = any($1) group by usename order by usename`;

async function readHoldings(
  admin: pg.Client,
  people: readonly string[],
): Promise<WarehouseHoldings> {
  const members = await admin.query<WarehouseMember>(membersSql, [warehouseRoles, people]);
  const sessions = await admin.query<{ account: string; since: Date }>(sessionsSql, [people]);
  return {
    members: members.rows,
    sessions: sessions.rows.map(({ account, since }) => ({ account, since: since.toISOString() })),
  };
}

async function work(
  adminUrl: string,
  sessions: Map<string, pg.Client>,
  account: string,
  role: string,
): Promise<{ ok: boolean; said: string }> {
  const table = tableOf[role];
  if (table === undefined) throw new Error(`The warehouse has no role ${role} to work with`);
  const client = sessions.get(account) ?? (await login(urlOf(adminUrl, account)));
  remember(sessions, account, client);
  try {
    await client.query('reset role');
    await client.query(`set role ${role}`);
    const { rowCount } = await client.query(`select * from ${table}`);
    return { ok: true, said: `set role ${role}; select * from ${table}: ${rowCount} rows` };
  } catch (error) {
    return { ok: false, said: error instanceof Error ? error.message : 'refused' };
  }
}

async function login(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'playground' });
  await client.connect();
  return client;
}

/** Elevate ends such a session from the other side; then it is forgotten and the next one is a new one. */
function remember(sessions: Map<string, pg.Client>, account: string, client: pg.Client): void {
  if (sessions.get(account) === client) return;
  sessions.set(account, client);
  const forget = (): void => {
    if (sessions.get(account) === client) sessions.delete(account);
  };
  client.on('error', forget);
  client.on('end', forget);
}
