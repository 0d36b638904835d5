import { type ClientBase } from 'pg';
import { RemoteError } from '../../errors';
import { type CheckResult, type Offer } from '../contract';

interface Rights {
  readonly version: string;
  readonly versionNum: number;
  readonly superuser: boolean;
  readonly signals: boolean;
  readonly stats: boolean;
  readonly roles: readonly string[];
}

const oldestVersionNum = 150_000;

const rightsSql = `
  select current_setting('server_version') as version,
    current_setting('server_version_num')::int as "versionNum",
    rolsuper as superuser,
    pg_has_role(oid, 'pg_signal_backend', 'USAGE') as signals,
    pg_has_role(oid, 'pg_read_all_stats', 'USAGE') as stats,
    array(select distinct r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.roleid
          where m.member = me.oid and m.admin_option order by 1) as roles
  from pg_roles me where rolname = current_user`;

/** What the broker role may do on the server, one finding per thing tried. */
export async function readRights(client: ClientBase): Promise<CheckResult> {
  const { rows } = await client.query<Rights>(rightsSql);
  const [rights] = rows;
  if (!rights) throw new Error('The role that is connected is in pg_roles.');
  const needed = [
    {
      ok: rights.versionNum >= oldestVersionNum,
      what: `connects; PostgreSQL ${rights.version} (15 or later is needed)`,
    },
    {
      ok: rights.roles.length > 0,
      what:
        rights.roles.length > 0
          ? `may grant: ${rights.roles.join(', ')}`
          : 'may grant no role: GRANT the role TO the broker WITH ADMIN OPTION',
    },
    { ok: rights.signals, what: 'may end sessions (pg_signal_backend)' },
    { ok: rights.stats, what: 'sees when sessions started (pg_read_all_stats)' },
  ];
  // A warning: it works, but whoever has these credentials can do everything.
  const least = { ok: !rights.superuser, what: 'is no superuser' };
  return { ok: needed.every(({ ok }) => ok), findings: [...needed, least] };
}

const offersSql = `
  select distinct r.rolname::text as role
  from pg_auth_members m
  join pg_roles me on me.oid = m.member and me.rolname = current_user
  join pg_roles r on r.oid = m.roleid
  where m.admin_option and not r.rolsuper and r.oid <> me.oid and r.rolname !~ '^pg_'
  order by 1`;

/** Roles that the broker administers and that are nobody's whole server: neither superusers nor PostgreSQL's own. */
export async function readOffers(client: ClientBase): Promise<readonly Offer[]> {
  const { rows } = await client.query<{ role: string }>(offersSql);
  return rows.map(({ role }) => ({ name: role, type: 'role', settings: { role } }));
}

/** A check that did not get as far as reading rights is a result too, not a failure of the check. */
export function failedCheck(error: unknown): CheckResult {
  if (!(error instanceof RemoteError)) throw error;
  const { kind, code } = error;
  return {
    ok: false,
    failed: kind,
    findings: [{ ok: false, what: `connects: ${kind} (${code})` }],
  };
}
