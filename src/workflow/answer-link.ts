import { type LinkPress } from '../commands/command';
import {
  judgeAnswer,
  judgeTie,
  type LinkSide,
  type LinkState,
  type MetLink,
  otherSide,
  sideOf,
  type Tie,
} from '../elevation/linking';
import { type Person } from '../elevation/model';
import { isRefusal, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { openRequests } from '../store/changes';
import { lockConfiguration } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { closeLink, confirmLink, lockLink, readLink, tieAccount } from '../store/links';
import { personOfAccount } from '../store/people';
import { shownLink } from '../views/link';
import { type View } from '../views/view';
import { type Context } from './context';
import { once } from './once';
import { enqueuePublishOfAll } from './publish-job';
import { refuseAccount } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';
import { enqueueLinkNews } from './tell-link-job';

/**
 * One of two accounts says that the other is theirs, or is not. When both have said so, the one that was nobody's is tied to the
 * person of the other, by whose they are at that moment.
 */
export async function answerLink(
  context: Context,
  envelope: Envelope,
  press: LinkPress,
): Promise<Reply> {
  const unfit = await refuseAccount(context, envelope);
  return once(context, envelope, async (tx) => {
    const { organisationId } = context;
    const { account } = envelope;
    // Whose accounts are whose is configuration: nobody changes it meanwhile.
    await lockConfiguration(tx, organisationId);
    const person = await personOfAccount(tx, organisationId, account);
    const link = await lockLink(tx, organisationId, press.link);
    const judged = unfit ?? judgeAnswer(link, account, press.digest);
    const refusal = isRefusal(judged)
      ? judged
      : await answer(context, tx, { envelope, person, press, ...judged });
    const screen = await screenOf(tx, organisationId, envelope, press);
    if (refusal === null) return { privately: null, screen };
    return refuseAndRecord(context, tx, envelope, { verb: press.verb, person, screen }, refusal);
  });
}

/** For the two of them alone. */
async function screenOf(
  tx: Tx,
  organisationId: string,
  { account }: Envelope,
  { link: id }: LinkPress,
): Promise<View | null> {
  const link = await readLink(tx, organisationId, id);
  const side = link && sideOf(link, account);
  return link && side && shownLink(link, side);
}

interface Answer {
  readonly envelope: Envelope;
  readonly person: Person | null;
  readonly press: LinkPress;
  readonly link: MetLink;
  readonly side: LinkSide;
}

async function answer(context: Context, tx: Tx, given: Answer): Promise<Refusal | null> {
  const { organisationId } = context;
  const { press, link, side } = given;
  const { id } = link;
  if (press.verb === 'link-refuse') {
    await end(context, tx, given, { state: 'refused', personId: null });
    return null;
  }
  if (!(await confirmLink(tx, organisationId, id, side))) return null;
  await appendAudit(tx, {
    organisationId,
    kind: 'link.confirmed',
    actor: actorOf(given.envelope, given.person),
    facts: { linkId: id },
  });
  if (link[otherSide(side)].confirmedAt === null) return null;
  const tie = judgeTie(link);
  if (isRefusal(tie)) {
    await end(context, tx, given, { state: 'impossible', personId: null });
    return tie;
  }
  await tieTo(context, tx, given, tie);
  return null;
}

/** What waits to be decided is drawn anew: on another platform there is somebody more who can press. */
async function tieTo(
  context: Context,
  tx: Tx,
  given: Answer,
  { account, person }: Tie,
): Promise<void> {
  const { organisationId } = context;
  await tieAccount(tx, organisationId, account, person.id);
  await appendAudit(tx, {
    organisationId,
    kind: 'account.linked',
    actor: actorOf(given.envelope, person),
    facts: { linkId: given.link.id, account: { ...account }, personId: person.id },
  });
  await end(context, tx, given, { state: 'linked', personId: person.id });
  await enqueuePublishOfAll(tx, organisationId, await openRequests(tx, organisationId));
}

interface Ended {
  readonly state: Extract<LinkState, 'linked' | 'refused' | 'impossible'>;
  readonly personId: string | null;
}

/** The other account is told by a message of its own. */
async function end(context: Context, tx: Tx, given: Answer, ended: Ended): Promise<void> {
  const { organisationId } = context;
  const { link, side } = given;
  await closeLink(tx, organisationId, link.id, ended);
  if (ended.state !== 'linked') {
    await appendAudit(tx, {
      organisationId,
      kind: 'link.ended',
      actor: actorOf(given.envelope, given.person),
      facts: { linkId: link.id, why: ended.state },
    });
  }
  await enqueueLinkNews(tx, { organisationId, linkId: link.id, side: otherSide(side) });
}
