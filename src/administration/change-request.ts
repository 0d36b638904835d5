/** A change of the configuration as it is proposed, decided and done. Pure. */
import { isRefusal, refuse, type Refusal } from '../errors';
import { type AccountKey, type Decision, type Person, type RequestState } from '../elevation/model';
import { isOutOfTime } from '../elevation/request-states';
import {
  actingIn,
  judgeRoleChange,
  rolesOf,
  type HeldRole,
  type Role,
  type RoleHolder,
} from '../elevation/roles';
import { type Change } from './difference';
import { type Weakening } from './weakening';

/** A role that somebody is to have, or not to have any more. Who has which role stands in no file. */
export interface RoleEdit {
  readonly act: 'add' | 'remove';
  readonly person: Person;
  readonly role: Role;
}

/** Who has to agree before it is done. */
export type ChangeNeeds = 'second-admin' | 'nobody' | 'nobody-but-the-only-admin';

/** Everything that is to change. */
export interface Proposal {
  readonly changes: readonly Change[];
  readonly roles: readonly RoleEdit[];
}

/** What somebody is about to change, and until when they may send it. */
export interface ChangeDraft extends Proposal {
  readonly organisationId: string;
  readonly id: string;
  /** That its request will have. */
  readonly number: number;
  readonly proposer: Person;
  readonly draftedFrom: AccountKey;
  readonly reason: string | null;
  readonly readyUntil: Date;
  readonly readAt: Date;
}

/** A change that was sent. */
export interface ChangeRequest extends Proposal {
  readonly organisationId: string;
  readonly id: string;
  readonly number: number;
  readonly state: RequestState;
  readonly proposer: Person;
  readonly askedFrom: AccountKey;
  readonly reason: string | null;
  /** By what was configured when it was sent. */
  readonly weakens: readonly Weakening[];
  readonly needs: ChangeNeeds;
  readonly decisions: readonly Decision[];
  readonly askedAt: Date;
  readonly decideBy: Date;
  readonly closedAt: Date | null;
  readonly readAt: Date;
}

/** For how long a draft may be sent, and a change be decided, in seconds. */
export const draftReadyS = 15 * 60;
export const changeDecideWithinS = 24 * 3600;

/** Giving a role to somebody, or taking it from somebody else, is never one person's. */
export function needsOf(
  weakens: readonly Weakening[],
  roles: readonly RoleEdit[],
  { soloAdmin }: { readonly soloAdmin: boolean },
): ChangeNeeds {
  if (weakens.length === 0 && roles.length === 0) return 'nobody';
  return soloAdmin ? 'nobody-but-the-only-admin' : 'second-admin';
}

/** Null while whoever proposed it may still do so: roles are for owners to change, everything else for admins, too. */
export function refuseProposer(
  { proposer, roles }: Pick<ChangeRequest, 'proposer' | 'roles'>,
  holders: readonly RoleHolder[],
): Refusal | null {
  const own = rolesOf(proposer, holders);
  const isAble = own.includes('owner') || (roles.length === 0 && own.includes('admin'));
  return isAble ? null : refuse('change-proposer-gone', { person: proposer.name });
}

/** Who has which role once the proposed ones are given and taken, one after the other; or why one of them cannot be now. */
export function rolesAfter(
  { proposer, roles }: Pick<ChangeRequest, 'proposer' | 'roles'>,
  holders: readonly HeldRole[],
): readonly HeldRole[] | Refusal {
  let held = holders;
  for (const { act, person, role } of roles) {
    const typed = `role ${act}`;
    const judged = judgeRoleChange({ actor: proposer, person, role, act, holders: held, typed });
    if (isRefusal(judged)) return judged;
    held =
      act === 'add'
        ? [...held, { person, role }]
        : held.filter((one) => one.person.id !== person.id || one.role !== role);
  }
  return held;
}

/** Everybody who may decide on a change of this proposer: whoever it makes or unmakes something is not asked. */
export function changeDeciders(
  { proposer, roles }: Pick<ChangeRequest, 'proposer' | 'roles'>,
  holders: readonly RoleHolder[],
): readonly Person[] {
  const concerned = new Set([proposer.id, ...roles.map(({ person }) => person.id)]);
  const able = [...actingIn('owner', holders), ...actingIn('admin', holders)];
  return able.filter(
    ({ id }, at) => !concerned.has(id) && able.findIndex((one) => one.id === id) === at,
  );
}

export interface ChangeDecisionInput {
  readonly change: ChangeRequest;
  readonly decider: Person;
  readonly holders: readonly RoleHolder[];
  readonly verdict: 'approve' | 'deny';
  readonly comment: string | null;
  readonly pressedDigest: string;
  /** Of the change with what it weakens now. */
  readonly digest: string;
  /** What it starts from and is not so any more; lines as people read them. */
  readonly since: readonly string[];
  /** Why it could not be done now, though it fits. */
  readonly unusable: Refusal | null;
  readonly now: Date;
}

/** The longest comment, in code points: as on requests. */
const commentLongest = 500;

/** Who presses is judged before anything about the change is told. */
export function judgeChangeDecision(input: ChangeDecisionInput): 'approved' | 'denied' | Refusal {
  const { change, verdict, since, unusable } = input;
  const refusal = refuseDecider(input) ?? refuseClosed(input) ?? refuseComment(input);
  if (refusal !== null) return refusal;
  if (verdict === 'deny') return 'denied';
  if (since.length > 0) return refuse('change-conflict', { request: change.number, since });
  if (unusable !== null) return unusable;
  if (input.pressedDigest !== input.digest) {
    return refuse('stale-screen', { request: change.number });
  }
  return 'approved';
}

function refuseDecider({ change, decider, holders }: ChangeDecisionInput): Refusal | null {
  const { number: request, proposer, roles } = change;
  if (decider.disabled) return refuse('disabled', { person: decider.name });
  const own = rolesOf(decider, holders);
  if (!own.includes('owner') && !own.includes('admin')) {
    const owners = actingIn('owner', holders).map(({ name }) => name);
    return refuse('change-no-admin', { request, owners });
  }
  if (decider.id === proposer.id) return refuse('change-own', { request });
  return roles.some(({ person }) => person.id === decider.id)
    ? refuse('change-own', { request })
    : null;
}

function refuseClosed({ change, now }: ChangeDecisionInput): Refusal | null {
  const { number: request, state, decisions } = change;
  const last = decisions.at(-1);
  if (state === 'approved' || state === 'denied') {
    const facts = { request, state };
    return last === undefined
      ? refuse('already-decided', facts)
      : refuse('already-decided', { ...facts, person: last.person.name, at: last.decidedAt });
  }
  if (state !== 'pending') return refuse('request-closed', { request, state });
  return isOutOfTime(change, now) ? refuse('request-closed', { request, state: 'expired' }) : null;
}

function refuseComment({ verdict, comment, change }: ChangeDecisionInput): Refusal | null {
  const length = [...(comment ?? '')].length;
  if (length > commentLongest) {
    return refuse('reason-too-long', { length, maximum: commentLongest });
  }
  return verdict === 'deny' && comment === null
    ? refuse('deny-reason-required', { request: change.number })
    : null;
}

/** Null when this person may take it back now. */
export function refuseChangeWithdrawal(
  { number: request, state, proposer, decideBy }: ChangeRequest,
  person: Person,
  now: Date,
): Refusal | null {
  if (person.id !== proposer.id) return refuse('not-yours', { request });
  if (state !== 'pending') return refuse('request-closed', { request, state });
  return isOutOfTime({ state, decideBy }, now)
    ? refuse('request-closed', { request, state: 'expired' })
    : null;
}
