/** What stands behind flags, and the text without them. */
export interface Flags {
  readonly rest: string;
  readonly ticket: string | null;
  /** The part of a target, or null. */
  readonly scope: string | null;
}

type Name = 'ticket' | 'scope';

/** Phones make one long dash of two hyphens. A value is one word, or stands in quotes. */
const flag = (name: Name) =>
  new RegExp(
    `(?:^|\\s)(?:--|[\\u2013-\\u2015]{1,2})${name}(?:\\s*[=:]\\s*|\\s+)` +
      '(?:"([^"\\n]{1,200})"|“([^”\\n]{1,200})”|(\\S{1,200}))',
    'iu',
  );

const flags: Readonly<Record<Name, RegExp>> = { ticket: flag('ticket'), scope: flag('scope') };

/** Takes the first `--ticket INC-4711` and the first `--scope Finance` out of what was typed behind a target, wherever they stand. */
export function takeFlags(text: string): Flags {
  const { rest, ticket } = takeTicket(text);
  const scope = take(rest, 'scope');
  return { rest: scope.rest, ticket, scope: scope.value };
}

/** The same of a ticket alone: more time on a right is for the same part of it. */
export function takeTicket(text: string): Pick<Flags, 'rest' | 'ticket'> {
  const { rest, value } = take(text, 'ticket');
  return { rest, ticket: value };
}

function take(text: string, name: Name): { readonly rest: string; readonly value: string | null } {
  const found = flags[name].exec(text);
  if (found === null) return { rest: text, value: null };
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return { rest: before + after, value: found[1] ?? found[2] ?? found[3]! };
}
