/**
 * Grants as work: who may act on one now, and what a writer that comes too late changes (nothing).
 *
 * A claim takes two things: the lease on the right (one act at a time per right, whichever grant it is for) and an
 * attempt number. Every writer shows its number; another claim, or somebody who ends the grant early, has raised it.
 */
import { type EndCause, type GrantState, type Target, type Withheld } from '../elevation/model';
import { type Tx } from './database';
import { changed, row, rows, statement } from './sql';

export interface NewGrant {
  readonly id: string;
  readonly organisationId: string;
  readonly requestId: string;
  readonly state: 'scheduled' | 'activating';
  readonly startsAt: Date;
  /** Stored before anything is granted; nothing moves it later. */
  readonly endsAt: Date;
  readonly nextAttemptAt: Date;
  /** When its holder is first warned of its end; null for a short one. */
  readonly warnAt: Date | null;
}

const insert = statement(
  'insert-grant',
  `insert into elevate.grants (organisation_id, id, request_id, subject_id, target_id, scope,
     account, state, starts_at, ends_at, next_attempt_at, warn_at)
   select r.organisation_id, $2, r.id, r.subject_id, r.target_id, r.scope, r.target_account,
     $4, $5, $6, $7, $8
   from elevate.requests r where r.organisation_id = $1 and r.id = $3
   returning id`,
);

/** Writes the grant of an approved request; its right is what the request asked for, not what a caller says. */
export async function insertGrant(tx: Tx, grant: NewGrant): Promise<void> {
  const written = await row(tx, insert, [
    grant.organisationId,
    grant.id,
    grant.requestId,
    grant.state,
    grant.startsAt,
    grant.endsAt,
    grant.nextAttemptAt,
    grant.warnAt,
  ]);
  if (!written) throw new Error(`there is no request ${grant.requestId}`);
}

/** One grant, claimed by one worker for one act. */
export interface GrantClaim {
  readonly organisationId: string;
  readonly grantId: string;
  readonly requestId: string;
  /** Fences: a writer with another number than the row's changes nothing. */
  readonly attempt: number;
  readonly holder: string;
  readonly state: GrantState;
  readonly subjectId: string;
  readonly target: Target & { readonly settings: unknown };
  readonly scope: string;
  readonly workload: string;
  readonly account: string;
  /** When the request was approved. */
  readonly approvedAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly endingAt: Date | null;
  readonly heldBefore: boolean | null;
  readonly endCause: EndCause | null;
  /** Attempts of the present act, this one counted. */
  readonly attempts: number;
}

const setHeldBefore = statement(
  'record-held-before',
  `update elevate.grants set held_before = $4
   where organisation_id = $1 and id = $2 and attempt = $3`,
);

/** Stores whether the right was there before our first call. @returns false when the claim came too late */
export function recordHeldBefore(tx: Tx, claim: GrantClaim, heldBefore: boolean): Promise<boolean> {
  return changed(tx, setHeldBefore, [...keyOf(claim), heldBefore]);
}

const forgetHeldBefore = statement(
  'forget-held-before',
  `update elevate.grants o set held_before = false
   from elevate.grants g
   where g.organisation_id = $1 and g.id = $2 and g.attempt = $3
     and o.organisation_id = g.organisation_id and o.target_id = g.target_id
     and o.scope = g.scope and o.account = g.account and o.id <> g.id
     and o.state not in ('ended', 'failed') and o.held_before
   returning o.id as "grantId", o.request_id as "requestId"`,
);

/**
 * The right was just read as absent: what other live grants of it had found there is gone, so whatever is there from
 * now on is ours and theirs to take away. @returns the grants that are told so
 */
export function forgetRightHeldBefore(
  tx: Tx,
  claim: GrantClaim,
): Promise<{ readonly grantId: string; readonly requestId: string }[]> {
  return rows(tx, forgetHeldBefore, keyOf(claim));
}

const handOver = statement(
  'hand-over-right',
  `update elevate.grants o set held_before = false
   from elevate.grants g
   where g.organisation_id = $1 and g.id = $2 and g.attempt = $3
     and o.organisation_id = g.organisation_id and o.target_id = g.target_id
     and o.scope = g.scope and o.account = g.account and o.id = any ($4::uuid[])
     and o.state in ('activating', 'ending') and o.held_before is null
   returning o.id as "grantId", o.request_id as "requestId"`,
);

/**
 * The right of a claimed grant, which is ours, goes on through these: they have to take it away, whether or not they ever reach the
 * target before that. @returns those that had not read for themselves what was there
 */
