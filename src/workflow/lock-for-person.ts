import { type Person, type RequestSnapshot } from '../elevation/model';
import { refuse } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { lockRequest } from '../store/requests';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { refuseAndRecord } from './refuse-and-record';

/** Who wants to do what with which request. */
interface Wish {
  readonly verb: string;
  readonly request: number;
}

/** The person behind the account, and the request as it stands with its lock held; or the reply of what was refused. */
type LockedForPerson =
  | { readonly refused: Reply }
  | { readonly refused: null; readonly person: Person; readonly snapshot: RequestSnapshot };

/**
 * The first step of every verb that changes a request: who it is, and what is to be judged. Nothing about the request is read before it
 * is locked.
 * @param lock what has to be locked with it
 */
export async function lockForPerson(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { verb, request }: Wish,
  lock: typeof lockRequest = lockRequest,
): Promise<LockedForPerson> {
  const { organisationId } = context;
  const person = await personOfAccount(tx, organisationId, envelope.account);
  const refused = async (...cause: Parameters<typeof refuse>) => {
    const attempt = { verb, person };
    return { refused: await refuseAndRecord(context, tx, envelope, attempt, refuse(...cause)) };
  };
  if (person === null) return refused('unlinked-account', { platform: envelope.account.platform });
  const locked = await lock(tx, organisationId, request);
  const snapshot = locked && (await loadSnapshot(tx, organisationId, { id: locked.id }));
  return snapshot === null
    ? refused('unknown-request', { request })
    : { refused: null, person, snapshot };
}
