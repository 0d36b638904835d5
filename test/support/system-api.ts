/** The routes for programs over real HTTP, with the world of world.ts behind them. */
import pino from 'pino';
import { mountApi } from '../../src/http/api';
import { createMetrics } from '../../src/http/metrics';
import { closeServer, createHttpServer, listen } from '../../src/http/server';
import { askAsSystem } from '../../src/workflow/ask-as-system';
import { endAsSystem } from '../../src/workflow/end-as-system';
import { makeSystemKey } from '../../src/workflow/make-system-key';
import { readAsSystem } from '../../src/workflow/read-as-system';
import { unreadable } from '../../src/workflow/system-answer';
import { systemAccountRow } from './system-accounts';
import { type SeedOptions } from './seed';
import { createWorld, type World } from './world';

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Calling {
  readonly key?: string | null;
  readonly idempotencyKey?: string | null;
  /** In the place of what would be sent. */
  readonly raw?: string;
}

export interface SystemApi {
  readonly url: string;
  call(method: string, path: string, calling?: Calling & { body?: unknown }): Promise<Called>;
  /** Asks for Search-Mailbox for an hour, but for what is changed. */
  ask(changes?: Record<string, unknown>, calling?: Calling): Promise<Called>;
  stop(): Promise<void>;
}

let last = 0;

export async function startSystemApi(world: World, usual: string): Promise<SystemApi> {
  const { context } = world;
  const log = pino({ level: 'silent' });
  const metrics = createMetrics().registry;
  const server = createHttpServer({ log, metrics, notReady: async () => [] });
  mountApi(server, {
    ask: (call) => askAsSystem(context, call),
    read: (call) => readAsSystem(context, call),
    end: (call) => endAsSystem(context, call),
    unreadable,
  });
  const url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  const api: SystemApi = {
    url,
    async call(method, path, { key = usual, idempotencyKey, raw, body } = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(idempotencyKey == null ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(body === undefined && raw === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
      });
      const text = await response.text();
      const read = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      return { status: response.status, headers: response.headers, body: read };
    },
    ask(changes = {}, calling = {}) {
      last += 1;
      const wish = { target: 'Search-Mailbox', for: '1h', reason: 'Nightly export' };
      const body = { ...wish, ...changes };
      return api.call('POST', '/api/requests', {
        idempotencyKey: `wish-${last}`,
        ...calling,
        body,
      });
    },
    stop: () => closeServer(server),
  };
  return api;
}

export async function keyOf(world: World, name = 'nightly-export', graceS = 0): Promise<string> {
  const { database, organisationId } = world.context;
  return (await makeSystemKey(database, organisationId, { name, graceS }))!.key;
}

export interface SystemWorld {
  readonly world: World;
  readonly api: SystemApi;
  /** Of `nightly-export`; the other account is `other`. */
  readonly key: string;
  stop(): Promise<void>;
}

/** A world with two system accounts, and the routes that they ask on. */
export async function createSystemWorld(
  change: NonNullable<SeedOptions['change']> = (rows) => rows,
): Promise<SystemWorld> {
  const world = await createWorld({
    change: (rows) => ({
      ...change(rows),
      systemAccounts: [
        systemAccountRow(rows),
        systemAccountRow(rows, {
          name: 'other',
          accounts: [{ system: 'Exchange', userKey: 'svc-other' }],
        }),
      ],
    }),
  });
  const key = await keyOf(world);
  const api = await startSystemApi(world, key);
  return {
    world,
    api,
    key,
    async stop() {
      await api.stop();
      await world.close();
    },
  };
}

export function codeOf({ status, body }: Called): readonly unknown[] {
  return [status, body['code']];
}

/** What is in the trail but for keys that were made. */
export function trailOf({ db }: World): Promise<unknown[]> {
  return db.query(
    `select kind, actor->>'type' as type, actor->>'name' as name, facts->>'refused' as refused
     from elevate.audit_events where kind <> 'system-account.key-made' order by seq`,
  );
}
