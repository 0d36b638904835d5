/** Which past requests would have ended otherwise under other policies: each is judged twice. Pure. */
import { type RefusalCode } from '../errors';
import { waitsSince } from './for-other';
import { type Policy } from './model';
import { fateOf, type Fate, type PastRequest, type ReplayWorld } from './past-fate';
import { policyChooser } from './policy';

/** Why it would have ended otherwise. */
export const otherwiseWhys = [
  'refused',
  'people',
  'more-approvals',
  'other-approvers',
  'too-late',
  'outside-hours',
  'denied',
  'shorter',
  'by-itself',
  'allowed',
  'approved',
  'longer',
] as const;

export type OtherwiseWhy = (typeof otherwiseWhys)[number];

export interface Otherwise {
  readonly request: PastRequest;
  readonly why: OtherwiseWhy;
  readonly before: Fate;
  readonly after: Fate;
}

/**
 * Those that would have ended otherwise under `after` than under `before`, the newest first. It pauses after each request: of a
 * thousand with hours that takes seconds, and others are to be answered meanwhile.
 */
export function* endOtherwise(
  past: readonly PastRequest[],
  { before, after }: { readonly before: readonly Policy[]; readonly after: readonly Policy[] },
  world: ReplayWorld,
): Generator<undefined, readonly Otherwise[]> {
  const [old, wanted] = [judgeUnder(before, world), judgeUnder(after, world)];
  const found: Otherwise[] = [];
  for (const request of [...past].sort((a, b) => a.number - b.number)) {
    const fates = { before: old(request), after: wanted(request) };
    const why = whyOtherwise(fates.before, fates.after);
    if (why !== null) found.unshift({ request, why, ...fates });
    yield;
  }
  return found;
}

/** Null when both are the same end: refused for another reason is refused. */
function whyOtherwise(before: Fate, after: Fate): OtherwiseWhy | null {
  if (before.ends === 'refused') return after.ends === 'refused' ? null : 'allowed';
  if (after.ends === 'refused') return 'refused';
  if (before.ends === after.ends) {
    if (!('seconds' in before) || !('seconds' in after)) return null;
    if (before.seconds === after.seconds) return null;
    return after.seconds < before.seconds ? 'shorter' : 'longer';
  }
  if (before.ends === 'by-itself') return 'people';
  return after.ends === 'undecided' ? whyUndecided(after.uncounted) : after.ends;
}

function whyUndecided(uncounted: RefusalCode | null): OtherwiseWhy {
  if (uncounted === 'not-an-approver') return 'other-approvers';
  if (uncounted === 'request-closed') return 'too-late';
  return uncounted === 'outside-hours' ? 'outside-hours' : 'more-approvals';
}

/** An approval without a person, for counting against a budget. */
interface Automatic {
  readonly policyId: string;
  readonly personIds: readonly string[];
  readonly at: Date;
}

/** Judges one request after the other, the oldest first: what is approved by itself uses up the budget of what was asked later. */
function judgeUnder(policies: readonly Policy[], world: ReplayWorld): (one: PastRequest) => Fate {
  const choose = policyChooser(policies);
  const automatic: Automatic[] = [];
  return (request) => {
    const policy = choose(request.target.name);
    const fate = fateOf(request, { policy, used: usedOf(policy, request, automatic), world });
    if (policy !== null && fate.ends === 'by-itself') {
      const personIds = [request.requester.id, request.subject.id];
      automatic.push({ policyId: policy.id, personIds, at: waitsSince(request) });
    }
    return fate;
  };
}

/** How much of a budget is used up, for whoever asks or whoever receives, whichever is more. */
function usedOf(
  policy: Policy | null,
  request: PastRequest,
  automatic: readonly Automatic[],
): number {
  const budget = policy?.rules.terms.autoBudget ?? null;
  if (policy === null || budget === null) return 0;
  const at = waitsSince(request).getTime();
  const since = at - budget.windowS * 1000;
  const within = automatic.filter(
    (one) => one.policyId === policy.id && one.at.getTime() > since && one.at.getTime() <= at,
  );
  const countOf = (id: string) => within.filter(({ personIds }) => personIds.includes(id)).length;
  return Math.max(countOf(request.requester.id), countOf(request.subject.id));
}
