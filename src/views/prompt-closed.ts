import { formatDuration } from '../elevation/duration';
import { type Decision, type Grant, type RequestSnapshot, requestId } from '../elevation/model';
import { say, type Sentence, type WordKey } from '../words';
import { commonFacts, field, lines, nameOf, notification, targetShort } from './facts';
import { escalations } from './follow-ups';
import { merged } from './merged';
import { isBreakGlass } from '../elevation/break-glass';
import { mayBeGivenYet } from '../elevation/ending';
import { reviewSentence, skippedSentences, toldInstead, wasNever } from './glass';
import { approvedBy, shortened } from './prompt-granted';
import { retryButton, reviewButton, showButton } from './presses';
import { asksSentence } from './prompt-pending';
import { noButtons, type PromptParts } from './prompt-parts';
import { closedCut, denyQuote, endQuote, promptCut, reasonQuote, reviewQuote } from './quotes';
import { type ViewFacts } from './view';

type ClosedState = 'denied' | 'withdrawn' | 'expired' | 'ended' | 'failed';

/** The states in which nothing more happens: the sentence, the reason and the decision, and no buttons. */
export function closedParts(snapshot: RequestSnapshot, state: ClosedState): PromptParts {
  const facts = commonFacts(snapshot);
  const isOver = state === 'ended' || state === 'failed';
  const isBroken = isBreakGlass(snapshot);
  const key = isBroken ? 'small.glass.closed' : 'small.closed';
  const summary = lines(
    asksSentence(snapshot, 'asks.before'),
    ...outcomeOf(snapshot, state),
    ...skippedSentences(snapshot),
    ...toldInstead(snapshot),
    reviewSentence(snapshot),
  );
  return {
    notification: notification(
      noteOf(snapshot, state),
      merged(facts, {
        target: targetShort(snapshot),
        approver: denierName(snapshot),
      }),
    ),
    title: say('title.length', { ...facts, target: targetShort(snapshot) }),
    summary,
    timedSummary: summary,
    quotes: [
      ...denyQuote(snapshot, promptCut),
      ...endQuote(snapshot, promptCut),
      ...reviewQuote(snapshot, promptCut),
      ...reasonQuote(snapshot, closedCut),
    ],
    comments: [],
    fields: closedFields(snapshot, state),
    timeFields: [],
    unusual: [],
    ...noButtons,
    ...buttonsIn(snapshot, isOver),
    small: say(key, facts),
    smallWithId: say(`${key}.id`, facts),
  };
}

/** Three would be too many for a phone. */
function buttonsIn(
  snapshot: RequestSnapshot,
  isOver: boolean,
): Pick<PromptParts, 'retry' | 'review' | 'show'> {
  const retry = mayBeGivenYet(snapshot, snapshot.readAt) ? retryButton(snapshot) : null;
  const review = reviewButton(snapshot);
  const isShown = isOver && (retry === null || review === null);
  return { retry, review, show: isShown ? showButton(snapshot) : null };
}

function noteOf(snapshot: RequestSnapshot, state: ClosedState): WordKey {
  const isGlass = isBreakGlass(snapshot);
  if (state === 'ended' && wasNever(snapshot)) return isGlass ? 'note.glass.never' : 'note.never';
  const isOver = state === 'ended' || state === 'failed';
  return isOver && isGlass ? `note.glass.${state}` : `note.${state}`;
}

function denialOf(snapshot: RequestSnapshot): Decision | null {
  return snapshot.decisions.find(({ verdict }) => verdict === 'deny') ?? null;
}

/** Who denied; the approver group when no person is stored. */
export function denierName(snapshot: RequestSnapshot): string {
  const denial = denialOf(snapshot);
  return denial === null ? (commonFacts(snapshot).group as string) : nameOf(denial.person);
}

