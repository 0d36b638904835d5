import { IntlMessageFormat } from 'intl-messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalCodes } from '../../src/errors';
import {
  allWords,
  isWordKey,
  plain,
  say,
  type SentenceFact,
  utcText,
  type WordKey,
} from '../../src/words';

/** Kinds of elements in a parsed message; intl-messageformat does not export their names. */
const TYPE = { argument: 1, number: 2, select: 5, plural: 6, tag: 8 } as const;

interface Element {
  readonly type: number;
  readonly value: string;
  readonly options: Readonly<Record<string, { readonly value: readonly Element[] }>>;
  readonly children: readonly Element[];
}

const keys = [...allWords().keys()] as WordKey[];
const root = join(__dirname, '..', '..');
const noon = new Date('2026-11-13T14:02:00Z');

/** The facts that a message declares, by what it does with them; `choices` lists what a select knows. */
function declared(key: WordKey): {
  facts: Record<string, SentenceFact>;
  choices: [string, string[]][];
} {
  const facts: Record<string, SentenceFact> = {};
  const choices: [string, string[]][] = [];
  const walk = (elements: readonly Element[], inTime: boolean) => {
    for (const element of elements) {
      if (element.type === TYPE.argument)
        facts[element.value] = inTime ? noon : `‹${element.value}›`;
      if (element.type === TYPE.number || element.type === TYPE.plural) facts[element.value] = 2;
      if (element.type === TYPE.select) {
        choices.push([element.value, Object.keys(element.options)]);
        facts[element.value] ??= 'other';
      }
      if (element.type === TYPE.select || element.type === TYPE.plural) {
        Object.values(element.options).forEach((option) => walk(option.value, inTime));
      }
      if (element.type === TYPE.tag) walk(element.children, /^(time|moment)$/.test(element.value));
    }
  };
  walk(new IntlMessageFormat(allWords().get(key)!, 'en').getAst() as unknown as Element[], false);
  return { facts, choices };
}

/** Facts for every text that a key can come out as: each choice of each select, and small, single and large numbers. */
function variantFacts(key: WordKey): Record<string, SentenceFact>[] {
  const { facts, choices } = declared(key);
  const numbers = Object.keys(facts).filter((name) => typeof facts[name] === 'number');
  const chosen = choices.flatMap(([name, options]) =>
    options.map((option) => ({ [name]: option })),
  );
  const counted = [0, 1, 1234].map((count) =>
    Object.fromEntries(numbers.map((name) => [name, count])),
  );
  return [{}, ...chosen].flatMap((one) => counted.map((count) => ({ ...facts, ...count, ...one })));
}

function variants(key: WordKey): string[] {
  return variantFacts(key).map((facts) => plain(say(key, facts)));
}

/** What the library itself makes of a message; its marks are drawn in plain text, as `plain` does. */
function saidByLibrary(key: WordKey, facts: Record<string, SentenceFact>): string {
  const join = (chunks: (string | Date)[]) => chunks.map((one) => one.toString()).join('');
  const timed = (form: 'time' | 'moment') => (chunks: (string | Date)[]) =>
    join(chunks.map((one) => (one instanceof Date ? utcText(one.toISOString(), form) : one)));
  const marks = { b: join, code: join, time: timed('time'), moment: timed('moment') };
  return String(new IntlMessageFormat(allWords().get(key)!, 'en').format({ ...facts, ...marks }));
}

