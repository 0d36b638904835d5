import { type App } from '@slack/bolt';
import { type Log } from '../../log';
import { type Delivery } from './delivery';
import { type Count } from './options';

export interface ProcessOptions {
  readonly app: App;
  readonly log: Log;
  readonly count: Count;
}

/**
 * Gives a delivery to Bolt and waits until its handler is done. What nobody handled is acknowledged.
 * @returns false when it failed before Slack had its answer
 */
export async function processDelivery(
  { app, log, count }: ProcessOptions,
  body: Record<string, unknown>,
  delivery: Delivery,
): Promise<boolean> {
  let answered = false;
  const watched: Delivery = {
    ...delivery,
    acknowledge(answer) {
      answered = true;
      return delivery.acknowledge(answer);
    },
  };
  try {
    // Bolt's own acknowledgement does nothing: it would come before the commit.
    const ack = () => Promise.resolve();
    await app.processEvent({ body, ack, customProperties: { delivery: watched } });
  } catch (error) {
    count('slack_faults', { kind: delivery.payload.kind });
    log.error({ err: originalOf(error), kind: delivery.payload.kind }, 'a slack handler failed');
    return answered;
  }
  if (answered) return true;
  count('slack_ignored', { type: `unhandled-${delivery.payload.kind}` });
  await delivery.acknowledge();
  return true;
}

/** Bolt wraps what a handler threw. */
function originalOf(error: unknown): unknown {
  return error instanceof Error && 'original' in error ? error.original : error;
}
