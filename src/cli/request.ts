/** `elevate request`: what automation asks by, over HTTP and with the key of a system account. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../config';
import { ConfigError } from '../errors';

export interface RequestOptions {
  readonly for: string;
  readonly reason: string;
  readonly systemAccount: string;
  readonly ticket?: string;
  readonly scope?: string;
  readonly keyFile?: string;
  readonly idempotencyKey?: string;
  /** False: it is not waited until the right is there. */
  readonly wait: boolean;
}

/** Documented in docs/system-accounts.md; scripts depend on them. */
const exitCodes = { granted: 0, failed: 1, unreadable: 2, refused: 3, noKey: 4, tryAgain: 75 };

/** As long as the right may take to be there. */
const patienceMs = 60_000;
const pollMs = 1_000;
/** Tries of one call; the idempotency key makes them one wish. */
const tries = 3;
const callMs = 10_000;

interface Service {
  readonly url: string;
  readonly key: string;
}

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks, waits until the right is there, prints what there is as JSON, and ends with an exit code that says which. */
export async function requestAsSystem(target: string, options: RequestOptions): Promise<void> {
  const service = readService(options);
  const { reason, ticket, scope, systemAccount } = options;
  const asked = await call(service, '/api/requests', {
    method: 'POST',
    headers: { 'idempotency-key': options.idempotencyKey ?? randomUUID() },
    body: JSON.stringify({ target, for: options.for, reason, ticket, scope, systemAccount }),
  });
  if (asked === null) return end(exitCodes.tryAgain, null);
  if (asked.status !== 201) return end(codeOf(asked), asked.body);
  const last = options.wait ? await untilThere(service, asked) : asked;
  const state = String(last.body['state']);
  if (state === 'active') return end(exitCodes.granted, last.body);
  if (state !== 'activating') return end(exitCodes.failed, last.body);
  end(options.wait ? exitCodes.tryAgain : exitCodes.granted, last.body);
}

function readService({ keyFile }: RequestOptions): Service {
  const variables = readEnvironment(process.cwd(), process.env);
  const url = variables['ELEVATE_URL'] ?? 'http://127.0.0.1:3978';
  const file = keyFile ?? variables['ELEVATE_API_KEY_FILE'];
  const key = file === undefined ? variables['ELEVATE_API_KEY'] : readKeyFile(file);
  if (key === undefined || key.trim() === '') {
    throw new ConfigError(
      'There is no key. Set ELEVATE_API_KEY, or ELEVATE_API_KEY_FILE to a file that has it. ' +
        'An operator makes one: npm run elevate -- system-account key NAME',
    );
  }
  return { url: url.replace(/\/+$/u, ''), key: key.trim() };
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(`The file of the key, ${file}, cannot be read (${why}).`);
  }
}

/** What became of it after a while. */
async function untilThere(service: Service, asked: Answered): Promise<Answered> {
  const giveUpAt = Date.now() + patienceMs;
  let last = asked;
  while (last.body['state'] === 'activating' && Date.now() < giveUpAt) {
    await sleep(pollMs);
    const read = await call(service, `/api/requests/${String(asked.body['request'])}`, {});
    if (read?.status === 200) last = read;
  }
  return last;
}

/** @returns null when nobody answered, or nobody could */
async function call(service: Service, path: string, init: RequestInit): Promise<Answered | null> {
  for (let attempt = 1; ; attempt += 1) {
    const answered = await callOnce(service, path, init);
    if (answered !== null && answered.status < 500) return answered;
    if (attempt === tries) return answered;
    await sleep(pollMs);
  }
}

async function callOnce(
  { url, key }: Service,
  path: string,
  init: RequestInit,
): Promise<Answered | null> {
  try {
    const response = await fetch(url + path, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${key}` },
      // A key is for one address: it does not go wherever that one points.
      redirect: 'error',
      signal: AbortSignal.timeout(callMs),
    });
    const body = (await response.json()) as Readonly<Record<string, unknown>>;
    return { status: response.status, body };
  } catch {
    return null;
  }
}

function codeOf({ status }: Answered): number {
  if (status === 401) return exitCodes.noKey;
  if (status === 400 || status === 413 || status === 422) return exitCodes.unreadable;
  return status === 429 || status >= 500 ? exitCodes.tryAgain : exitCodes.refused;
}

function end(code: number, body: Readonly<Record<string, unknown>> | null): void {
  if (body !== null) process.stdout.write(`${JSON.stringify(body)}\n`);
  else process.stderr.write('Elevate does not answer. Nothing may have been granted: try again.\n');
  process.exitCode = code;
}
