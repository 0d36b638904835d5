/**
 * What three people can press on one request, and what Elevate does with it by the clock and with whatever a target answers. A
 * request and its grant are a whole snapshot, so that every step is judged by the rules themselves; `readAt` is now.
 */
import { approvesItself, judgeAcceptance, judgeDeclining } from '../../src/elevation/accepting';
import { judgeAgain } from '../../src/elevation/asking-again';
import { judgeBreaking, judgeReview } from '../../src/elevation/break-glass';
import { type PressVerb } from '../../src/commands/command';
import { judgeDecision } from '../../src/elevation/deciding';
import { factsDigest } from '../../src/elevation/digest';
import { judgeEnding, judgeRetry, judgeWithdrawal } from '../../src/elevation/ending';
import { grantStart, judgeExtension } from '../../src/elevation/extending';
import {
  actDue,
  afterGranting,
  afterTakingAway,
  beginGrant,
  claimedState,
  whenItEnds,
  type Attempted,
} from '../../src/elevation/grant-life';
import {
  type EndCause,
  type Grant,
  type Person,
  type Policy,
  type PolicyRules,
  type RequestSnapshot,
  type RequestState,
} from '../../src/elevation/model';
import { judgeOpening, type OpeningInput } from '../../src/elevation/opening';
import { isOutOfTime } from '../../src/elevation/request-states';
import { isRefusal, type Refusal } from '../../src/errors';
import { after, ana, ben, cleo, decision, grant, now, rules, snapshot, target } from './samples';

const people = [ana, ben, cleo] as const;

/** What is asked, and under which policy. Ana asks; Ana, Ben and Cleo are in the group that decides. */
export interface Scenario {
  readonly name: string;
  readonly rules?: Partial<PolicyRules>;
  readonly subject?: Person;
  readonly duration?: string;
  readonly start?: string;
  readonly policyNow?: Policy;
  /** It is taken at once, without approval; the policy has to let Ana. */
  readonly taken?: true;
}

/** What somebody or something did, and through what it led where, in one transaction; a refusal leads nowhere. */
export interface Step {
  readonly verb: string;
  readonly path: Path;
}

export type Path = readonly RequestSnapshot[];

/** Moments that a press or the clock can come before, at or after. */
export function deadlinesOf({
  startAt,
  fixedEnd,
  decideBy,
  grant: held,
}: RequestSnapshot): readonly Date[] {
  // A minute after its end a right that is there still counts as overdue.
  const ofGrant = held === null ? [] : [held.startsAt, held.endsAt, after(60_000, held.endsAt)];
  return [startAt, fixedEnd, decideBy, ...ofGrant].filter((one) => one !== null);
}

function opening(scenario: Scenario): OpeningInput {
  const subject = scenario.subject ?? ana;
  const policy = rules(scenario.rules ?? {});
  return {
    switchedOff: false,
    requester: ana,
    subject,
    target,
    policy,
    typedDuration: scenario.duration ?? '4h',
    typedStart: scenario.start,
    typedScope: null,
    clock: { now, zone: 'UTC' },
    reason: 'phishing clean-up',
    ticket: null,
    requesterGroupIds: [],
    subjectGroupIds: [],
    present: { now, lastDeniedAt: null, autoApproved: usedUp(policy) },
    groupMembersAbleToDecide: people.filter(({ id }) => id !== ana.id && id !== subject.id).length,
    ableByStage: [],
    targetAccount: 'account',
    leastDurationS: 60,
  };
}

/** Both could ask for it themselves. */
const unsuspicious = {
  lastDeniedAt: null,
  requesterGroupIds: [],
  subjectGroupIds: [],
  isRequesterMember: true,
};

/** Whoever has a budget has used it up. */
function usedUp({ rules: { terms } }: Policy): number {
  return terms.autoBudget?.count ?? 0;
}

