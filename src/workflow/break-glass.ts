import { type Press } from '../commands/command';
import { isBreakGlass, breakGlassRules, judgeBreaking } from '../elevation/break-glass';
import { factsDigest } from '../elevation/digest';
import { refuseAccountOf } from '../elevation/giving';
import { nextReviewReminder } from '../elevation/follow-ups';
import { namingSource } from '../elevation/membership';
import { type Person, type Policy, type RequestSnapshot } from '../elevation/model';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { lockDraft, lockGlass, takeDraft, type LockedDraft } from '../store/break-glass';
import { type Tx } from '../store/database';
import { insertAskedGroup } from '../store/follow-ups';
import { loadGroup } from '../store/groups';
import { personOfAccount } from '../store/people';
import { openReview, openReviewOf } from '../store/reviews';
import { loadDraft, loadSnapshot } from '../store/snapshots';
import { breakGlassView } from '../views/break-glass';
import { type Context } from './context';
import { leastDurationS } from './draw-prompt';
import { writeGrant } from './grant-approved';
import { once } from './once';
import { groupsPassedOver, passedOver } from './passed-over';
import { enqueuePublish } from './publish-job';
import { auditedMemberships, readMember, type FreshMembership } from './read-clicker';
import { actorOf, refuseAndRecord, type Attempt } from './refuse-and-record';
import { enqueueTelling } from './tell-job';

type Readings = readonly FreshMembership[] | Refusal;

/**
 * The press on "Break glass": the right is taken at once. Request, grant with its end, open review and the calls for those who
 * were passed over are one transaction: none of them is ever there without the others.
 */
export async function breakGlass(
  context: Context,
  envelope: Envelope,
  press: Press,
): Promise<Reply> {
  const readings = await readOutside(context, envelope, press);
  const reply = await once(context, envelope, (tx) =>
    breakLocked(context, tx, envelope, { press, readings }),
  );
  context.failpoint('after-approval-commit');
  context.wakeSweep();
  return reply;
}

/** Who may, asked of the directory before the transaction: nothing outside is waited for with a row locked. */
async function readOutside(
  context: Context,
  envelope: Envelope,
  { request }: Press,
): Promise<Readings> {
  const { database, organisationId } = context;
  const known = await database.read(async (tx) => ({
    person: await personOfAccount(tx, organisationId, envelope.account),
    draft: await loadDraft(tx, organisationId, request),
  }));
  if (known.person === null || known.draft === null) return [];
  const { readAt } = known.draft;
  const groupIds = [...new Set(breakGlassRules(versionsOf(known.draft))?.oneOf.flat() ?? [])];
  const about = { request, group: '' };
  return readMember(context, envelope, { personId: known.person.id, groupIds, readAt, about });
}

/** Both have to allow it: what was shown, and what covers the target now. None when nothing covers it any more. */
function versionsOf({ policy, policyNow }: RequestSnapshot): readonly Policy[] {
  return policyNow === null ? [] : [policy, policyNow];
}

interface Pressed {
  readonly press: Press;
  readonly readings: Readings;
}

async function breakLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { press, readings }: Pressed,
): Promise<Reply> {
  const { organisationId } = context;
  const person = await personOfAccount(tx, organisationId, envelope.account);
  const attempt = { verb: 'break-glass', person };
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: envelope.account.platform });
    return refuseAndRecord(context, tx, envelope, attempt, refusal);
  }
  const locked = await lockDraft(tx, organisationId, press.request);
  await lockGlass(tx, person.id);
  const draft = locked && (await loadDraft(tx, organisationId, press.request));
  if (locked === null || draft === null) {
    const { screen, refusal, requestId } = await afterwards(tx, organisationId, press, person);
    return refuseAndRecord(context, tx, envelope, { ...attempt, screen, requestId }, refusal);
  }
  const judged = await judge(context, tx, { press, readings, person, draft, locked });
  if (isRefusal(judged)) {
    const isTheirs = person.id === draft.requester.id;
    const shown = isTheirs ? { screen: await drawn(tx, draft) } : { told: lapsed(press) };
    return refuseAndRecord(context, tx, envelope, { ...attempt, ...shown }, judged);
  }
  return take(context, tx, envelope, { person, draft, times: judged, readings });
}

