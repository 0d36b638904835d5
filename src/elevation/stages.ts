/** Ordered stages: how far a request has come, and who counts in which. */
import { factsDigest, type DecidedFacts } from './digest';
import { type ApproverGroup, type Decision, type Policy, type RequestSnapshot } from './model';
import { stageCount, stageOf, stricter, type Strictest } from './policy';

type Approval = Pick<Decision, 'stage'> & { readonly person: { readonly id: string } };

/**
 * The stage that has not got its approvals yet; the last one when all have. A person counts in one stage only, the first
 * that they approved in, also when accounts of theirs were merged since.
 */
export function stageReached(
  pinned: Policy,
  present: Policy | null,
  approvals: readonly Approval[],
): number {
  const rules = [pinned, ...(present === null ? [] : [present])].map((policy) => policy.rules);
  const last = stageCount(rules);
  // Stryker disable next-line EqualityOperator: the last stage is reached whether or not it has its approvals.
  for (let stage = 1; stage < last; stage += 1) {
    const needed = rules.flatMap((rule) => stageOf(rule, stage)?.approvalsNeeded ?? []);
    if (approversIn(stage, approvals).size < Math.max(1, ...needed)) return stage;
  }
  return last;
}

/** Ids of the people whose approval counts in this stage. */
export function approversIn(stage: number, approvals: readonly Approval[]): ReadonlySet<string> {
  const before = approvals.filter((one) => one.stage < stage).map(({ person }) => person.id);
  const here = approvals.filter((one) => one.stage === stage).map(({ person }) => person.id);
  return new Set(here.filter((id) => !before.includes(id)));
}

/**
 * Stored approvals that count. The requester's or the subject's own are left out even though they were accepted once:
 * accounts may have been merged into them since. So is an approval of other facts than the present ones: whoever gave it
 * agreed to another policy, and may not be in the group that has to agree now.
 */
export function presentApprovals(
  request: Pick<RequestSnapshot, 'requester' | 'subject'>,
  decisions: readonly Decision[],
  digest: string,
): readonly Decision[] {
  const own = [request.requester.id, request.subject.id];
  return decisions.filter(
    (one) => one.verdict === 'approve' && one.digest === digest && !own.includes(one.person.id),
  );
}

/** The rules that a request has to satisfy as it stands. */
export function rulesOf(
  request: DecidedFacts & Pick<RequestSnapshot, 'decisions' | 'alsoAsked'>,
): Strictest {
  const { policy, policyNow, decisions, alsoAsked } = request;
  // What most requests have none of is not looked for: a list draws hundreds of them.
  // Stryker disable next-line ConditionalExpression,EqualityOperator: a policy without stages is in its first
  const isStaged = [policy, policyNow].some((one) => (one?.rules.terms.stages.length ?? 0) > 0);
  // Stryker disable next-line ConditionalExpression: the same
  if (!isStaged) return stricter(policy, policyNow, { stage: 1, alsoAsked });
  const approvals =
    // Stryker disable next-line ConditionalExpression,ArrayDeclaration: no decisions are no approvals either way
    decisions.length === 0 ? [] : presentApprovals(request, decisions, factsDigest(request));
  const stage = stageReached(policy, policyNow, approvals);
  return stricter(policy, policyNow, { stage, alsoAsked });
}

/**
 * The two groups that both have to allow an approval and have nobody in common who could: the one that was asked first, and the one
 * that the policy has come to name. Null where somebody can approve, as far as is known.
 */
export function apart(
  request: Parameters<typeof rulesOf>[0] & Pick<RequestSnapshot, 'namedSince'>,
): readonly [ApproverGroup, ApproverGroup] | null {
  const { namedSince } = request;
  if (namedSince.length === 0) return null;
  const { oneOf, stage } = rulesOf(request);
  const [before, now] = oneOf;
  if (before === undefined || now === undefined) return null;
  const sharedBy = new Map(namedSince.map(({ id, shares }) => [id, shares]));
  const isShared = (id: string) => before.some((one) => sharedBy.get(id)?.includes(one) ?? true);
  if (now.some((id) => before.includes(id) || isShared(id))) return null;
  const named = namedSince.find(({ id }) => id === now[0]);
  return named === undefined ? null : [groupOfStage(request, stage), named];
}

type Decided = DecidedFacts & Pick<RequestSnapshot, 'decisions'>;

/** Ids of everybody whose approval of what is asked now is stored, in whichever stage. */
export function approvedNow(request: Decided): ReadonlySet<string> {
  const { decisions } = request;
  if (decisions.length === 0) return new Set();
  const approvals = presentApprovals(request, decisions, factsDigest(request));
  return new Set(approvals.map(({ person }) => person.id));
}

/** When the last approval was given that a change of the policy has made void since; null when there is none. */
export function lastVoid(request: Decided): Date | null {
  const { decisions } = request;
  if (decisions.length === 0) return null;
  const digest = factsDigest(request);
  const found = decisions.filter((one) => one.verdict === 'approve' && one.digest !== digest);
  return found.at(-1)?.decidedAt ?? null;
}

/** The stage that a request had come to then, by the approvals that count now. */
export function stageAt(request: Decided, at: Date): number {
  const { policy, policyNow, decisions } = request;
  const before = decisions.filter(({ decidedAt }) => decidedAt <= at);
  const approvals =
    before.length === 0 ? [] : presentApprovals(request, before, factsDigest(request));
  return stageReached(policy, policyNow, approvals);
}

/** The highest stage whose turn had come by then, whatever the policy has made of it since. */
export function stageAsked({ alsoAsked }: Pick<RequestSnapshot, 'alsoAsked'>, at: Date): number {
  const begun = alsoAsked.filter((one) => one.why === 'stage' && one.at <= at);
  return Math.max(1, ...begun.map(({ stage }) => stage));
}

/** The group whose turn it is in a stage, as people know it. */
export function groupOfStage(
  { approverGroup, alsoAsked }: Pick<RequestSnapshot, 'approverGroup' | 'alsoAsked'>,
  stage: number,
): ApproverGroup {
  const asked = alsoAsked.find((one) => one.why === 'stage' && one.stage === stage);
  return asked?.group ?? approverGroup;
}
