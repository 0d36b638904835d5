/** A request of Ana's, step by step, as the workflow writes it. */
import { waitingFor } from '../../src/store/waiting';
import { v7 as uuidv7 } from 'uuid';
import { byElevate, type AuditEvent } from '../../src/audit/events';
import { factsDigest } from '../../src/elevation/digest';
import { type RequestSnapshot } from '../../src/elevation/model';
import { now } from '../../src/store/clock';
import { claimDueGrants } from '../../src/store/claim-grants';
import { insertGrant, type GrantClaim } from '../../src/store/grants';
import { readOpening, recordOpening, type NewOpening } from '../../src/store/opening';
import { isForOther, opensAs } from '../../src/elevation/for-other';
import {
  acceptRequest,
  insertDecision,
  moveRequest,
  type NewDecision,
} from '../../src/store/requests';
import { type Seed, type TestDatabase } from '../support/database';

export const hour = 3_600_000;

export interface Asked {
  readonly id: string;
  readonly number: number;
}

export interface AskChanges {
  readonly state?: RequestSnapshot['state'];
  readonly requesterId?: string;
  readonly subjectId?: string;
  readonly targetId?: string;
  readonly targetAccount?: string;
  readonly scope?: string;
  readonly fixedEnd?: Date;
  readonly durationWasDefault?: boolean;
  readonly decideWithinS?: number;
}

/** Whoever receives it has accepted. */
function accept(db: TestDatabase, made: Seed, id: string): Promise<void> {
  return db.database.transaction(async (tx) =>
    acceptRequest(tx, made.organisationId, id, { at: await now(tx), followUpAt: null }),
  );
}

/** Ana asks for Search-Mailbox for four hours, or for what `changes` says; whoever it is for has accepted by then. */
export async function ask(db: TestDatabase, made: Seed, changes: AskChanges = {}): Promise<Asked> {
  const opening = await openingOf(db, made, changes);
  const { id, number } = (await recordOpening(db.database, opening))!;
  const isWanted = changes.state === undefined && isForOther(opening.request);
  if (isWanted) await accept(db, made, id);
  return { id, number };
}

/** What would be written for it. */
export async function openingOf(
  { database }: TestDatabase,
  made: Seed,
  changes: AskChanges = {},
): Promise<NewOpening> {
  const payloadKey = uuidv7();
  const { organisationId } = made;
  const account = made.accounts.ana.slack;
  const typed = made.targets.searchMailbox.name;
  const read = await readOpening(database, { organisationId, account, payloadKey, typed });
  const id = uuidv7();
  const { scope = '' } = changes;
  const asked = { ...requestOfAna(made), id, scope, ...rowChanges(made, changes) };
  const request = { ...asked, state: changes.state ?? opensAs(asked) };
  const { targetAccount = 'ana', decideWithinS = 24 * 3600 } = changes;
  const job = { task: 'publish', payload: {}, jobKey: id, queueName: 'publish' };
  const audit: AuditEvent = {
    organisationId,
    kind: 'request.opened',
    actor: byElevate,
    requestId: id,
    facts: openedFacts(request),
  };
  const { version } = read;
  const parts = { targetAccount, payloadKey, reply: null, audit, job };
  return { request, decideWithinS, followUpS: null, version, ...parts };
}

function requestOfAna(made: Seed): Omit<NewOpening['request'], 'id' | 'scope'> {
  const { ana } = made.persons;
  return {
    organisationId: made.organisationId,
    kind: 'access',
    state: 'pending',
    requester: ana,
    subject: ana,
    askedFrom: made.accounts.ana.slack,
    target: made.targets.searchMailbox,
    durationS: 4 * 3600,
    durationWasDefault: false,
    startAt: null,
    fixedEnd: null,
    reason: 'Phishing clean-up',
    ticket: null,
    policy: made.policies.exchange,
    policyNow: made.policies.exchange,
    approverGroup: { id: made.groupId, name: 'Exchange approvers', size: 2 },
    acceptedAt: null,
    withdrawnBy: null,
    alsoAsked: [],
    namedSince: [],
    reminders: [],
    decisions: [],
    closedAt: null,
    grant: null,
    extends: null,
    review: null,
    heldLast30Days: 0,
    askedBefore: false,
    atUnusualHour: false,
    heldThrough: null,
    deniedLately: null,
    standing: { requesterGroupIds: [], subjectGroupIds: [], isAccountTheirs: true },
    switchedOff: false,
    systemAccount: null,
  };
}

