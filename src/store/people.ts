import { type AccountKey, type Person, type PlatformName } from '../elevation/model';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const ofAccount = statement(
  'person-of-account',
  `select s.id, s.name, s.line, s.disabled_at is not null as disabled
   from elevate.accounts a
   join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.person_id
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   where a.organisation_id = $1 and a.system = $2 and a.tenant = $3 and a.user_key = $4`,
);

/** Whose account it is; of merged persons the survivor. Null when nobody is tied to it. */
export function personOfAccount(
  tx: Tx,
  organisationId: string,
  account: AccountKey,
): Promise<Person | null> {
  const { platform, tenant, user } = account;
  return row<Person>(tx, ofAccount, [organisationId, platform, tenant, user]);
}

// The survivor's own account goes first; after a merge the merged person's counts when it is the only one.
const inWorkloads = statement(
  'target-accounts-of',
  `select a.system as workload, a.user_key as "user", p.id = $2 as own
   from elevate.persons p
   join elevate.accounts a on a.organisation_id = p.organisation_id and a.person_id = p.id
   where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2) and a.tenant = ''
   order by own desc, a.linked_at, a.user_key`,
);

/** The person's account name in each workload; none where there are several and none is theirs alone. */
export async function targetAccountsOf(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ workload: string; user: string; own: boolean }>(tx, inWorkloads, [
    organisationId,
    personId,
  ]);
  const accounts = new Map<string, string>();
  for (const { workload, user, own } of found) {
    const several = found.filter((one) => one.workload === workload).length > 1;
    if (!accounts.has(workload) && (own || !several)) accounts.set(workload, user);
  }
  return accounts;
}

const onPlatform = statement(
  'accounts-of-persons',
  `select a.system as platform, a.tenant, a.user_key as "user",
     coalesce(p.merged_into, p.id) as "personId"
   from elevate.persons p
   join elevate.accounts a on a.organisation_id = p.organisation_id and a.person_id = p.id
   where p.organisation_id = $1 and a.system = $3
     and (p.id = any($2::uuid[]) or p.merged_into = any($2::uuid[]))
   order by array_position($2::uuid[], coalesce(p.merged_into, p.id)), a.linked_at, a.user_key`,
);

/** All accounts of these persons on one platform, in the order of the persons. */
export async function accountsOf(
  tx: Tx,
  organisationId: string,
  personIds: readonly string[],
  platform: PlatformName,
): Promise<(AccountKey & { readonly personId: string })[]> {
  if (personIds.length === 0) return [];
  return rows(tx, onPlatform, [organisationId, personIds, platform]);
}

const named = statement(
  'persons-named',
  `select distinct s.id, s.name, s.line, s.disabled_at is not null as disabled
   from elevate.persons p
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   where p.organisation_id = $1 and p.kind = 'human'
     and (lower(p.line) = lower($2) or lower(p.name) = lower($2))
   order by s.line, s.id limit 5`,
);

/** Everybody with this directory line or name, at most five; of merged persons the survivor. Case does not count. */
export function personsNamed(tx: Tx, organisationId: string, typed: string): Promise<Person[]> {
  return rows(tx, named, [organisationId, typed]);
}

const ofId = statement(
  'persons-of-id',
  `select s.id, s.name, s.line, s.disabled_at is not null as disabled
   from elevate.persons p
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   where p.organisation_id = $1 and p.id = $2 and p.kind = 'human'`,
);

/** The person of this id, of merged persons the survivor; none when nobody has it. */
export function personsOfId(tx: Tx, organisationId: string, id: string): Promise<Person[]> {
  return rows(tx, ofId, [organisationId, id]);
}
