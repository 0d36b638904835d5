/** @throws Error when nothing has that id */
export function nameOf(names: ReadonlyMap<string, string>, id: string | null): string {
  const found = id === null ? undefined : names.get(id);
  if (found === undefined) throw new Error(`the configuration has no name for ${id}`);
  return found;
}

/** An order that is the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