function openedFacts(snapshot: NewOpening['request']) {
  return {
    target: snapshot.target.name,
    subjectId: snapshot.subject.id,
    durationS: snapshot.durationS,
    durationWasDefault: snapshot.durationWasDefault,
    startAt: snapshot.startAt?.toISOString() ?? null,
    fixedEnd: snapshot.fixedEnd?.toISOString() ?? null,
    reason: snapshot.reason,
    ticket: snapshot.ticket,
    policyId: snapshot.policy.id,
    policyVersion: snapshot.policy.version,
    digest: factsDigest(snapshot),
  };
}

function rowChanges(made: Seed, changes: AskChanges): Partial<RequestSnapshot> {
  const {
    requesterId,
    subjectId,
    targetId,
    targetAccount: _account,
    scope: _scope,
    decideWithinS: _within,
    ...columns
  } = changes;
  const { ana } = made.persons;
  return {
    ...columns,
    ...(requesterId === undefined ? {} : { requester: { ...ana, id: requesterId } }),
    ...(subjectId === undefined ? {} : { subject: { ...ana, id: subjectId } }),
    ...(targetId === undefined ? {} : { target: { ...made.targets.searchMailbox, id: targetId } }),
  };
}

export function decide(
  db: TestDatabase,
  made: Seed,
  requestId: string,
  changes: {
    personId?: string;
    verdict?: 'approve' | 'deny';
    comment?: string;
    digest?: string;
  } = {},
): Promise<void> {
  return db.database.transaction(async (tx) =>
    insertDecision(tx, {
      id: uuidv7(),
      organisationId: made.organisationId,
      requestId,
      personId: made.persons.ben.id,
      account: made.accounts.ben.teams,
      stage: 1,
      verdict: 'approve',
      comment: null,
      durationS: null,
      digest: 'digest-12345',
      decidedAt: await now(tx),
      ...changes,
    }),
  );
}

/** Nothing is approved without one. Of other facts than those of `decide`, so that both may be there. */
function approvalOf(made: Seed, requestId: string, decidedAt: Date): NewDecision {
  return {
    id: uuidv7(),
    organisationId: made.organisationId,
    requestId,
    personId: made.persons.cara.id,
    account: made.accounts.cara.slack,
    stage: 1,
    verdict: 'approve',
    comment: null,
    durationS: null,
    digest: 'digest-grant',
    decidedAt,
  };
}

/** Approves a request and writes its grant, due at once unless it starts later. @returns the grant's id */
export function grant(
  db: TestDatabase,
  made: Seed,
  requestId: string,
  times: { startsInMs?: number; lastsMs?: number } = {},
): Promise<string> {
  return db.database.transaction(async (tx) => {
    const at = await now(tx);
    const startsAt = new Date(at.getTime() + (times.startsInMs ?? 0));
    const id = uuidv7();
    await insertDecision(tx, approvalOf(made, requestId, at));
    await moveRequest(tx, made.organisationId, requestId, 'approved', at);
    await insertGrant(tx, {
      id,
      organisationId: made.organisationId,
      requestId,
      state: startsAt > at ? 'scheduled' : 'activating',
      startsAt,
      endsAt: new Date(startsAt.getTime() + (times.lastsMs ?? 4 * hour)),
      nextAttemptAt: startsAt,
      warnAt: null,
    });
    return id;
  });
}

export function claim(
  db: TestDatabase,
  options: { holder?: string; limit?: number; leaseMs?: number } = {},
): Promise<GrantClaim[]> {
  return db.database.transaction((tx) =>
    claimDueGrants(tx, { holder: 'one', limit: 10, leaseMs: 90_000, ...options }),
  );
}

/** Ids of what waits for a person, the most urgent first. */
export async function waiting(db: TestDatabase, made: Seed, personId: string): Promise<string[]> {
  const found = await db.database.read((tx) => waitingFor(tx, made.organisationId, personId));
  return found.map(({ id }) => id);
}
