/** The reviews of what was taken without approval. */
import { groupInCharge, type OpenReview } from '../elevation/break-glass';
import { type AccountKey } from '../elevation/model';
import { type Tx } from './database';
import { loadSnapshot } from './snapshots';
import { changed, row, rows, statement } from './sql';

const family = `
  select p.id from elevate.persons p
  where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2)`;

const open = statement(
  'open-review',
  `insert into elevate.reviews (organisation_id, request_id, subject_id, opened_at, remind_at)
   select organisation_id, id, subject_id, $3, $4 from elevate.requests
   where organisation_id = $1 and id = $2`,
);

export interface ReviewTimes {
  readonly at: Date;
  /** When approvers are reminded first. */
  readonly remindAt: Date;
}

/** Opens the review of a request. Throws when its person has another one open: they were not locked. */
export async function openReview(
  tx: Tx,
  organisationId: string,
  requestId: string,
  { at, remindAt }: ReviewTimes,
): Promise<void> {
  if (!(await changed(tx, open, [organisationId, requestId, at, remindAt]))) {
    throw new Error(`there is no request ${requestId}`);
  }
}

const openOf = statement(
  'open-review-of',
  `select v.request_id as id
   from elevate.reviews v
   join elevate.requests r on r.organisation_id = v.organisation_id and r.id = v.request_id
   where v.organisation_id = $1 and v.closed_at is null and v.subject_id in (${family})
   order by r.number limit 1`,
);

/** The review of a person that nobody has closed, the oldest where a merge has left them more than one. */
export async function openReviewOf(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<OpenReview | null> {
  const found = await row<{ id: string }>(tx, openOf, [organisationId, personId]);
  const reviewed = found && (await loadSnapshot(tx, organisationId, found));
  return reviewed && { number: reviewed.number, group: groupInCharge(reviewed).name };
}

export interface ReviewEnd {
  readonly personId: string;
  /** The account that pressed. */
  readonly account: AccountKey;
  readonly wasRight: boolean;
  readonly comment: string | null;
  readonly at: Date;
}

const close = statement(
  'close-review',
  `update elevate.reviews set closed_at = $8, closed_by = $3, was_right = $4, comment = $5,
     platform = $6, tenant = $7, user_key = $9, remind_at = null
   where organisation_id = $1 and request_id = $2 and closed_at is null`,
);

/** Closes a review, for ever. Throws when it is not open: the request was not locked. */
export async function closeReview(
  tx: Tx,
  organisationId: string,
  requestId: string,
  { personId, account, wasRight, comment, at }: ReviewEnd,
): Promise<void> {
  const { platform, tenant, user } = account;
  const closing = [wasRight, comment, platform, tenant, at, user];
  if (!(await changed(tx, close, [organisationId, requestId, personId, ...closing]))) {
    throw new Error(`the review of ${requestId} is not open`);
  }
}

const openFor = statement(
  'open-reviews-for',
  `with own as (${family}), own_groups as (
     select m.group_id from elevate.group_people m
     where m.organisation_id = $1 and m.person_id in (select id from own)
   )
   select v.request_id as id
   from elevate.reviews v
   join elevate.requests r on r.organisation_id = v.organisation_id and r.id = v.request_id
   where v.organisation_id = $1 and v.closed_at is null
     and v.subject_id not in (select id from own)
     and (r.approver_group_id in (select group_id from own_groups)
       or exists (select from elevate.asked_groups a where a.organisation_id = $1
         and a.request_id = r.id and a.group_id in (select group_id from own_groups)))
     and exists (select from elevate.persons p
       where p.organisation_id = $1 and p.id = $2 and p.disabled_at is null)
   order by v.opened_at, v.request_id limit 50`,
);

/** Ids of the requests whose open review this person could close, the oldest first. */
export async function openReviewsFor(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, openFor, [organisationId, personId]);
  return found.map(({ id }) => id);
}

// Whoever closes a review has locked its request first; nobody waits for both the other way round.
const due = statement(
  'due-reviews',
  `select v.organisation_id as "organisationId", v.request_id as "requestId"
   from elevate.reviews v
   join elevate.requests r on r.organisation_id = v.organisation_id and r.id = v.request_id
   where v.closed_at is null and v.remind_at <= elevate.now() and v.request_id <> all ($2::uuid[])
   order by v.remind_at, v.request_id limit $1
   for no key update of r, v skip locked`,
);

export interface DueReview {
  readonly organisationId: string;
  readonly requestId: string;
}

/**
 * Open reviews that approvers are to be reminded of, locked; those of requests in `except` and those that somebody else
 * has locked are left out.
 */
export function dueReviews(
  tx: Tx,
  limit: number,
  except: readonly string[] = [],
): Promise<DueReview[]> {
  return rows(tx, due, [limit, except]);
}

const setNext = statement(
  'set-review-reminder',
  'update elevate.reviews set remind_at = $3 where organisation_id = $1 and request_id = $2',
);

/** Says when approvers are reminded next, in the transaction that did so before. */
export async function setReviewReminder(
  tx: Tx,
  { organisationId, requestId }: DueReview,
  next: Date,
): Promise<void> {
  await rows(tx, setNext, [organisationId, requestId, next]);
}
