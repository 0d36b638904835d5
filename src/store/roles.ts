/** Owners, admins and auditors. Merged persons are one: what one of them was given, the survivor has. */
import { v7 as uuidv7 } from 'uuid';
import { type Person } from '../elevation/model';
import { rolesOf, type Role, type RoleHolder } from '../elevation/roles';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const survivorJson = (alias: string): string => `jsonb_build_object(
  'id', ${alias}.id, 'name', ${alias}.name, 'line', ${alias}.line,
  'disabled', ${alias}.disabled_at is not null)`;

// Who was given a role twice through persons that were merged since has it once, from the first time.
const present = statement(
  'role-holders',
  `select distinct on (array_position(array['owner', 'admin', 'auditor'], h.role), s.name, s.id)
     h.role, ${survivorJson('s')} as person, h.given_at as since,
     case when g.id is not null then ${survivorJson('g')} end as by
   from elevate.role_holdings h
   join elevate.persons p on p.organisation_id = h.organisation_id and p.id = h.person_id
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   left join elevate.persons b on b.organisation_id = h.organisation_id and b.id = h.given_by
   left join elevate.persons g
     on g.organisation_id = b.organisation_id and g.id = coalesce(b.merged_into, b.id)
   where h.organisation_id = $1 and h.taken_at is null
   order by array_position(array['owner', 'admin', 'auditor'], h.role), s.name, s.id, h.given_at, h.id`,
);

/** Everybody who has a role now: owners first, then admins, then auditors, each by name. */
export function roleHolders(tx: Tx, organisationId: string): Promise<RoleHolder[]> {
  return rows(tx, present, [organisationId]);
}

/** The roles that count for this person now. */
export async function rolesNow(
  tx: Tx,
  organisationId: string,
  person: Person,
): Promise<readonly Role[]> {
  return rolesOf(person, await roleHolders(tx, organisationId));
}

const lock = statement(
  'lock-roles',
  'select id from elevate.organisations where id = $1 for no key update',
);

/** Nobody else gives or takes a role of this organisation until this transaction ends. */
export async function lockRoles(tx: Tx, organisationId: string): Promise<void> {
  await row(tx, lock, [organisationId]);
}

const give = statement(
  'give-role',
  `insert into elevate.role_holdings (organisation_id, id, person_id, role, given_at, given_by)
   values ($1, $2, $3, $4, $5, $6)`,
);

export interface NewRole {
  readonly person: Person;
  readonly role: Role;
  readonly at: Date;
  /** Null: Elevate itself, which the database lets make the first owners only, all at one moment. */
  readonly by: Person | null;
}

export async function giveRole(
  tx: Tx,
  organisationId: string,
  { person, role, at, by }: NewRole,
): Promise<void> {
  await rows(tx, give, [organisationId, uuidv7(), person.id, role, at, by?.id ?? null]);
}

const takeOfRemoved = statement(
  'take-roles-of-removed',
  `with taken as (
     update elevate.role_holdings h set taken_at = elevate.now()
     from elevate.persons p
     join elevate.persons s
       on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
     where h.organisation_id = $1 and h.taken_at is null and p.organisation_id = h.organisation_id
       and p.id = h.person_id and s.removed_at is not null
     returning s.id, h.role)
   select distinct id as "personId", role from taken order by id, role`,
);

/**
 * Takes their roles from people who were removed, and from all who were merged into them: who comes again comes with none.
 * @returns what was taken
 */
export function takeRolesOfRemoved(
  tx: Tx,
  organisationId: string,
): Promise<{ readonly personId: string; readonly role: Role }[]> {
  return rows(tx, takeOfRemoved, [organisationId]);
}

const take = statement(
  'take-role',
  `update elevate.role_holdings h set taken_at = elevate.now(), taken_by = $4
   from elevate.persons p
   where h.organisation_id = $1 and h.role = $3 and h.taken_at is null
     and p.organisation_id = h.organisation_id and p.id = h.person_id
     and (p.id = $2 or p.merged_into = $2)`,
);

/** Takes a role from a person, and from all who were merged into them. The database keeps the last owner. */
export async function takeRole(
  tx: Tx,
  organisationId: string,
  taken: { readonly person: Person; readonly role: Role; readonly by: Person },
): Promise<void> {
  const { person, role, by } = taken;
  await rows(tx, take, [organisationId, person.id, role, by.id]);
}
