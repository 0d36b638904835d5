import { changeDecideWithinS, type ChangeDraft } from '../administration/change-request';
import { changeDigest } from '../administration/digest';
import { changeLine } from '../administration/difference-lines';
import { type Press } from '../commands/command';
import { type Person } from '../elevation/model';
import { rolesOf } from '../elevation/roles';
import { refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { loadChange, lockChangeDraft, sendChange as writeSent } from '../store/changes';
import { lockConfiguration } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { moveRequest } from '../store/requests';
import { lockRoles, roleHolders } from '../store/roles';
import { changeDraftView, changeView } from '../views/change';
import { judgeChange, standingOf, type JudgedChange } from './change-standing';
import { type Context } from './context';
import { makeChange } from './make-change';
import { pressChange, type ChangePress } from './press-change';
import { enqueuePublish } from './publish-job';
import { readerOf } from './read-change';
import { actorOf, refuseAndRecord } from './refuse-and-record';

/**
 * The press on a drafted change. What weakens nothing is done at once; everything else becomes a request that another admin
 * decides on. Either way it is a request with its trail.
 */
export function sendChange(context: Context, envelope: Envelope, press: Press): Promise<Reply> {
  return pressChange(context, envelope, press, (tx, pressed) =>
    sendLocked(context, tx, envelope, pressed),
  );
}

async function sendLocked(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { press, person, account }: ChangePress,
): Promise<Reply> {
  const { organisationId } = context;
  const { request } = press;
  const attempt = { verb: press.verb, person };
  // In this order wherever both are locked: roles, then the configuration.
  await lockRoles(tx, organisationId);
  await lockConfiguration(tx, organisationId);
  const draft = await lockChangeDraft(tx, organisationId, request);
  const isTheirs = draft !== null && draft.proposer.id === person.id;
  if (!isTheirs) {
    const screen = await screenAfter(context, tx, { request, person });
    return refuseAndRecord(
      context,
      tx,
      envelope,
      { ...attempt, screen },
      account ?? refuse('change-lapsed', { request }),
    );
  }
  const judged = await judgeChange(context, tx, draft);
  const refusal = account ?? refuseSending({ person, press, draft, judged });
  if (refusal !== null) {
    // What else is configured by now is for those who run Elevate.
    const isReader = rolesOf(person, judged.holders).length > 0;
    const screen = isReader ? changeDraftView(draft, judged.standing) : null;
    return refuseAndRecord(context, tx, envelope, { ...attempt, screen }, refusal);
  }
  return send(context, tx, envelope, { person, draft, judged });
}

/** What was sent already is shown as it stands; of others' drafts nothing is. */
async function screenAfter(
  context: Context,
  tx: Tx,
  { request, person }: { readonly request: number; readonly person: Person },
) {
  const sent = await loadChange(tx, context.organisationId, { number: request });
  if (sent === null || sent.proposer.id !== person.id) return null;
  if (readerOf(sent, person, await roleHolders(tx, context.organisationId)) === null) return null;
  return changeView(sent, await standingOf(context, tx, sent), 'proposer');
}

interface Sending {
  readonly person: Person;
  readonly press: Press;
  readonly draft: ChangeDraft;
  readonly judged: JudgedChange;
}

function refuseSending({ person, press, draft, judged }: Sending): Refusal | null {
  const { standing, holders, unusable } = judged;
  const { number: request } = draft;
  const own = rolesOf(person, holders);
  if (person.disabled) return refuse('disabled', { person: person.name });
  const isRole = draft.roles.length > 0;
  if (!own.includes('owner') && (isRole || !own.includes('admin'))) {
    return refuse('change-no-admin', { request, owners: [] });
  }
  if (draft.readAt >= draft.readyUntil) return refuse('change-lapsed', { request });
  if (standing.since.length > 0) {
    return refuse('change-conflict', { request, since: standing.since.map(changeLine) });
  }
  if (unusable !== null) return unusable;
  if (changeDigest(draft, standing) !== press.digest) {
    return refuse('stale-screen', { request });
  }
  return standing.needs === 'second-admin' && standing.deciders.length === 0
    ? refuse('change-nobody-else', { typed: 'change' })
    : null;
}

async function send(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, draft, judged }: Omit<Sending, 'press'>,
): Promise<Reply> {
  const { organisationId } = context;
  const { weakens, needs } = judged.standing;
  const actor = actorOf(envelope, person);
  await writeSent(tx, draft, { weakens, needs, decideWithinS: changeDecideWithinS });
  await appendAudit(tx, {
    organisationId,
    kind: 'change.proposed',
    actor,
    requestId: draft.id,
    facts: {
      changes: JSON.parse(JSON.stringify(draft.changes)) as unknown[],
      roles: draft.roles.map(({ act, person: { id }, role }) => ({ act, personId: id, role })),
      weakens: weakens.map(({ section, item, field, why }) => ({ section, item, field, why })),
      needs,
      reason: draft.reason,
      digest: changeDigest(draft, judged.standing),
    },
  });
  if (needs !== 'second-admin') {
    await moveRequest(tx, organisationId, draft.id, 'approved', draft.readAt);
    await makeChange(tx, { organisationId, change: draft, wanted: judged.wanted!, actor });
  }
  await enqueuePublish(tx, organisationId, draft.id);
  const sent = await loadChange(tx, organisationId, { id: draft.id });
  const standing = await standingOf(context, tx, sent!);
  const screen = changeView(sent!, standing, 'proposer');
  return { privately: null, screen };
}
