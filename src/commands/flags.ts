/** What stands behind flags, and the text without them. */
export interface Flags {
  readonly rest: string;
  readonly ticket: string | null;
  /** The part of a target, or null. */
  readonly scope: string | null;
  /** When it is to start; empty where nothing that could be read stands behind the flag. */
  readonly at?: string;
  /** Whom it is for; empty as above. */
  readonly subject?: string;
}

type Name = 'ticket' | 'scope' | 'at' | 'for';

/** Phones make one long dash of two hyphens. */
const dashes = '(?:^|\\s)(?:--|[\\u2013-\\u2015]{1,2})';

const quoted = '"([^"\\n]{1,200})"|“([^”\\n]{1,200})”';

/** A day and a time of day without quotes, as far as it is one: the rest may be a length or a reason. */
const moment =
  '((?:(?:today|tomorrow|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:\\s+at)?\\s+)?[0-9]{1,2}(?::[0-9]{2})?(?:\\s?[ap]m)?(?:\\s+(?:today|tomorrow))?)(?=,?(?:\\s|$))';

/** A value is one word, or stands in quotes. */
const valued = (name: Name) =>
  new RegExp(`${dashes}${name}(?:\\s*[=:]\\s*|\\s+)(?:${quoted}|(\\S{1,200}))`, 'iu');

const patterns: Readonly<Record<Name, RegExp>> = {
  ticket: valued('ticket'),
  scope: valued('scope'),
  at: new RegExp(`${dashes}at(?:\\s*[=:]\\s*|\\s+|$)(?:${quoted}|${moment}|(\\S{1,200}))?,?`, 'iu'),
  // A long dash before "for 4h" is a dash, and no person.
  for: new RegExp(
    `(?:^|\\s)(?:--|[\\u2013-\\u2015]{1,2}(?!for\\s+[0-9][^\\s@]*(?:\\s|$)))for(?:\\s*[=:]\\s*|\\s+|$)(?:${quoted}|([^\\s,]{1,200}))?,?`,
    'iu',
  ),
};

/**
 * Takes the first flag of each kind out of what was typed behind a target, wherever they stand: `--ticket INC-4711`,
 * `--scope Finance`, `--at tomorrow 09:00`, `--for ben@example.com`.
 */
export function takeFlags(text: string): Flags {
  const { rest, ticket } = takeTicket(text);
  const scope = take(rest, 'scope');
  const at = take(scope.rest, 'at');
  const subject = take(at.rest, 'for');
  return {
    rest: subject.rest,
    ticket,
    scope: scope.value,
    ...(at.value !== null && { at: at.value }),
    ...(subject.value !== null && { subject: subject.value }),
  };
}

/** The same of a ticket alone: more time on a right is for the same part of it, and starts at its end. */
export function takeTicket(text: string): Pick<Flags, 'rest' | 'ticket'> {
  const { rest, value } = take(text, 'ticket');
  return { rest, ticket: value };
}

/** Whether a flag is left in what was typed; where none has a meaning it must not pass for a part of a reason. */
export function hasFlag(text: string): boolean {
  return glassFlag.test(text) || Object.values(patterns).some((pattern) => pattern.test(text));
}

/** The flag of those that are taken once which is still there when they were: its second value is no part of a reason. */
export function repeatedFlag(rest: string): string | null {
  const names = Object.keys(patterns) as Name[];
  const found = names.find((name) => patterns[name].test(rest));
  return found === undefined ? null : `--${found}`;
}

function take(text: string, name: Name): { readonly rest: string; readonly value: string | null } {
  const found = patterns[name].exec(text);
  if (found === null) return { rest: text, value: null };
  const value = found.slice(1).find((one) => one !== undefined) ?? '';
  return { rest: without(text, found), value };
}

/** The hyphen inside may be any that a keyboard makes, or left out. */
const glassFlag =
  /(?:^|\s)(?:--|[\u2013-\u2015]{1,2})break[-\u2010-\u2013\u2212]?glass(?=[\s,.:;]|$)/iu;

/** The same of `--break-glass`; null when it is not there. */
export function takeBreakGlass(text: string): string | null {
  const found = glassFlag.exec(text);
  return found && without(text, found);
}

function without(text: string, { index, 0: found }: RegExpExecArray): string {
  return text.slice(0, index) + text.slice(index + found.length);
}
