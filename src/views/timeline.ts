import { type TrailEvent } from '../audit/trail';
import { type RequestSnapshot } from '../elevation/model';
import { type Reader } from '../elevation/reading';
import { screenState } from '../elevation/screen-state';
import { say, type Sentence, utcText } from '../words';
import { eventLine, isTold } from './event-lines';
import { commonFacts, lines, notification, targetShort } from './facts';
import { headline } from './glass';
import { reviewButton, revokeButton } from './presses';
import { asksSentence } from './prompt-pending';
import {
  closedCut,
  commentQuotes,
  denyQuote,
  endQuote,
  fullReason,
  reasonQuote,
  reviewQuote,
} from './quotes';
import { type View } from './view';

/** More lines than this are cut in the middle: how it began and how it ended say most. */
const linesMost = 20;
const firstShown = 5;
const lastShown = 8;

/** The whole reason, as far as one card can hold it. */
const wholeCut = { graphemes: 3000, lines: 40 };

/** What the reader could do with it from here. */
export interface Acts {
  readonly revoke: boolean;
  readonly review: boolean;
}

const noActs: Acts = { revoke: false, review: false };

/**
 * Everything that happened to one request, oldest first. Refusals are for those who decide, and for auditors: who was turned away
 * is not the requester's to know.
 */
export function timelineView(
  snapshot: RequestSnapshot,
  trail: readonly TrailEvent[],
  reader: Reader,
  acts = noActs,
): View {
  const state = screenState(snapshot);
  const facts = { ...commonFacts(snapshot), target: targetShort(snapshot) };
  const events = trail.filter((event) => isTold(event) && isFor(reader, event));
  const isCut = events.length > linesMost;
  const left = events.length - firstShown - lastShown;
  const quotes = [
    ...reasonQuote(snapshot, wholeCut),
    ...commentQuotes(snapshot, closedCut),
    ...denyQuote(snapshot, closedCut),
    ...endQuote(snapshot, closedCut),
    ...reviewQuote(snapshot, closedCut),
  ];
  return {
    screen: 'timeline',
    notification: notification('timeline.note', facts),
    facts: {
      headline: headline(snapshot, state, facts),
      summary: lines(asksSentence(snapshot, 'asks.before')),
      quotes,
      fullReason: fullReason(quotes),
      first: lines(...drawn(snapshot, isCut ? events.slice(0, firstShown) : events)),
      more: isCut ? say('timeline.more', { count: left }) : null,
      last: isCut ? lines(...drawn(snapshot, events.slice(-lastShown))) : [],
      hasButtons: acts.revoke || acts.review,
      revoke: acts.revoke ? revokeButton(snapshot) : null,
      review: acts.review ? reviewButton(snapshot) : null,
      small: say('small.closed.id', commonFacts(snapshot)),
      asOf: say('list.as-of', { at: snapshot.readAt }),
    },
  };
}

function isFor(reader: Reader, { kind }: TrailEvent): boolean {
  return reader !== 'own' || kind !== 'request.refused';
}

/** Each line has its time in UTC too, with the day where it is another one than in the line above. */
function drawn(snapshot: RequestSnapshot, events: readonly TrailEvent[]): readonly Sentence[] {
  return events.map((event, index) => {
    const above = events[index - 1];
    const isSameDay = above !== undefined && dayOf(above.at) === dayOf(event.at);
    const utc = utcText(event.at.toISOString(), isSameDay ? 'time' : 'moment');
    return eventLine({ snapshot, event, utc });
  });
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
