/** What a system account gets without approval: what was set down for it, and nothing besides. */
import { isRefusal, refuse, type Refusal } from '../errors';
import { leastGrantS } from './approval-length';
import { formatDuration, parseDuration, typedDuration } from './duration';
import { type Person, type Policy, type Target } from './model';
import { judgeReasonLength, judgeTicketLength, refuseUnderLeast } from './opening';
import { patternCovers } from './policy';
import { excerpt, typedOrNull } from './typed-text';

/** What was set down for it. */
export interface SystemAccount {
  readonly id: string;
  readonly name: string;
  /** Who answers for it. */
  readonly owner: Person;
  /** Full names of targets, and patterns of them. */
  readonly targets: readonly string[];
  /** Parts of a target; none is the whole only. */
  readonly scopes: readonly string[];
  readonly durationMaxS: number;
  readonly until: Date;
}

/** Everything that one use is judged by; all rows as they are with the account's lock held. */
export interface SystemUseInput {
  readonly account: SystemAccount;
  /** Whether the organisation is switched off. */
  readonly switchedOff: boolean;
  /** Everything that the typed name can mean, to anybody. */
  readonly candidates: readonly Target[];
  /** What covers a target now, or null. */
  readonly policyOf: (target: Target) => Policy | null;
  /** The shortest grant that a target can carry, in seconds. */
  readonly leastDurationS: (target: Target) => number;
  /** Name of its account in each workload. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly typed: SystemWish;
  readonly now: Date;
}

/** As it came. */
export interface SystemWish {
  readonly target: string;
  readonly duration: string;
  readonly reason: string;
  readonly ticket: string | null;
  readonly scope: string | null;
}

export interface SystemUse {
  readonly target: Target;
  readonly targetAccount: string;
  /** '' is all of the target. */
  readonly scope: string;
  readonly durationS: number;
  readonly reason: string;
  readonly ticket: string | null;
  readonly policy: Policy;
  readonly endsAt: Date;
}

/**
 * What is granted, or why nothing is. The policy does not decide, because the account is exempt from approval: its hours, its groups and
 * what it asks are for people. But what it denies it denies to everybody, and what nothing covers is nobody's.
 */
export function judgeSystemUse(input: SystemUseInput): SystemUse | Refusal {
  const { account, accounts, now } = input;
  if (now >= account.until) return refuse('system-account-over', { until: account.until });
  if (account.owner.disabled) {
    return refuse('system-account-unowned', { person: account.owner.name });
  }
  if (input.switchedOff) return refuse('switched-off');
  const target = judgeTarget(input);
  if (isRefusal(target)) return target;
  const policy = input.policyOf(target);
  if (policy === null) return refuse('no-policy', { target: target.name });
  if (policy.rules.approval === 'deny') return refuse('target-denied', { target: target.name });
  const scope = judgePart(input, target);
  if (isRefusal(scope)) return scope;
  const length = judgeLength(input, target);
  if (isRefusal(length)) return length;
  const words = judgeWords(input.typed);
  if (isRefusal(words)) return words;
  const targetAccount = accounts.get(target.workload) ?? null;
  if (targetAccount === null) {
    const facts = { person: account.name, workload: target.workload };
    return refuse('no-account-in-target', facts);
  }
  return { target, targetAccount, policy, ...scope, ...length, ...words };
}

/** What it may not have is to it as if it were not there: a name of it says nothing. */
function judgeTarget({ account, candidates, typed }: SystemUseInput): Target | Refusal {
  const own = candidates.filter(({ name }) =>
    account.targets.some((pattern) => patternCovers(pattern, name)),
  );
  const [target, ...others] = own;
  if (target === undefined) {
    return refuse('system-account-target', { typed: excerpt(typed.target) });
  }
  if (others.length === 0) return target;
  const names = own.map(({ name }) => name);
  return refuse('ambiguous-target', { typed: excerpt(typed.target), candidates: names });
}

function judgePart(
  { account, typed }: SystemUseInput,
  { name: target }: Target,
): { readonly scope: string } | Refusal {
  const { scopes } = account;
  const wanted = typedOrNull(typed.scope);
  if (wanted === null) {
    return scopes.length === 0 ? { scope: '' } : refuse('system-account-part', { target, scopes });
  }
  const found = scopes.find((one) => one.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return { scope: found };
  if (scopes.length === 0) return refuse('system-account-whole', { target });
  return refuse('system-account-part', { target, scopes });
}

type Length = Pick<SystemUse, 'durationS' | 'endsAt'>;

function judgeLength(
  { account, typed, leastDurationS, now }: SystemUseInput,
  target: Target,
): Length | Refusal {
  const parsed = parseDuration(typed.duration, null);
  if (isRefusal(parsed)) return parsed;
  const { seconds: durationS } = parsed;
  if (durationS > account.durationMaxS) {
    return refuse('system-account-length', {
      asked: formatDuration(Math.ceil(durationS / 60) * 60),
      maximum: formatDuration(account.durationMaxS),
      example: typedDuration(account.durationMaxS),
    });
  }
  const short = refuseUnderLeast(durationS, Math.max(leastGrantS, leastDurationS(target)));
  if (short !== null) return short;
  const endsAt = new Date(now.getTime() + durationS * 1000);
  if (endsAt > account.until) return refuse('system-account-until', { until: account.until });
  return { durationS, endsAt };
}

/** Whoever looks at it later has nothing but the reason to go by. */
function judgeWords(typed: SystemWish): Pick<SystemUse, 'reason' | 'ticket'> | Refusal {
  const [reason, ticket] = [typedOrNull(typed.reason), typedOrNull(typed.ticket)];
  if (reason === null) return refuse('system-account-reason');
  const tooLong = judgeReasonLength(reason) ?? (ticket === null ? null : judgeTicketLength(ticket));
  return tooLong ?? { reason, ticket };
}
