/** The screens of taking a right without approval: before the press and after it, and for those who were passed over. */
import { formatDuration } from '../elevation/duration';
import { type RequestSnapshot } from '../elevation/model';
import { say, type Sentence } from '../words';
import { commonFacts, drawnAt, isSingle, lines, notification, targetShort } from './facts';
import { reviewSentence } from './glass';
import { merged } from './merged';
import { breakGlassButton } from './presses';
import { allows, asksSentence } from './prompt-pending';
import { directCut, reasonQuote } from './quotes';
import { type View } from './view';

type Stand = 'ready' | 'lapsed' | 'taken';

const notes = {
  ready: 'glass.ready.note',
  lapsed: 'glass.lapsed.note',
  taken: 'glass.taken.note',
} as const;

function standOf({ state, decideBy, readAt }: RequestSnapshot): Stand {
  if (state !== 'pending') return 'taken';
  return readAt < decideBy ? 'ready' : 'lapsed';
}

/**
 * What a person is shown before they take a right without approval, and what has become of it.
 * @param people how many are told of it
 */
export function breakGlassView(snapshot: RequestSnapshot, people: number): View {
  const stand = standOf(snapshot);
  const common = commonFacts(snapshot);
  const short = merged(common, { target: targetShort(snapshot) });
  const quotes = stand === 'lapsed' ? [] : reasonQuote(snapshot, directCut, 'quote.reason.own');
  const small = merged(common, { until: snapshot.decideBy });
  return {
    screen: 'break-glass',
    notification: notification(notes[stand], short),
    facts: {
      headline: say('glass.title', short),
      summary: lines(...sentencesOf(snapshot, stand, people)),
      quotes: quotes.map((one) => ({ ...one, more: null })),
      take: stand === 'ready' ? breakGlassButton(snapshot, people) : null,
      small: say(stand === 'ready' ? 'glass.ready.small' : 'receipt.small', small),
    },
  };
}

function sentencesOf(
  snapshot: RequestSnapshot,
  stand: Stand,
  people: number,
): readonly (Sentence | null)[] {
  const common = commonFacts(snapshot);
  if (stand === 'lapsed') return [say('glass.lapsed', common)];
  if (stand === 'taken') {
    return [
      say('glass.taken', common),
      say('glass.taken.wait', common),
      say('glass.taken.told', merged(common, { count: people })),
    ];
  }
  const { fixedEnd, durationS, durationWasDefault } = snapshot;
  const duration = formatDuration(durationS);
  return [
    fixedEnd === null
      ? say('glass.ready', common)
      : say('glass.ready.until', merged(common, { end: fixedEnd })),
    fixedEnd === null ? endIfTaken(snapshot) : null,
    allows(snapshot),
    durationWasDefault ? say('receipt.default', { duration, single: isSingle(durationS) }) : null,
    say('glass.before', { count: people }),
  ];
}

/** The minute of drawing is named, so that the sentence stays true on a screen that stands still. */
function endIfTaken(snapshot: RequestSnapshot): Sentence {
  const drawn = drawnAt(snapshot);
  return say('glass.ready.end', {
    drawn,
    end: new Date(drawn.getTime() + snapshot.durationS * 1000),
  });
}

/** What those are told who would have decided: everything that they need to see whether to step in. */
export function passedOverView(snapshot: RequestSnapshot): View {
  const facts = merged(commonFacts(snapshot), { target: targetShort(snapshot) });
  return {
    screen: 'notice',
    notification: notification('note.glass', facts),
    facts: {
      headline: say('glass.title', facts),
      summary: lines(asksSentence(snapshot, 'asks.before'), say('glass.passed-over', facts)),
      quotes: reasonQuote(snapshot, directCut).map((one) => ({ ...one, more: null })),
      end: null,
      extend: null,
      again: null,
      small: say('news.small', facts),
    },
  };
}

/** What the person is told when somebody has looked at it. */
export function reviewedNews(snapshot: RequestSnapshot): readonly (Sentence | null)[] {
  return [reviewSentence(snapshot), say('news.reviewed.again')];
}
