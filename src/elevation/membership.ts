import { isRefusal, refuse, type Refusal } from '../errors';

/** A reading older than this at the commit no longer says who is in a group. */
const readingValidMs = 30_000;

/** What a directory said about one person and one approver group, and when it was asked. */
export interface Membership {
  readonly groupId: string;
  readonly member: boolean;
  readonly disabled: boolean;
  readonly readAt: Date;
  /** The directory that did not say, as people know it: then the rest says nothing. Left out or null: it said so. */
  readonly unread?: string | null;
}

/** `unknown` when no reading is fresh enough to tell. */
export type MembershipVerdict = 'member' | 'not-member' | 'disabled' | 'unknown';

/**
 * What the readings say about one group. Fails closed: of several fresh readings every one must agree, and one from the
 * future beyond the same bound (clocks differ) counts as little as an old one.
 */
export function membershipOf(
  groupId: string,
  readings: readonly Membership[],
  now: Date,
): MembershipVerdict {
  const fresh = readings.filter((reading) => reading.groupId === groupId && isFresh(reading, now));
  if (fresh.length === 0) return 'unknown';
  if (fresh.some((reading) => reading.disabled)) return 'disabled';
  return fresh.every((reading) => reading.member) ? 'member' : 'not-member';
}

function isFresh(reading: Membership, now: Date): boolean {
  if ((reading.unread ?? null) !== null) return false;
  return Math.abs(now.getTime() - reading.readAt.getTime()) <= readingValidMs;
}

/**
 * The same refusal, naming the directory that did not say who is in a group where it is for that that nobody could tell. To be told
 * to try again is of little use while it is away.
 */
export function namingSource<T>(outcome: T, readings: readonly Membership[]): T | Refusal {
  if (!isRefusal(outcome) || !isForWantOfReading(outcome)) return outcome;
  const [source] = readings.flatMap(({ unread }) => unread ?? []);
  if (source === undefined) return outcome;
  const { group = '', request } = outcome.facts;
  const facts = { group, source };
  return refuse('directory-unavailable', request === undefined ? facts : { ...facts, request });
}

function isForWantOfReading({ refused }: Refusal): boolean {
  return refused === 'membership-too-old' || refused === 'break-glass-unknown';
}

/**
 * What the readings say about somebody who has to be in one group of each list. Being disabled anywhere is told first; a
 * list that no fresh reading settles leaves the whole unknown.
 */
export function membershipOfEach(
  oneOf: readonly (readonly string[])[],
  readings: readonly Membership[],
  now: Date,
): MembershipVerdict {
  const verdicts = oneOf.map((groupIds) => {
    const found = groupIds.map((id) => membershipOf(id, readings, now));
    return preferred.find((verdict) => found.includes(verdict)) ?? 'not-member';
  });
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'member';
}

const preferred = ['disabled', 'member', 'unknown'] as const;
const worstFirst = ['disabled', 'not-member', 'unknown'] as const;
