/** Socket Mode: envelopes over a WebSocket, acknowledged by their id. */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server } from 'node:http';
import { type Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { type Answer } from '../shared/http';
import { isRecord, parseJson, text, type Json } from '../shared/json';
import { limits } from './limits';
import { type EnvelopeType, type Retry } from './model';
import { type SlackState } from './state';

const pingMs = 10_000;
const connectionsMost = 10;
const goingAway = 1001;
const closingMs = 500;

export interface SocketMode {
  /** Tells every connection to come back, as Slack does every few hours, and closes it. */
  disconnect(reason: 'warning' | 'refresh_requested'): void;
  close(): void;
}

/** Accepts connections at `/link/` with a ticket of apps.connections.open. */
export function startSocketMode(state: SlackState, server: Server): SocketMode {
  const sockets = new WebSocketServer({ noServer: true });
  const open: WebSocket[] = [];
  const waiting = new Map<string, (answer: Answer) => void>();
  server.on('upgrade', (req: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(req.url ?? '/', 'http://simulated').searchParams.get('ticket') ?? '';
    // A ticket opens one connection.
    if (!state.tickets.delete(ticket) || open.length >= connectionsMost) return stream.destroy();
    sockets.handleUpgrade(req, stream, head, (socket) => accept(socket));
  });

  function accept(socket: WebSocket): void {
    open.push(socket);
    state.link = { deliver: envelope };
    socket.on('message', (data) => acknowledge(data));
    socket.on('close', () => {
      open.splice(open.indexOf(socket), 1);
      if (open.length === 0) state.link = null;
    });
    socket.send(JSON.stringify(hello(state.appId, open.length)));
  }

  function acknowledge(data: RawData): void {
    const message = parseJson((data as Buffer).toString('utf8'));
    if (!isRecord(message)) return;
    const id = text(message.envelope_id);
    const body = answerBody(message.payload);
    waiting.get(id)?.({ outcome: 'answered', status: 200, body, headers: {} });
    waiting.delete(id);
  }

  function envelope(type: EnvelopeType, payload: Json, retry: Retry | null): Promise<Answer> {
    const socket = open.shift();
    if (!socket) return Promise.resolve({ outcome: 'unreachable', why: 'no connection' });
    // One connection gets it; the next envelope goes to the next one.
    open.push(socket);
    const id = randomUUID();
    const retried = retry
      ? { retry_attempt: retry.attempt, retry_reason: retry.reason }
      : { retry_attempt: 0, retry_reason: '' };
    const accepts = { accepts_response_payload: type !== 'events_api' };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        resolve({ outcome: 'timed-out' });
      }, state.options.answerMs ?? limits.answerMs);
      waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      socket.send(JSON.stringify({ envelope_id: id, type, payload, ...accepts, ...retried }));
    });
  }

  const pings = setInterval(() => {
    for (const socket of open) socket.ping();
  }, pingMs);
  pings.unref();
  return {
    disconnect(reason) {
      for (const socket of [...open]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
        socket.close();
      }
    },
    close() {
      clearInterval(pings);
      for (const socket of [...open]) socket.close(goingAway);
      sockets.close();
      // A bot that does not answer the closing handshake must not keep the process.
      setTimeout(() => {
        for (const socket of [...open]) socket.terminate();
      }, closingMs).unref();
    },
  };
}

function hello(appId: string, connections: number): Json {
  const debug = { host: 'simulated', build_number: 1, approximate_connection_time: 3600 };
  const connection = { app_id: appId };
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: debug,
    connection_info: connection,
  };
}

/** The same text that an HTTP answer would have carried. */
function answerBody(payload: unknown): string {
  if (payload === undefined || payload === null) return '';
  if (isRecord(payload) && Object.keys(payload).length === 0) return '';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
