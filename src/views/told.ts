import { type RequestSnapshot } from '../elevation/model';
import { wasPutToApprovers } from '../elevation/for-other';
import { screenState, type ScreenState } from '../elevation/screen-state';
import { say, type Sentence, type WordKey } from '../words';
import { commonFacts, lines, notification, targetShort } from './facts';
import { againButton } from './presses';
import { asksSentence } from './prompt-pending';
import { promptView } from './prompt';
import { unacceptedSentence, withdrawnSentence } from './receipt';
import { merged } from './merged';
import { type View } from './view';

/** News after which nothing more comes of it. */
const lastWords: ReadonlySet<ScreenState> = new Set([
  'denied',
  'expired',
  'withdrawn',
  'ended',
  'failed',
]);

interface Told {
  /** What the message was posted for; on the last of them it can be asked for once more. */
  readonly news?: ScreenState;
  /** Whether whoever has to accept it could be told of it nowhere. */
  readonly isUnreached?: boolean;
}

/** What somebody who asked for somebody else is told of it, as it is now, in the words that others read about it. */
export function toldView(
  snapshot: RequestSnapshot,
  { news = screenState(snapshot), isUnreached = false }: Told = {},
): View {
  const facts = commonFacts(snapshot);
  const small = say('news.small', facts);
  // What could not be granted may be by now.
  const isOver = lastWords.has(news) && lastWords.has(screenState(snapshot));
  const again = isOver ? againButton(snapshot) : null;
  const buttons = { end: null, extend: null, again };
  if (!wasPutToApprovers(snapshot)) {
    const short = { ...facts, target: targetShort(snapshot) };
    const { note, title, sentence } = unputWords(snapshot, isUnreached);
    return {
      screen: 'notice',
      notification: notification(note, short),
      facts: {
        headline: say(title, short),
        summary: lines(asksSentence(snapshot, 'asks.before'), sentence),
        quotes: [],
        ...buttons,
        small,
      },
    };
  }
  const { notification: note, facts: prompt } = promptView(snapshot, { buttons: false });
  const { headline, timedSummary: summary, quotes } = prompt;
  return {
    screen: 'notice',
    notification: note,
    facts: { headline: headline!, summary: summary!, quotes: quotes!, ...buttons, small },
  };
}

/** What is said of what approvers were never asked. */
function unputWords(
  snapshot: RequestSnapshot,
  isUnreached: boolean,
): { readonly note: WordKey; readonly title: WordKey; readonly sentence: Sentence } {
  const { state, withdrawnBy, requester } = snapshot;
  if (state === 'awaiting-acceptance') {
    const facts = merged(commonFacts(snapshot), { deadline: snapshot.decideBy });
    const sentence = say(isUnreached ? 'told.unreached' : 'receipt.awaiting', facts);
    return {
      note: isUnreached ? 'told.unreached.note' : 'note.awaiting',
      title: 'headline.awaiting',
      sentence,
    };
  }
  if (state === 'withdrawn' && withdrawnBy?.id === requester.id) {
    const sentence = withdrawnSentence(snapshot);
    return { note: 'receipt.withdrawn.note', title: 'receipt.withdrawn.title', sentence };
  }
  const key = state === 'expired' ? 'receipt.not-accepted' : 'receipt.declined';
  return { note: `${key}.note`, title: `${key}.title`, sentence: unacceptedSentence(snapshot) };
}
