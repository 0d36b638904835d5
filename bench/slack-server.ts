/** A Slack in a process of its own that accepts every call at once. It costs as little as a server can. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { slackBot, slackTeam } from './organisation';

let posted = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
  // Slack's own client needs the whole request to be read before the answer.
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, ...answerTo(request.url ?? '') }));
  });
}

function answerTo(url: string): Record<string, unknown> {
  if (url.endsWith('/auth.test')) return { team_id: slackTeam, user_id: slackBot };
  if (url.endsWith('/conversations.open')) return { channel: { id: 'D0BENCH' } };
  if (url.endsWith('/users.info')) return { user: { team_id: slackTeam, name: 'somebody' } };
  if (!url.endsWith('/chat.postMessage')) return {};
  posted += 1;
  return { channel: 'C0BENCH', ts: `1700000000.${String(posted).padStart(6, '0')}` };
}

const server = createServer(answer);
server.listen(0, '127.0.0.1', () => {
  process.send!({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => process.send!({ posted }));
process.on('disconnect', () => process.exit(0));