describe('words', () => {
  it.each(keys)('says %s as the ICU library does', (key) => {
    for (const facts of variantFacts(key)) {
      expect(plain(say(key, facts))).toBe(saidByLibrary(key, facts));
    }
  });

  it.each(keys)('says %s with the facts it declares', (key) => {
    for (const text of variants(key)) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it.each(keys)('keeps the tone in %s', (key) => {
    for (const text of variants(key)) {
      expect(text).not.toMatch(
        /!|\b(please|sorry|successfully|success|oops|unfortunately|thanks?)\b/i,
      );
      expect(text).not.toMatch(/\b(access token|elevation event|actor)\b/i);
      expect(text).not.toMatch(/ {2}| [.,;]/);
    }
  });

  it.each(keys)('keeps numbers and their units together in %s', (key) => {
    expect(allWords().get(key)).not.toMatch(/#\s*[ ](?=[a-z])/);
  });

  it('writes upper case for STILL ACTIVE and BREAK-GLASS only', () => {
    const loud = keys.flatMap((key) => (/[A-Z]{3,}/.test(plainMessage(key)) ? [key] : []));
    expect(loud.every((key) => /STILL ACTIVE|BREAK-GLASS|ELV-/.test(allWords().get(key)!))).toBe(
      true,
    );
  });

  it('has words for each cause of a refusal, three sentences at most', () => {
    for (const code of refusalCodes) {
      const texts = [`refusal.${code}`, `refusal.${code}.next`].filter(isWordKey).map(variants);
      expect(texts.length).toBeGreaterThan(0);
      const longest = texts.map((all) => Math.max(...all.map(sentenceCount)));
      expect(longest.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4);
    }
  });

  it('has buttons of at most 30 characters', () => {
    const buttons = keys.filter((key) => key.startsWith('button.') && key !== 'button.approve.for');
    expect(buttons.filter((key) => plain(say(key)).length > 30)).toEqual([]);
    expect(
      plain(say('button.approve.for', { duration: '3\u00A0hours 58\u00A0minutes' })).length,
    ).toBe(30);
  });

  it('has no sentence that nothing says', () => {
    const sources = ['src/views', 'src/platforms', 'src/administration', 'cards'].flatMap(
      (folder) => textsUnder(folder),
    );
    const text = sources.join('\n');
    const unused = keys.filter((key) => {
      if (key.startsWith('refusal.')) return false;
      if (text.includes(`'${key}'`) || text.includes(`"@${key}"`)) return false;
      // Built from a state or a verb: `state.${state}`, `news.${news}.title`.
      return !patterns(key).some((pattern) => text.includes(pattern));
    });
    expect(unused).toEqual([]);
  });
});

function plainMessage(key: WordKey): string {
  return allWords()
    .get(key)!
    .replace(/\{[^{}]*\}/g, '');
}

function sentenceCount(text: string): number {
  return text.split(/(?<=[.?])\s+(?=[A-Z\p{Lu}])/u).length;
}

/** The template literals that a key can come from: one of its parts replaced by an expression. */
/** What a part of a key is made of. */
const made = ['state', 'verb', 'news', 'list', 'asked', 'code', 'kind', 'why', 'name', 'section'];

function patterns(key: string): string[] {
  const parts = key.split('.');
  return parts
    .flatMap((_, index) =>
      made.map((name) => {
        const whole = parts.map((part, at) => (at === index ? `\${${name}}` : part)).join('.');
        return `\`${whole}\``;
      }),
    )
    .concat(`\`\${list}.${parts.slice(2).join('.')}\``, `\`\${key}.${parts.at(-1)}\``);
}

function textsUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('say', () => {
  it('never reads a fact as a mark or a placeholder', () => {
    const person = "<b>{target}</b> '{x}' #";
    const sentence = say('news.revoked', { person });
    expect(sentence).toEqual({ say: [{ text: `${person} revoked it.` }] });
  });

  it('marks what is bold or code', () => {
    expect(say('denied.by', { person: 'Ben' }).say[0]).toEqual({ text: 'Ben', bold: true });
    expect(say('help.mine.example').say).toEqual([{ text: '/elevate mine', code: true }]);
  });

  it('takes the word before a time into its token', () => {
    expect(say('taking.since', { workload: 'Exchange', since: noon }).say[1]).toEqual({
      time: noon.toISOString(),
      form: 'time',
      before: 'since ',
    });
  });

  it('throws when a fact is missing, so that no half sentence is ever shown', () => {
    expect(() => say('denied.by')).toThrow(/person/);
  });

  it('keeps marks and facts of the same name apart', () => {
    const facts = { person: 'Ben', time: 'x', b: 'y' };
    expect(say('denied.by', facts)).toEqual(say('denied.by', { person: 'Ben' }));
  });

  it('throws when a time stands where only text can', () => {
    expect(() => say('denied.by', { person: noon as never })).toThrow();
    expect(() => say('row.ended', { at: 'soon' })).toThrow(/needs a time/);
  });

  it('throws on a key that is not there', () => {
    expect(() => say('nothing.like.it' as WordKey)).toThrow(/no sentence nothing.like.it/);
  });
});

describe('plain', () => {
  it('says times in UTC, with the word before them', () => {
    expect(utcText('2026-11-13T14:02:59Z', 'moment')).toBe('13 Nov 2026, 14:02 UTC');
    expect(utcText('2026-01-01T00:00:00Z', 'time')).toBe('00:00 UTC');
    expect(plain(say('row.ended', { at: noon }))).toBe('Ended 13 Nov 2026, 14:02 UTC');
  });
});
