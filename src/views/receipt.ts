import { formatDuration } from '../elevation/duration';
import { type RequestSnapshot } from '../elevation/model';
import { screenState, type ScreenState } from '../elevation/screen-state';
import { say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import {
  approvalsNeeded,
  commonFacts,
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
  const words = overWords[state] ?? { note: 'receipt.note', title: 'receipt.title' };
  const common = commonFacts(snapshot);
  const asked = { ...common, duration: formatDuration(snapshot.durationS) };
  const facts = { ...asked, target: targetShort(snapshot) };
  const quotes = state === 'withdrawn' ? [] : reasonQuote(snapshot, directCut, 'quote.reason.own');
  return {
    screen: 'receipt',
    notification: notification(words.note, facts),
    facts: {
      headline: say(words.title, facts),
      summary: lines(askedSentence(snapshot, asked), ...progress(snapshot, state, common)),
      quotes,
      fullReason: fullReason(quotes),
      withdraw: state === 'pending' ? withdrawButton(snapshot) : null,
      again: state === 'withdrawn' ? againButton(snapshot) : null,
      small: say('receipt.small', common),
    },
  };
}

/** A receipt that stays says by itself when nobody can decide any more. */
const overWords: Partial<Record<ScreenState, { note: WordKey; title: WordKey }>> = {
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
  if (state === 'withdrawn') return [say('receipt.withdrawn')];
  const filledIn = durationWasDefault
    ? say('receipt.default', { duration: formatDuration(durationS), single: isSingle(durationS) })
    : null;
  if (state === 'expired') return [filledIn, say('news.expired', common)];
  const { approval, terms } = policy.rules;
  // Beyond the policy's budget people decide, as under any other.
  if (approval === 'auto' && state !== 'pending' && snapshot.decisions.length === 0) {
    const start = snapshot.grant?.startsAt ?? snapshot.askedAt;
    if (state === 'scheduled') return [filledIn, say('receipt.auto.later', { start })];
    return [filledIn, say(state === 'activating' ? 'receipt.auto' : 'receipt.auto.done')];
  }
  if (state !== 'pending') return [filledIn, say('receipt.closed')];
  const needed = approvalsNeeded(snapshot);
  const facts = merged(common, { needed, deadline: snapshot.decideBy });
  const used =
    approval === 'auto' && terms.autoBudget !== null
      ? say('receipt.over-budget', { count: terms.autoBudget.count })
      : null;
  const later = snapshot.alsoAsked.filter(({ why }) => why !== 'stage');
  const asked = later.map(({ group, why }) =>
    say(why === 'unanswered' ? 'receipt.escalated' : 'receipt.unreachable', {
      next: middleCut(group.name, groupMost),
    }),
  );
  return [filledIn, used, say('receipt.decide', facts), ...asked, say('receipt.wait')];
}
