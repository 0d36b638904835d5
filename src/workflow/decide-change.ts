import { v7 as uuidv7 } from 'uuid';
import { judgeChangeDecision, type ChangeRequest } from '../administration/change-request';
import { changeDigest } from '../administration/digest';
import { changeLine } from '../administration/difference-lines';
import { type Press } from '../commands/command';
import { type Person } from '../elevation/model';
import { typedOrNull } from '../elevation/typed-text';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { loadChange } from '../store/changes';
import { lockConfiguration } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { insertDecision, lockRequest, moveRequest } from '../store/requests';
import { lockRoles } from '../store/roles';
import { changeDenyFormView, changeView } from '../views/change';
import { type View } from '../views/view';
import { judgeChange, standingOf, type JudgedChange } from './change-standing';
import { type Context } from './context';
import { makeChange } from './make-change';
import { pressChange, type ChangePress } from './press-change';
import { enqueuePublish } from './publish-job';
import { readerOf, toldOfChange } from './read-change';
import { actorOf, refuseAndRecord } from './refuse-and-record';

/** Another admin's press on Approve or Deny. What is approved counts when this returns. */
export function decideChange(context: Context, envelope: Envelope, press: Press): Promise<Reply> {
  return pressChange(context, envelope, press, (tx, pressed) =>
    decideLocked(context, tx, envelope, pressed),
  );
}

async function decideLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { press, person, account }: ChangePress,
): Promise<Reply> {
  const { organisationId } = context;
  const attempt = { verb: press.verb, person };
  const locked = await lockRequest(tx, organisationId, press.request);
  await lockRoles(tx, organisationId);
  await lockConfiguration(tx, organisationId);
  const change = locked && (await loadChange(tx, organisationId, { id: locked.id }));
  if (change === null) {
    const refusal = refuse('unknown-request', { request: press.request });
    return refuseAndRecord(context, tx, envelope, attempt, refusal);
  }
  const judged = await judgeChange(context, tx, change);
  const outcome = account ?? judge({ press, person, change, judged });
  if (isRefusal(outcome)) {
    const screen = await screenFor(context, tx, { person, change, judged });
    const told = toldOfChange(change, person, judged.holders);
    const about = { ...attempt, requestId: change.id, screen, told };
    return refuseAndRecord(context, tx, envelope, about, outcome);
  }
  await record(context, tx, { envelope, press, person, change, judged, outcome });
  const after = await loadChange(tx, organisationId, { id: change.id });
  const screen = changeView(after!, await standingOf(context, tx, after!), 'reader');
  return { privately: null, screen };
}

interface Judging {
  readonly press: Pick<Press, 'verb' | 'digest' | 'reason' | 'comment'>;
  readonly person: Person;
  readonly change: ChangeRequest;
  readonly judged: JudgedChange;
}

function judge({ press, person, change, judged }: Judging): 'approved' | 'denied' | Refusal {
  const { standing, holders, unusable } = judged;
  return judgeChangeDecision({
    change,
    decider: person,
    holders,
    verdict: verdictOf(press),
    comment: commentOf(press),
    pressedDigest: press.digest,
    digest: changeDigest(change, standing),
    since: standing.since.map(changeLine),
    unusable,
    now: change.readAt,
  });
}

/** Whatever is not an approval is a denial. */
function verdictOf({ verb }: Pick<Press, 'verb'>): 'approve' | 'deny' {
  return verb === 'change-approve' ? 'approve' : 'deny';
}

/** As it may be stored: what people paste can hold characters that PostgreSQL refuses. */
function commentOf({ reason, comment }: Pick<Press, 'reason' | 'comment'>): string | null {
  return typedOrNull(reason ?? comment);
}

interface Decided extends Judging {
  readonly press: Press;
  readonly envelope: Envelope;
  readonly outcome: 'approved' | 'denied';
}

async function record(context: Context, tx: Tx, decided: Decided): Promise<void> {
  const { organisationId } = context;
  const { envelope, press, person, change, judged, outcome } = decided;
  const verdict = verdictOf(press);
  const comment = commentOf(press);
  const actor = actorOf(envelope, person);
  await insertDecision(tx, {
    id: uuidv7(),
    organisationId,
    requestId: change.id,
    personId: person.id,
    account: envelope.account,
    verdict,
    comment,
    durationS: null,
    stage: 1,
    digest: press.digest,
    decidedAt: change.readAt,
  });
  await appendAudit(tx, {
    organisationId,
    kind: 'change.decided',
    actor,
    requestId: change.id,
    facts: { verdict, comment, digest: press.digest },
  });
  await moveRequest(tx, organisationId, change.id, outcome, change.readAt);
  if (outcome === 'approved') {
    await makeChange(tx, { organisationId, change, wanted: judged.wanted!, actor });
  }
  await enqueuePublish(tx, organisationId, change.id);
}

interface Reading {
  readonly person: Person;
  readonly change: ChangeRequest;
  readonly judged: JudgedChange;
}

/** The true state again, but only to people who may see changes at all. */
async function screenFor(
  context: Context,
  tx: Tx,
  { person, change, judged }: Reading,
): Promise<View | null> {
  const reader = readerOf(change, person, judged.holders);
  if (reader === null || reader === 'reader') return null;
  return changeView(change, await standingOf(context, tx, change), reader);
}

/** What somebody will type. */
const aReason = 'typed';

type Form = Reply & { readonly form: View | null };

/** The form behind "Deny…". Whoever could not send it in is told now, and that is recorded; opening a form writes nothing. */
export async function openChangeDenial(
  context: Context,
  envelope: Envelope,
  press: Press,
): Promise<Form> {
  const { organisationId, database } = context;
  const judged = await database.read(async (tx): Promise<View | null> => {
    const person = await personOfAccount(tx, organisationId, envelope.account);
    const change = await loadChange(tx, organisationId, { number: press.request });
    if (person === null || change === null) return null;
    const standing = await judgeChange(context, tx, change);
    const filledIn = { ...press, reason: aReason };
    const outcome = judge({ press: filledIn, person, change, judged: standing });
    return isRefusal(outcome) ? null : changeDenyFormView(change, standing.standing);
  });
  if (judged !== null) return { privately: null, screen: null, form: judged };
  // Judged again under lock: it refuses for the same reason, and never denies for want of one.
  return { ...(await decideChange(context, envelope, press)), form: null };
}
