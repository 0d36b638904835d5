/** What Teams says about an account now. */
import { RemoteError } from '../../errors';
import { type AccountKey, type AccountKind, type AccountReading } from '../contract';
import { normaliseId } from './config';
import { type Member, type TeamsConnector } from './connector';
import { type Places } from './places';
import { type Roster } from './roster';
import { type Seat } from './sightings';

export interface AccountOptions {
  readonly connector: TeamsConnector;
  readonly places: Places;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Reads the member afresh, within the signal's deadline. Throws RemoteError; `not_found` when this person was never
 * seen or is no longer where they were seen.
 */
export async function readAccount(
  { connector, places, sleep }: AccountOptions,
  account: AccountKey,
  signal: AbortSignal,
): Promise<AccountReading> {
  return withSignal(signal, async () => {
    const seat = await places.seat(account);
    if (seat === null) throw new RemoteError('Teams', 'not_found', 'account_never_seen');
    const ask = () => connector.member(seat.place, seat.memberId);
    const member = await patiently(ask, sleep, signal);
    return {
      kind: kindOf(member, account),
      name: member.name ?? '',
      zone: seat.zone,
    };
  });
}

/** The object id of a member of our tenant, by the id that they have for this bot; null for everybody else. */
export async function readObjectId(
  connector: TeamsConnector,
  { place, memberId }: Pick<Seat, 'place' | 'memberId'>,
  signal: AbortSignal,
): Promise<string | null> {
  const { aadObjectId, tenantId } = await withSignal(signal, () =>
    connector.member(place, memberId),
  );
  const isOurs = tenantId === undefined || normaliseId(tenantId) === place.conversation.tenantId;
  return aadObjectId !== undefined && isOurs ? normaliseId(aadObjectId) : null;
}

/** What a roster that was read lately says; null when none has the account. */
export function readingFrom(roster: Roster, account: AccountKey): AccountReading | null {
  const listed = roster.known(account);
  if (listed === null) return null;
  return { kind: kindOf(listed.member, account), name: listed.member.name ?? '', zone: null };
}

const callsMost = 3;
/** How long to wait when Teams throttles and does not say for how long. */
const throttledMs = 300;

/** Asks again while Teams throttles and somebody still waits: a press has no job that comes back to it. */
async function patiently<T>(
  ask: () => Promise<T>,
  sleep: AccountOptions['sleep'],
  signal: AbortSignal,
): Promise<T> {
  for (let calls = 1; ; calls += 1) {
    try {
      return await ask();
    } catch (error) {
      const isThrottled = error instanceof RemoteError && error.kind === 'throttled';
      if (!isThrottled || calls === callsMost || signal.aborted) throw error;
      await sleep(error.retryAfterMs ?? throttledMs);
    }
  }
}

/** Only what is plainly a member of our own tenant is one. */
function kindOf(member: Member, account: AccountKey): AccountKind {
  const { aadObjectId, tenantId, userRole } = member;
  if (aadObjectId === undefined || normaliseId(aadObjectId) !== account.user) return 'external';
  if (tenantId !== undefined && normaliseId(tenantId) !== account.tenant) return 'external';
  switch (userRole?.toLowerCase()) {
    case undefined:
    case 'user':
    case 'owner':
      return 'member';
    case 'guest':
      return 'guest';
    case 'bot':
      return 'bot';
    default:
      return 'external';
  }
}

export async function withSignal<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw timedOut();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(timedOut());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function timedOut(): RemoteError {
  return new RemoteError('Teams', 'unavailable', 'timeout');
}