async function drawn(tx: Tx, snapshot: RequestSnapshot) {
  return breakGlassView(snapshot, (await passedOver(tx, snapshot)).length);
}

function lapsed({ request }: Press): Refusal {
  return refuse('break-glass-lapsed', { request });
}

/**
 * What is told where there is no draft any more: it was taken, or something newer was typed, or it never was. Others are told the
 * same of what is still there.
 */
async function afterwards(
  tx: Tx,
  organisationId: string,
  press: Press,
  person: Person,
): Promise<Pick<Attempt, 'screen' | 'requestId'> & { readonly refusal: Refusal }> {
  const { request } = press;
  const taken = await loadSnapshot(tx, organisationId, { number: request });
  const isTheirs = taken !== null && isBreakGlass(taken) && taken.requester.id === person.id;
  if (!isTheirs) return { screen: null, refusal: lapsed(press) };
  const refusal = refuse('break-glass-done', { request });
  return { screen: await drawn(tx, taken), requestId: taken.id, refusal };
}

interface Judged extends Pressed {
  readonly person: Person;
  readonly draft: RequestSnapshot;
  readonly locked: LockedDraft;
}

async function judge(
  context: Context,
  tx: Tx,
  { press, readings, person, draft, locked }: Judged,
): Promise<ReturnType<typeof judgeBreaking>> {
  if (isRefusal(readings)) return readings;
  const judged = judgeBreaking({
    switchedOff: draft.switchedOff,
    person,
    target: draft.target,
    policies: versionsOf(draft),
    memberships: readings,
    openReview: await openReviewOf(tx, context.organisationId, person.id),
    targetAccount: locked.targetAccount,
    leastDurationS: leastDurationS(context, draft),
    reviewers: (await passedOver(tx, draft)).length,
    wish: draft,
    readyUntil: locked.readyUntil,
    pressedDigest: press.digest,
    digest: factsDigest(draft),
    now: draft.readAt,
  });
  return isRefusal(judged) ? namingSource(judged, readings) : (refuseAccountOf(draft) ?? judged);
}

interface Taken {
  readonly person: Person;
  readonly draft: RequestSnapshot;
  readonly times: { readonly startsAt: Date; readonly endsAt: Date };
  readonly readings: Readings;
}

async function take(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, draft, times, readings }: Taken,
): Promise<Reply> {
  const { organisationId } = context;
  const { id, readAt: at } = draft;
  await takeDraft(tx, organisationId, draft.number, at);
  await writeGrant(tx, draft, { ...times, at });
  const remindAt = nextReviewReminder(draft.policy.rules.terms, { openedAt: at, after: at });
  await openReview(tx, organisationId, id, { at, remindAt });
  const skipped = await askPassedOver(tx, draft);
  await appendAudit(tx, {
    organisationId,
    kind: 'request.broken-glass',
    actor: actorOf(envelope, person),
    requestId: id,
    facts: {
      target: draft.target.name,
      scope: draft.scope,
      durationS: draft.durationS,
      durationWasDefault: draft.durationWasDefault,
      fixedEnd: draft.fixedEnd?.toISOString() ?? null,
      reason: draft.reason!,
      ticket: draft.ticket,
      policyId: draft.policy.id,
      policyVersion: draft.policy.version,
      digest: factsDigest(draft),
      startsAt: times.startsAt.toISOString(),
      endsAt: times.endsAt.toISOString(),
      skipped,
      memberships: auditedMemberships(readings),
    },
  });
  await enqueuePublish(tx, organisationId, id, 'alarm');
  await enqueueTelling(tx, organisationId, id);
  const taken = await loadSnapshot(tx, organisationId, { id });
  return { privately: null, screen: await drawn(tx, taken!) };
}

/** Each group that would have decided, with its channel: later stages count as asked, so that they see it and can step in. */
async function askPassedOver(tx: Tx, draft: RequestSnapshot) {
  const { organisationId, id: requestId, readAt: at } = draft;
  const skipped = [];
  for (const [index, groupId] of (await groupsPassedOver(tx, draft)).entries()) {
    const { name, size } = await loadGroup(tx, organisationId, groupId);
    skipped.push({ groupId, group: name, people: size });
    const stage = index + 1;
    if (index === 0) continue;
    await insertAskedGroup(tx, { organisationId, requestId, groupId, why: 'stage', stage, at });
  }
  return skipped;
}
