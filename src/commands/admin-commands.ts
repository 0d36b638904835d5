/** What owners, admins and auditors type: a noun, and what is to be done with it. */
import { storable } from '../elevation/typed-text';
import { parseChange } from './change-commands';
import { changeVerbs } from '../elevation/permissions';
import { type AskedFor, type Command } from './command';
import { editDistance } from '../elevation/nearest';
import { firstWords, nextWord, type Word } from './words';

/** The nouns, with what each can be followed by; what stands first is meant by a slip of the fingers. */
const nouns = {
  status: [],
  setup: [],
  role: ['list', 'add', 'remove'],
  policy: ['list', 'show', 'test', 'replay', 'create', 'set', 'remove'],
  group: ['list', 'show', 'create', 'set', 'remove'],
  target: ['list', 'add', 'set', 'remove', 'import'],
  connector: ['list', 'show', 'check'],
  'system-account': ['list', 'add', 'set', 'remove'],
  settings: ['show', 'set'],
  enable: [],
  disable: [],
  change: ['show'],
} as const;

export type Noun = keyof typeof nouns;

export const adminNouns = Object.keys(nouns) as readonly Noun[];

const plurals: ReadonlyMap<string, Noun> = new Map([
  ['roles', 'role'],
  ['policies', 'policy'],
  ['groups', 'group'],
  ['targets', 'target'],
  ['connectors', 'connector'],
  ['system-accounts', 'system-account'],
  ['changes', 'change'],
]);

export function nounOfPlural(word: string): Noun | undefined {
  return plurals.get(word);
}

/** What asks for nothing but to be shown. */
const plainVerbs = {
  'role list': 'role-list',
  'policy list': 'policy-list',
  'group list': 'group-list',
  'target list': 'target-list',
  'connector list': 'connector-list',
  'system-account list': 'system-account-list',
  'settings show': 'settings-show',
  'change show': 'change-show',
} as const;

const longestName = 256;

/**
 *     status · setup
 *     role list · role add @ben auditor · role remove ben@example.com auditor
 *     policy list · policy show Search-Mailbox · policy show "Exchange\Search-*"
 *     policy test Search-Mailbox as @ben 4h · policy replay Search-Mailbox approvals 2
 *     group list · group show "Exchange approvers" · target list
 *     connector list · connector show Exchange · connector check Exchange
 *     system-account list · settings show
 *     policy set Search-Mailbox approvals 2 (and what else stands in change-commands.ts)
 *
 * @param parseAsk reads what would be asked for, as it is read when it is asked for
 */
export function parseAdmin(
  text: string,
  { noun, word }: { readonly noun: Noun; readonly word: Word },
  parseAsk: (text: string, target: Word) => AskedFor,
): Command {
  if (noun === 'status' || noun === 'setup') return { verb: noun };
  if (noun === 'enable' || noun === 'disable') {
    return parseChange(text, { verb: noun, start: word.start, end: word.end });
  }
  const act = nextWord(text, word.end);
  if (act === null) return { verb: 'help', topic: noun };
  const typed = `${noun} ${lower(act)}`;
  if (isPlain(typed)) return { verb: plainVerbs[typed] };
  const change = changeVerbs.find((verb) => verb.replace(/-(?=[a-z]+$)/u, ' ') === typed);
  if (change !== undefined) {
    return parseChange(text, { verb: change, start: word.start, end: act.end });
  }
  const next = nextWord(text, act.end);
  switch (typed) {
    case 'role add':
    case 'role remove':
      return parseRole(text, { start: word.start, act, verb: typed });
    case 'policy show':
      return next === null ? help(noun) : { verb: 'policy-show', target: cut(next.text) };
    case 'policy test':
      return next === null ? help(noun) : parseTest(text, word.start, next, parseAsk);
    case 'policy replay':
      return parseReplay(text, word.start, act.end);
    case 'group show':
      // A name of several words need not stand in quotes: nothing comes behind it.
      return next === null ? help(noun) : { verb: 'group-show', group: restOf(text, next) };
    case 'connector show':
      return next === null ? help(noun) : { verb: 'connector-show', connector: restOf(text, next) };
    case 'target import':
      return next === null ? help(noun) : { verb: 'target-import', connector: restOf(text, next) };
    case 'connector check':
      return next === null
        ? help(noun)
        : { verb: 'connector-check', connector: restOf(text, next) };
    default:
      return unknown(`${word.text} ${act.text}`, `${noun} ${nearestAct(noun, lower(act))}`);
  }
}

