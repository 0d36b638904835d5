/** Everything a screen shows about a request, read in one query, so that it is one moment. */
import {
  type AccountKey,
  type ApproverGroup,
  type AskedGroup,
  type Decision,
  type ExtendedGrant,
  type NamedGroup,
  type Grant,
  type Person,
  type Policy,
  type RequestKind,
  type RequestSnapshot,
  type RequestState,
  type Review,
  type Standing,
  type Target,
} from '../elevation/model';
import { choosePolicy, groupsNamed } from '../elevation/policy';
import { type Tx } from './database';
import { row, rows, statement } from './sql';
import { draftRequests, snapshotSql } from './snapshot-sql';

/** JSON has no dates: below a row they come as text. */
type Dated<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

interface SnapshotRow {
  readonly organisationId: string;
  readonly id: string;
  readonly number: number;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly requester: Person;
  readonly subject: Person;
  readonly askedFrom: AccountKey | null;
  readonly systemAccount: RequestSnapshot['systemAccount'];
  readonly target: Target;
  readonly scope: string;
  readonly durationS: number;
  readonly startAt: Date | null;
  readonly fixedEnd: Date | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly durationWasDefault: boolean;
  readonly policy: Policy;
  readonly covering: readonly Policy[];
  readonly approverGroup: ApproverGroup;
  readonly acceptedAt: Date | null;
  readonly withdrawnBy: Person | null;
  readonly alsoAsked: readonly Dated<AskedGroup>[];
  readonly namedSince: readonly NamedGroup[];
  readonly reminders: readonly string[];
  readonly decisions: readonly Dated<Decision>[];
  readonly askedAt: Date;
  readonly decideBy: Date;
  readonly closedAt: Date | null;
  readonly grant: (Dated<Omit<Grant, 'alsoHeldThrough'>> & AlsoHeld) | null;
  readonly extends: Dated<ExtendedGrant> | null;
  readonly review: DatedReview | null;
  readonly heldLast30Days: number;
  readonly askedBefore: boolean;
  readonly atUnusualHour: boolean;
  readonly heldThrough: Through | null;
  readonly deniedLately: { readonly number: number; readonly at: string } | null;
  readonly standing: Standing;
  readonly switchedOff: boolean;
  readonly readAt: Date;
}

interface DatedReview {
  readonly openedAt: string;
  readonly closed: Dated<NonNullable<Review['closed']>> | null;
}

interface Through {
  readonly number: number;
  readonly until: string;
}

interface AlsoHeld {
  readonly alsoHeldThrough: Through | null;
}

const byNumber = statement('snapshot-by-number', snapshotSql('r.number = $2::bigint'));
// One id is not an array of one: for arrays PostgreSQL guesses ten rows and plans anew each time, which takes longer
// than reading.
const byId = statement('snapshot-by-id', snapshotSql('r.id = $2::uuid'));
const byIds = statement('snapshots-by-id', snapshotSql('r.id = any($2::uuid[])'));

/** One request as it stands now, by its number or id; null when there is none. */
export async function loadSnapshot(
  tx: Tx,
  organisationId: string,
  which: { readonly number: number } | { readonly id: string },
): Promise<RequestSnapshot | null> {
  if ('number' in which && !Number.isSafeInteger(which.number)) return null;
  const found =
    'id' in which
      ? await row<SnapshotRow>(tx, byId, [organisationId, which.id])
      : await row<SnapshotRow>(tx, byNumber, [organisationId, which.number]);
  return found && toSnapshot(found);
}

const draft = statement('draft-by-number', snapshotSql('r.number = $2::bigint', draftRequests));

/**
 * What somebody would take without approval, as the request that it would be, by the number that it would have; null when
 * there is none, or none any more. `decideBy` is until when it may be pressed.
 */
export async function loadDraft(
  tx: Tx,
  organisationId: string,
  number: number,
): Promise<RequestSnapshot | null> {
  if (!Number.isSafeInteger(number)) return null;
  const found = await row<SnapshotRow>(tx, draft, [organisationId, number]);
  return found && toSnapshot(found);
}

