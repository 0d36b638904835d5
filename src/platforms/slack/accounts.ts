import { type UsersInfoResponse } from '@slack/web-api';
import { RemoteError } from '../../errors';
import { type AccountKey, type AccountKind, type AccountReading, type Platform } from '../contract';
import { type Identity, type IdentityKeeper } from './identity';
import { type Web } from './web';

/** How long a reading will do for what is only shown, in milliseconds. */
const recentMs = 60_000;
/** Readings that are kept; beyond it the oldest go. */
const recentMost = 1_000;

/**
 * Reads accounts, and remembers for a minute what was read. It is used where somebody looks or types: a field that finds
 * its options by typing would ask Slack at every letter. What is decided is read anew each time.
 */
export function createAccountReader(
  web: Web,
  identity: IdentityKeeper,
  now: () => number,
): Platform['readAccount'] {
  const recent = new Map<string, { readonly reading: AccountReading; readonly at: number }>();
  return async (account, signal, { lately = false } = {}) => {
    const key = `${account.tenant} ${account.user}`;
    const known = recent.get(key);
    if (lately && known !== undefined && now() - known.at < recentMs) return known.reading;
    const self = identity.known();
    if (self === null) throw new RemoteError('Slack', 'unavailable', 'not_started');
    const reading = await readAccount(web, self, account, signal);
    recent.delete(key);
    if (recent.size >= recentMost) recent.delete(recent.keys().next().value!);
    recent.set(key, { reading, at: now() });
    return reading;
  };
}

type SlackUser = NonNullable<UsersInfoResponse['user']>;

/**
 * Asks Slack about an account now; nothing is cached, because somebody who left a minute ago must not decide.
 * @throws RemoteError; `unavailable` with code `deadline` when the signal aborts first
 */
async function readAccount(
  web: Web,
  identity: Identity,
  account: AccountKey,
  signal: AbortSignal,
): Promise<AccountReading> {
  // The key of a visitor carries their own workspace; our token need not be able to see them at all.
  if (!identity.allowed.has(account.tenant)) {
    return { kind: 'external', name: account.user, zone: null };
  }
  const asked = web((client) => client.users.info({ user: account.user }));
  const { user } = await beforeDeadline(asked, signal);
  if (user === undefined) throw new RemoteError('Slack', 'unavailable', 'empty_answer');
  return {
    kind: kindOf(user, identity.allowed),
    name: user.profile?.display_name || user.real_name || user.name || account.user,
    zone: user.tz ?? null,
  };
}

/** The worst that is true of the account. A home workspace that Slack does not name counts as another one. */
function kindOf(user: SlackUser, allowed: ReadonlySet<string>): AccountKind {
  if (user.deleted) return 'disabled';
  if (user.is_bot || user.is_workflow_bot || user.is_connector_bot) return 'bot';
  const homes = [user.team_id, user.enterprise_user?.enterprise_id];
  const isOurs = homes.some((id) => id !== undefined && allowed.has(id));
  if (user.is_stranger || !isOurs) return 'external';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return 'member';
}

/** The client cannot be interrupted; its answer is left behind when it comes too late. */
export async function beforeDeadline<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  asked.catch(() => undefined);
  const tooLate = () => new RemoteError('Slack', 'unavailable', 'deadline');
  if (signal.aborted) throw tooLate();
  let giveUp: () => void = () => undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(tooLate());
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([asked, deadline]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
