import { nearestNames } from '../elevation/nearest';
import { type Target } from '../elevation/model';
import { refuse, type Refusal } from '../errors';
import { targetNames } from '../store/target-search';
import { type Context } from './context';

/** The one target that a typed name means. */
export function onlyTarget(typed: string, found: readonly Target[]): Target | Refusal {
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return refuse('unknown-target', { typed, nearest: [] });
  return refuse('ambiguous-target', { typed, candidates: found.map((target) => target.name) });
}

/** An unknown target with the names that are nearest to it; any other refusal as it is. */
export async function named(context: Context, refusal: Refusal): Promise<Refusal> {
  if (refusal.refused !== 'unknown-target') return refusal;
  const names = await targetNames(context.database, context.organisationId);
  const typed = refusal.facts.typed as string;
  return refuse('unknown-target', { typed, nearest: nearestNames(typed, names, 3) });
}
