import {
  type AskedGroup,
  type Availability,
  type Policy,
  type PolicyRules,
  type PolicyTerms,
  type RequestSnapshot,
} from './model';

/**
 * Whether a pattern covers a target's full name. `*` stands for any run of characters and is the only wildcard;
 * case does not count. Time is linear in the lengths, whatever the pattern.
 */
export function patternCovers(pattern: string, name: string): boolean {
  return coveredBy(pattern)(name.toLowerCase());
}

/** The same for many names, each in lower case already. */
export function coveredBy(pattern: string): (lowerName: string) => boolean {
  const parts = pattern.toLowerCase().split('*');
  const first = parts[0]!;
  if (parts.length === 1) return (text) => text === first;
  const last = parts[parts.length - 1]!;
  const inner = parts.slice(1, -1);
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const part of inner) {
      const at = text.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}

/**
 * The policy that decides about a target, or null when none covers it (it then cannot be asked for).
 * A `deny` that covers the target beats everything, however general it is; otherwise the most specific wins: the exact name,
 * then the longer literal start. Ties fall the same way every time: by the whole pattern, then by id.
 */
export function choosePolicy<P extends PolicyOutline>(
  policies: readonly P[],
  targetName: string,
): P | null {
  const covering = policies.filter((policy) => patternCovers(policy.pattern, targetName));
  const denying = covering.filter((policy) => policy.rules.approval === 'deny');
  const candidates = denying.length > 0 ? denying : covering;
  return [...candidates].sort(compareSpecificity)[0] ?? null;
}

/** What of a policy says which targets are its own. */
export interface PolicyOutline extends Pick<Policy, 'id' | 'pattern'> {
  readonly rules: Pick<PolicyRules, 'approval'>;
}

/**
 * The same for many names: of each, only the policies are looked at whose literal start it begins with, so that ten
 * thousand policies cost little more than ten.
 */
export function policyChooser<P extends PolicyOutline>(
  policies: readonly P[],
): (targetName: string) => P | null {
  const byStart = new Map<string, { readonly policy: P; readonly covers: Covers }[]>();
  for (const policy of policies) {
    const start = policy.pattern.toLowerCase().split('*')[0]!;
    const one = { policy, covers: coveredBy(policy.pattern) };
    const found = byStart.get(start);
    if (found === undefined) byStart.set(start, [one]);
    else found.push(one);
  }
  const lengths = [...new Set([...byStart.keys()].map(({ length }) => length))];
  return (targetName) => {
    const name = targetName.toLowerCase();
    let best: P | null = null;
    for (const length of lengths) {
      if (length > name.length) continue;
      for (const { policy, covers } of byStart.get(name.slice(0, length)) ?? []) {
        if (covers(name) && (best === null || isBefore(policy, best))) best = policy;
      }
    }
    return best;
  };
}

type Covers = ReturnType<typeof coveredBy>;

/** Whether of two that cover a target the first one decides about it. */
function isBefore(one: PolicyOutline, other: PolicyOutline): boolean {
  const [denies, otherDenies] = [one, other].map(({ rules }) => rules.approval === 'deny');
  return denies === otherDenies ? compareSpecificity(one, other) < 0 : denies!;
}

function compareSpecificity(a: PolicyOutline, b: PolicyOutline): number {
  return (
    literalStart(b) - literalStart(a) ||
    compareText(a.pattern, b.pattern) ||
    compareText(a.id, b.id)
  );
}

