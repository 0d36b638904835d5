import { judgeAcceptance } from '../elevation/accepting';
import { factsDigest } from '../elevation/digest';
import { isRefusal, refuse } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { personOfAccount } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { acceptanceView } from '../views/acceptance';
import { refusedAttempt } from './accept-request';
import { type Context } from './context';
import { refuseAccount } from './read-clicker';
import { refuseQuery } from './refuse-and-record';

/**
 * Query: what somebody else asked for this person, with the buttons to accept or decline it. Who accepts agrees to what they are
 * shown, and typed words show nothing: typing `accept` brings the screen and accepts nothing. Whoever could not accept is told now, and
 * that is recorded like every refusal.
 */
export async function showAcceptance(
  context: Context,
  envelope: Envelope,
  number: number,
): Promise<Reply> {
  const { database, organisationId } = context;
  const { account } = envelope;
  const { person, snapshot } = await database.read(async (tx) => ({
    person: await personOfAccount(tx, organisationId, account),
    snapshot: await loadSnapshot(tx, organisationId, { number }),
  }));
  const attempt = { verb: 'accept', person };
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: account.platform });
    return refuseQuery(context, envelope, attempt, refusal);
  }
  if (snapshot === null) {
    return refuseQuery(context, envelope, attempt, refuse('unknown-request', { request: number }));
  }
  const digest = factsDigest(snapshot);
  const stored = { request: snapshot, person, now: snapshot.readAt, digest };
  const judged =
    (await refuseAccount(context, envelope, number, { lately: true })) ??
    judgeAcceptance({ ...stored, pressedDigest: digest });
  if (!isRefusal(judged)) return { privately: acceptanceView(snapshot), screen: null };
  const about = refusedAttempt('accept', person, snapshot);
  return refuseQuery(context, envelope, { ...about, screen: null }, judged);
}
