import { refuseExtending } from '../elevation/extending';
import { type RequestSnapshot } from '../elevation/model';
import { type Tx } from '../store/database';
import { loadRight, lockWithExtended } from '../store/extensions';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';

/** The request whose grant somebody wants to go on, with the right that the grant is for. */
export interface ExtendedRight {
  readonly snapshot: RequestSnapshot;
  readonly account: string;
  readonly scope: string;
}

/** Throws when there is no such request: requests are never removed. */
export async function readExtended(context: Context, request: number): Promise<ExtendedRight> {
  const { database, organisationId } = context;
  return database.read(async (tx) => {
    const snapshot = await loadSnapshot(tx, organisationId, { number: request });
    if (snapshot === null) throw new Error(`the request ${request} that goes on is gone`);
    const { grant } = snapshot;
    // Without a grant it is refused before anything is asked about its right.
    if (grant === null) return { snapshot, account: '', scope: '' };
    return { snapshot, ...(await loadRight(tx, organisationId, grant.id)) };
  });
}

/** What a request for more time says of the grant that goes on. */
export function extensionOf({
  snapshot,
}: ExtendedRight): Pick<RequestSnapshot, 'kind' | 'extends'> {
  const grant = snapshot.grant!;
  const { endsAt, state, endCause } = grant;
  const since = snapshot.extends?.since ?? grant.startsAt;
  const { number } = snapshot;
  return {
    kind: 'extension',
    extends: { grantId: grant.id, number, since, endsAt, state, endCause },
  };
}

/**
 * Locks the request that goes on, with all that it extends itself, and looks again: until the end of the transaction
 * nobody ends its grant, and nobody else asks for more time on it.
 */
export async function isStillExtendable(
  tx: Tx,
  organisationId: string,
  { snapshot: { number } }: ExtendedRight,
): Promise<boolean> {
  await lockWithExtended(tx, organisationId, number);
  const now = await loadSnapshot(tx, organisationId, { number });
  return now !== null && refuseExtending(now, now.subject, now.policyNow) === null;
}