function isPlain(typed: string): typed is keyof typeof plainVerbs {
  return Object.hasOwn(plainVerbs, typed);
}

function help(topic: string): Command {
  return { verb: 'help', topic };
}

/** What of a noun's is nearest to what was typed. */
function nearestAct(noun: Noun, typed: string): string {
  const known: readonly string[] = nouns[noun];
  return [...known].sort((a, b) => editDistance(typed, a) - editDistance(typed, b))[0]!;
}

/** Words that lead to a role or a person and say nothing. */
const fillers = new Set(['as', 'to', 'from', 'role', 'of']);
const roleWords = new Set(['owner', 'admin', 'auditor']);

interface TypedRole {
  /** Where the command begins. */
  readonly start: number;
  readonly act: Word;
  readonly verb: 'role add' | 'role remove';
}

/** Whom and which role, in either order. */
function parseRole(text: string, { start, act, verb }: TypedRole): Command {
  const words = firstWords(text, act.end, 8).filter(
    (word) => word.quoted || !fillers.has(lower(word)),
  );
  const [first, second, third] = words;
  if (first === undefined) return help('role');
  if (second === undefined || third !== undefined) {
    return unknown(text.slice(start, words.at(-1)?.end), `${verb} @ben auditor`);
  }
  const isRoleFirst = roleWords.has(lower(first)) && !roleWords.has(lower(second));
  const [person, role] = isRoleFirst ? [second, first] : [first, second];
  return {
    verb: verb === 'role add' ? 'role-add' : 'role-remove',
    person: cut(person.text),
    role: cut(lower(role)),
  };
}

/** Longer than what stands between a target and the person: a length, a ticket, a start. */
const wordsBeforePerson = 12;

/** What would be asked for, and `as` whom; the rest is read as it is when it is asked for. */
function parseTest(
  text: string,
  start: number,
  target: Word,
  parseAsk: (text: string, target: Word) => AskedFor,
): Command {
  const behind = firstWords(text, target.end, wordsBeforePerson);
  const at = behind.findIndex((word) => !word.quoted && lower(word) === 'as');
  const person = at === -1 ? undefined : behind[at + 1];
  const misread = () => unknown(text.slice(start), 'policy test Search-Mailbox as @ben 4h');
  if (at !== -1 && person === undefined) return misread();
  const rest =
    person === undefined
      ? text.slice(target.end)
      : `${text.slice(target.end, behind[at]!.start)} ${text.slice(person.end)}`;
  const typed = text.slice(0, target.end) + rest;
  const wish = parseAsk(typed, target);
  if (wish.verb === 'refused') return wish;
  const { verb: _verb, subject, breakGlass, ...asked } = wish;
  if (subject !== undefined || breakGlass) return misread();
  return { verb: 'policy-test', ...asked, ...(person && { as: cut(person.text) }) };
}

/** What `policy set` would understand; why it is to be changed does not matter yet. */
function parseReplay(text: string, start: number, end: number): Command {
  const set = parseChange(text, { verb: 'policy-set', start, end });
  if (set.verb === 'unknown')
    return { ...set, nearest: 'policy replay Search-Mailbox approvals 2' };
  if (set.verb !== 'policy-set') return set;
  // Nothing to try was typed.
  if ('form' in set) return help('policy');
  return { verb: 'policy-replay', policy: set.item, fields: set.fields };
}

/** A quoted name, or all that follows. */
function restOf(text: string, first: Word): string {
  if (first.quoted) return cut(first.text);
  return cut(text.slice(first.start).replace(/\s+/gu, ' ').trim());
}

function unknown(typed: string, nearest: string): Command {
  return { verb: 'unknown', typed: cut(typed), nearest };
}

/** Cutting may halve a character of two units. */
function cut(typed: string): string {
  return storable(typed.slice(0, longestName));
}

function lower(word: Word): string {
  return word.text.toLowerCase();
}
