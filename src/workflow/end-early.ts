import { isOwn } from '../elevation/deciding';
import { judgeEnding } from '../elevation/ending';
import { namingSource } from '../elevation/membership';
import { type Role } from '../elevation/roles';
import { screenState } from '../elevation/screen-state';
import { typedOrNull } from '../elevation/typed-text';
import { isRefusal, type Refusal } from '../errors';
import { type EndCause, type Person, type RequestSnapshot } from '../elevation/model';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { liveExtensions, lockWithExtended, type LiveExtension } from '../store/extensions';
import { askToEnd } from '../store/grants';
import { rolesNow } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import { noticeView } from '../views/notice';
import { type View } from '../views/view';
import { type Context } from './context';
import { drawPrompt } from './draw-prompt';
import { lockForPerson } from './lock-for-person';
import { once } from './once';
import { promptFor } from './prompt-for';
import { enqueuePublish, enqueuePublishOfOthers } from './publish-job';
import { readingsFor, readPresser, type FreshMembership } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';

export interface EndEarly {
  /** `end`: the holder gives it back. `revoke`: somebody who decides takes it away. */
  readonly how: 'end' | 'revoke';
  readonly request: number;
  readonly reason: string | null;
  /** What was typed is answered; a press is answered by the screen that it was made on. */
  readonly typed: boolean;
}

/** End now and Revoke: the grant begins to end in this transaction; the sweep takes it away at the target. */
export async function endEarly(
  context: Context,
  envelope: Envelope,
  wish: EndEarly,
): Promise<Reply> {
  // What people paste can hold characters that PostgreSQL refuses.
  const asked = { ...wish, reason: typedOrNull(wish.reason) };
  const readings = await readOutside(context, envelope, asked);
  const reply = await once(context, envelope, (tx) =>
    endLocked(context, tx, envelope, asked, readings),
  );
  context.wakeSweep();
  return reply;
}

/** Giving back what one holds needs no proof of membership; revoking does. */
async function readOutside(
  context: Context,
  envelope: Envelope,
  asked: EndEarly,
): Promise<readonly FreshMembership[] | Refusal> {
  if (asked.how === 'end') return [];
  return readPresser(context, envelope, asked.request);
}

async function endLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  asked: EndEarly,
  readings: readonly FreshMembership[] | Refusal,
): Promise<Reply> {
  const wish = { verb: asked.how, request: asked.request };
  const found = await lockForPerson(context, tx, envelope, wish, lockWithExtended);
  if (found.refused) return found.refused;
  const { person, snapshot } = found;
  // Giving back what one holds needs no role either.
  const roles = asked.how === 'revoke' ? await rolesNow(tx, context.organisationId, person) : [];
  const memberships = readingsFor(roles, readings);
  const judged = isRefusal(memberships)
    ? memberships
    : judge(snapshot, person, { asked, memberships, roles });
  if (isRefusal(judged)) {
    const screen = refusedScreen(context, { snapshot, person, asked }, { memberships, roles });
    const attempt = { verb: asked.how, person, requestId: snapshot.id, screen };
    return refuseAndRecord(context, tx, envelope, attempt, judged);
  }
  return record(context, tx, envelope, { snapshot, person, asked, cause: judged.cause });
}

interface Standing {
  readonly memberships: readonly FreshMembership[] | Refusal;
  readonly roles: readonly Role[];
}

function judge(
  snapshot: RequestSnapshot,
  person: Person,
  {
    asked,
    memberships,
    roles,
  }: Standing & { readonly asked: EndEarly; readonly memberships: readonly FreshMembership[] },
): { cause: EndCause } | Refusal {
  const judged = judgeEnding({
    grant: snapshot.grant,
    request: snapshot,
    person,
    memberships,
    roles,
    reason: asked.reason,
    how: asked.how,
    now: snapshot.readAt,
  });
  return namingSource(judged, memberships);
}

/** What was pressed, as it is now: the prompt, or the news to the holder once they have become old. */
function refusedScreen(
  context: Context,
  { snapshot, person, asked }: Omit<Ending, 'cause'>,
  { memberships, roles }: Standing,
): View | null {
  if (asked.how === 'revoke') return promptFor(context, person, snapshot, memberships, { roles });
  const state = screenState(snapshot);
  const isOver = state === 'ending' || state === 'still-active' || state === 'ended';
  return isOver && isOwn(snapshot, person) ? noticeView(snapshot, state) : null;
}

interface Ending {
  readonly snapshot: RequestSnapshot;
  readonly person: Person;
  readonly asked: EndEarly;
  readonly cause: EndCause;
}

async function record(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  ending: Ending,
): Promise<Reply> {
  const { snapshot, asked, cause } = ending;
  const organisationId = context.organisationId;
  const grant = snapshot.grant;
  if (grant === null) throw new Error('a grant that may end is missing');
  await endOne(tx, envelope, ending, { requestId: snapshot.id, grantId: grant.id });
  // Whoever ends it before its time ends what was to come after it, too.
  const after = cause === 'expired' ? [] : await liveExtensions(tx, organisationId, grant.id);
  for (const one of after) await endOne(tx, envelope, ending, one);
  const ended = (await loadSnapshot(tx, organisationId, { id: snapshot.id })) ?? snapshot;
  const view =
    asked.how === 'revoke'
      ? drawPrompt(context, ended, { buttons: true })
      : noticeView(ended, 'ending');
  return { privately: asked.typed ? view : null, screen: view };
}

/** A request for more time on which nobody has decided stays open, and shows that nothing can go on any more. */
async function endOne(
  tx: Tx,
  envelope: Envelope,
  { snapshot, person, asked, cause }: Ending,
  { requestId, grantId }: LiveExtension,
): Promise<void> {
  const { organisationId, readAt: at } = snapshot;
  const { reason } = asked;
  if (grantId !== null) {
    await askToEnd(tx, organisationId, grantId, { cause, byPersonId: person.id, reason, at });
    await appendAudit(tx, {
      organisationId,
      kind: 'grant.end-asked',
      actor: actorOf(envelope, person),
      requestId,
      grantId,
      facts: { cause, reason },
    });
    await enqueuePublishOfOthers(tx, organisationId, grantId);
  }
  await enqueuePublish(tx, organisationId, requestId);
}
