import { storable, typedOrNull } from '../elevation/typed-text';
import { adminNouns, nounOfPlural, parseAdmin, type Noun } from './admin-commands';
import { type AskedFor, type Command } from './command';
import { findDuration, mostDurationWords } from './duration-words';
import { hasFlag, repeatedFlag, takeBreakGlass, takeFlags, takeTicket, type Flags } from './flags';
import { editDistance } from '../elevation/nearest';
import { refuse } from '../errors';
import { readCmdlet } from './powershell/read-cmdlet';
import { firstWords, nextWord, type Word } from './words';

const verbs = [
  'ask',
  'help',
  'home',
  'mine',
  'pending',
  'history',
  'show',
  'who',
  'accept',
  'decline',
  'withdraw',
  'end',
  'revoke',
  'retry',
  'extend',
  'again',
  'break-glass',
  'link',
  ...adminNouns,
] as const;
type Verb = (typeof verbs)[number];

/** Longer than any name of a target: what is compared with names has an end, however much was typed. */
const longestName = 256;

/**
 * Reads what was typed after `/elevate` or a mention of the bot. Never throws, and takes time in proportion to the text.
 *
 *     (nothing) · ask
 *     Search-Mailbox 4h phishing clean-up
 *     Search-Mailbox 4h --scope Finance phishing clean-up
 *     "Transport Rules" until 18:00 --ticket INC-4711 because of the audit
 *     Search-Mailbox 4h --at tomorrow 09:00 phishing clean-up
 *     Search-Mailbox 4h --for ben@example.com phishing clean-up
 *     Search-Mailbox 1h --break-glass production is down · break-glass Search-Mailbox 1h production is down
 *     link · link K7QM-3T8W
 *     help · help mine · home · mine · pending · history
 *     show ELV-142 · who Search-Mailbox · accept ELV-142 · decline ELV-142 · withdraw ELV-142 · end ELV-142 · again ELV-142
 *     extend ELV-142 2h it takes longer · revoke ELV-142 the ticket was closed · retry ELV-142
 *     status · role list · policy show Search-Mailbox (and what else stands in admin-commands.ts)
 *     New-ElevatedAccessRequest -Task 'Exchange\New-MoveRequest' (and what else stands in powershell/cmdlets.ts)
 *
 * Verbs, targets and durations survive what keyboards do to them (smart quotes, no-break spaces, long dashes, full-width letters);
 * a reason is kept as it was typed.
 */
export function parseCommand(typed: string): Command {
  const text = storable(typed);
  const first = skipOwnName(text);
  if (first === null) return { verb: 'ask-form' };
  const cmdlet = first.quoted ? null : readCmdlet(text.slice(first.start));
  if (cmdlet !== null) return cmdlet;
  const verb = first.quoted ? undefined : verbOf(lower(first));
  return verb === undefined ? parseVerbless(text, first) : parseVerb(text, verb, first);
}

/** People who do not know a program yet try `?`, `-h` and `--help` before they read anything. */
function verbOf(word: string): Verb | undefined {
  if (/^(?:\?{1,3}|-h|-{0,2}help\?*)$/u.test(word)) return 'help';
  // A flag that came first is the verb of the same name.
  if (/^-+break-?glass$/u.test(word)) return 'break-glass';
  return verbs.find((known) => known === word) ?? nounOfPlural(word);
}

/** The platform takes `/elevate` or the mention away; where it could not, its words are still there. */
function skipOwnName(text: string): Word | null {
  let word = nextWord(text, 0);
  for (let names = 0; word !== null && names < 3 && isOwnName(word); names += 1) {
    word = nextWord(text, word.end);
  }
  return word;
}

function isOwnName(word: Word): boolean {
  return !word.quoted && /^[/@]?elevate[:,]?$/u.test(lower(word));
}

function isNoun(verb: Verb): verb is Noun {
  return (adminNouns as readonly string[]).includes(verb);
}

function parseVerb(text: string, verb: Verb, word: Word): Command {
  if (isNoun(verb)) return parseAdmin(text, { noun: verb, word }, parseAsk);
  const next = nextWord(text, word.end);
  switch (verb) {
    case 'mine':
    case 'pending':
    case 'history':
    case 'home':
      return next === null ? { verb } : unknown(text.slice(word.start), verb);
    case 'help':
      return { verb, topic: next && cut(lower(next)) };
    case 'ask':
      return next === null ? { verb: 'ask-form' } : parseAsk(text, next);
    case 'break-glass':
      if (next === null) return { verb: 'help', topic: 'break-glass' };
      return atOnce(parseAsk(text, next));
    case 'link':
      return { verb, code: next && readTypedCode(text, next.start) };
    case 'who':
      return next === null ? { verb: 'help', topic: 'who' } : { verb, target: cut(next.text) };
    case 'show':
    case 'accept':
    case 'decline':
    case 'withdraw':
    case 'again':
    case 'retry':
    case 'end': {
      const found = readRequestId(firstWords(text, word.end, 2));
      if (found === null) return unknown(text.slice(word.start, next?.end), `${verb} ELV-142`);
      const { request, end } = found;
      // A second number, or a wish, is nothing to act without.
      if (nextWord(text, end) === null) return { verb, request };
      return unknown(text.slice(word.start), `${verb} ELV-${request}`);
    }
    case 'revoke': {
      const found = readRequestId(firstWords(text, word.end, 2));
      if (found === null) return unknown(text.slice(word.start, next?.end), 'revoke ELV-142 why');
      const { request: number, end } = found;
      return { verb, request: { number }, reason: readReason(text.slice(end)) };
    }
    case 'extend': {
      const found = readRequestId(firstWords(text, word.end, 2));
      if (found === null) return unknown(text.slice(word.start, next?.end), 'extend ELV-142 2h');
      const { request, end } = found;
      const wish = takeTicket(text.slice(end));
      // More time is for the same person and part of the target, from where it ends.
      if (hasFlag(wish.rest)) return unknown(text.slice(word.start), `extend ELV-${request} 2h`);
      return { verb, request, ...readWish(wish) };
    }
  }
}

