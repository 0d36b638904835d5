/** What an entry of Active Directory says of an account. */
import { type Entry } from 'ldapts';
import { RemoteError } from '../../errors';
import { system } from './errors';
import { guidText } from './identifiers';

export const accountAttributes = ['objectGUID', 'userAccountControl', 'accountExpires'];
export const binaryAttributes = ['objectGUID'];

/** People, and neither computers nor services. */
export const isPerson = '(objectCategory=person)(objectClass=user)';

const disabledBit = 2n;
/** Both mean that it never does. */
const neverExpires = [0n, 0x7fff_ffff_ffff_ffffn];
/** Between 1601 and 1970, in units of 100 ns. */
const epoch = 116_444_736_000_000_000n;

export interface AccountFacts {
  readonly guid: string;
  /** Neither disabled nor expired. Whoever is locked out for a while is enabled: others can lock them out. */
  readonly enabled: boolean;
}

/** @param at when it is asked, by the clock of the directory. Throws RemoteError of what may not be read: it is not known, and not so. */
export function accountFacts(entry: Entry, at: Date): AccountFacts {
  const control = numberIn(entry['userAccountControl']);
  if (control === null) throw new RemoteError(system, 'unauthorized', 'account_control_unread');
  // It belongs to the same set of properties: whoever may read the one may read the other.
  const expires = numberIn(entry['accountExpires']) ?? 0n;
  const isExpired = !neverExpires.includes(expires) && expires <= fileTime(at);
  return { guid: guidOf(entry), enabled: (control & disabledBit) === 0n && !isExpired };
}

export function guidOf(entry: Entry): string {
  const bytes = entry['objectGUID'];
  if (!Buffer.isBuffer(bytes) || bytes.length !== 16)
    throw new RemoteError(system, 'unauthorized', 'object_guid_unread');
  return guidText(bytes);
}

/** `20261123010920.0Z`, as the root of a directory tells the time. */
export function timeIn(entry: Entry | undefined): Date {
  const said = entry?.['currentTime'];
  const written = typeof said === 'string' ? said : '';
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/u.exec(written) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number);
  if (second === undefined) throw new RemoteError(system, 'unavailable', 'time_unread');
  return new Date(Date.UTC(year!, month! - 1, day, hour, minute, second));
}

function fileTime(at: Date): bigint {
  return BigInt(at.getTime()) * 10_000n + epoch;
}

function numberIn(value: Entry[string] | undefined): bigint | null {
  return typeof value === 'string' && /^-?\d{1,19}$/u.test(value) ? BigInt(value) : null;
}
