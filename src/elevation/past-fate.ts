/** What becomes of a past request under a policy, by the rules that judge real ones, with what was asked, said and decided then. Pure. */
import { isRefusal, refuse, type Refusal, type RefusalCode } from '../errors';
import { judgeDecision, type DecisionInput } from './deciding';
import { judgeMoreTime, mayExtend } from './extending';
import { isForOther, waitsSince } from './for-other';
import {
  type AskedGroup,
  type Decision,
  type Person,
  type Policy,
  type RequestSnapshot,
} from './model';
import { judgeOpening, type Opening, type OpeningInput } from './opening';
import { stageCount, stageOf } from './policy';
import { stageReached } from './stages';

/** What somebody decided. */
export interface PastDecision extends Pick<
  Decision,
  'person' | 'stage' | 'verdict' | 'comment' | 'durationS' | 'decidedAt'
> {
  /** The group that they decided for, so that they were in it then; null where it may have been one of several. */
  readonly groupId: string | null;
}

/** A request that is over, with what it was judged by. */
export interface PastRequest extends Pick<
  RequestSnapshot,
  | 'number'
  | 'requester'
  | 'subject'
  | 'target'
  | 'scope'
  | 'durationS'
  | 'durationWasDefault'
  | 'startAt'
  | 'fixedEnd'
  | 'reason'
  | 'ticket'
  | 'acceptedAt'
  | 'askedAt'
> {
  readonly targetAccount: string;
  /** When the subject had been denied this target last. */
  readonly lastDeniedAt: Date | null;
  /** The first first. */
  readonly decisions: readonly PastDecision[];
  /** Groups that were asked because no prompt could be delivered. */
  readonly undeliverable: readonly {
    readonly groupId: string;
    readonly stage: number;
    readonly at: Date;
  }[];
  /** Set exactly for more time on a grant. */
  readonly extends: Pick<
    NonNullable<RequestSnapshot['extends']>,
    'grantId' | 'number' | 'since' | 'endsAt'
  > | null;
}

/** What is taken as it is now. */
export interface ReplayWorld {
  /** Ids of the people in each group, disabled ones too. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly disabled: ReadonlySet<string>;
  /** The shortest grant that targets of a workload can carry, in seconds. */
  readonly leastDurationS: (workload: string) => number;
}

/** How a request ends. */
export type Fate =
  | { readonly ends: 'refused'; readonly refused: RefusalCode }
  | { readonly ends: 'by-itself'; readonly seconds: number }
  | { readonly ends: 'approved'; readonly seconds: number; readonly approvals: number }
  | { readonly ends: 'denied' }
  | {
      readonly ends: 'undecided';
      readonly approvals: number;
      /** In all stages together. */
      readonly needed: number;
      /** Why the first decision that did not count did not. */
      readonly uncounted: RefusalCode | null;
    };

/** What it is judged by beside itself. */
interface Judged {
  readonly policy: Policy | null;
  readonly used: number;
  readonly world: ReplayWorld;
}

/** What becomes of it under a policy. */
export function fateOf(request: PastRequest, { policy, used, world }: Judged): Fate {
  const opened = judgePast(openingInput(request, { policy, used, world }), request);
  if (isRefusal(opened)) return { ends: 'refused', refused: opened.refused };
  const decideBy = decideByOf(request, opened);
  const { acceptedAt } = request;
  // What was never accepted was put to nobody, whatever the policy says.
  const isPut = !isForOther(request) || (acceptedAt !== null && acceptedAt < decideBy);
  if (isPut && opened.autoApproved) return { ends: 'by-itself', seconds: opened.durationS };
  return decided(isPut ? request.decisions : [], { request, opened, decideBy, world });
}

function judgePast(input: OpeningInput, { extends: extended }: PastRequest): Opening | Refusal {
  if (extended === null) return judgeOpening(input);
  const { policy, target } = input;
  if (policy !== null && policy.rules.approval !== 'deny' && !mayExtend(policy)) {
    return refuse('extension-not-allowed', { target: target.name });
  }
  return judgeMoreTime(input, extended);
}

function openingInput(request: PastRequest, { policy, used, world }: Judged): OpeningInput {
  const { target, durationS: seconds, durationWasDefault, fixedEnd, askedAt: now } = request;
  const [requester, subject] = [present(request.requester), present(request.subject)];
  const stages = policy === null ? 0 : stageCount([policy.rules]);
  const ableByStage = Array.from({ length: stages }, (_, index) =>
    ableIn(stageOf(policy!.rules, index + 1)!.groupId, request, world),
  );
  return {
    switchedOff: false,
    requester,
    subject,
    target,
    policy,
    typedDuration: durationWasDefault ? null : { seconds, fixedEnd },
    typedStart: request.startAt ?? undefined,
    clock: { now, zone: 'UTC' },
    reason: request.reason,
    ticket: request.ticket,
    typedScope: request.scope === '' ? null : request.scope,
    requesterGroupIds: groupsOf(requester, world),
    subjectGroupIds: groupsOf(subject, world),
    present: { now, lastDeniedAt: request.lastDeniedAt, autoApproved: used },
    groupMembersAbleToDecide: ableByStage[0]?.length ?? 0,
    ableByStage,
    targetAccount: request.targetAccount,
    leastDurationS: world.leastDurationS(target.workload),
  };
}

/** Whoever has left since had not then. */
function present(person: Person): Person {
  return { ...person, disabled: false };
}

