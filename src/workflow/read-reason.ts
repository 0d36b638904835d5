import { namingSource } from '../elevation/membership';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { refuseReading } from '../elevation/reading';
import { rolesOf, type RoleHolder } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { personOfAccount } from '../store/people';
import { roleHolders } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import { fullReasonView } from '../views/full-reason';
import { type Context } from './context';
import { once } from './once';
import { readPresser } from './read-clicker';
import { refuseAndRecord } from './refuse-and-record';

interface Found {
  readonly person: Person | null;
  readonly snapshot: RequestSnapshot | null;
  readonly holders: readonly RoleHolder[];
}

/**
 * Query: the whole reason of a request, for the presser alone. It changes nothing and the pressed screen stays as it is;
 * whoever may not see the request is refused, on the record.
 */
export async function readReason(
  context: Context,
  envelope: Envelope,
  request: number,
): Promise<Reply> {
  const { database, organisationId } = context;
  const readings = await readPresser(context, envelope, request);
  const found = await database.read(async (tx) => ({
    person: await personOfAccount(tx, organisationId, envelope.account),
    snapshot: await loadSnapshot(tx, organisationId, { number: request }),
    holders: await roleHolders(tx, organisationId),
  }));
  const judged = judge(envelope, request, found, readings);
  if (!isRefusal(judged)) return { privately: fullReasonView(judged), screen: null };
  const { person, snapshot } = found;
  const about = person === null || snapshot === null ? {} : { requestId: snapshot.id };
  return once(context, envelope, (tx) =>
    refuseAndRecord(context, tx, envelope, { verb: 'reason', person, ...about }, judged),
  );
}

function judge(
  { account }: Envelope,
  number: number,
  { person, snapshot, holders }: Found,
  memberships: Awaited<ReturnType<typeof readPresser>>,
): RequestSnapshot | Refusal {
  if (person === null) return refuse('unlinked-account', { platform: account.platform });
  if (snapshot === null) return refuse('unknown-request', { request: number });
  if (isRefusal(memberships)) return memberships;
  const now = snapshot.readAt;
  const roles = rolesOf(person, holders);
  const refusal = refuseReading({ request: snapshot, person, memberships, roles, now });
  return namingSource(refusal, memberships) ?? snapshot;
}