/** Asking; where the policy approves by itself, in the same transaction. */
export function openingOf(scenario: Scenario): Path {
  if (scenario.taken) return breakingOf(scenario);
  const input = opening(scenario);
  const judged = judgeOpening(input);
  if (isRefusal(judged)) throw new Error(`${scenario.name}: ${judged.refused}`);
  const { durationS, startAt, fixedEnd, policy, decideWithinS, becomes, autoApproved } = judged;
  const decideBy = new Date(
    Math.min(now.getTime() + decideWithinS * 1000, fixedEnd?.getTime() ?? Infinity),
  );
  const asked = snapshot({
    ...{ state: becomes, requester: ana, subject: input.subject, durationS, startAt, fixedEnd },
    ...{ policy, policyNow: scenario.policyNow ?? policy, askedAt: now, decideBy, readAt: now },
  });
  const isAtOnce = autoApproved && becomes === 'pending';
  return isAtOnce ? [asked, approvedByItself(asked)] : [asked];
}

/** Breaking glass writes a request that is approved by nobody, in one transaction. */
function breakingOf(scenario: Scenario): Path {
  const { policy, ...input } = opening(scenario);
  const wish = snapshot({ kind: 'review', policy: policy!, policyNow: policy, readAt: now });
  const digest = factsDigest(wish);
  const judged = judgeBreaking({
    ...{ person: ana, target, policies: [policy!], memberships: freshReadings(wish) },
    ...{
      switchedOff: false,
      openReview: null,
      targetAccount: input.targetAccount,
      leastDurationS: 60,
      reviewers: 1,
      now,
    },
    ...{ wish, readyUntil: after(60_000), pressedDigest: digest, digest },
  });
  if (isRefusal(judged)) throw new Error(`${scenario.name}: ${judged.refused}`);
  const taken = granted(closedAs(wish, 'approved', null), judged.startsAt, judged.endsAt);
  return [wish, { ...taken, review: { openedAt: now, closed: null } }];
}

/** Everything that anybody can do, and everything that happens by itself. */
export function stepsFrom(at: RequestSnapshot): readonly Step[] {
  return [...people.flatMap((person) => pressesOf(at, person)), ...happenings(at)];
}

/** Verbs of buttons that change a request; breaking glass opens one. */
export const driven = [
  'accept',
  'decline',
  'approve',
  'approve-less',
  'deny',
  'withdraw',
  'end',
  'revoke',
  'retry',
  'extend',
  'again',
  'review',
] as const satisfies readonly PressVerb[];

type Driven = (typeof driven)[number];

function pressesOf(at: RequestSnapshot, person: Person): readonly Step[] {
  return driven.flatMap((verb) => {
    const fresh = { verb, path: pathOf(pressed(at, person, verb, factsDigest(at))) };
    const stale = {
      verb: `${verb}, on an old screen`,
      path: pathOf(pressed(at, person, verb, 'old')),
    };
    return ['accept', 'approve', 'approve-less', 'deny', 'review'].includes(verb)
      ? [fresh, stale]
      : [fresh];
  });
}

function pathOf(to: RequestSnapshot | Path | Refusal): Path {
  if (isRefusal(to)) return [];
  return 'id' in to ? [to] : to;
}

function pressed(
  at: RequestSnapshot,
  person: Person,
  verb: Driven,
  pressedDigest: string,
): RequestSnapshot | Path | Refusal {
  const judged = { request: at, person, now: at.readAt };
  switch (verb) {
    case 'accept': {
      const outcome = judgeAcceptance({ ...judged, pressedDigest, digest: factsDigest(at) });
      if (isRefusal(outcome)) return outcome;
      const accepted = { ...at, state: outcome.becomes, acceptedAt: at.readAt };
      const facts = { now: at.readAt, autoApproved: usedUp(at.policy), ...unsuspicious };
      return approvesItself(accepted, facts) ? [accepted, approvedByItself(accepted)] : accepted;
    }
    case 'decline': {
      const outcome = judgeDeclining(judged);
      return isRefusal(outcome) ? outcome : closedAs(at, outcome.becomes, person);
    }
    case 'withdraw': {
      const outcome = judgeWithdrawal(judged);
      return isRefusal(outcome) ? outcome : closedAs(at, outcome.becomes, person);
    }
    case 'end':
    case 'revoke':
      return ended(at, person, verb);
    case 'retry': {
      const memberships = freshReadings(at);
      const runs = { memberships, roles: ['admin'] as const, lastDeniedAt: null };
      const retried = judgeRetry({ ...judged, ...runs });
      if (isRefusal(retried)) return retried;
      const again = { nextAttemptAt: at.readAt, heldBefore: null, state: 'activating' } as const;
      const { nextAttemptAt } = again;
      return {
        ...at,
        grant: { ...at.grant!, ...(retried === 'give' ? again : { nextAttemptAt }) },
      };
    }
    case 'extend':
      return unchangedBy(
        at,
        judgeExtension({ ...opening({ name: '' }), requester: person, subject: person }, at),
      );
    case 'again':
      return unchangedBy(at, judgeAgain(at, person));
    case 'review':
      return reviewed(at, person, pressedDigest);
    case 'approve':
    case 'approve-less':
    case 'deny':
      return decided(at, person, verb, pressedDigest);
  }
}

