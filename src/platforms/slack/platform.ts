import { ConfigError } from '../../errors';
import { type Platform } from '../contract';
import { createAccountReader } from './accounts';
import { createBoltApp } from './bolt-app';
import { type Handling } from './handling';
import { createHttpReceiver } from './http-receiver';
import { createIdentity } from './identity';
import { type SlackOptions, type SlackRender } from './options';
import { createOutgoing } from './outgoing';
import { createSampledWarning } from './sampled-log';
import { createSharedChannels } from './shared-channels';
import { createSocketReceiver } from './socket-receiver';
import { createWeb } from './web';

/** @throws ConfigError when neither a signing secret with a server nor an app token is there */
export function buildSlackPlatform(
  options: SlackOptions & { readonly render: SlackRender },
): Platform {
  const { config, inbound, log, render } = options;
  const now = options.now ?? Date.now;
  const count = options.count ?? (() => undefined);
  const web = createWeb({ ...config, log });
  const onUnbranded = () =>
    log.warn('messages go out under the name of the app: it has no scope chat:write.customize');
  const outgoing = createOutgoing({ web, render, now, onUnbranded });
  const { allowedTeams } = config;
  const tokenSeen = options.tokenSeen ?? (() => Promise.resolve());
  const identity = createIdentity({ web, allowedTeams, log, count, tokenSeen });
  const underWay = createUnderWay();
  const receiver = createReceiver(options, {
    identity,
    log,
    count,
    now,
    warn: createSampledWarning(log, now),
    track: underWay.track,
  });
  const handling: Handling = {
    inbound,
    web,
    outgoing,
    render,
    identity,
    apiUrl: config.apiUrl,
    log,
    count,
    turnedAway: options.turnedAway ?? (() => Promise.resolve()),
  };
  const shared = createSharedChannels(web, now);
  const app = createBoltApp(receiver, handling, log);
  const stopping = new AbortController();
  return {
    name: 'slack',
    // What only one person sees in a channel is gone when their app starts anew.
    keepsAnswers: false,
    // What is for a group is for nobody of another organisation.
    async post(conversation, view, posting) {
      await shared.assertOwn(conversation.id);
      return outgoing.post(conversation, view, posting);
    },
    update: (message, view) => outgoing.update(message, view),
    postDirect: (account, view) => outgoing.postDirect(account, view),
    readAccount: createAccountReader(web, identity, now),
    isSharedOutside: ({ id }, signal) => shared.isShared(id, signal),
    async start() {
      await identity.start(stopping.signal);
      await app.start();
    },
    async stop() {
      stopping.abort();
      await app.stop();
      await underWay.done();
    },
  };
}

type Common = Omit<Parameters<typeof createHttpReceiver>[0], 'server' | 'signingSecret'>;

function createReceiver({ config, server }: SlackOptions, common: Common) {
  const { appToken, apiUrl, signingSecret } = config;
  if (appToken !== undefined) return createSocketReceiver({ ...common, appToken, apiUrl });
  // With an empty secret anybody could sign.
  if (signingSecret === undefined || signingSecret === '') {
    throw new ConfigError(
      'SLACK_SIGNING_SECRET is not set. Copy it from Basic Information of the Slack app, or set ' +
        'SLACK_APP_TOKEN (xapp-…) for Socket Mode.',
    );
  }
  if (server === undefined) throw new TypeError('Slack over HTTP needs a server');
  return createHttpReceiver({ ...common, server, signingSecret });
}

/** Payloads that are being handled, so that stopping can wait for them. */
function createUnderWay() {
  const works = new Set<Promise<void>>();
  async function track(work: Promise<void>): Promise<void> {
    works.add(work);
    try {
      await work;
    } finally {
      works.delete(work);
    }
  }
  async function done(): Promise<void> {
    await Promise.allSettled(works);
  }
  return { track, done };
}
