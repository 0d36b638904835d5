/** Who is in which group: those whom it names, and everybody in the groups that are in it, however deep. Pure. */

/** A group with what is directly in it, by ids or by names. */
export interface GroupParts {
  readonly id: string;
  readonly memberIds: readonly string[];
  /** Left out: none. */
  readonly nestedIds?: readonly string[];
  /** Whether others are in it as well, of whom only an outside directory knows. */
  readonly isOpen?: boolean;
}

/** Ids of each group that is in a group, and its own; a circle ends where it began, and what is not there has nothing in it. */
export function partsOf(id: string, groups: ReadonlyMap<string, GroupParts>): ReadonlySet<string> {
  // A set goes on to what is added to it on the way.
  const parts = new Set([id]);
  for (const part of parts) {
    for (const nested of groups.get(part)?.nestedIds ?? []) parts.add(nested);
  }
  return parts;
}

/** By id of a group everybody in it, each once. */
export function peopleByGroup(
  groups: readonly GroupParts[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(groups.map((one) => [one.id, one]));
  return new Map(
    groups.map(({ id }) => {
      const members = [...partsOf(id, byId)].flatMap((part) => byId.get(part)?.memberIds ?? []);
      return [id, new Set(members)];
    }),
  );
}

/** Whether more people may be in a group than are known here: it, or a group in it, has some of an outside directory. */
export function isOpenGroup(id: string, groups: ReadonlyMap<string, GroupParts>): boolean {
  return [...partsOf(id, groups)].some((part) => groups.get(part)?.isOpen === true);
}

/**
 * The way from a group back to itself, which begins and ends with it; null where there is none. It names each group on it once
 * more only at its end.
 */
export function circleOf(
  id: string,
  groups: ReadonlyMap<string, GroupParts>,
): readonly string[] | null {
  const ways = new Map<string, readonly string[]>([[id, [id]]]);
  for (const [part, way] of ways) {
    for (const nested of groups.get(part)?.nestedIds ?? []) {
      if (nested === id) return [...way, id];
      if (!ways.has(nested)) ways.set(nested, [...way, nested]);
    }
  }
  return null;
}
