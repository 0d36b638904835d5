import { type RequestSnapshot } from '../elevation/model';
import { promptView, type PromptOptions } from '../views/prompt';
import { type View } from '../views/view';
import { type Context } from './context';

/** The shortest grant that a request's target can carry, in seconds. */
export function leastDurationS(
  { connectors }: Context,
  { target }: Pick<RequestSnapshot, 'target'>,
): number {
  return connectors.of(target.workload)?.describe().leastDurationS ?? 60;
}

/** The prompt, with lengths to choose from that its target can carry. */
export function drawPrompt(
  context: Context,
  snapshot: RequestSnapshot,
  options: PromptOptions,
): View {
  return promptView(snapshot, { ...options, leastDurationS: leastDurationS(context, snapshot) });
}
