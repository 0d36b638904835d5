import { SocketModeReceiver, type App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { type Log } from '../../log';
import { createBoltLog } from './bolt-log';
import { answerWithinMs } from './delivery';
import { admit, isObject } from './door';
import { type IdentityKeeper } from './identity';
import { type Count } from './options';
import { keyOverSocket } from './payload-key';
import { processDelivery } from './process-delivery';
import { type SampledWarning } from './sampled-log';
import { createSocketConnection } from './socket-connection';

const connectMaxMs = 10_000;

export interface SocketReceiverOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly identity: IdentityKeeper;
  readonly log: Log;
  readonly warn: SampledWarning;
  readonly count: Count;
  readonly now: () => number;
  readonly track: (work: Promise<void>) => Promise<void>;
}

/** Slack's payloads over a connection that we open. Nothing is signed there: the connection itself is Slack's. */
export function createSocketReceiver(options: SocketReceiverOptions): Receiver {
  const inner = new SocketModeReceiver({
    appToken: options.appToken,
    logger: createBoltLog(options.log),
    // The client's own reconnecting ends in an unhandled rejection, and so the process, when Slack refuses.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
        timeout: connectMaxMs,
        retryConfig: { retries: 0 },
      },
    },
  });
  const connection = createSocketConnection(inner, options);
  return {
    init(app) {
      const between: Pick<App, 'processEvent'> = {
        processEvent: (event) => options.track(receive(options, app, event)),
      };
      inner.init(between as App);
    },
    start: () => connection.start(),
    stop: () => connection.stop(),
  };
}

/** Unanswered payloads come again, or the person sees an error: the same as a refusal over HTTP. */
async function receive(
  options: SocketReceiverOptions,
  app: App,
  event: ReceiverEvent,
): Promise<void> {
  const receivedAt = options.now();
  const identity = options.identity.known();
  const body: unknown = event.body;
  if (identity === null || !isObject(body)) return;
  const admission = admit(body, (payload) => keyOverSocket(payload, body), identity, options);
  if (admission.is === 'foreign') return;
  if (admission.is === 'ignored') return event.ack();
  const delivery = {
    ...admission.delivery,
    async acknowledge(reply?: object) {
      await event.ack(reply);
      return options.now() - receivedAt <= answerWithinMs;
    },
  };
  await processDelivery({ ...options, app }, body, delivery);
}
