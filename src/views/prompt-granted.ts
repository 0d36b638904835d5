import { overdueMs } from '../elevation/attempts';
import { isPermanent } from '../elevation/grant-life';
import { type RemoteErrorKind } from '../errors';
import { ticketField } from './ticket';
import { isBreakGlass } from '../elevation/break-glass';
import { formatDuration } from '../elevation/duration';
import { type Grant, type RequestSnapshot } from '../elevation/model';
import { isEndingSoon } from '../elevation/screen-state';
import { say, type Sentence } from '../words';
import {
  approverFacts,
  askedS,
  commonFacts,
  field,
  formatAgo,
  isShortened,
  grantedS,
  isSingle,
  lateS,
  leftAtWarning,
  lengthS,
  lineOf,
  lines,
  nameOf,
  notification,
  otherId,
  targetShort,
} from './facts';
import { merged } from './merged';
import { reviewSentence, skippedSentences, toldInstead } from './glass';
import { retryButton, reviewButton, revokeButton, showButton } from './presses';
import { noButtons, type PromptParts } from './prompt-parts';
import { allows, asksSentence } from './prompt-pending';
import { commentQuotes, endQuote, promptCut, reasonQuote, reviewQuote } from './quotes';
import { type ViewFacts } from './view';

type GrantedState = 'scheduled' | 'activating' | 'active' | 'ending' | 'still-active';

/** After so long without an answer the screen says that the target has not answered, in milliseconds. */
const lateAfterMs = 60_000;
const dayMs = 86_400_000;

/** The states between an approval and the end that the target confirmed. */
export function grantedParts(snapshot: RequestSnapshot, state: GrantedState): PromptParts {
  const facts = merged(commonFacts(snapshot), { closed: snapshot.closedAt ?? snapshot.askedAt });
  const isOpen = state === 'scheduled' || state === 'activating' || state === 'active';
  const isEnding = state === 'ending' || state === 'still-active';
  const key = smallOf(snapshot, isOpen);
  return {
    notification: grantedNotification(snapshot, state),
    title: titleOf(snapshot, state),
    ...summariesOf(snapshot, state),
    quotes: [
      ...reasonQuote(snapshot, promptCut),
      ...(isEnding ? endQuote(snapshot, promptCut) : commentQuotes(snapshot, promptCut)),
      ...reviewQuote(snapshot, promptCut),
    ],
    comments: [],
    fields: [
      field('field.approved-by', approvedBy(snapshot)),
      ...ticketField(snapshot),
      ...shortened(snapshot),
      ...inForce(snapshot),
    ],
    timeFields:
      state === 'active' && snapshot.grant !== null
        ? [field('field.ends', say('field.moment', { at: snapshot.grant.endsAt }))]
        : [],
    unusual: [],
    ...noButtons,
    ...buttonsIn(snapshot, state),
    small: say(key, facts),
    smallWithId: say(`${key}.id`, facts),
  };
}

/** Three would be too many: while a review is open, closing it stands in the place of the timeline. */
function buttonsIn(
  snapshot: RequestSnapshot,
  state: GrantedState,
): Pick<PromptParts, 'revoke' | 'retry' | 'review' | 'show'> {
  const isOpen = state === 'scheduled' || state === 'activating' || state === 'active';
  const review = reviewButton(snapshot);
  const isShown = state !== 'scheduled' && state !== 'activating' && !(isOpen && review !== null);
  return {
    revoke: isOpen ? revokeButton(snapshot) : null,
    retry: state === 'still-active' ? retryButton(snapshot) : null,
    review,
    show: isShown ? showButton(snapshot) : null,
  };
}

function smallOf(snapshot: RequestSnapshot, isOpen: boolean) {
  if (isBreakGlass(snapshot)) return isOpen ? 'small.glass' : 'small.glass.closed';
  return isOpen ? 'small.open' : 'small.closed';
}

function grantedNotification(snapshot: RequestSnapshot, state: GrantedState): string {
  const facts = merged(commonFacts(snapshot), {
    ...approverFacts(snapshot),
    target: targetShort(snapshot),
    ago: overdueText(snapshot),
  });
  if (isBreakGlass(snapshot)) return notification(glassNote(state), facts);
  return notification(isEndingSoon(snapshot) ? 'note.ending-soon' : `note.${state}`, facts);
}

function glassNote(state: GrantedState) {
  return state === 'ending' || state === 'still-active'
    ? (`note.glass.${state}` as const)
    : 'note.glass';
}

/** `20 minutes`: how long a right has outlived its end. */
export function overdueText(snapshot: RequestSnapshot): string {
  const late = snapshot.grant === null ? 0 : overdueMs(snapshot.grant, snapshot.readAt);
  return formatAgo(0, late);
}

function titleOf(snapshot: RequestSnapshot, state: GrantedState): Sentence {
  const facts = { ...commonFacts(snapshot), target: targetShort(snapshot) };
  if (state !== 'active' || snapshot.grant === null) return say('title.length', facts);
  const end = snapshot.grant.endsAt;
  const isWithinDay = lengthS(snapshot) * 1000 < dayMs;
  return say(isWithinDay ? 'title.until-time' : 'title.until-moment', merged(facts, { end }));
}

/** Who answers for the system account that it is for; null for people. */
function systemSentence({ systemAccount }: RequestSnapshot): Sentence | null {
  if (systemAccount === null) return null;
  const { owner } = systemAccount;
  return say('system.owner', { person: nameOf(owner), line: lineOf(owner) });
}

type Summaries = Pick<PromptParts, 'summary' | 'timedSummary'>;

