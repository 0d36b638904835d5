import { RemoteError } from '../../errors';
import { type Graph } from './graph';
import { system } from './name';

/** Nobody waits for a listing: Graph may ask for patience. */
const patienceMs = 30_000;
/** 5,000 members are six pages; beyond this something goes round. */
const pagesMost = 1_000;

/** Object ids of the people in a group, directly or by groups in it, page by page; who is disabled or a guest is left out. */
export async function* listMembers(
  graph: Graph,
  groupId: string,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const group = `/groups/${encodeURIComponent(groupId)}`;
  let path: string | null =
    `${group}/transitiveMembers/microsoft.graph.user?$select=id,accountEnabled,userType&$top=999`;
  for (let page = 0; path !== null; page += 1) {
    if (page === pagesMost) throw new RemoteError(system, 'rejected', 'too_many_pages');
    const read: Page = await graph.call({ method: 'GET', path, patienceMs, parse: pageOf }, signal);
    yield read.users;
    path = read.next;
  }
}

interface Page {
  readonly users: readonly string[];
  readonly next: string | null;
}

function pageOf(body: unknown): Page {
  const { value, '@odata.nextLink': next } = (body ?? {}) as Record<string, unknown>;
  if (!Array.isArray(value)) throw new RemoteError(system, 'unavailable', 'incomplete_answer');
  const users = value.flatMap((one: unknown) => {
    const { id, accountEnabled, userType } = one as Record<string, unknown>;
    const counts = typeof id === 'string' && accountEnabled === true && userType === 'Member';
    return counts ? [id.toLowerCase()] : [];
  });
  return { users, next: typeof next === 'string' ? next : null };
}
