/**
 * What people type, line by line, and what is understood: `corpus.txt` is read as it stands, and a line is one JSON string
 * with what cannot be seen written as \u escapes. UPDATE_GOLDENS=1 writes what is understood now, to be read before it is
 * committed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Command } from '../../src/commands/command';
import { adminVerbs } from '../../src/elevation/permissions';
import { parseCommand } from '../../src/commands/parse-command';
import { refuse } from '../../src/errors';
import { helpView } from '../../src/views/help';
import { refusalView } from '../../src/views/refusal';

const file = join(__dirname, 'corpus.txt');
const sections = readFileSync(file, 'utf8').trimEnd().split('\n');
const lines = sections
  .filter((line) => line.startsWith('"'))
  .map((line) => JSON.parse(line) as string);

/** A JSON string in which everything that leaves no ink, but for a space, is escaped. */
function written(text: string): string {
  return JSON.stringify(text).replace(/[^\P{C}]|(?! )[\p{Z}\u00AD\u2010-\u2015\u2212]/gu, (one) =>
    [...Array(one.length).keys()].map((at) => escaped(one.charCodeAt(at))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** `ask target="Search-Mailbox" duration="4h"`: what is null was not there. */
function understood(command: Command): string {
  const { verb, ...rest } = command;
  const refused = 'refusal' in rest ? { why: rest.refusal.refused, ...rest.refusal.facts } : rest;
  const said = Object.entries(refused).filter(([, value]) => value !== null);
  return [verb, ...said.map(([name, value]) => `${name}=${written(textOf(value))}`)].join(' ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function withAnswers(): readonly string[] {
  return sections.flatMap((line) => {
    if (line.startsWith('    ')) return [];
    return line.startsWith('"')
      ? [
          written(JSON.parse(line) as string),
          `    ${understood(parseCommand(JSON.parse(line) as string))}`,
        ]
      : [line];
  });
}

it('holds at least 200 different lines', () => {
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(200);
});

it('says of every line of the corpus what is understood', () => {
  const answers = withAnswers();
  if (process.env.UPDATE_GOLDENS === undefined) expect(sections).toEqual(answers);
  else writeFileSync(file, `${answers.join('\n')}\n`);
});

const verbs = new Set<Command['verb']>([
  ...([
    'ask',
    'help',
    'home',
    'mine',
    'pending',
    'history',
    'show',
    'who',
    'withdraw',
    'link',
  ] as const),
  ...(['ask-form', 'accept', 'decline', 'end', 'extend', 'again', 'unknown', 'refused'] as const),
  ...(['revoke', 'retry'] as const),
  ...adminVerbs,
]);

/** What is not understood is told to the person as a screen that names what was typed; everything else is a whole command. */
function answer(typed: string): void {
  const command = parseCommand(typed);
  expect(verbs).toContain(command.verb);
  for (const [name, value] of Object.entries(command)) {
    if (typeof value !== 'string') continue;
    // PostgreSQL stores neither.
    expect(value).not.toMatch(/\0|\p{Cs}/u);
    // There is only one of the settings, and one switch.
    const hasNone = ['settings-set', 'enable', 'disable'].includes(command.verb);
    if (!hasNone || name !== 'item') expect(value).not.toBe('');
  }
  if (command.verb === 'revoke') {
    expect(command.request).toEqual({ number: expect.any(Number) as number });
  } else if ('request' in command) expect(command.request).toBeGreaterThan(0);
  if (command.verb === 'help') expect(helpView(command.topic).notification).not.toBe('');
  if (command.verb !== 'unknown') return;
  const { typed: told, nearest } = command;
  expect(told).not.toBe('');
  const view = refusalView(refuse('unknown-verb', { typed: told, nearest: nearest ?? 'help' }));
  expect(view.screen).toBe('refusal');
}

/** What stands in a corpus line with one stretch left out, doubled, or replaced by something else. */
const mutated = fc
  .tuple(
    fc.constantFrom(...lines),
    fc.nat(),
    fc.nat({ max: 6 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  .map(([line, at, length, put]) => {
    const from = line.length === 0 ? 0 : at % line.length;
    return line.slice(0, from) + put + line.slice(from + length);
  });
const glued = fc
  .tuple(
    fc.constantFrom(...lines),
    fc.constantFrom(' ', '', '\n', '\u00A0', ' — '),
    fc.constantFrom(...lines),
  )
  .map((parts) => parts.join(''));

test.each([
  ['of the corpus with a stretch replaced', mutated],
  ['of two lines in one', glued],
  ['of any characters', fc.string({ unit: 'binary', maxLength: 400 })],
  ['of any letters', fc.string({ unit: 'grapheme', maxLength: 200 })],
])('2,500 fuzzed lines %s are answered', (_what, typed) => {
  fc.assert(fc.property(typed, answer), { numRuns: 2500 });
});
