import { factsDigest } from '../elevation/digest';
import { type Person } from '../elevation/model';
import { refuse } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { personOfAccount } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { consideredLines } from '../views/prompt';
import { type Context } from './context';
import { leastDurationS } from './draw-prompt';
import { refuseFilledIn } from './open-form';
import { promptFor } from './prompt-for';
import { readStored, refuseAccount } from './read-clicker';
import { readChange } from './read-change';
import { refuseQuery, type Attempt } from './refuse-and-record';

export interface Consideration {
  readonly request: number;
  readonly verdict: 'approve' | 'deny';
  readonly hasComment: boolean;
}

/**
 * Query: the prompt of a request with its buttons, for whoever typed that they approve or deny it. Who decides, decides on what they are
 * shown, and typed words show nothing: the request may be another one by now than the one that they remember, and the policy, too. So
 * typing brings the prompt as it is stored, and its button carries the digest of just that. Whoever could not decide is told now, and
 * that is recorded like every refusal.
 */
export async function considerRequest(
  context: Context,
  envelope: Envelope,
  { request: number, verdict, hasComment }: Consideration,
): Promise<Reply> {
  const { database, organisationId } = context;
  const { account } = envelope;
  const { person, snapshot, memberships } = await database.read(async (tx) => {
    const found = {
      person: await personOfAccount(tx, organisationId, account),
      snapshot: await loadSnapshot(tx, organisationId, { number }),
    };
    if (found.person === null || found.snapshot === null) return { ...found, memberships: [] };
    return { ...found, memberships: await readStored(tx, found.person, found.snapshot) };
  });
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: account.platform });
    return refuseQuery(context, envelope, { verb: verdict, person }, refusal);
  }
  const attempt = { verb: verdict, person };
  if (snapshot === null) return considerChange(context, envelope, attempt, number);
  const leastS = leastDurationS(context, snapshot);
  // No role decides.
  const presser = { person, snapshot, memberships, roles: [], leastS };
  const refusal =
    (await refuseAccount(context, envelope, number, { lately: true })) ??
    refuseFilledIn({ verb: verdict, digest: factsDigest(snapshot) }, presser);
  if (refusal !== null) {
    return refuseQuery(context, envelope, { ...attempt, requestId: snapshot.id }, refusal);
  }
  const typed = consideredLines(hasComment);
  return { privately: promptFor(context, person, snapshot, memberships, { typed }), screen: null };
}

/** A change of the configuration has a number like a request, and a screen with buttons of its own. */
async function considerChange(
  context: Context,
  envelope: Envelope,
  attempt: Attempt & { readonly person: Person },
  number: number,
): Promise<Reply> {
  const change = await context.database.read((tx) =>
    readChange(context, tx, attempt.person, number),
  );
  const refusal =
    change === null
      ? refuse('unknown-request', { request: number })
      : await refuseAccount(context, envelope, undefined, { lately: true });
  if (refusal !== null) return refuseQuery(context, envelope, attempt, refusal);
  return { privately: change, screen: null };
}
