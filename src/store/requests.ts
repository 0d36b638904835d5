import { type AccountKey, type RequestKind, type RequestState } from '../elevation/model';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const groupOf = statement(
  'approver-group-of',
  `select approver_group_id as id from elevate.requests where organisation_id = $1 and id = $2`,
);

/** Id of the group that decides on a request; null for a change. Throws when there is no such request. */
export async function approverGroupOf(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<string | null> {
  const found = await row<{ id: string | null }>(tx, groupOf, [organisationId, requestId]);
  if (!found) throw new Error(`there is no request ${requestId}`);
  return found.id;
}

const lock = statement(
  'lock-request',
  `select id, kind, state from elevate.requests
   where organisation_id = $1 and number = $2 for no key update`,
);

export interface LockedRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
}

/** Locks the request until the end of the transaction; null when there is none of this number. */
export async function lockRequest(
  tx: Tx,
  organisationId: string,
  number: number,
): Promise<LockedRequest | null> {
  if (!Number.isSafeInteger(number)) return null;
  return row(tx, lock, [organisationId, number]);
}

const move = statement(
  'move-request',
  `update elevate.requests
   set state = $3::text,
     closed_at = case when $3::text in ('awaiting-acceptance', 'pending') then null
                      else $4::timestamptz end,
     withdrawn_by = $5::uuid
   where organisation_id = $1 and id = $2 and state <> $3::text
   returning id`,
);

/**
 * Moves a request to another state; `at` is when it closed, and `withdrawnBy` is who took it back or declined it. Throws when the step is not legal: the caller judged a
 * row that was not locked.
 */
export async function moveRequest(
  tx: Tx,
  organisationId: string,
  id: string,
  to: RequestState,
  at: Date,
  withdrawnBy: string | null = null,
): Promise<void> {
  const moved = await rows(tx, move, [organisationId, id, to, at, withdrawnBy]);
  if (moved.length === 0) throw new Error(`request ${id} is already ${to}, or does not exist`);
}

const accept = statement(
  'accept-request',
  `update elevate.requests set state = 'pending', accepted_at = $3, follow_up_at = $4
   where organisation_id = $1 and id = $2 and state = 'awaiting-acceptance'
   returning id`,
);

/**
 * Whoever receives it has accepted: from now on it can be decided, and `followUpAt` is when approvers are reminded first.
 * Throws when it did not wait for that: the caller judged a row that was not locked.
 */
export async function acceptRequest(
  tx: Tx,
  organisationId: string,
  id: string,
  when: { readonly at: Date; readonly followUpAt: Date | null },
): Promise<void> {
  const accepted = await rows(tx, accept, [organisationId, id, when.at, when.followUpAt]);
  if (accepted.length === 0) throw new Error(`request ${id} does not wait to be accepted`);
}

export interface NewDecision {
  readonly id: string;
  readonly organisationId: string;
  readonly requestId: string;
  readonly personId: string;
  /** The account that pressed. */
  readonly account: AccountKey;
  readonly verdict: 'approve' | 'deny';
  readonly comment: string | null;
  /** Less time than was asked, in seconds, or null. */
  readonly durationS: number | null;
  readonly stage: number;
  /** Of the facts that the pressed screen showed. */
  readonly digest: string;
  readonly decidedAt: Date;
}

const decide = statement(
  'insert-decision',
  `insert into elevate.decisions (organisation_id, id, request_id, person_id, verdict, comment,
     duration_s, digest, platform, tenant, user_key, decided_at, stage)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);

/** Writes a decision, for ever. Throws when this person has decided the same on these facts before. */
export async function insertDecision(tx: Tx, decision: NewDecision): Promise<void> {
  const { account } = decision;
  await rows(tx, decide, [
    decision.organisationId,
    decision.id,
    decision.requestId,
    decision.personId,
    decision.verdict,
    decision.comment,
    decision.durationS,
    decision.digest,
    account.platform,
    account.tenant,
    account.user,
    decision.decidedAt,
    decision.stage,
  ]);
}

const siblings = statement(
  'pending-siblings',
  `select other.id from elevate.requests r
   join elevate.persons own on own.organisation_id = r.organisation_id and own.id = r.subject_id
   join elevate.persons p on p.organisation_id = own.organisation_id
     and coalesce(own.merged_into, own.id) in (p.id, p.merged_into)
   join elevate.requests other on other.organisation_id = p.organisation_id
     and other.subject_id = p.id and other.target_id = r.target_id
   where r.organisation_id = $1 and r.id = $2 and other.id <> r.id and other.state = 'pending'
   order by other.id`,
);

/** Ids of the other requests of the same target for the same person on which nobody has decided. */
export async function pendingSiblings(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, siblings, [organisationId, requestId]);
  return found.map(({ id }) => id);
}

export interface DueRequest {
  readonly organisationId: string;
  readonly id: string;
  readonly decideBy: Date;
}

const due = statement(
  'due-requests',
  `select organisation_id as "organisationId", id, decide_by as "decideBy"
   from elevate.requests
   where closed_at is null and decide_by <= elevate.now() and id <> all ($2::uuid[])
   order by decide_by, id limit $1
   for no key update skip locked`,
);

/**
 * Open requests whose time to decide has passed, locked; those of `except` and those that somebody else has locked are
 * left out.
 */
export function duePending(
  tx: Tx,
  limit: number,
  except: readonly string[] = [],
): Promise<DueRequest[]> {
  return rows(tx, due, [limit, except]);
}
