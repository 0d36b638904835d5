import { hash, timingSafeEqual } from 'node:crypto';
import { type Actor } from '../audit/events';
import { callsMost, callsWindowS, readKey } from '../elevation/system-keys';
import { refuse, type Refusal } from '../errors';
import { type Database } from '../store/database';
import { countCall, findKey } from '../store/system-keys';
import { type Context } from './context';

/** The system account that a key belongs to. */
export interface Caller {
  readonly accountId: string;
  readonly name: string;
  readonly actor: Actor;
  /** Calls in the present window, this one counted. */
  readonly calls: number;
}

/**
 * Who calls. A key that opens nothing is refused without a trace in the trail, where anybody on the internet could write else; it
 * is counted. Every call of an account is counted, in a transaction of its own: what is refused afterwards counts, too.
 */
export async function readCaller(
  { database, organisationId, count }: Context,
  key: string | null,
): Promise<Caller | Refusal> {
  const found = await findCaller(database, organisationId, key);
  if (found === null) {
    count('api_unauthorised');
    return refuse('api-key-unknown');
  }
  const { accountId, name, keyId } = found;
  const calls = await database.transaction((tx) =>
    countCall(tx, organisationId, accountId, callsWindowS),
  );
  return { accountId, name, calls, actor: { type: 'system-account', accountId, name, keyId } };
}

/** What is compared where there is no key of that id, so that it takes as long. */
const nobodys = Buffer.alloc(32);

async function findCaller(database: Database, organisationId: string, key: string | null) {
  const given = key === null ? null : readKey(key);
  if (given === null) return null;
  const stored = await database.read((tx) => findKey(tx, organisationId, given.id));
  const isRight = timingSafeEqual(keyHash(given.secret), stored?.sha256 ?? nobodys);
  return stored !== null && isRight ? { ...stored, keyId: given.id } : null;
}

/**
 * A slow hash protects secrets that people choose, by making each guess cost something. Of 256 random bits no guess is ever
 * right, so a fast one is as safe, and a call does not cost a tenth of a second.
 */
export function keyHash(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** The first call beyond what is answered in a window. It is told; those after it are only turned away. */
export function isFirstTooMany({ calls }: Caller): boolean {
  return calls === callsMost + 1;
}

export function isTooMany({ calls }: Caller): boolean {
  return calls > callsMost;
}

/** Seconds after which a call is answered again at the latest. */
export const tooManyRetryS = callsWindowS;