export function handOverRight(
  tx: Tx,
  claim: GrantClaim,
  toGrants: readonly string[],
): Promise<{ readonly grantId: string; readonly requestId: string }[]> {
  return rows(tx, handOver, [...keyOf(claim), toGrants]);
}

export interface GrantMove {
  readonly at: Date;
  /** For `ending` and `ended`; a cause that is already stored stays, unless the time was up of what had never begun. */
  readonly endCause?: EndCause;
  /** For the end of what is not made after all. */
  readonly withheld?: Withheld;
  /** For `failed`: the kind of the error. */
  readonly lastError?: string;
}

const move = statement(
  'move-grant',
  `with moved as (
     update elevate.grants g
     set state = $4::text,
       active_at = case when $4::text = 'active' then $5::timestamptz else active_at end,
       ending_at = case when $4::text = 'ending' then $5::timestamptz else ending_at end,
       ended_at = case when $4::text = 'ended' then $5::timestamptz else ended_at end,
       end_cause = case when $4::text in ('ending', 'ended')
                        then case when end_cause = 'expired' and $6::text = 'never-started'
                                  then $6::text else coalesce(end_cause, $6::text, 'expired') end
                        else end_cause end,
       withheld = coalesce(withheld, $8::text),
       attempts = case $4::text when 'active' then 0 when 'ending' then 1 else attempts end,
       last_error = case when $4::text = 'failed' then coalesce($7::text, last_error) end,
       next_attempt_at = case $4::text
         when 'active' then ends_at
         when 'ending' then $5::timestamptz
         when 'activating' then $5::timestamptz end
     where organisation_id = $1 and id = $2 and attempt = $3 and state <> $4::text
     returning id
   ), released as (
     delete from elevate.right_leases l using moved
     where l.organisation_id = $1 and l.grant_id = moved.id and l.attempt = $3
       and $4::text in ('active', 'ended', 'failed')
   )
   select id from moved`,
);

/**
 * Moves a claimed grant. `active` is due again at its end; `ending` keeps the lease, so that the same act goes on;
 * `active`, `ended` and `failed` release it. @returns false when the claim came too late
 */
export function moveGrant(
  tx: Tx,
  claim: GrantClaim,
  to: Exclude<GrantState, 'scheduled'>,
  { at, endCause, withheld, lastError }: GrantMove,
): Promise<boolean> {
  const why = [endCause ?? null, lastError ?? null, withheld ?? null];
  return changed(tx, move, [...keyOf(claim), to, at, ...why]);
}

// Whatever retry was asked for, a right that may be there is looked at again when its end comes. Where the end has come and could not
// be begun, for a fault of ours, it is tried again like everything else: at once would be for ever.
const reschedule = statement(
  'reschedule-grant',
  `with rescheduled as (
     update elevate.grants g
     set last_error = $5::text,
       next_attempt_at = case
         when state <> 'ending' and ends_at > elevate.now() then least($4::timestamptz, ends_at)
         else $4::timestamptz end
     where organisation_id = $1 and id = $2 and attempt = $3
       and next_attempt_at is not null
     returning id
   ), released as (
     delete from elevate.right_leases l using rescheduled
     where l.organisation_id = $1 and l.grant_id = rescheduled.id and l.attempt = $3
   )
   select id from rescheduled`,
);

/** After a failed attempt: when to try again. Releases the lease. @returns false when the claim came too late */
export function rescheduleGrant(
  tx: Tx,
  claim: GrantClaim,
  next: { readonly nextAttemptAt: Date; readonly lastError: string },
): Promise<boolean> {
  return changed(tx, reschedule, [...keyOf(claim), next.nextAttemptAt, next.lastError]);
}

const end = statement(
  'ask-to-end',
  `with found as (
     select id, state, state in ('scheduled', 'failed') as never
     from elevate.grants where organisation_id = $1 and id = $2
     for no key update
   ), asked as (
     update elevate.grants g
     set state = case when found.never then 'ended' else 'ending' end,
       end_cause = case when found.never then 'never-started' else $3 end,
       ended_by = $4, end_reason = $5,
       ending_at = case when not found.never then $6::timestamptz end,
       ended_at = case when found.never then $6::timestamptz end,
       next_attempt_at = case when not found.never then $6::timestamptz end,
       attempts = 0, attempt = g.attempt + 1, last_error = null
     from found
     where g.organisation_id = $1 and g.id = found.id
       and found.state in ('scheduled', 'activating', 'active', 'failed')
     returning g.state
   )
   select (select state from asked) as became, (select state from found) as was`,
);

/**
 * Somebody ends a grant early. What only was scheduled, or could not be granted, is ended at once; anything else is due to be taken away now,
 * and an activation that is under way is fenced: it may still reach the target, but the lease keeps the taking away
 * behind it. Throws when there is no such grant.
 * @returns `already` when it was ending or over
 */
