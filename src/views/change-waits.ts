import { requestId } from '../elevation/model';
import { say } from '../words';
import { notification } from './facts';
import { type View } from './view';

/** In a channel, where no message reaches any of those who may decide: that a change waits, and nothing of what it is. */
export function changeWaitsLine({ number }: { readonly number: number }): View {
  const facts = { id: requestId(number) };
  return {
    screen: 'line',
    notification: notification('note.change.waits', facts),
    facts: { sentence: say('changes.waits', facts) },
  };
}