function groupsOf({ id }: Person, { members }: ReplayWorld): readonly string[] {
  return [...members].filter(([, ids]) => ids.has(id)).map(([group]) => group);
}

function ableIn(
  group: string,
  { requester, subject, decisions }: PastRequest,
  { members, disabled }: ReplayWorld,
): readonly string[] {
  // Whoever decided could.
  const then = decisions.filter((one) => one.groupId === group).map(({ person }) => person.id);
  const now = [...(members.get(group) ?? [])].filter((id) => !disabled.has(id));
  return [...new Set([...now, ...then])].filter((id) => id !== requester.id && id !== subject.id);
}

function decideByOf({ askedAt }: PastRequest, { decideWithinS, fixedEnd }: Opening): Date {
  const within = askedAt.getTime() + decideWithinS * 1000;
  return new Date(Math.min(within, fixedEnd?.getTime() ?? Infinity));
}

interface Open {
  readonly request: PastRequest;
  readonly opened: Opening;
  readonly decideBy: Date;
  readonly world: ReplayWorld;
}

/** The decisions one after the other, each as the press that it was, until one closes the request. */
function decided(decisions: readonly PastDecision[], open: Open): Fate {
  const counted: Decision[] = [];
  let uncounted: RefusalCode | null = null;
  let since = waitsSince(open.request);
  for (const one of decisions) {
    const outcome = judgeDecision(pressOf(one, counted, open, since));
    if (isRefusal(outcome)) {
      uncounted ??= outcome.refused;
      continue;
    }
    if (outcome.becomes === 'denied') return { ends: 'denied' };
    counted.push({ ...one, ...unshown, stage: outcome.stage });
    if (outcome.grant !== null) {
      const { startsAt, endsAt } = outcome.grant;
      const seconds = (endsAt.getTime() - startsAt.getTime()) / 1000;
      return { ends: 'approved', seconds, approvals: counted.length };
    }
    if (outcome.asksNext.length > 0) since = one.decidedAt;
  }
  return { ends: 'undecided', approvals: counted.length, needed: neededIn(open.opened), uncounted };
}

function neededIn({ policy: { rules } }: Opening): number {
  const later = rules.terms.stages.map(({ approvalsNeeded }) => approvalsNeeded);
  return [Math.max(1, rules.approvalsNeeded), ...later].reduce((sum, one) => sum + one, 0);
}

/** Every decision is on the facts that are replayed. */
const digest = 'replayed';
const unshown = { id: '', digest, platform: 'slack' } as const;

function pressOf(
  one: PastDecision,
  decisions: readonly Decision[],
  { request, opened, decideBy, world }: Open,
  since: Date,
): DecisionInput {
  const { policy, durationS, startAt, fixedEnd } = opened;
  const now = one.decidedAt;
  const alsoAsked = askedBy(now, { request, policy, decisions, since });
  const { requester, subject } = request;
  return {
    request: {
      ...request,
      state: 'pending',
      requester: present(requester),
      subject: present(subject),
      approverGroup: groupNamed(policy.rules.approverGroupId),
      alsoAsked,
      namedSince: [],
      durationS,
      startAt,
      fixedEnd,
      decideBy,
      extends: request.extends && { ...request.extends, state: 'active', endCause: null },
      standing: {
        requesterGroupIds: groupsOf(requester, world),
        subjectGroupIds: groupsOf(subject, world),
        isAccountTheirs: true,
      },
      switchedOff: false,
    },
    decisions,
    pinned: policy,
    present: policy,
    decider: present(one.person),
    memberships: groupIdsOf(policy, alsoAsked).map((groupId) => {
      const member = world.members.get(groupId)?.has(one.person.id) || one.groupId === groupId;
      return { groupId, member, disabled: false, readAt: now };
    }),
    verdict: one.verdict,
    comment: one.comment,
    // Whoever let it be for less would have been content with less still.
    durationS: one.durationS === null || one.durationS >= durationS ? null : one.durationS,
    leastDurationS: world.leastDurationS(request.target.workload),
    pressedDigest: digest,
    digest,
    now,
  };
}

function groupNamed(id: string) {
  return { id, name: '', size: 0 };
}

function groupIdsOf(
  { rules }: Policy,
  alsoAsked: readonly Pick<AskedGroup, 'group'>[],
): readonly string[] {
  const stages = rules.terms.stages.map(({ groupId }) => groupId);
  const asked = alsoAsked.map(({ group }) => group.id);
  return [...new Set([rules.approverGroupId, ...stages, ...asked])];
}

interface Asking {
  readonly request: PastRequest;
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  /** When those of the present stage were asked. */
  readonly since: Date;
}

/** Who may decide beside the group of the stage: whoever the policy calls after a while, and whoever stood in. */
function askedBy(now: Date, { request, policy, decisions, since }: Asking): readonly AskedGroup[] {
  const { escalation } = policy.rules.terms;
  const stage = stageReached(policy, policy, decisions);
  const isDue = escalation !== null && now.getTime() - since.getTime() >= escalation.afterS * 1000;
  const stoodIn = request.undeliverable.filter((one) => one.at <= now);
  return [
    ...stoodIn.map((one): AskedGroup => {
      return { group: groupNamed(one.groupId), why: 'undeliverable', stage: one.stage, at: one.at };
    }),
    ...(isDue
      ? [{ group: groupNamed(escalation.groupId), why: 'unanswered' as const, stage, at: now }]
      : []),
  ];
}
