/** Everything that can be asked for, arranged so that it is found by typing. */
import { type PolicyTerms, type Target } from './model';
import { isEligible } from './opening';
import { policyChooser, type PolicyOutline } from './policy';

/** What of a policy says who may ask for its targets. */
export interface AskingPolicy extends PolicyOutline {
  readonly rules: PolicyOutline['rules'] & { readonly terms: Pick<PolicyTerms, 'requesters'> };
}

/** A target by its names. */
export type NamedTarget = Pick<Target, 'id' | 'name' | 'bareName'>;

interface Entry {
  readonly target: NamedTarget;
  /** In lower case, as what is typed is compared with it. */
  readonly name: string;
  readonly bareName: string;
  /** Null where nobody may ask: no policy, or one that denies. */
  readonly policy: AskingPolicy | null;
}

export interface Catalogue {
  /** Targets come in the order in which they shall be found. */
  add(targets: readonly NamedTarget[]): void;
  /** Full names, in that order. */
  names(): readonly string[];
  find(wanted: Wanted): readonly NamedTarget[];
}

/** What is looked for, and for whom. */
export interface Wanted {
  /** As typed; nothing typed finds everything. */
  readonly typed: string;
  /** Groups that the person is in. */
  readonly groupIds: readonly string[];
  readonly now: Date;
  readonly most: number;
}

/** Longer than any name; what is compared has an end, however much was typed. */
const longestTyped = 300;

export function createCatalogue(policies: readonly AskingPolicy[]): Catalogue {
  const choose = policyChooser(policies);
  const entries: Entry[] = [];
  return {
    add(targets) {
      for (const target of targets) {
        const policy = choose(target.name);
        entries.push({
          target,
          name: target.name.toLowerCase(),
          bareName: target.bareName.toLowerCase(),
          policy: policy?.rules.approval === 'deny' ? null : policy,
        });
      }
    },
    names: () => entries.map(({ target }) => target.name),
    find: (wanted) => find(entries, wanted),
  };
}

/**
 * Targets that this person may ask for now, at most so many: those whose bare name begins with what was typed, then those
 * whose full name does, then those that contain it.
 */
function find(
  entries: readonly Entry[],
  { typed, groupIds, now, most }: Wanted,
): readonly NamedTarget[] {
  const text = typed.slice(0, longestTyped).normalize('NFKC').trim().toLowerCase();
  const mayAsk = eligibility(groupIds, now);
  const ranks: readonly NamedTarget[][] = [[], [], []];
  for (const { target, name, bareName, policy } of entries) {
    const rank = rankOf(text, name, bareName);
    if (rank === null || ranks[rank]!.length >= most) continue;
    if (policy === null || !mayAsk(policy)) continue;
    ranks[rank]!.push(target);
    if (ranks[0]!.length >= most) break;
  }
  return ranks.flat().slice(0, most);
}

function rankOf(text: string, name: string, bareName: string): 0 | 1 | 2 | null {
  if (bareName.startsWith(text)) return 0;
  if (name.startsWith(text)) return 1;
  return name.includes(text) ? 2 : null;
}

/** A policy is judged once, however many targets it covers. */
function eligibility(groupIds: readonly string[], now: Date): (policy: AskingPolicy) => boolean {
  const known = new Map<AskingPolicy, boolean>();
  return (policy) => {
    const found = known.get(policy) ?? isEligible(policy.rules.terms, groupIds, now);
    known.set(policy, found);
    return found;
  };
}
