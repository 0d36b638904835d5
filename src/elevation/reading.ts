/** Who may read what about other people's requests and rights. */
import { refuse, type Refusal } from '../errors';
import { isOwn } from './deciding';
import { isLive } from './grant-states';
import { membershipOf, type Membership } from './membership';
import { type Person, type Policy, type RequestSnapshot } from './model';
import { isEligible } from './opening';
import { askedGroupIds } from './policy';
import { runsElevate, type Role } from './roles';

/** What somebody is judged by who wants to see all of a request. */
export interface ReadingInput {
  readonly request: Pick<
    RequestSnapshot,
    | 'number'
    | 'requester'
    | 'subject'
    | 'target'
    | 'approverGroup'
    | 'alsoAsked'
    | 'policy'
    | 'policyNow'
    | 'grant'
  >;
  readonly person: Person;
  /** Readings about the person, for every group of the pinned and the present policy. */
  readonly memberships: readonly Membership[];
  /** Of the person. */
  readonly roles: readonly Role[];
  readonly now: Date;
}

/** Null when a person may see the whole request: who asked, whom it is for, and everybody in a group that decides. */
export function refuseReading(input: ReadingInput): Refusal | null {
  const { request, person, memberships, now } = input;
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (isOwn(request, person)) return null;
  const groupIds = askedGroupIds(request);
  const verdicts = groupIds.map((groupId) => membershipOf(groupId, memberships, now));
  if (verdicts.includes('disabled')) return refuse('disabled', { person: person.name });
  if (verdicts.includes('member') || input.roles.includes('auditor')) return null;
  if (mayBeActedOn(request, input.roles)) return null;
  const facts = {
    request: request.number,
    group: request.approverGroup.name,
    target: request.target.name,
  };
  return refuse(verdicts.includes('unknown') ? 'membership-too-old' : 'not-an-approver', facts);
}

/** As whom somebody reads a request: it is theirs, they are in a group that decides on it, or they read it by a role. */
export type Reader = 'own' | 'approver' | 'auditor';

/** What is stored about one person and one group. */
export interface Belonging {
  readonly groupId: string;
  readonly member: boolean;
  readonly disabled: boolean;
}

type ReadRequest = Pick<
  RequestSnapshot,
  'requester' | 'subject' | 'approverGroup' | 'alsoAsked' | 'policy' | 'policyNow' | 'grant'
>;

/** Whether these roles let somebody take the right away, or let it be tried again: who does it has to see what it is. */
export function mayBeActedOn(
  { grant }: Pick<RequestSnapshot, 'grant'>,
  roles: readonly Role[],
): boolean {
  return grant !== null && (isLive(grant.state) || grant.state === 'failed') && runsElevate(roles);
}

/** The groups that decide on a request, under the policy it was asked under and under the present one, or were asked to. */
export function decidingGroupIds(request: ReadRequest): readonly string[] {
  return [...new Set([request.approverGroup.id, ...askedGroupIds(request)])];
}

/**
 * As whom this person may read what happened to a request; null for everybody else, who are to learn nothing, not even that
 * there is one. Who asked for it, or receives it, reads it as their own even when they are in the group: they are no
 * approver of it.
 */
export function readerOf(
  request: ReadRequest,
  person: Person,
  belongings: readonly Belonging[],
  roles: readonly Role[] = [],
): Reader | null {
  if (person.disabled) return null;
  if (isOwn(request, person)) return 'own';
  const groupIds = decidingGroupIds(request);
  const isIn = belongings.some(
    ({ groupId, member, disabled }) => groupIds.includes(groupId) && member && !disabled,
  );
  if (isIn) return 'approver';
  return roles.includes('auditor') || mayBeActedOn(request, roles) ? 'auditor' : null;
}

/** Who is told who holds a target: those who may ask for it, those who decide on it, auditors, and those who run Elevate. */
export function mayReadHolders(
  { rules }: Policy,
  person: Person,
  groupIds: readonly string[],
  now: Date,
  roles: readonly Role[] = [],
): boolean {
  if (person.disabled) return false;
  if (roles.length > 0) return true;
  const mayAsk = rules.approval !== 'deny' && isEligible(rules.terms, groupIds, now);
  const deciding = [rules.approverGroupId, ...rules.terms.stages.map(({ groupId }) => groupId)];
  return mayAsk || deciding.some((groupId) => groupIds.includes(groupId));
}
