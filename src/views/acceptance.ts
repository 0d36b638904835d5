import { formatDuration } from '../elevation/duration';
import { isForOther } from '../elevation/for-other';
import { type RequestSnapshot } from '../elevation/model';
import { screenState } from '../elevation/screen-state';
import { say, type Sentence, type SentenceFacts } from '../words';
import { commonFacts, lineOf, lines, nameOf, notification, targetShort } from './facts';
import { merged } from './merged';
import { acceptButton, declineButton } from './presses';
import { allows, laterSentence } from './prompt-pending';
import { directCut, fullReason, reasonQuote } from './quotes';
import { ticketSentence } from './ticket';
import { type View } from './view';

/** How far whoever receives it has answered what somebody else asked for them. */
type Answer = 'awaited' | 'accepted' | 'declined' | 'withdrawn' | 'expired';

/** Asks whoever receives a right whether they want it; the same message says afterwards what they answered. */
export function acceptanceView(snapshot: RequestSnapshot): View {
  const answer = answerOf(snapshot);
  const facts = merged(commonFacts(snapshot), {
    requester: nameOf(snapshot.requester),
    requesterLine: lineOf(snapshot.requester),
    duration: formatDuration(snapshot.durationS),
    deadline: snapshot.decideBy,
  });
  const short = { ...facts, target: targetShort(snapshot) };
  const isAwaited = answer === 'awaited';
  const quotes = isAwaited ? reasonQuote(snapshot, directCut) : [];
  return {
    screen: 'acceptance',
    notification: notification(`accept.${answer}.note`, short),
    facts: {
      headline: say(`accept.${answer}.title`, short),
      summary: lines(
        say(isAwaited ? 'accept.asks' : 'accept.asked', facts),
        ...(isAwaited ? toAnswer(snapshot, facts) : [answered(snapshot, answer, facts)]),
      ),
      quotes,
      fullReason: fullReason(quotes),
      accept: isAwaited ? acceptButton(snapshot) : null,
      decline: isAwaited ? declineButton(snapshot) : null,
      small: say('news.small', facts),
    },
  };
}

function answerOf(snapshot: RequestSnapshot): Answer {
  const { state, acceptedAt, withdrawnBy, subject } = snapshot;
  if (state === 'withdrawn') {
    const isOwn = withdrawnBy?.id === subject.id;
    return isOwn && acceptedAt === null && isForOther(snapshot) ? 'declined' : 'withdrawn';
  }
  if (acceptedAt !== null) return 'accepted';
  return state === 'expired' ? 'expired' : 'awaited';
}

const outcomes = {
  declined: 'accept.declined',
  withdrawn: 'accept.withdrawn',
  expired: 'accept.expired',
} as const;

/** What accepting it means, and until when there is time. */
function toAnswer(snapshot: RequestSnapshot, facts: SentenceFacts): readonly (Sentence | null)[] {
  const { reason, policy } = snapshot;
  const isAuto = policy.rules.approval === 'auto';
  return [
    allows(snapshot),
    timeOf(snapshot, facts),
    ticketSentence(snapshot),
    reason === null ? say('reason.none') : null,
    say(isAuto ? 'accept.then.auto' : 'accept.then', facts),
    say('accept.by', facts),
  ];
}

function timeOf(snapshot: RequestSnapshot, facts: SentenceFacts): Sentence {
  const { startAt, fixedEnd } = snapshot;
  if (startAt !== null) return laterSentence(snapshot, startAt);
  return fixedEnd === null ? say('accept.length', facts) : say('end.fixed', { end: fixedEnd });
}

function answered(
  snapshot: RequestSnapshot,
  answer: Exclude<Answer, 'awaited'>,
  facts: SentenceFacts,
): Sentence {
  if (answer === 'accepted') {
    if (screenState(snapshot) !== 'pending') return say('receipt.closed');
    return say('accept.accepted', merged(facts, { at: snapshot.acceptedAt ?? snapshot.readAt }));
  }
  const person = nameOf(snapshot.withdrawnBy ?? snapshot.requester);
  return say(outcomes[answer], merged(facts, { person }));
}