/** An exact name is longer than every pattern that covers the same target. */
function literalStart(policy: PolicyOutline): number {
  const star = policy.pattern.indexOf('*');
  return star === -1 ? Number.MAX_SAFE_INTEGER : star;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What two versions of a policy allow together. */
export interface Strictest {
  /** False when the present policy is gone or denies: nothing more is approved under the old one. */
  readonly allowed: boolean;
  /** The stage that these are the rules of; 1 is the first. */
  readonly stage: number;
  /** How many there are. */
  readonly stages: number;
  /** In this stage. At least 1: an approval by nobody is none. */
  readonly approvalsNeeded: number;
  readonly durationMaxS: number;
  /** Something is approved only in a window of each of these. */
  readonly availabilities: readonly Availability[];
  /** An approver has to be in one group of each of these. */
  readonly oneOf: OneOf;
  /** Whoever satisfies one of these may deny: one version naming them is enough, in this stage or one before. */
  readonly denying: readonly OneOf[];
  /** All groups of this stage and of those before, each once. */
  readonly groupIds: readonly string[];
}

/** Lists of groups; somebody has to be in one of each. */
export type OneOf = readonly (readonly string[])[];

/** How far a request has come. */
export interface Progress {
  readonly stage: number;
  readonly alsoAsked: readonly AskedGroup[];
}

const atFirst: Progress = { stage: 1, alsoAsked: [] };

/**
 * A request was shown under `pinned`; `present` is the policy that covers the target now, or null.
 * Both must allow it, so the stricter of each rule counts.
 * Stages are taken one by one: where the versions name different groups for a stage, an approver is in both.
 */
export function stricter(
  pinned: Policy,
  present: Policy | null,
  { stage, alsoAsked }: Progress = atFirst,
): Strictest {
  const versions = present === null ? [pinned] : [pinned, present];
  const rules = versions.map((policy) => policy.rules);
  const until = Array.from({ length: stage }, (_, index) => index + 1);
  const lists = until.map((one) => decidingIn(rules, one, alsoAsked));
  const needed = rules.flatMap((rule) => stageOf(rule, stage)?.approvalsNeeded ?? []);
  return {
    stage,
    stages: stageCount(rules),
    allowed: present !== null && rules.every((rule) => rule.approval !== 'deny'),
    approvalsNeeded: Math.max(1, ...needed),
    durationMaxS: Math.min(...rules.map((rule) => rule.durationMaxS)),
    availabilities: rules.flatMap((rule) => rule.terms.availability ?? []),
    oneOf: lists.at(-1)!,
    denying: lists.flat().map((one) => [one]),
    groupIds: [...new Set(lists.flat(2))],
  };
}

/** How many stages there are: as many as the version with more of them has. */
export function stageCount(rules: readonly PolicyRules[]): number {
  return 1 + Math.max(...rules.map(({ terms }) => terms.stages.length));
}

/** The group of each stage, in their order. */
export function groupsNamed({ approverGroupId, terms }: PolicyRules): readonly string[] {
  return [approverGroupId, ...terms.stages.map(({ groupId }) => groupId)];
}

/** What these rules say about a stage; null when they have fewer. */
export function stageOf(
  { approverGroupId: groupId, approvalsNeeded, terms }: PolicyRules,
  stage: number,
): PolicyTerms['stages'][number] | null {
  return stage === 1 ? { groupId, approvalsNeeded } : (terms.stages[stage - 2] ?? null);
}

function decidingIn(
  rules: readonly PolicyRules[],
  stage: number,
  alsoAsked: readonly AskedGroup[],
): OneOf {
  const asked = alsoAsked.filter((one) => one.stage === stage && one.why !== 'stage');
  return rules.flatMap((rule) => {
    const found = stageOf(rule, stage);
    return found === null ? [] : [[found.groupId, ...joining(rule, asked)]];
  });
}

/**
 * Groups that join those who decide. The group that the rules name for escalation does once it was asked; where they name
 * none, so does whoever was asked because no prompt could be delivered, or nobody could say who is in the group.
 */
function joining({ terms }: PolicyRules, asked: readonly AskedGroup[]): readonly string[] {
  return asked
    .filter(({ group, why }) =>
      terms.escalation === null ? why !== 'unanswered' : group.id === terms.escalation.groupId,
    )
    .map(({ group }) => group.id);
}

/** Every group that was asked or has to decide now, each once: they may see the request, and take its grant away. */
export function askedGroupIds({
  policy,
  policyNow,
  approverGroup,
  alsoAsked,
}: Pick<
  RequestSnapshot,
  'policy' | 'policyNow' | 'approverGroup' | 'alsoAsked'
>): readonly string[] {
  const first = [policy, policyNow].flatMap((one) => one?.rules.approverGroupId ?? []);
  return [...new Set([...first, approverGroup.id, ...alsoAsked.map(({ group }) => group.id)])];
}
