import { plain, say, type WordKey } from '../words';
import { type View } from './view';

function lineView(key: WordKey): View {
  const sentence = say(key);
  return { screen: 'line', notification: plain(sentence), facts: { sentence } };
}

/** All that a channel sees when the answer to somebody's words went to them alone. */
export function answeredPrivatelyView(): View {
  return lineView('private.answered');
}

/** The same when that was not possible, and no more than that. */
export function notAnsweredView(): View {
  return lineView('private.unanswered');
}
