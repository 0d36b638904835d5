/**
 * Microsoft's cmdlets as they are typed, line by line, and what is understood: `powershell.txt` is read as `corpus.txt` is.
 * UPDATE_GOLDENS=1 writes what is understood now, to be read before it is committed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Command } from '../../src/commands/command';
import { parseCommand } from '../../src/commands/parse-command';
import { typedOrNull } from '../../src/elevation/typed-text';
import { refusalView } from '../../src/views/refusal';

const file = join(__dirname, 'powershell.txt');
const sections = readFileSync(file, 'utf8').trimEnd().split('\n');
const lines = sections
  .filter((line) => line.startsWith('"'))
  .map((line) => JSON.parse(line) as string);

/** `ask target="Exchange\\New-MoveRequest" duration="4h"`: what is null was not there. */
function understood(command: Command): string {
  const { verb, ...rest } = command.verb === 'refused' ? refusedAs(command) : command;
  const said = Object.entries(rest).filter(([, value]) => value !== null);
  return [verb, ...said.map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(' ');
}

function refusedAs({ refusal }: Extract<Command, { verb: 'refused' }>) {
  return { verb: refusal.refused, ...refusal.facts };
}

const withAnswers = () =>
  sections.flatMap((line) => {
    if (line.startsWith('    ')) return [];
    if (!line.startsWith('"')) return [line];
    return [line, `    ${understood(parseCommand(JSON.parse(line) as string))}`];
  });

it('holds at least 80 different lines', () => {
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(80);
});

it('says of every line of Microsoft’s documentation, and of all others, what is understood', () => {
  const answers = withAnswers();
  if (process.env.UPDATE_GOLDENS === undefined) expect(sections).toEqual(answers);
  else writeFileSync(file, `${answers.join('\n')}\n`);
});

const dashes = ['-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212'];

it.each(dashes)('takes %j wherever PowerShell has a dash', (dash) => {
  const typed = `New${dash}ElevatedAccessRequest ${dash}Task 'Exchange\\New${dash}MoveRequest' ${dash}Reason 'a-b' ${dash}DurationHours 4`;
  expect(parseCommand(typed)).toEqual({
    verb: 'ask',
    target: 'Exchange\\New-MoveRequest',
    duration: '4h',
    reason: 'a-b',
    ticket: null,
  });
});

const singles = ["'", '\u2018', '\u2019', '\u201A', '\u201B'];
const doubles = ['"', '\u201C', '\u201D', '\u201E'];

it.each([...singles, ...doubles])('takes %j as a quote, closed by any of its kind', (quote) => {
  const kin = singles.includes(quote) ? singles : doubles;
  for (const closing of kin) {
    const typed = `New-ElevatedAccessRequest -Task ${quote}Exchange\\New Move${closing} -Reason x`;
    expect(parseCommand(typed)).toMatchObject({ target: 'Exchange\\New Move', reason: 'x' });
  }
});

describe('a reason', () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 60 })
    .filter((one) => typedOrNull(one) !== null);
  const reasonOf = (quoted: string) => {
    const command = parseCommand(`New-ElevatedAccessRequest -Task x -Reason ${quoted}`);
    return 'reason' in command ? command.reason : command;
  };

  it('comes back from single quotes as it was, each quote in it doubled', () => {
    fc.assert(
      fc.property(text, (reason) => {
        const quoted = reason.replace(/['\u2018-\u201B]/gu, '$&$&');
        expect(reasonOf(`'${quoted}'`)).toBe(typedOrNull(reason));
      }),
    );
  });

  it('comes back from double quotes, with a backtick before whatever means something there', () => {
    fc.assert(
      fc.property(text, (reason) => {
        const quoted = reason.replace(/["\u201C-\u201E`$]/gu, '`$&');
        expect(reasonOf(`"${quoted}"`)).toBe(typedOrNull(reason));
      }),
    );
  });
});

it('takes parameters in any order, by any beginning that is theirs alone', () => {
  const names = { Task: 'x', Reason: 'why', DurationHours: '3' };
  const unambiguous: Readonly<Record<string, number>> = { Task: 1, Reason: 1, DurationHours: 2 };
  const given = fc
    .shuffledSubarray(Object.entries(names), { minLength: 3 })
    .chain((all) =>
      fc.tuple(
        ...all.map(([name, value]) =>
          fc
            .integer({ min: unambiguous[name]!, max: name.length })
            .map((length) => `-${name.slice(0, length)} ${value}`),
        ),
      ),
    );
  const expected = { verb: 'ask', target: 'x', duration: '3h', reason: 'why', ticket: null };
  fc.assert(
    fc.property(given, (parts) => {
      expect(parseCommand(`New-ElevatedAccessRequest ${parts.join(' ')}`)).toEqual(expected);
    }),
  );
});

const cmdletNames = ['New-', 'Get-', 'Approve-', 'Deny-'].map(
  (verb) => `${verb}ElevatedAccessRequest`,
);

test.each(cmdletNames)(
  '%s is known in any case, and a slip of it is told the right one',
  (name) => {
    const refused = (typed: string) => {
      const command = parseCommand(typed);
      return command.verb === 'refused' ? command.refusal : null;
    };
    expect(refused(name.toUpperCase())?.refused).not.toBe('cmdlet-unknown');
    const slip = name.replace('Elevated', 'Elevatd');
    expect(refused(slip)).toMatchObject({ refused: 'cmdlet-unknown', facts: { nearest: name } });
  },
);

test.each(['New-TransportRule', 'Set-OrganizationConfig', 'Remove-Mailbox', 'Search-Mailbox'])(
  '%s is a target, as every name of a task is',
  (target) => {
    expect(parseCommand(`${target} 4h because of it`)).toMatchObject({ verb: 'ask', target });
    expect(parseCommand(target)).toMatchObject({ verb: 'ask', target });
  },
);

it('leaves a quoted name and the word behind ask to targets', () => {
  const target = 'Get-ElevatedAccessRequest';
  expect(parseCommand(`"${target}" 4h`)).toMatchObject({ verb: 'ask', target });
  expect(parseCommand(`ask ${target} 4h`)).toMatchObject({ verb: 'ask', target });
  expect(parseCommand('Get-OrganizationConfig 4h x')).toMatchObject({ verb: 'ask' });
});

/** What is not understood is told as a screen; everything else is a whole command without what PostgreSQL cannot store. */
function answer(typed: string): void {
  const command = parseCommand(typed);
  expect(JSON.stringify(command)).not.toMatch(/\\u0000|\\ud[89a-f]/u);
  if (command.verb === 'refused') {
    expect(refusalView(command.refusal).notification.length).toBeLessThanOrEqual(120);
  }
  if (command.verb === 'ask') expect(command.target).not.toBe('');
}

const signs = fc.constantFrom(
  ...[
    '-',
    "'",
    '"',
    '`',
    '$',
    '@(',
    ')',
    ',',
    '|',
    ';',
    '{',
    '}',
    '<',
    ' ',
    '\n',
    ':',
    '\u2019',
    '?',
  ],
);
const pieces = fc.oneof(
  signs,
  fc.constantFrom('-Task', '-Reason', '-RequestId', 'ELV-142', '$true', 'select', 'fl', '4'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const cmdlet = fc.constantFrom(
  ...cmdletNames,
  'Get-OrganizationConfig',
  'Revoke-ElevatedAccessAuthorization',
);
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

test.each([
  ['of the corpus with a stretch replaced', mutated],
  [
    'of a cmdlet and any signs',
    fc
      .tuple(cmdlet, fc.array(pieces, { maxLength: 40 }))
      .map(([name, rest]) => `${name} ${rest.join('')}`),
  ],
  [
    'of a cmdlet and any parts with spaces between',
    fc
      .tuple(cmdlet, fc.array(pieces, { maxLength: 20 }))
      .map(([name, rest]) => `${name} ${rest.join(' ')}`),
  ],
  [
    'of a cmdlet and any characters',
    fc.tuple(cmdlet, fc.string({ unit: 'binary', maxLength: 300 })).map((both) => both.join(' ')),
  ],
])('2,500 fuzzed lines %s are answered', (_what, typed) => {
  fc.assert(fc.property(typed, answer), { numRuns: 2500 });
});

test.each([
  ['quotes', "'"],
  ['dollars', '$'],
  ['backticks', '`'],
  ['brackets', '@('],
  ['braces', '{'],
  ['dashes', '-'],
  ['pipes', '| ? '],
  ['spaces', ' \u00A0'],
  ['line breaks', '\n'],
  ['letters', 'a'],
])('reads 200,000 %s in a row in time', (_what, one) => {
  const begun = process.hrtime.bigint();
  parseCommand(`Get-ElevatedAccessRequest ${one.repeat(200_000)}`);
  parseCommand(`${one.repeat(200_000)}Get-ElevatedAccessRequest`);
  expect(Number(process.hrtime.bigint() - begun) / 1e6).toBeLessThan(3_000);
});