export async function askToEnd(
  tx: Tx,
  organisationId: string,
  grantId: string,
  why: {
    readonly cause: EndCause;
    readonly byPersonId: string | null;
    readonly reason: string | null;
    readonly at: Date;
  },
): Promise<'ending' | 'ended' | 'already'> {
  const found = await row<{ became: 'ending' | 'ended' | null; was: GrantState | null }>(tx, end, [
    organisationId,
    grantId,
    why.cause,
    why.byPersonId,
    why.reason,
    why.at,
  ]);
  if (!found?.was) throw new Error(`there is no grant ${grantId}`);
  return found.became ?? 'already';
}

const giveAgain = statement(
  'give-grant-again',
  `update elevate.grants
   set state = 'activating', held_before = null, attempts = 0, last_error = null,
     next_attempt_at = $3::timestamptz
   where organisation_id = $1 and id = $2 and state = 'failed' and ends_at > $3::timestamptz`,
);

/**
 * Lets what could not be granted be tried anew, until the end that it always had. The right was read as absent since our last call, so
 * whether it is there without us is read anew as well.
 * @returns false when it has not failed, or its time is up
 */
export function giveGrantAgain(
  tx: Tx,
  organisationId: string,
  { grantId, at }: { readonly grantId: string; readonly at: Date },
): Promise<boolean> {
  return changed(tx, giveAgain, [organisationId, grantId, at]);
}

const hasten = statement(
  'hasten-grant',
  `update elevate.grants set next_attempt_at = least(next_attempt_at, $3::timestamptz)
   where organisation_id = $1 and id = $2 and state in ('active', 'ending')`,
);

/**
 * Lets a grant be acted on at once. Whoever acts on it already goes on: the right is theirs until they have given it back.
 * @returns false when there is nothing to take away any more
 */
export function hastenGrant(
  tx: Tx,
  organisationId: string,
  { grantId, at }: { readonly grantId: string; readonly at: Date },
): Promise<boolean> {
  return changed(tx, hasten, [organisationId, grantId, at]);
}

export interface OtherGrant {
  readonly grantId: string;
  readonly requestId: string;
  /** 142 in ELV-142. */
  readonly number: number;
  readonly state: GrantState;
  readonly heldBefore: boolean | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const others = statement(
  'other-live-grants',
  `select o.id as "grantId", r.id as "requestId", r.number::int, o.state, o.held_before as "heldBefore",
     o.starts_at as "startsAt", o.ends_at as "endsAt"
   from elevate.grants g
   join elevate.grants o on o.organisation_id = g.organisation_id
     and o.target_id = g.target_id and o.scope = g.scope and o.account = g.account and o.id <> g.id
   join elevate.requests r on r.organisation_id = o.organisation_id and r.id = o.request_id
   where g.organisation_id = $1 and g.id = $2 and o.state not in ('ended', 'failed')
   order by o.ends_at, o.id`,
);

/** Every other grant of the same right (account, target, scope) that is not over, in whatever state. */
export function otherLiveGrants(
  tx: Tx,
  organisationId: string,
  grantId: string,
): Promise<OtherGrant[]> {
  return rows(tx, others, [organisationId, grantId]);
}

const extend = statement(
  'extend-lease',
  `update elevate.right_leases
   set until = elevate.now() + $4::float8 * interval '1 millisecond'
   where organisation_id = $1 and grant_id = $2 and attempt = $3`,
);

/** Keeps the right for so many milliseconds from now. @returns false when the lease is somebody else's by now */
export function extendLease(tx: Tx, claim: GrantClaim, leaseMs: number): Promise<boolean> {
  return changed(tx, extend, [...keyOf(claim), leaseMs]);
}

const release = statement(
  'release-lease',
  `delete from elevate.right_leases
   where organisation_id = $1 and grant_id = $2 and attempt = $3`,
);

/** Gives the right back after an act, fenced or not. @returns false when it was given back or taken over before */
export function releaseLease(tx: Tx, claim: GrantClaim): Promise<boolean> {
  return changed(tx, release, keyOf(claim));
}

const releaseAll = statement(
  'release-leases-of',
  'delete from elevate.right_leases where holder = $1 returning grant_id',
);

/** Gives back every right of a process that is known to be dead. @returns how many there were */
export async function releaseLeasesOf(tx: Tx, holder: string): Promise<number> {
  return (await rows(tx, releaseAll, [holder])).length;
}

function keyOf(claim: GrantClaim): [string, string, number] {
  return [claim.organisationId, claim.grantId, claim.attempt];
}
