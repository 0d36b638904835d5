import { type Client, type Entry } from 'ldapts';
import { RemoteError } from '../../errors';
import { system } from './errors';
import { accountAttributes, accountFacts, binaryAttributes, guidOf, isPerson } from './facts';
import { nameInFilter } from './filters';
import { readOne, readTime } from './read-accounts';

/** Domain controllers give no more than 1,000 entries at once. */
const pageSize = 500;
/** Beyond this something goes round. */
const groupsMost = 10_000;

/**
 * objectGUIDs of the people in a group, directly or by groups in it, page by page; who is disabled or expired is left out. Each group is
 * asked for once, so that cycles end.
 */
export async function* listMembers(
  client: Client,
  group: string,
  base: string,
): AsyncGenerator<readonly string[]> {
  const [at, root] = await Promise.all([
    readTime(client),
    readOne(client, group, '(objectClass=group)', base),
  ]);
  if (root === null) throw new RemoteError(system, 'not_found', 'group_gone');
  const seen = new Map([[guidOf(root), root.dn]]);
  // What is added on the way is come to as well.
  for (const dn of seen.values()) {
    for await (const entries of directMembers(client, dn, base)) {
      const [people, groups] = divided(entries);
      for (const one of groups) seen.set(guidOf(one), seen.get(guidOf(one)) ?? one.dn);
      if (seen.size > groupsMost) throw new RemoteError(system, 'rejected', 'too_many_groups');
      const facts = people.map((one) => accountFacts(one, at));
      yield facts.filter(({ enabled }) => enabled).map(({ guid }) => guid);
    }
  }
}

async function* directMembers(
  client: Client,
  dn: string,
  base: string,
): AsyncGenerator<readonly Entry[]> {
  const pages = client.searchPaginated(base, {
    scope: 'sub',
    filter: `(&(memberOf=${nameInFilter(dn)})(|(objectClass=group)(&${isPerson})))`,
    attributes: [...accountAttributes, 'objectClass'],
    explicitBufferAttributes: binaryAttributes,
    paged: { pageSize },
  });
  // Where else something could be (referrals) is not followed.
  for await (const { searchEntries } of pages) yield searchEntries;
}

function divided(entries: readonly Entry[]): readonly [readonly Entry[], readonly Entry[]] {
  const isGroup = (one: Entry): boolean => [one['objectClass']].flat().includes('group');
  return [entries.filter((one) => !isGroup(one)), entries.filter(isGroup)];
}