function reviewed(
  at: RequestSnapshot,
  person: Person,
  pressedDigest: string,
): RequestSnapshot | Refusal {
  const memberships = freshReadings(at);
  const pressedOn = { request: at, person, memberships, now: at.readAt };
  const digests = { pressedDigest, digest: factsDigest(at) };
  const outcome = judgeReview({ ...pressedOn, ...digests, wasRight: true, comment: null });
  if (isRefusal(outcome)) return outcome;
  return { ...at, review: { ...at.review!, closed: { ...outcome, by: person, at: at.readAt } } };
}

/** What opens another request leaves this one where it is. */
function unchangedBy(at: RequestSnapshot, judged: object | Refusal): RequestSnapshot | Refusal {
  return isRefusal(judged) ? judged : at;
}

function closedAs(at: RequestSnapshot, state: RequestState, by: Person | null): RequestSnapshot {
  return { ...at, state, withdrawnBy: by, closedAt: at.readAt };
}

function freshReadings({ readAt }: RequestSnapshot, isInSecond = true) {
  const read = { groupId: 'group-1', member: true, disabled: false, readAt };
  return [read, { ...read, groupId: 'group-2', member: isInSecond }];
}

function decided(
  at: RequestSnapshot,
  person: Person,
  verb: Driven,
  pressedDigest: string,
): RequestSnapshot | Refusal {
  const verdict = verb === 'deny' ? 'deny' : 'approve';
  const durationS = verb === 'approve-less' ? 3600 : null;
  const digest = factsDigest(at);
  const outcome = judgeDecision({
    ...{ request: at, decisions: at.decisions, pinned: at.policy, present: at.policyNow },
    ...{
      decider: person,
      memberships: freshReadings(at, person !== ben),
      verdict,
      durationS,
      digest,
      pressedDigest,
    },
    ...{ comment: verdict === 'deny' ? 'not this week' : null, leastDurationS: 60, now: at.readAt },
  });
  if (isRefusal(outcome)) return outcome;
  const made = decision(person, { verdict, durationS, digest, decidedAt: at.readAt });
  const after = { ...at, decisions: [...at.decisions, made] };
  if (outcome.becomes === 'pending') return after;
  const closed = closedAs(after, outcome.becomes, null);
  return outcome.grant === null
    ? closed
    : granted(closed, outcome.grant.startsAt, outcome.grant.endsAt);
}

function approvedByItself(at: RequestSnapshot): RequestSnapshot {
  const startsAt = grantStart(at, at.readAt);
  const endsAt = at.fixedEnd ?? new Date(startsAt.getTime() + at.durationS * 1000);
  return granted(closedAs(at, 'approved', null), startsAt, endsAt);
}

function granted(at: RequestSnapshot, startsAt: Date, endsAt: Date): RequestSnapshot {
  const begun = beginGrant(at, startsAt, at.readAt);
  return { ...at, grant: grant({ ...begun, startsAt, endsAt, activeAt: null, heldBefore: false }) };
}

