/** What stands behind `--ticket`, and the text without it. */
export interface Flags {
  readonly rest: string;
  readonly ticket: string | null;
}

/** Phones make one long dash of two hyphens. A value is one word, or stands in quotes. */
const ticketFlag =
  /(?:^|\s)(?:--|[\u2013-\u2015]{1,2})ticket(?:\s*[=:]\s*|\s+)(?:"([^"\n]{1,200})"|“([^”\n]{1,200})”|(\S{1,200}))/iu;

/** Takes the first `--ticket INC-4711` out of what was typed behind a target, wherever it stands. */
export function takeFlags(text: string): Flags {
  const found = ticketFlag.exec(text);
  if (found === null) return { rest: text, ticket: null };
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return { rest: before + after, ticket: found[1] ?? found[2] ?? found[3]! };
}