/** Several requests in the order of their ids; those that do not exist are left out. */
export async function loadSnapshots(
  tx: Tx,
  organisationId: string,
  ids: readonly string[],
): Promise<RequestSnapshot[]> {
  if (ids.length === 0) return [];
  const found = await rows<SnapshotRow>(tx, byIds, [organisationId, ids]);
  const snapshots = new Map(found.map((one) => [one.id, toSnapshot(one)]));
  return ids.flatMap((id) => snapshots.get(id) ?? []);
}

function toSnapshot({ covering, ...found }: SnapshotRow): RequestSnapshot {
  const policyNow = choosePolicy(covering, found.target.name);
  const named = policyNow === null ? [] : groupsNamed(policyNow.rules);
  return {
    ...found,
    policyNow,
    namedSince: found.namedSince.filter(({ id }) => named.includes(id)),
    alsoAsked: found.alsoAsked.map((one) => ({ ...one, at: new Date(one.at) })),
    reminders: found.reminders.map((at) => new Date(at)),
    decisions: found.decisions.map((one) => ({ ...one, decidedAt: new Date(one.decidedAt) })),
    grant: found.grant && toGrant(found.grant),
    heldThrough: toThrough(found.heldThrough),
    extends: found.extends && {
      ...found.extends,
      since: new Date(found.extends.since),
      endsAt: new Date(found.extends.endsAt),
    },
    review: found.review && {
      openedAt: new Date(found.review.openedAt),
      closed: found.review.closed && {
        ...found.review.closed,
        at: new Date(found.review.closed.at),
      },
    },
    deniedLately: found.deniedLately && {
      number: found.deniedLately.number,
      at: new Date(found.deniedLately.at),
    },
  };
}

function toGrant(found: NonNullable<SnapshotRow['grant']>): Grant {
  return {
    ...found,
    startsAt: new Date(found.startsAt),
    endsAt: new Date(found.endsAt),
    activeAt: toDate(found.activeAt),
    endingAt: toDate(found.endingAt),
    endedAt: toDate(found.endedAt),
    nextAttemptAt: toDate(found.nextAttemptAt),
    warnedAt: toDate(found.warnedAt),
    alsoHeldThrough: toThrough(found.alsoHeldThrough),
  };
}

function toThrough(found: Through | null): { number: number; until: Date } | null {
  return found && { number: found.number, until: new Date(found.until) };
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** A list on one screen is never longer. */
export const listMax = 200;

const held = statement(
  'requests-held-by',
  `select g.request_id as id
   from elevate.persons p
   join elevate.grants g on g.organisation_id = p.organisation_id and g.subject_id = p.id
   where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2)
     and g.state not in ('ended', 'failed')
   order by g.ends_at, g.request_id limit ${listMax}`,
);

/** Ids of the requests through which a person holds, or is about to hold, a right; the first to end goes first. */
export function heldBy(tx: Tx, organisationId: string, personId: string): Promise<string[]> {
  return ids(tx, held, [organisationId, personId]);
}

const asked = statement(
  'requests-asked-by',
  `select r.id
   from elevate.persons p
   join elevate.requests r on r.organisation_id = p.organisation_id and r.requester_id = p.id
   where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2)
     and (r.closed_at is null or r.closed_at > elevate.now() - interval '7 days')
   order by r.asked_at desc, r.id desc limit $3`,
);

/** Ids of what a person asked for that is open or closed in the last 7 days; the newest goes first. */
export function askedBy(
  tx: Tx,
  organisationId: string,
  personId: string,
  limit: number,
): Promise<string[]> {
  return ids(tx, asked, [organisationId, personId, limit]);
}

async function ids(
  tx: Tx,
  query: ReturnType<typeof statement>,
  values: readonly unknown[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, query, values);
  return found.map(({ id }) => id);
}
