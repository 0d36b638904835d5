import { refuse, type Refusal } from '../errors';
import { type Policy, type PolicyTerms, type RequestSnapshot, type Target } from './model';
import { excerpt, typedOrNull } from './typed-text';

/** All of a target. */
const wholeTarget = '';

/**
 * Which part of a target is asked for, in the policy's spelling; case and space around it do not count. '' is all of it, which a
 * policy with parts has to offer by itself.
 */
export function judgeScope(
  typed: string | null,
  target: Target,
  { rules }: Policy,
): { readonly scope: string } | Refusal {
  const { scopes } = rules.terms;
  const name = typedOrNull(typed);
  if (name === null) {
    if (isScopeAllowed(rules.terms, wholeTarget)) return { scope: wholeTarget };
    const allowed = scopes!.allowed;
    const example = `${target.bareName} 4h --scope ${asTyped(allowed[0]!)}`;
    return refuse('scope-required', { target: target.name, scopes: allowed, example });
  }
  if (scopes === null) return refuse('scope-none', { target: target.name });
  const found = scopes.allowed.find((scope) => folded(scope) === folded(name));
  if (found !== undefined) return { scope: found };
  const facts = { typed: excerpt(name), target: target.name, scopes: scopes.allowed };
  return refuse('scope-unknown', facts);
}

function folded(scope: string): string {
  return scope.normalize('NFKC').toLowerCase();
}

function asTyped(scope: string): string {
  return /\s/u.test(scope) ? `"${scope}"` : scope;
}

/** Whether a policy lets this part be had; '' is all of the target. */
export function isScopeAllowed({ scopes }: PolicyTerms, scope: string): boolean {
  if (scope === wholeTarget) return scopes === null || scopes.whole;
  return scopes !== null && scopes.allowed.includes(scope);
}

/** Every version that counts has to offer what was asked for when it is approved. */
export function refuseScope(
  request: Pick<RequestSnapshot, 'target' | 'scope'>,
  policies: readonly Policy[],
): Refusal | null {
  const { target, scope } = request;
  if (policies.every(({ rules }) => isScopeAllowed(rules.terms, scope))) return null;
  if (scope === wholeTarget) return refuse('scope-now-required', { target: target.name });
  return refuse('scope-no-longer', { target: target.name, scope });
}