/** All that follows, as one word: some put spaces into a code. */
function readTypedCode(text: string, start: number): string {
  return cut(
    firstWords(text, start, 8)
      .map(({ text: word }) => word)
      .join(''),
  );
}

/** `ELV-142`, `elv 142`, `#142` or `142`. */
function readRequestId(
  words: readonly Word[],
): { readonly request: number; readonly end: number } | null {
  const joined = words.map(lower).join(' ');
  const found = /^(?:elv[- ]?|#)?([1-9][0-9]{0,8})(?: |$)/u.exec(joined);
  if (found === null) return null;
  const last = joined.startsWith('elv ') ? words[1]! : words[0]!;
  return { request: Number(found[1]), end: last.end };
}

/** No verb means `ask`, unless the word is nearly a verb or is one that we do not have. */
function parseVerbless(text: string, first: Word): Command {
  const ask = parseAsk(text, first);
  if (first.quoted || ask.verb === 'refused' || ask.duration !== null) return ask;
  const second = nextWord(text, first.end);
  const isAboutRequest = second !== null && /^elv-?[0-9]+$/u.test(lower(second));
  // Names are near to it: Sentry, Retro.
  const meant = isAboutRequest ? verbs : verbs.filter((verb) => verb !== 'retry');
  const nearest = meant.find((verb) => isMistyped(lower(first), verb)) ?? null;
  return nearest !== null || isAboutRequest ? unknown(first.text, nearest) : ask;
}

/** Up to two edits; a verb of three or four letters is two edits from nearly every short name, so it gets one. */
function isMistyped(word: string, verb: Verb): boolean {
  return editDistance(word, verb) <= (verb.length <= 4 ? 1 : 2);
}

function atOnce(asked: AskedFor): Command {
  return asked.verb === 'ask' ? { ...asked, breakGlass: true } : asked;
}

function parseAsk(text: string, target: Word): AskedFor {
  const typed = text.slice(target.end);
  const rest = takeBreakGlass(typed);
  const flags = takeFlags(rest ?? typed);
  const { at, scope, subject } = flags;
  const flag = repeatedFlag(flags.rest);
  if (flag !== null) return { verb: 'refused', refusal: refuse('flag-repeated', { typed: flag }) };
  return {
    verb: 'ask',
    target: cut(target.text),
    ...readWish(flags),
    ...(scope !== null && { scope: storable(scope) }),
    // A flag without a value is refused by its own name.
    ...(at !== undefined && { at: cut(storable(at)) || '--at' }),
    ...(subject !== undefined && { subject: cut(storable(subject)).trim() || '--for' }),
    ...(rest !== null && { breakGlass: true }),
  };
}

/** How long and why: what stands behind a target, or behind the request that is to go on. */
function readWish({ rest, ticket }: Pick<Flags, 'rest' | 'ticket'>): {
  readonly duration: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
} {
  const duration = findDuration(firstWords(rest, 0, mostDurationWords));
  return {
    duration: duration && cut(duration.typed),
    reason: readReason(rest.slice(duration?.end ?? 0)),
    ticket: ticket && storable(ticket),
  };
}

/**
 * The rest as it was typed, without a dash, a colon or a "because" that leads into it and without quotes around the whole.
 */
function readReason(rest: string): string | null {
  const led = rest.replace(/^[\s,:;]*(?:-+(?=\s)|[\u2010-\u2015]+)?/u, '');
  const reason = typedOrNull(led.replace(/^\s*because(?:\s+of)?[\s,:]+(?=\S)/iu, ''));
  const quoted = reason && /^(?:"([^"]+)"|“([^“”]+)”|„([^„“]+)“|«([^«»]+)»)$/u.exec(reason);
  return quoted ? typedOrNull(quoted.slice(1).find((inside) => inside !== undefined)!) : reason;
}

function unknown(typed: string, nearest: string | null): Command {
  return { verb: 'unknown', typed: cut(typed), nearest };
}

/** Cutting may halve a character of two units. */
function cut(typed: string): string {
  return storable(typed.slice(0, longestName));
}

function lower(word: Word): string {
  return word.text.toLowerCase();
}
