import { type RequestSnapshot } from '../elevation/model';
import { wasPutToApprovers } from '../elevation/for-other';
import { screenState, type ScreenState } from '../elevation/screen-state';
import { say } from '../words';
import { commonFacts, lines, notification, targetShort } from './facts';
import { againButton } from './presses';
import { asksSentence } from './prompt-pending';
import { promptView } from './prompt';
import { unacceptedSentence } from './receipt';
import { type View } from './view';

/** News after which nothing more comes of it. */
const lastWords: ReadonlySet<ScreenState> = new Set(['denied', 'expired', 'withdrawn', 'ended']);

/**
 * What somebody who asked for somebody else is told of it, as it is now, in the words that others read about it.
 * @param news what the message was posted for; on the last of them it can be asked for once more
 */
export function toldView(snapshot: RequestSnapshot, news = screenState(snapshot)): View {
  const facts = commonFacts(snapshot);
  const small = say('news.small', facts);
  const again = lastWords.has(news) ? againButton(snapshot) : null;
  const buttons = { end: null, extend: null, again };
  if (!wasPutToApprovers(snapshot)) {
    const short = { ...facts, target: targetShort(snapshot) };
    const key = snapshot.state === 'expired' ? 'receipt.not-accepted' : 'receipt.declined';
    return {
      screen: 'notice',
      notification: notification(`${key}.note`, short),
      facts: {
        headline: say(`${key}.title`, short),
        summary: lines(asksSentence(snapshot, 'asks.before'), unacceptedSentence(snapshot)),
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
