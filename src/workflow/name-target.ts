import { type NamedTarget } from '../elevation/catalogue';
import { type Target } from '../elevation/model';
import { nearestNames } from '../elevation/nearest';
import { refuse, type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { targetNames } from '../store/target-search';
import { type Context } from './context';
import { askableTargets } from './suggest-targets';

/** The one target that a typed name means. */
export function onlyTarget(typed: string, found: readonly Target[]): Target | Refusal {
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return refuse('unknown-target', { typed, nearest: [] });
  return refuse('ambiguous-target', { typed, candidates: found.map((target) => target.name) });
}

/** As many as are named. */
const nearestMost = 3;

/** An unknown target with the names that are nearest to it; any other refusal as it is. */
export async function named(context: Context, refusal: Refusal): Promise<Refusal> {
  if (refusal.refused !== 'unknown-target') return refusal;
  const names = await targetNames(context.database, context.organisationId);
  const typed = refusal.facts.typed as string;
  return refuse('unknown-target', { typed, nearest: nearestNames(typed, names, nearestMost) });
}

/** A refusal of something that was asked for. */
export interface RefusedName {
  readonly refusal: Refusal;
  /** What may have been meant instead. */
  readonly offered: readonly NamedTarget[];
}

/**
 * What somebody may have meant who asked for a name that no target has, or several have. Only what they may ask for is named to
 * them. A name is theirs when they may ask for just one of those that have it: then that one is meant, and nothing is refused.
 */
export async function nameForAsking(
  context: Context,
  envelope: Envelope,
  refusal: Refusal,
): Promise<RefusedName | NamedTarget> {
  if (refusal.refused === 'unknown-target') return nearestToAskFor(context, envelope, refusal);
  if (refusal.refused !== 'ambiguous-target') return { refusal, offered: [] };
  const { typed, candidates } = refusal.facts as { typed: string; candidates: readonly string[] };
  const askable = await askableByName(context, envelope);
  const offered = candidates.flatMap((name) => askable.get(name) ?? []);
  const [only, ...others] = offered;
  if (only === undefined) return { refusal, offered };
  if (others.length === 0) return only;
  const names = offered.map(({ name }) => name);
  return { refusal: refuse('ambiguous-target', { typed, candidates: names }), offered };
}

async function nearestToAskFor(
  context: Context,
  envelope: Envelope,
  { facts }: Refusal,
): Promise<RefusedName> {
  const typed = facts.typed as string;
  const askable = await askableByName(context, envelope);
  const nearest = nearestNames(typed, [...askable.keys()], nearestMost);
  const offered = nearest.map((name) => askable.get(name)!);
  return { refusal: refuse('unknown-target', { typed, nearest }), offered };
}

async function askableByName(
  context: Context,
  envelope: Envelope,
): Promise<ReadonlyMap<string, NamedTarget>> {
  const all = await askableTargets(context, envelope, '', Infinity);
  return new Map(all.map((target) => [target.name, target]));
}
