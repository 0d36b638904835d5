import { hashOfCode } from '../elevation/digest';
import {
  afterFailure,
  judgeTie,
  linkValidS,
  lockOf,
  type MetLink,
  readCode,
  refuseTyping,
} from '../elevation/linking';
import { type Person } from '../elevation/model';
import { storable } from '../elevation/typed-text';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import {
  closeLink,
  lockGuesses,
  lockLink,
  lockLinkOfCode,
  meetLink,
  recordGuesses,
} from '../store/links';
import { personOfAccount } from '../store/people';
import { linkView } from '../views/link';
import { type Context } from './context';
import { refuseLinking } from './give-link-code';
import { once } from './once';
import { readOwnAccount } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';
import { enqueueLinkNews } from './tell-link-job';

/**
 * `/elevate link K7QM-3T8W`: shows the account that typed a code the one that it was given to, and the other way round. The code is
 * used up by it. Five wrong ones lock the account that typed them for a while.
 */
export async function typeLinkCode(
  context: Context,
  envelope: Envelope,
  typed: string,
): Promise<Reply> {
  const reading = await readOwnAccount(context, envelope);
  return once(context, envelope, async (tx) => {
    const person = await personOfAccount(tx, context.organisationId, envelope.account);
    const refusal = await refuseLinking(context, tx, envelope, { reading, person });
    const met =
      isRefusal(reading) || refusal !== null
        ? (refusal ?? (reading as Refusal))
        : await meet(context, tx, envelope, { typed, name: storable(reading.name), person });
    return isRefusal(met)
      ? refuseAndRecord(context, tx, envelope, { verb: 'link', person }, met)
      : { privately: linkView(met, 'typer'), screen: null };
  });
}

interface Typed {
  readonly typed: string;
  /** What the platform calls the account. */
  readonly name: string;
  readonly person: Person | null;
}

/** Uses the code up, or counts that it was wrong. */
async function meet(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { typed, name, person }: Typed,
): Promise<MetLink | Refusal> {
  const { organisationId } = context;
  const { account: typer } = envelope;
  const code = readCode(typed);
  const found =
    code === null
      ? null
      : await lockLinkOfCode(tx, organisationId, hashOfCode(organisationId, code));
  const now = await readClock(tx);
  const refusal = refuseTyping(found, typer, now);
  if (found === null || refusal !== null) return fail(context, tx, envelope, now);
  const { id } = found;
  await meetLink(tx, organisationId, id, { typer, name, validS: linkValidS });
  const link = (await lockLink(tx, organisationId, id)) as MetLink;
  await appendAudit(tx, {
    organisationId,
    kind: 'link.met',
    actor: actorOf(envelope, person),
    facts: { linkId: id, asker: { ...link.asker.account }, typer: { ...typer } },
  });
  const tie = judgeTie(link);
  if (!isRefusal(tie)) {
    await enqueueLinkNews(tx, { organisationId, linkId: id, side: 'asker' });
    return link;
  }
  await closeLink(tx, organisationId, id, { state: 'impossible', personId: null });
  await appendAudit(tx, {
    organisationId,
    kind: 'link.ended',
    actor: actorOf(envelope, person),
    facts: { linkId: id, why: 'impossible' },
  });
  return tie;
}

/** The same words for every wrong code; those of the lock with the one that locks. */
async function fail(
  { organisationId }: Context,
  tx: Tx,
  { account }: Envelope,
  now: Date,
): Promise<Refusal> {
  const guesses = afterFailure(await lockGuesses(tx, organisationId, account), now);
  await recordGuesses(tx, organisationId, account, guesses);
  const until = lockOf(guesses, now);
  return until === null ? refuse('link-code-wrong') : refuse('link-locked', { until });
}
