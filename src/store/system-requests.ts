/** What a system account is judged by when it asks, and the request that comes of it. */
import { type Person } from '../elevation/model';
import { type SystemAccount, type SystemUse } from '../elevation/system-use';
import { type Tx } from './database';
import { row, statement } from './sql';

/** A system account, and the group whose channel is told of each use. */
export interface LockedSystemAccount extends SystemAccount {
  readonly toldGroupId: string;
}

const lock = statement(
  'lock-system-account',
  `select a.id, a.name, a.targets, a.scopes, a.duration_max_s as "durationMaxS", a.until,
     a.told_group_id as "toldGroupId",
     jsonb_build_object('id', s.id, 'name', s.name, 'line', s.line,
       'disabled', s.disabled_at is not null) as owner
   from elevate.system_accounts a
   join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.owner_id
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   where a.organisation_id = $1 and a.id = $2 and a.removed_at is null
   for no key update of a`,
);

/** Locks a system account until the end of the transaction; null when there is none of this id any more. */
export function lockSystemAccount(
  tx: Tx,
  organisationId: string,
  id: string,
): Promise<LockedSystemAccount | null> {
  return row<LockedSystemAccount & { readonly owner: Person }>(tx, lock, [organisationId, id]);
}

const ofName = statement(
  'system-account-of-name',
  `select id from elevate.system_accounts
   where organisation_id = $1 and name = $2 and removed_at is null`,
);

/** Id of the system account of this name; null when there is none. */
export async function systemAccountNamed(
  tx: Tx,
  organisationId: string,
  name: string,
): Promise<string | null> {
  return (await row<{ id: string }>(tx, ofName, [organisationId, name]))?.id ?? null;
}

const insert = statement(
  'insert-system-request',
  `insert into elevate.requests (organisation_id, id, number, kind, state, requester_id, subject_id,
     system_account_id, target_id, scope, target_account, duration_s, duration_was_default, reason,
     ticket, policy_id, policy_version, approver_group_id, asked_at, decide_by)
   values ($1, $2, elevate.next_request_number($1), 'access', 'pending', $3, $3,
     $3, $4, $5, $6, $7, false, $8, $9, $10, $11, $12, $13, $13)`,
);

/** Writes what a system account asks for, at this moment. It has to be approved in the same transaction. */
export async function insertSystemRequest(
  tx: Tx,
  organisationId: string,
  id: string,
  {
    account,
    use,
    at,
  }: { readonly account: LockedSystemAccount; readonly use: SystemUse; readonly at: Date },
): Promise<void> {
  await row(tx, insert, [
    organisationId,
    id,
    account.id,
    use.target.id,
    use.scope,
    use.targetAccount,
    use.durationS,
    use.reason,
    use.ticket,
    use.policy.id,
    use.policy.version,
    account.toldGroupId,
    at,
  ]);
}
