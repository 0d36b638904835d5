/**
 * What the service is compared with, in a process of its own: the same restify server, the same receiver, Bolt, and a
 * handler that does one committed INSERT and acknowledges.
 */
import { App } from '@slack/bolt';
import pg from 'pg';
import { Registry } from 'prom-client';
import { createHttpServer, listen } from '../src/http/server';
import { createLog } from '../src/log';
import { createBoltLog } from '../src/platforms/slack/bolt-log';
import { type Delivery } from '../src/platforms/slack/delivery';
import { createHttpReceiver } from '../src/platforms/slack/http-receiver';
import { slackBot, slackTeam } from './organisation';

const insert = {
  name: 'insert-command',
  text: 'insert into commands (user_id, text) values ($1, $2)',
};

async function serve(): Promise<void> {
  const log = createLog('warn');
  const pool = new pg.Pool({ connectionString: process.env.BARE_DATABASE_URL, max: 20 });
  await pool.query(
    `create table if not exists commands (
       id bigint generated always as identity primary key,
       user_id text not null, text text not null, at timestamptz not null default now())`,
  );
  const server = createHttpServer({
    log,
    metrics: new Registry(),
    notReady: () => Promise.resolve([]),
  });
  const receiver = createHttpReceiver({
    server,
    signingSecret: process.env.SLACK_SIGNING_SECRET!,
    identity: {
      known: () => ({ botUser: slackBot, allowed: new Set([slackTeam]) }),
      start: () => Promise.resolve(),
    },
    log,
    warn: () => undefined,
    count: () => undefined,
    now: Date.now,
    track: (work) => work,
  });
  const app = new App({
    receiver,
    logger: createBoltLog(log),
    authorize: () => Promise.resolve({}),
    convoStore: false,
    ignoreSelf: false,
  });
  app.command('/elevate', async ({ command, context }) => {
    await pool.query({ ...insert, values: [command.user_id, command.text] });
    const { delivery } = context as unknown as { delivery: Delivery };
    await delivery.acknowledge({ response_type: 'ephemeral', text: 'Recorded.' });
  });
  await app.start();
  process.send!({ port: await listen(server, 0, '127.0.0.1') });
}

process.on('disconnect', () => process.exit(0));
serve().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
