import { formatDuration } from '../elevation/duration';
import { isForOther, wasPutToApprovers } from '../elevation/for-other';
import { type RequestSnapshot } from '../elevation/model';
import { screenState, type ScreenState } from '../elevation/screen-state';
import { say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import {
  approvalsNeeded,
  commonFacts,
  nameOf,
  isSingle,
  lines,
  notification,
  targetShort,
  otherId,
} from './facts';
import { merged } from './merged';
import { againButton, withdrawButton } from './presses';
import { groupMost, middleCut } from './people';
import { directCut, fullReason, reasonQuote } from './quotes';
import { type View } from './view';

/** What the requester gets in private when a request was recorded; Withdraw while nobody has decided. */
export function receiptView(snapshot: RequestSnapshot): View {
  const state = screenState(snapshot);
  const words = unacceptedWords(snapshot) ??
    overWords[state] ?? { note: 'receipt.note', title: 'receipt.title' };
  const common = commonFacts(snapshot);
  const asked = { ...common, duration: formatDuration(snapshot.durationS) };
  const facts = { ...asked, target: targetShort(snapshot) };
  const quotes = state === 'withdrawn' ? [] : reasonQuote(snapshot, directCut, 'quote.reason.own');
  return {
    screen: 'receipt',
    notification: notification(words.note, facts),
    facts: {
      headline: say(words.title, facts),
      summary: lines(
        askedSentence(snapshot, asked),
        isForOther(snapshot) ? say('receipt.for', common) : null,
        ...progress(snapshot, state, common),
      ),
      quotes,
      fullReason: fullReason(quotes),
      withdraw: state === 'pending' || state === 'awaiting' ? withdrawButton(snapshot) : null,
      again: state === 'withdrawn' && !isDeclined(snapshot) ? againButton(snapshot) : null,
      small: say('receipt.small', common),
    },
  };
}

/** A receipt that stays says by itself when nobody can decide any more. */
const receiptOf = {
  unanswered: 'receipt.escalated',
  undeliverable: 'receipt.unreachable',
  unreadable: 'receipt.unreadable',
} as const;

const overWords: Partial<Record<ScreenState, OverWords>> = {
  withdrawn: { note: 'receipt.withdrawn.note', title: 'receipt.withdrawn.title' },
  expired: { note: 'news.expired.note', title: 'news.expired.title' },
};

function askedSentence(snapshot: RequestSnapshot, facts: SentenceFacts): Sentence {
  if (snapshot.startAt !== null) return askedLater(facts, snapshot.startAt, snapshot.fixedEnd);
  if (snapshot.fixedEnd === null) return say('receipt.asked', facts);
  if (snapshot.extends !== null) {
    const more = { end: snapshot.fixedEnd, other: otherId(snapshot) };
    return say('receipt.asked.more', merged(facts, more));
  }
  return say('receipt.asked.until', merged(facts, { end: snapshot.fixedEnd }));
}

type OverWords = { readonly note: WordKey; readonly title: WordKey };

/** Whoever was to receive it did not want it; whoever asked has a message about that. */
function isDeclined(snapshot: RequestSnapshot): boolean {
  return isForOther(snapshot) && snapshot.withdrawnBy?.id === snapshot.subject.id;
}

/** Where it ended before anybody was asked to decide. */
function unacceptedWords(snapshot: RequestSnapshot): OverWords | null {
  const { state } = snapshot;
  if (wasPutToApprovers(snapshot)) return null;
  if (state === 'expired') {
    return { note: 'receipt.not-accepted.note', title: 'receipt.not-accepted.title' };
  }
  if (state !== 'withdrawn' || !isDeclined(snapshot)) return null;
  return { note: 'receipt.declined.note', title: 'receipt.declined.title' };
}

/** Why nobody was asked to decide. */
export function unacceptedSentence({ state, subject }: RequestSnapshot): Sentence {
  const person = nameOf(subject);
  return say(state === 'expired' ? 'receipt.not-accepted' : 'receipt.declined', { person });
}

/** Who took it back, or declined it. */
export function withdrawnSentence(snapshot: RequestSnapshot): Sentence {
  const { withdrawnBy, requester } = snapshot;
  if (withdrawnBy === null || withdrawnBy.id === requester.id) return say('receipt.withdrawn');
  if (!wasPutToApprovers(snapshot)) return unacceptedSentence(snapshot);
  return say('withdrawn.by', { person: nameOf(withdrawnBy) });
}

function expiredSentence(snapshot: RequestSnapshot, common: SentenceFacts): Sentence {
  if (!wasPutToApprovers(snapshot)) return unacceptedSentence(snapshot);
  return say(isForOther(snapshot) ? 'news.expired.other' : 'news.expired', common);
}

function askedLater(facts: SentenceFacts, start: Date, end: Date | null): Sentence {
  if (end === null) return say('receipt.asked.later', merged(facts, { start }));
  return say('receipt.asked.later.until', merged(facts, { start, end }));
}

function progress(
  snapshot: RequestSnapshot,
  state: ScreenState,
  common: SentenceFacts,
): readonly (Sentence | null)[] {
  const { durationS, durationWasDefault, policy } = snapshot;
  if (state === 'withdrawn') return [withdrawnSentence(snapshot)];
  const filledIn = durationWasDefault
    ? say('receipt.default', { duration: formatDuration(durationS), single: isSingle(durationS) })
    : null;
  if (state === 'expired') return [filledIn, expiredSentence(snapshot, common)];
  const waited = merged(common, { deadline: snapshot.decideBy });
  if (state === 'awaiting') return [filledIn, say('receipt.awaiting', waited)];
  const { approval } = policy.rules;
  // Beyond the policy's budget people decide, as under any other.
  if (approval === 'auto' && state !== 'pending' && snapshot.decisions.length === 0) {
    const start = snapshot.grant?.startsAt ?? snapshot.askedAt;
    if (state === 'scheduled') return [filledIn, say('receipt.auto.later', { start })];
    return [filledIn, say(state === 'activating' ? 'receipt.auto' : 'receipt.auto.done')];
  }
  if (state !== 'pending') return [filledIn, say('receipt.closed')];
  const needed = approvalsNeeded(snapshot);
  const facts = merged(common, { needed, deadline: snapshot.decideBy });
  const asked = snapshot.alsoAsked.flatMap(({ group, why }) =>
    why === 'stage' ? [] : [say(receiptOf[why], { next: middleCut(group.name, groupMost) })],
  );
  const accepted = isForOther(snapshot) ? say('receipt.accepted', common) : null;
  return [
    filledIn,
    accepted,
    notAutomatic(snapshot),
    say('receipt.decide', facts),
    ...asked,
    say('receipt.wait'),
  ];
}

/** Why people decide although the policy could have; what is asked for somebody else has more than one reason to wait. */
function notAutomatic(snapshot: RequestSnapshot): Sentence | null {
  const { approval, terms } = snapshot.policy.rules;
  if (approval !== 'auto') return null;
  if (isForOther(snapshot)) return say('receipt.not-auto');
  const { autoBudget } = terms;
  return autoBudget && say('receipt.over-budget', { count: autoBudget.count });
}
