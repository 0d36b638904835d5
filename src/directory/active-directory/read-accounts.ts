import { ResultCodeError, type Client, type Entry } from 'ldapts';
import { isWithin } from '../../administration/distinguished-names';
import { RemoteError } from '../../errors';
import { type SourceReading } from '../contract';
import { system } from './errors';
import { accountAttributes, accountFacts, binaryAttributes, isPerson, timeIn } from './facts';
import { nameInFilter } from './filters';
import { placeOfGuid } from './identifiers';

/** Somebody with as many accounts as that, or a group made of as many: more than anybody has. */
const questionsMost = 200;

export interface Wanted {
  /** objectGUIDs of one person's accounts, and of groups, in lower case. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** What is not below it does not count. */
  readonly base: string;
}

/**
 * Whether these accounts are enabled, and in which of the groups they are, directly or by groups in them; cycles end by themselves. Two
 * steps on one connection, all questions of each at once: what is called how now, then who is in what. An account that is gone, disabled
 * or expired is in no group; a group that is gone has nobody in it. Primary groups (`Domain Users`) are no memberships.
 */
export async function readAccounts(
  client: Client,
  { users, groups, base }: Wanted,
): Promise<SourceReading> {
  if (users.length * groups.length > questionsMost)
    throw new RemoteError(system, 'rejected', 'too_many_groups');
  const [root, accounts, names] = await Promise.all([
    readTime(client),
    Promise.all(users.map((guid) => readOne(client, guid, `(&${isPerson})`, base))),
    Promise.all(groups.map((guid) => readOne(client, guid, '(objectClass=group)', base))),
  ]);
  const enabled = users.filter((_guid, at) => {
    const entry = accounts[at];
    return entry !== null && entry !== undefined && accountFacts(entry, root).enabled;
  });
  const questions = enabled.flatMap((user) =>
    groups.map((group, at) => isMember(client, user, { group, dn: names[at]?.dn ?? null })),
  );
  const found = new Set((await Promise.all(questions)).filter((group) => group !== null));
  return { memberOf: groups.filter((one) => found.has(one)), disabled: enabled.length === 0 };
}

/** By the clock of the directory: it is what says until when an account is good. */
export async function readTime(client: Client): Promise<Date> {
  const asked = await client.search('', { scope: 'base', attributes: ['currentTime'] });
  return timeIn(asked.searchEntries[0]);
}

/** The object with this id, if it is of that kind and below the base. */
export async function readOne(
  client: Client,
  guid: string,
  filter: string,
  base: string,
): Promise<Entry | null> {
  const place = placeOfGuid(guid);
  if (place === null) return null;
  const entry = await readBase(client, place, filter);
  return entry !== null && isWithin(entry.dn, base) ? entry : null;
}

async function isMember(
  client: Client,
  user: string,
  { group, dn }: { readonly group: string; readonly dn: string | null },
): Promise<string | null> {
  const place = placeOfGuid(user);
  if (place === null || dn === null) return null;
  // The rule that follows groups in groups.
  const filter = `(memberOf:1.2.840.113556.1.4.1941:=${nameInFilter(dn)})`;
  return (await readBase(client, place, filter)) === null ? null : group;
}

async function readBase(client: Client, place: string, filter: string): Promise<Entry | null> {
  const options = {
    attributes: accountAttributes,
    explicitBufferAttributes: binaryAttributes,
  };
  try {
    const { searchEntries } = await client.search(place, { scope: 'base', filter, ...options });
    return searchEntries[0] ?? null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof ResultCodeError && error.code === 32;
}