function summariesOf(snapshot: RequestSnapshot, state: GrantedState): Summaries {
  const { summary, timedSummary } = stateSummaries(snapshot, state);
  const more = lines(
    systemSentence(snapshot),
    ...skippedSentences(snapshot),
    ...toldInstead(snapshot),
    reviewSentence(snapshot),
  );
  return { summary: [...summary, ...more], timedSummary: [...timedSummary, ...more] };
}

function stateSummaries(snapshot: RequestSnapshot, state: GrantedState): Summaries {
  const { grant } = snapshot;
  const facts = commonFacts(snapshot);
  if (grant === null || state === 'scheduled' || state === 'activating') {
    const summary = lines(
      asksSentence(snapshot, 'asks.before'),
      allows(snapshot),
      grantingSentence(snapshot, state),
    );
    return { summary, timedSummary: summary };
  }
  if (state === 'active') {
    const rest = [
      endsSoon(snapshot, grant),
      lateSentence(snapshot),
      goesOnFrom(snapshot),
      allows(snapshot),
      heldBefore(snapshot, grant),
    ];
    const taken = isBreakGlass(snapshot) ? asksSentence(snapshot, 'asks.before') : null;
    const until = merged(facts, { end: grant.endsAt });
    return {
      summary: lines(taken, say('holds.for', facts), ...rest),
      timedSummary: lines(taken, say('holds.until', until), ...rest),
    };
  }
  const asked = asksSentence(snapshot, 'asks.before');
  const summary =
    state === 'ending'
      ? lines(asked, say('taking.since', merged(facts, { since: dueOf(grant) })))
      : lines(asked, ...lateSentences(snapshot, grant));
  return { summary, timedSummary: summary };
}

function grantingSentence(snapshot: RequestSnapshot, state: GrantedState): Sentence {
  const { grant } = snapshot;
  const facts = commonFacts(snapshot);
  if (grant === null) return say('granting.now', facts);
  if (state === 'scheduled')
    return say('granting.later', merged(facts, { start: grant.startsAt, end: grant.endsAt }));
  const { lastError, endsAt: end } = grant;
  if (lastError === 'account-unread') return say('granting.unread', merged(facts, { end }));
  if (lastError === 'switched-off') return say('granting.off', { end });
  const waitedMs = snapshot.readAt.getTime() - grant.startsAt.getTime();
  if (waitedMs < lateAfterMs) return say('granting.now', facts);
  return say('granting.late', merged(facts, { end: grant.endsAt }));
}

function endsSoon(snapshot: RequestSnapshot, grant: Grant): Sentence | null {
  if (!isEndingSoon(snapshot)) return null;
  return say('holds.soon', { left: leftAtWarning(snapshot), end: grant.endsAt });
}

/** That it was made late; null when it was not. */
export function lateSentence(snapshot: RequestSnapshot): Sentence | null {
  const late = lateS(snapshot);
  return late === 0 ? null : say('holds.late', { late: formatDuration(late) });
}

function goesOnFrom(snapshot: RequestSnapshot): Sentence | null {
  return snapshot.extends && say('holds.more', { other: otherId(snapshot) });
}

function heldBefore(snapshot: RequestSnapshot, grant: Grant): Sentence | null {
  return grant.heldBefore === true ? say('holds.before', commonFacts(snapshot)) : null;
}

/** When the right should have been gone: at its end, or when somebody ended it before. */
export function dueOf(grant: Grant): Date {
  if (grant.endingAt === null || grant.endingAt > grant.endsAt) return grant.endsAt;
  return grant.endingAt;
}

function lateSentences(snapshot: RequestSnapshot, grant: Grant): readonly Sentence[] {
  const facts = commonFacts(snapshot);
  const count = grant.attempts;
  const next = grant.nextAttemptAt;
  return [
    say('late.due', { due: dueOf(grant) }),
    say('late.why', merged(facts, { kind: lateKind(grant.lastError) })),
    next === null ? say('late.attempts', { count }) : say('late.attempts.next', { count, next }),
    say('late.do', facts),
  ];
}

function lateKind(lastError: string | null): string {
  if (lastError === 'unavailable' || lastError === 'throttled') return 'silent';
  return lastError !== null && isPermanent(lastError as RemoteErrorKind) ? 'refused' : 'unknown';
}

/** "Ben (1 of 1)", or that the policy did it, or nobody. */
export function approvedBy(snapshot: RequestSnapshot): Sentence {
  const { by, approver, approvals, needed } = approverFacts(snapshot);
  if (by === 'nobody') return say('field.approved-by.nobody');
  if (by === 'policy') return say('field.approved-by.policy');
  if (by === 'account') return say('field.approved-by.account');
  return say('field.approved-by.people', { people: approver, approvals, needed });
}

/** "2 hours (4 hours were asked)" */
export function shortened(snapshot: RequestSnapshot): readonly ViewFacts[] {
  if (!isShortened(snapshot)) return [];
  const facts = {
    duration: formatDuration(grantedS(snapshot)),
    asked: formatDuration(askedS(snapshot)),
    single: isSingle(askedS(snapshot)),
  };
  return [field('field.duration', say('holds.less', facts))];
}

function inForce(snapshot: RequestSnapshot): readonly ViewFacts[] {
  const { grant } = snapshot;
  if (grant === null || grant.activeAt === null) return [];
  const isWithinDay = lengthS(snapshot) * 1000 < dayMs;
  const key = isWithinDay ? 'field.in-force.at' : 'field.in-force.moment';
  return [field('field.in-force', say(key, { at: grant.activeAt }))];
}
