import pg from 'pg';
import { type Inspection } from '../contract';

/** One account and one role, by name. */
export interface Pair {
  readonly role: string;
  readonly account: string;
}

/** What the catalogue says about one account and one role. `ours`: granted by the role we connect as. */
export interface Membership {
  readonly versionNum: number;
  readonly ourselves: boolean;
  readonly roleExists: boolean;
  readonly accountExists: boolean;
  readonly ours: boolean;
  readonly others: boolean;
  readonly adminOption: boolean;
  /** Held through another role, or as a superuser. */
  readonly inherited: boolean;
  /** Whether we granted this role to anybody at all. */
  readonly oursToAnybody: boolean;
}

// Names are compared as text: as `name` a long parameter would be cut off and match another role.
const membershipSql = `
  with recursive
    it as (select (select oid from pg_roles where rolname::text = $1) as role,
                  (select oid from pg_roles where rolname::text = $2) as account,
                  (select oid from pg_roles where rolname = current_user) as me),
    direct as (select m.* from pg_auth_members m, it where m.roleid = it.role and m.member = it.account),
    reached (oid) as (
      select m.roleid from pg_auth_members m, it where m.member = it.account and m.roleid <> it.role
      union
      select m.roleid from pg_auth_members m join reached r on m.member = r.oid)
  select current_setting('server_version_num')::int as "versionNum",
    coalesce(it.account = it.me, false) as "ourselves",
    it.role is not null as "roleExists",
    it.account is not null as "accountExists",
    exists (select from direct where grantor = it.me) as "ours",
    exists (select from direct where grantor <> it.me) as "others",
    exists (select from direct where admin_option) as "adminOption",
    exists (select from reached where oid = it.role)
      or coalesce((select rolsuper from pg_roles where oid = it.account), false) as "inherited",
    exists (select from pg_auth_members m where m.roleid = it.role and m.grantor = it.me)
      as "oursToAnybody"
  from it`;

/** Reads everything that decides about one account and one role, in one statement. */
export async function readMembership(client: pg.ClientBase, pair: Pair): Promise<Membership> {
  const { rows } = await client.query<Membership>(membershipSql, [pair.role, pair.account]);
  const [row] = rows;
  if (!row) throw new Error('The membership query returns exactly one row.');
  return row;
}

/**
 * What a reading means. A missing account is absent only while we granted the role to nobody: otherwise the
 * account may have been renamed and still hold what we gave, and unknown is never absent.
 */
export function inspectionOf(membership: Membership): Inspection {
  const held = membership.ours || membership.others || membership.inherited;
  const drift = [
    ...(membership.adminOption ? ['admin-option'] : []),
    ...(membership.others ? ['other-grantor'] : []),
    ...(membership.inherited ? ['inherited'] : []),
  ];
  if (held) return { state: 'present', until: null, drift };
  const renamed = !membership.accountExists && membership.oursToAnybody;
  return { state: renamed ? 'unknown' : 'absent', until: null, drift };
}

/** Makes the account a member, with us as the grantor. Repeating it is not an error for PostgreSQL. */
export async function grantMembership(
  client: pg.ClientBase,
  pair: Pair,
  versionNum: number,
): Promise<void> {
  // Since 16 options can be said; saying it also takes back an admin option that was added to our grant.
  const options = versionNum >= 160_000 ? 'WITH ADMIN FALSE ' : '';
  await client.query(
    `GRANT ${pg.escapeIdentifier(pair.role)} TO ${pg.escapeIdentifier(pair.account)} ` +
      `${options}GRANTED BY CURRENT_USER`,
  );
}

/**
 * Takes our own membership away. Since 16 a membership belongs to its grantor and this removes ours only;
 * before, there is one per account, so the caller has to have read that it is ours. CASCADE: what somebody
 * handed on by means of an admin option added to our grant falls with it.
 */
export async function revokeMembership(client: pg.ClientBase, pair: Pair): Promise<void> {
  await client.query(
    `REVOKE ${pg.escapeIdentifier(pair.role)} FROM ${pg.escapeIdentifier(pair.account)} ` +
      'GRANTED BY CURRENT_USER CASCADE',
  );
}

const holdersSql = `
  with recursive holding (oid) as (
    select m.member from pg_auth_members m join pg_roles r on r.oid = m.roleid where r.rolname::text = $1
    union
    select m.member from pg_auth_members m join holding h on m.roleid = h.oid)
  select r.rolname::text as account from holding h join pg_roles r on r.oid = h.oid
  where r.rolcanlogin and r.rolname <> current_user order by 1`;

/** Every account that can log in and is a member, directly or through other roles; never ourselves. */
export async function readHolders(client: pg.ClientBase, role: string): Promise<string[]> {
  const { rows } = await client.query<{ account: string }>(holdersSql, [role]);
  return rows.map(({ account }) => account);
}