function outcomeOf(snapshot: RequestSnapshot, state: ClosedState): readonly (Sentence | null)[] {
  const facts = commonFacts(snapshot);
  switch (state) {
    case 'denied':
      return [say('denied.by', { person: denierName(snapshot) })];
    case 'withdrawn':
      return [say('withdrawn.by', { person: nameOf(snapshot.withdrawnBy ?? snapshot.requester) })];
    case 'expired':
      return [
        say('expired.by', { deadline: snapshot.decideBy }),
        say('expired.asked', { count: snapshot.approverGroup.size }),
        ...escalations(snapshot),
      ];
    case 'failed':
      return [
        say('failed.why', merged(facts, { kind: failureKind(snapshot.grant?.lastError ?? null) })),
        whatNow(snapshot),
      ];
    case 'ended':
      return snapshot.grant === null ? [] : endedSentences(snapshot, snapshot.grant);
  }
}

/** Its approval counts until the end that was stored with it. */
function whatNow(snapshot: RequestSnapshot): Sentence {
  const { grant, readAt } = snapshot;
  if (grant === null || !mayBeGivenYet(snapshot, readAt)) return say('failed.do');
  return say('failed.retry', { end: grant.endsAt });
}

function failureKind(lastError: string | null): string {
  if (lastError === 'not_found') return 'absent';
  if (lastError === 'unauthorized') return 'forbidden';
  return lastError === 'rejected' ? 'refused' : 'silent';
}

/**
 * Why it ended and what was read back. "Confirmed" only where the right was really read as absent: what was held before,
 * or is held through another grant, was not taken away, and of what was never begun the target may not have been read.
 */
function endedSentences(snapshot: RequestSnapshot, grant: Grant): readonly (Sentence | null)[] {
  const facts = commonFacts(snapshot);
  const { endedAt, alsoHeldThrough } = grant;
  const isRead = grant.heldBefore === false && alsoHeldThrough === null;
  const wasThere = grant.endCause !== 'never-started';
  const ended = endedAt !== null && wasThere;
  return [
    causeSentence(snapshot, grant),
    ended ? endSentence(snapshot, grant, endedAt, isRead) : null,
    alsoHeldThrough === null
      ? null
      : say('ended.overlap', {
          person: nameOf(snapshot.subject),
          other: requestId(alsoHeldThrough.number),
          end: alsoHeldThrough.until,
        }),
    grant.heldBefore === true ? say('ended.kept', facts) : null,
  ];
}

function endSentence(
  snapshot: RequestSnapshot,
  { activeAt, startsAt, heldBefore }: Grant,
  at: Date,
  isRead: boolean,
): Sentence {
  const facts = merged(commonFacts(snapshot), { at });
  const key = isRead ? 'ended.confirmed' : 'ended.at';
  // How long it was held is ours to say only where it was not there before.
  if (activeAt === null || heldBefore === true) return say(key, facts);
  return say(`${key}.held`, {
    ...facts,
    duration: heldText(activeAt > startsAt ? activeAt : startsAt, at),
  });
}

function heldText(from: Date, to: Date): string {
  return formatDuration((to.getTime() - from.getTime()) / 1000);
}

function causeSentence(snapshot: RequestSnapshot, grant: Grant): Sentence {
  const facts = commonFacts(snapshot);
  const by = grant.endedBy;
  switch (grant.endCause) {
    case 'relinquished':
      return say('ended.relinquished', { person: nameOf(by ?? snapshot.subject) });
    case 'revoked':
      if (by === null) return say('ended.revoked.nobody');
      return say('ended.revoked', { person: nameOf(by) });
    case 'removed-elsewhere':
      return say('ended.removed-elsewhere', facts);
    case 'never-started':
      if (grant.withheld === null) return say('ended.never-started');
      return say('ended.withheld', { ...facts, why: grant.withheld });
    case 'expired':
    case null:
      return say('ended.expired');
  }
}

function closedFields(snapshot: RequestSnapshot, state: ClosedState): readonly ViewFacts[] {
  const { closedAt, grant } = snapshot;
  if (state === 'denied' || state === 'withdrawn') {
    return closedAt === null
      ? []
      : [field(`field.${state}`, say('field.moment', { at: closedAt }))];
  }
  if (state === 'expired' || grant === null) return [];
  return [field('field.approved-by', approvedBy(snapshot)), ...shortened(snapshot)];
}