function ended(
  at: RequestSnapshot,
  person: Person,
  how: 'end' | 'revoke',
): RequestSnapshot | Refusal {
  const memberships = freshReadings(at);
  const judged = { request: at, person, memberships, roles: [], reason: 'done', how };
  const outcome = judgeEnding({ ...judged, grant: at.grant, now: at.readAt });
  if (isRefusal(outcome)) return outcome;
  return ending(at, at.grant!, outcome.cause, person);
}

/** The end begins: over at once, or to be taken away from now on. */
function ending(
  at: RequestSnapshot,
  held: Grant,
  endCause: EndCause,
  by: Person | null,
): RequestSnapshot {
  const state = whenItEnds(held.state);
  if (state === null) throw new Error(`a grant that is ${held.state} cannot begin to end`);
  const isOver = state === 'ended';
  const nextAttemptAt = isOver ? null : at.readAt;
  const times = isOver ? { endedAt: at.readAt } : { endingAt: at.readAt };
  return { ...at, grant: { ...held, ...times, state, endCause, endedBy: by, nextAttemptAt } };
}

/** What nobody does: time goes by, a deadline is written down, a grant is worked on. */
function happenings(at: RequestSnapshot): readonly Step[] {
  const expired = isOutOfTime(at, at.readAt) ? [closedAs(at, 'expired', null)] : [];
  const later = laterThan(at);
  return [
    ...expired.map((to) => ({ verb: 'expire', path: [to] })),
    ...worked(at).map((to) => ({ verb: 'act', path: [to] })),
    ...(later === null ? [] : [{ verb: 'wait', path: [{ ...at, readAt: later }] }]),
  ];
}

/** The next moment at which some deadline has come, or has passed. */
function laterThan(at: RequestSnapshot): Date | null {
  const moments = deadlinesOf(at).flatMap((deadline) => [deadline, after(1, deadline)]);
  const ahead = moments.filter((moment) => moment > at.readAt).map(Number);
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}

/** Every way in which a target may answer. */
const answers: readonly Attempted[] = [
  { failure: null, readAbsent: false },
  ...(['unavailable', 'throttled', 'unauthorized', 'rejected', 'not_found'] as const).flatMap(
    (failure) => [true, false].map((readAbsent) => ({ failure, readAbsent })),
  ),
];

/** One act on a grant that is due: it is taken in hand, and then the target answers in one way or another. */
function worked(at: RequestSnapshot): readonly RequestSnapshot[] {
  const { grant: held, readAt } = at;
  if (held === null || held.nextAttemptAt === null || held.nextAttemptAt > readAt) return [];
  const state = claimedState(held, readAt);
  // Whoever took it in hand may die before the target is asked.
  if (state !== held.state) return [{ ...at, grant: { ...held, state, nextAttemptAt: readAt } }];
  switch (actDue(held, readAt)) {
    case 'never-start':
      return [ending(at, held, 'never-started', null)];
    case 'activate':
      return [...answers.map((answer) => made(at, held, answer)), withheld(at, held)];
    case 'take-away':
      if (whenItEnds(held.state) !== null) return [ending(at, held, 'expired', null)];
      return answers.map((answer) => takenAway(at, held, answer));
  }
}

/** Before the target is asked, it is looked at once more: it may not be given any more. */
function withheld(at: RequestSnapshot, held: Grant): RequestSnapshot {
  const over = ending(at, held, 'never-started', null);
  return { ...over, grant: { ...over.grant!, withheld: 'disabled' } };
}

function made(at: RequestSnapshot, held: Grant, answer: Attempted): RequestSnapshot {
  const state = afterGranting(answer);
  const next = { active: held.endsAt, activating: at.readAt } as const;
  const nextAttemptAt = state === 'active' || state === 'activating' ? next[state] : null;
  return { ...at, grant: { ...held, state, nextAttemptAt } };
}

function takenAway(at: RequestSnapshot, held: Grant, answer: Attempted): RequestSnapshot {
  const state = afterTakingAway(answer);
  const over = state === 'ended' ? { endedAt: at.readAt, nextAttemptAt: null } : {};
  return { ...at, grant: { ...held, state, ...over } };
}
