/** What people say they would take without approval, and the request that it becomes when they press. */
import { type AccountKey, type RequestSnapshot } from '../elevation/model';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

/** What is written of it; the database adds its number and its times. */
export interface NewDraft extends Pick<
  RequestSnapshot,
  'organisationId' | 'id' | 'scope' | 'durationS' | 'durationWasDefault' | 'fixedEnd' | 'ticket'
> {
  readonly requesterId: string;
  readonly targetId: string;
  readonly targetAccount: string;
  readonly reason: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly approverGroupId: string;
  readonly askedFrom: AccountKey;
  /** For how long it may be pressed, in seconds. */
  readonly readyForS: number;
}

const write = statement(
  'write-break-glass-draft',
  `with clock as materialized (select elevate.now() as now)
   insert into elevate.break_glass_drafts as d (organisation_id, id, number, requester_id,
     target_id, target_account, duration_s, duration_was_default, fixed_end, reason, ticket,
     policy_id, policy_version, approver_group_id, asked_platform, asked_tenant, asked_user_key,
     scope, drafted_at, ready_until)
   select $1, $2, elevate.next_request_number($1), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
     $14, $15, $16, $18, clock.now, clock.now + $17::float8 * interval '1 second'
   from clock
   on conflict on constraint break_glass_drafts_pk do update set
     id = excluded.id, number = excluded.number, target_id = excluded.target_id,
     scope = excluded.scope, target_account = excluded.target_account, duration_s = excluded.duration_s,
     duration_was_default = excluded.duration_was_default, fixed_end = excluded.fixed_end,
     reason = excluded.reason, ticket = excluded.ticket, policy_id = excluded.policy_id,
     policy_version = excluded.policy_version, approver_group_id = excluded.approver_group_id,
     asked_platform = excluded.asked_platform, asked_tenant = excluded.asked_tenant,
     asked_user_key = excluded.asked_user_key, drafted_at = excluded.drafted_at,
     ready_until = excluded.ready_until
   returning d.number::int as number`,
);

/** Writes what a person would take, in the place of what they said before. @returns the number that its request will have */
export async function writeDraft(tx: Tx, draft: NewDraft): Promise<number> {
  const { askedFrom } = draft;
  const written = await row<{ number: number }>(tx, write, [
    draft.organisationId,
    draft.id,
    draft.requesterId,
    draft.targetId,
    draft.targetAccount,
    draft.durationS,
    draft.durationWasDefault,
    draft.fixedEnd,
    draft.reason,
    draft.ticket,
    draft.policyId,
    draft.policyVersion,
    draft.approverGroupId,
    askedFrom.platform,
    askedFrom.tenant,
    askedFrom.user,
    draft.readyForS,
    draft.scope,
  ]);
  return written!.number;
}

const lock = statement(
  'lock-break-glass-draft',
  `select target_account as "targetAccount", ready_until as "readyUntil"
   from elevate.break_glass_drafts where organisation_id = $1 and number = $2 for update`,
);

export interface LockedDraft {
  readonly targetAccount: string;
  readonly readyUntil: Date;
}

/** Locks a draft until the end of the transaction; null when there is none, or none any more. */
export async function lockDraft(
  tx: Tx,
  organisationId: string,
  number: number,
): Promise<LockedDraft | null> {
  if (!Number.isSafeInteger(number)) return null;
  return row(tx, lock, [organisationId, number]);
}

const lockPerson = statement(
  'lock-break-glass',
  `select pg_advisory_xact_lock(hashtextextended('break-glass ' || $1, 0))`,
);

/** Lets only one transaction at a time find that a person has no open review, and open one. */
export async function lockGlass(tx: Tx, personId: string): Promise<void> {
  await rows(tx, lockPerson, [personId]);
}

const take = statement(
  'take-break-glass-draft',
  `with taken as (
     delete from elevate.break_glass_drafts where organisation_id = $1 and number = $2 returning *
   )
   insert into elevate.requests (organisation_id, id, number, kind, state, requester_id,
     subject_id, target_id, scope, target_account, duration_s, duration_was_default, fixed_end,
     reason, ticket, policy_id, policy_version, approver_group_id, asked_at, decide_by,
     asked_platform, asked_tenant, asked_user_key)
   select organisation_id, id, number, 'review', 'pending', requester_id,
     requester_id, target_id, scope, target_account, duration_s, duration_was_default, fixed_end,
     reason, ticket, policy_id, policy_version, approver_group_id, $3, $3,
     asked_platform, asked_tenant, asked_user_key
   from taken returning id`,
);

/** Makes a request of a locked draft, which is gone with that. Its approval has to follow in the same transaction. */
export async function takeDraft(
  tx: Tx,
  organisationId: string,
  number: number,
  at: Date,
): Promise<void> {
  const taken = await rows(tx, take, [organisationId, number, at]);
  if (taken.length === 0) throw new Error('a draft that is taken was not locked');
}
