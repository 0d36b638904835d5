import { requestId, type RequestSnapshot } from '../elevation/model';
import { say } from '../words';
import { commonFacts, lines, notification, targetShort } from './facts';
import { clean, pieces } from './people';
import { asksSentence } from './prompt-pending';
import { linesOf } from './quotes';
import { type View } from './view';

/** UTF-16 code units in one quote on Slack, far below what any of its texts may hold. */
const pieceUnits = 1_500;
/** On Teams each line is an element of its own, and a card has 28 KB. */
const linesMost = 40;

/** The whole reason of a request, for whoever may see the request; it was cut on the prompt. */
export function fullReasonView(snapshot: RequestSnapshot): View {
  const facts = commonFacts(snapshot);
  const { text, hidden } = clean(snapshot.reason ?? '');
  const asked = asksSentence(snapshot, snapshot.state === 'pending' ? 'asks.now' : 'asks.before');
  return {
    screen: 'full-reason',
    notification: notification('reason.note', { ...facts, target: targetShort(snapshot) }),
    facts: {
      headline: say('reason.title', { id: requestId(snapshot.number) }),
      summary: lines(asked, text === '' ? say('reason.none') : null),
      label: say('quote.reason'),
      parts: pieces(text, pieceUnits).map((part) => ({ text: part })),
      lines: text === '' ? [] : linesOf(text, linesMost),
      hidden: hidden ? say('quote.hidden') : null,
      small: say('small.closed.id', facts),
    },
  };
}
