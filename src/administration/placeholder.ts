/** What stands in a file where somebody has to say something first. */

export const placeholder = 'REPLACE-ME';

/** Every place where it still stands: `people.0.key`. Nothing that somebody meant is called that. */
export function placeholdersIn(raw: unknown, path = ''): readonly string[] {
  if (typeof raw === 'string') return raw.trim() === placeholder ? [path] : [];
  if (typeof raw !== 'object' || raw === null) return [];
  return Object.entries(raw).flatMap(([key, value]) =>
    placeholdersIn(value, path === '' ? key : `${path}.${key}`),
  );
}
