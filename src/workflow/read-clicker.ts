import { isRefusal, refuse, RemoteError, type Refusal } from '../errors';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { askedGroupIds } from '../elevation/policy';
import { runsElevate, type Role } from '../elevation/roles';
import { rulesOf } from '../elevation/stages';
import { type AccountReading, type Envelope, type ReadingOptions } from '../platforms/contract';
import { type Tx } from '../store/database';
import { membership } from '../store/groups';
import { personOfAccount } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';

/** How long the outside may take to say who somebody is; a press has to be answered within 3 s. */
export const outsideMs = 1_800;

export interface FreshMembership {
  readonly groupId: string;
  readonly member: boolean;
  readonly disabled: boolean;
  /** Taken before the source was asked, so a reading is never younger than it says. */
  readonly readAt: Date;
  /** The directory that did not say. */
  readonly unread: string | null;
}

/**
 * Asks the sources, outside of any transaction, whether this person is in every group that has to decide, and the
 * platform what kind of account pressed. Fails closed: whoever cannot be read decides nothing.
 */
async function readClicker(
  context: Context,
  envelope: Envelope,
  personId: string,
  snapshot: RequestSnapshot,
): Promise<readonly FreshMembership[] | Refusal> {
  const { number, readAt } = snapshot;
  const about = { request: number, group: snapshot.approverGroup.name };
  return readMember(context, envelope, {
    personId,
    groupIds: groupsToRead(snapshot),
    readAt,
    about,
  });
}

export interface MemberQuestion {
  readonly personId: string;
  readonly groupIds: readonly string[];
  /** elevate.now() read before this call */
  readonly readAt: Date;
  /** For the refusal of what cannot be read; the group is '' where it could be any of several. */
  readonly about: { readonly request: number; readonly group: string };
}

/** The same for any groups. */
export async function readMember(
  context: Context,
  envelope: Envelope,
  { personId, groupIds, readAt, about }: MemberQuestion,
): Promise<readonly FreshMembership[] | Refusal> {
  const refusal = await refuseAccount(context, envelope, about.request);
  if (refusal !== null) return refusal;
  const { organisationId } = context;
  try {
    const question = { organisationId, personId, groupIds, timeoutMs: outsideMs };
    const answers = await context.directory.readMemberships(question);
    return answers.map(({ olderMs, ...answer }) => {
      return { ...answer, readAt: new Date(readAt.getTime() - olderMs) };
    });
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    reportUnread(context, error);
    return refuse('directory-unavailable', { ...about, source: error.system });
  }
}

/**
 * What somebody is judged by who could act by a role as well: that a group cannot be read does not keep those who run Elevate from
 * the safe direction. What the platform says of their account does.
 */
export function readingsFor(
  roles: readonly Role[],
  readings: readonly FreshMembership[] | Refusal,
): readonly FreshMembership[] | Refusal {
  const isOfGroup =
    isRefusal(readings) &&
    readings.refused === 'directory-unavailable' &&
    readings.facts.group !== '';
  return isOfGroup && runsElevate(roles) ? [] : readings;
}

/** Every group that something about a request hangs on, each once. */
function groupsToRead(snapshot: RequestSnapshot): readonly string[] {
  return [...new Set([...rulesOf(snapshot).groupIds, ...askedGroupIds(snapshot)])];
}

/** As the trail has them. */
export function auditedMemberships(
  readings: readonly FreshMembership[] | Refusal,
): { groupId: string; readAt: string }[] {
  if (isRefusal(readings)) return [];
  const read = readings.filter(({ unread }) => unread === null);
  return read.map(({ groupId, readAt }) => ({ groupId, readAt: readAt.toISOString() }));
}

/** The same as it is stored, for what decides nothing: the source itself is asked when something is pressed. */
export function readStored(
  tx: Tx,
  person: Person,
  snapshot: RequestSnapshot,
): Promise<readonly FreshMembership[]> {
  return Promise.all(
    groupsToRead(snapshot).map(async (groupId) => {
      const reading = await membership(tx, snapshot.organisationId, groupId, person.id);
      return { ...reading, groupId, readAt: snapshot.readAt, unread: null };
    }),
  );
}

/**
 * The same for the presser of a request, both as they are known now. Nobody and nothing known gives no readings; the
 * transaction then finds out and refuses.
 */
export async function readPresser(
  context: Context,
  envelope: Envelope,
  request: number,
): Promise<readonly FreshMembership[] | Refusal> {
  const known = await context.database.read(async (tx) => ({
    person: await personOfAccount(tx, context.organisationId, envelope.account),
    snapshot: await loadSnapshot(tx, context.organisationId, { number: request }),
  }));
  if (known.person === null || known.snapshot === null) return [];
  return readClicker(context, envelope, known.person.id, known.snapshot);
}

/**
 * Null when the account may act; guests, strangers, bots and disabled accounts are refused.
 * @param request what they act on, when it exists
 * @param options for those who only look
 */
export async function refuseAccount(
  context: Context,
  envelope: Envelope,
  request?: number,
  options: ReadingOptions = {},
): Promise<null | Refusal> {
  const reading = await readOwnAccount(context, envelope, request, options);
  return isRefusal(reading) ? reading : null;
}

/** What the platform says of a member's account; for all others, and for what it does not say, why they may not act. */
export async function readOwnAccount(
  context: Context,
  { account }: Envelope,
  request?: number,
  options: ReadingOptions = {},
): Promise<AccountReading | Refusal> {
  const platform = context.platforms.get(account.platform);
  if (platform === undefined) throw new Error('a press came from a platform that is not set up');
  try {
    const signal = AbortSignal.timeout(outsideMs);
    const reading = await platform.readAccount(account, signal, options);
    return reading.kind === 'member' ? reading : refuse(reading.kind);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    reportUnread(context, error);
    const facts = { group: '', source: error.system };
    const refused = 'directory-unavailable';
    return request === undefined ? refuse(refused, facts) : refuse(refused, { request, ...facts });
  }
}

/** The person can only try again; what it takes to mend it (a missing scope, say) is for the operator. */
export function reportUnread(context: Context, { system, kind, code }: RemoteError): void {
  context.log.warn(
    { system, kind, code },
    'nobody could say who somebody is, so nothing was decided',
  );
}
