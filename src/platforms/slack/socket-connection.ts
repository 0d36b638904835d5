import { type SocketModeReceiver } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RemoteError } from '../../errors';
import { type Log } from '../../log';
import { type Count } from './options';
import { isRemoteErrorOf, toRemoteError } from './remote-errors';

const firstRetryMs = 500;
const retryMaxMs = 30_000;
const closeMaxMs = 2_000;

export interface SocketConnection {
  /**
   * Connects, and stays connected until it is stopped; Slack renews connections every few hours. Returns after the
   * first try: the service starts without Slack, and without a token that Slack takes, and goes on trying.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Keeps a receiver connected that does not reconnect by itself. */
export function createSocketConnection(
  receiver: SocketModeReceiver,
  { log, count }: { readonly log: Log; readonly count: Count },
): SocketConnection {
  const stopping = new AbortController();
  const { signal } = stopping;
  let opening: Promise<unknown> = Promise.resolve();

  /** Listens for the loss before connecting: it may come at once. */
  async function open(): Promise<{ lost: Promise<void> }> {
    let onLost: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      onLost = resolve;
    });
    receiver.client.once('disconnected', onLost);
    const started = receiver.start();
    opening = started.catch(() => undefined);
    try {
      await started;
      return { lost };
    } catch (error) {
      receiver.client.removeListener('disconnected', onLost);
      throw error;
    }
  }

  async function stayConnected(): Promise<void> {
    let waitMs = 0;
    while (!signal.aborted) {
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const { lost } = await open();
        waitMs = 0;
        await lost;
      } catch (error) {
        waitMs = Math.min(Math.max(waitMs * 2, firstRetryMs), retryMaxMs);
        say(toRemoteError(error));
      }
    }
  }

  async function start(): Promise<void> {
    try {
      const { lost } = await open();
      void lost.then(stayConnected);
    } catch (error) {
      say(toRemoteError(error));
      void stayConnected();
    }
  }

  function say(error: RemoteError): void {
    if (!isRemoteErrorOf(error, 'unauthorized')) {
      return log.error({ err: error }, 'no connection to slack');
    }
    count('slack_token_refused', { token: 'app', code: error.code });
    log.error({ err: error }, refusedToken);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    // A connection that is being made cannot be closed in good order; without one nobody says that it is closed.
    await Promise.race([opening, enough()]);
    await Promise.race([receiver.client.disconnect(), enough()]);
  }

  return { start, stop };
}

function enough(): Promise<void> {
  return sleep(closeMaxMs, undefined, { ref: false });
}

const refusedToken =
  'no connection to slack: SLACK_APP_TOKEN was refused. It starts with xapp- and has the scope ' +
  'connections:write.';
