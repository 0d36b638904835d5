import fc from 'fast-check';
import { parseCommand } from '../../src/commands/parse-command';
import { parseDuration } from '../../src/elevation/duration';
import { isRefusal } from '../../src/errors';

function ask(target: string, duration: string | null = null, reason: string | null = null) {
  return { verb: 'ask', target, duration, reason, ticket: null };
}

describe('asking for a target', () => {
  test.each([
    ['Search-Mailbox', ask('Search-Mailbox')],
    ['Search-Mailbox 4h', ask('Search-Mailbox', '4h')],
    ['Search-Mailbox 4h phishing clean-up', ask('Search-Mailbox', '4h', 'phishing clean-up')],
    [
      'Exchange\\Search-Mailbox 4 hours because of INC-1',
      ask('Exchange\\Search-Mailbox', '4 hours', 'INC-1'),
    ],
    ['Search-Mailbox for 4h because of INC-1', ask('Search-Mailbox', '4h', 'INC-1')],
    ['Search-Mailbox For 4 Hours', ask('Search-Mailbox', '4 Hours')],
    ['Search-Mailbox 1h 30m on call', ask('Search-Mailbox', '1h 30m', 'on call')],
    ['Search-Mailbox 1 h 30 m on call', ask('Search-Mailbox', '1 h 30 m', 'on call')],
    ['Search-Mailbox 1h30m on call', ask('Search-Mailbox', '1h30m', 'on call')],
    [
      'Search-Mailbox 1 day and 2 hours on call',
      ask('Search-Mailbox', '1 day and 2 hours', 'on call'),
    ],
    [
      'Search-Mailbox 1 day and 2 hours and 30 minutes on call',
      ask('Search-Mailbox', '1 day and 2 hours and 30 minutes', 'on call'),
    ],
    ['Search-Mailbox 1 day and then some', ask('Search-Mailbox', '1 day', 'and then some')],
    ['Search-Mailbox 4h and 2 more', ask('Search-Mailbox', '4h', 'and 2 more')],
    ['Search-Mailbox 4h 2 days late', ask('Search-Mailbox', '4h', '2 days late')],
    ['Search-Mailbox 1h30m 2m x', ask('Search-Mailbox', '1h30m', '2m x')],
    ['Search-Mailbox 4h 30 mailboxes', ask('Search-Mailbox', '4h', '30 mailboxes')],
    ['Search-Mailbox 4h, 30 minutes late', ask('Search-Mailbox', '4h', '30 minutes late')],
    ['Search-Mailbox 4 hours: on call', ask('Search-Mailbox', '4 hours', 'on call')],
    ['Search-Mailbox 4h. On call', ask('Search-Mailbox', '4h', 'On call')],
    ['Search-Mailbox 4h - on call', ask('Search-Mailbox', '4h', 'on call')],
    ['Search-Mailbox 4h -- on call', ask('Search-Mailbox', '4h', 'on call')],
    ['Search-Mailbox 4h — on call', ask('Search-Mailbox', '4h', 'on call')],
    ['Search-Mailbox 4h—on call', ask('Search-Mailbox', '4h', 'on call')],
    ['Search-Mailbox — on call', ask('Search-Mailbox', null, 'on call')],
    ['Search-Mailbox 4h -5% of all', ask('Search-Mailbox', '4h', '-5% of all')],
    ['Search-Mailbox on call', ask('Search-Mailbox', null, 'on call')],
    ['Search-Mailbox for the audit', ask('Search-Mailbox', null, 'for the audit')],
    ['Search-Mailbox for', ask('Search-Mailbox', null, 'for')],
    ['Search-Mailbox on call 4h', ask('Search-Mailbox', null, 'on call 4h')],
    ['Search-Mailbox "4h" x', ask('Search-Mailbox', null, '"4h" x')],
    ['Search-Mailbox for "4h" x', ask('Search-Mailbox', null, 'for "4h" x')],
    ['Search-Mailbox 4 "hours" x', ask('Search-Mailbox', '4', '"hours" x')],
    ['ask Search-Mailbox 4h on call', ask('Search-Mailbox', '4h', 'on call')],
    ['ASK mine 4h', ask('mine', '4h')],
    ['ask "help" 4h', ask('help', '4h')],
    ['  Search-Mailbox   4h  ', ask('Search-Mailbox', '4h')],
    [
      '\nSearch-Mailbox\n4h\nline one\n\nline two\n',
      ask('Search-Mailbox', '4h', 'line one\n\nline two'),
    ],
  ])('%j', (typed, command) => {
    expect(parseCommand(typed)).toEqual(command);
  });

  test.each([
    ['Search-Mailbox until 18:00', 'until 18:00', null],
    ['Search-Mailbox until 18:00 on call', 'until 18:00', 'on call'],
    ['Search-Mailbox UNTIL 6pm on call', 'UNTIL 6pm', 'on call'],
    ['Search-Mailbox until 6 pm on call', 'until 6 pm', 'on call'],
    ['Search-Mailbox until 6 AM, on call', 'until 6 AM', 'on call'],
    ['Search-Mailbox until 6 pm tomorrow on call', 'until 6 pm tomorrow', 'on call'],
    ['Search-Mailbox until tomorrow 09:00 on call', 'until tomorrow 09:00', 'on call'],
    ['Search-Mailbox until tomorrow at 9am on call', 'until tomorrow at 9am', 'on call'],
    ['Search-Mailbox until today 18:00 on call', 'until today 18:00', 'on call'],
    ['Search-Mailbox until 09:00 tomorrow on call', 'until 09:00 tomorrow', 'on call'],
    ['Search-Mailbox until 18:00 today on call', 'until 18:00 today', 'on call'],
    ['Search-Mailbox until tomorrow 9am tomorrow', 'until tomorrow 9am', 'tomorrow'],
    ['Search-Mailbox until 18:00: on call', 'until 18:00', 'on call'],
    ['Search-Mailbox until', 'until', null],
    ['Search-Mailbox until tomorrow', 'until tomorrow', null],
    ['Search-Mailbox until the audit is done', 'until the', 'audit is done'],
    ['Search-Mailbox until at 18:00', 'until at', '18:00'],
  ])('%j until a time of day', (typed, duration, reason) => {
    expect(parseCommand(typed)).toEqual(ask('Search-Mailbox', duration, reason));
  });

  test.each([
    ['4', null],
    ['4 and more', 'and more'],
    ['-2h', null],
    ['—2h', null],
    ['–2h', null],
    ['+2h', null],
    ['.5h', null],
    ['0h', null],
    ['1e9h', null],
    ['2h; drop', 'drop'],
    ['2h;drop', null],
    ['4h,,', null],
    ['4:', null],
    ['4hx on call', 'on call'],
    ['9'.repeat(400), null],
    ['½h', null],
    ['2nd try', 'try'],
    ['4fortnights x', 'x'],
    ['1h4fortnights x', 'x'],
    ['until 25:00 x', 'x'],
    ['until soon', null],
    ['for 4 weeks', 'weeks'],
  ])('a try at a duration is never part of the reason, and is refused: %j', (typed, reason) => {
    const command = parseCommand(`Search-Mailbox ${typed}`);
    if (command.verb !== 'ask') throw new Error(command.verb);
    expect(command.reason).toBe(reason);
    const now = new Date('2026-11-13T14:02:00Z');
    expect(isRefusal(parseDuration(command.duration ?? '4h', { now, zone: 'UTC' }))).toBe(true);
  });
});

describe('what keyboards do to a command', () => {
  test.each([
    ['"Transport Rules" 2h x', ask('Transport Rules', '2h', 'x')],
    ["'Transport Rules' 2h x", ask('Transport Rules', '2h', 'x')],
    ['“Transport Rules” 2h x', ask('Transport Rules', '2h', 'x')],
    ['„Transport Rules“ 2h x', ask('Transport Rules', '2h', 'x')],
    ['‘Transport Rules’ 2h x', ask('Transport Rules', '2h', 'x')],
    ['«Transport Rules» 2h x', ask('Transport Rules', '2h', 'x')],
    ['`Search-Mailbox` 2h x', ask('Search-Mailbox', '2h', 'x')],
    ['" Transport  Rules " 2h', ask('Transport Rules', '2h')],
    ['Exchange\\"Transport Rules" 2h', ask('Exchange\\Transport Rules', '2h')],
    ['Exchange\\“Transport Rules” 2h', ask('Exchange\\Transport Rules', '2h')],
    ['"Exchange\\Transport Rules" 2h', ask('Exchange\\Transport Rules', '2h')],
    ['"Transport Rules 2h', ask('"Transport', null, 'Rules 2h')],
    ['"" 2h', ask('""', '2h')],
    ['Exchange\\"" 2h', ask('Exchange\\""', '2h')],
    ['Ana’s-Role 2h', ask('Ana’s-Role', '2h')],
    ['Search\u2011Mailbox 4h', ask('Search-Mailbox', '4h')],
    ['Search–Mailbox 4h', ask('Search-Mailbox', '4h')],
    ['Search−Mailbox 4h', ask('Search-Mailbox', '4h')],
    ['Ｓｅａｒｃｈ-Mailbox ４ｈ', ask('Search-Mailbox', '4h')],
    ['Search-Mail\u00ADbox 4\u00ADh', ask('Search-Mailbox', '4h')],
    ['Search-Mailbox\u00A04\u00A0hours\u00A0on call', ask('Search-Mailbox', '4 hours', 'on call')],
    ['\u200BSearch-Mailbox\u200B \u206030m', ask('Search-Mailbox', '30m')],
    ['\u00AD Search-Mailbox', ask('Search-Mailbox')],
    ['Search-Mailbox 4h\u0000', ask('Search-Mailbox', '4h')],
  ])('%j', (typed, command) => {
    expect(parseCommand(typed)).toEqual(command);
  });

  test('a reason stays as it was typed', () => {
    const reason = 'Ｆｕｌｌ “smart” – dash \u00A0 \u202Ertl <!channel> {{DATE()}} ﬁ';
    expect(parseCommand(`Search-Mailbox 4h ${reason}`)).toEqual(
      ask('Search-Mailbox', '4h', reason),
    );
  });

  test.each(['"on call"', '“on call”', '„on call“', '«on call»', ' "on call" ', ', "on call"'])(
    'quotes around the whole reason %j are not part of it',
    (typed) => {
      expect(parseCommand(`Search-Mailbox 4h ${typed}`)).toMatchObject({ reason: 'on call' });
    },
  );

  test.each(['"a" and "b"', '"a', "'a'", '""', '"a" b', 'b "a"'])(
    'the reason %j is kept',
    (typed) => {
      expect(parseCommand(`Search-Mailbox 4h ${typed}`)).toMatchObject({ reason: typed });
    },
  );

  test.each(['\u200B', '\u3164', ' , ', '"\u200B"', '—'])('the reason %j is none', (typed) => {
    expect(parseCommand(`Search-Mailbox 4h ${typed}`)).toMatchObject({ reason: null });
  });
});

describe('other verbs', () => {
  const help = (topic: string | null) => ({ verb: 'help', topic });
  test.each([
    ['help', help(null)],
    ['HELP', help(null)],
    ['ｈｅｌｐ', help(null)],
    ['help mine', help('mine')],
    ['help Mine now', help('mine')],
    ['mine', { verb: 'mine' }],
    ['Mine', { verb: 'mine' }],
    ['mine all', { verb: 'unknown', typed: 'mine all', nearest: 'mine' }],
    ['pending', { verb: 'pending' }],
    ['history', { verb: 'history' }],
    ['home', { verb: 'home' }],
    ['show ELV-142', { verb: 'show', request: 142 }],
    ['Show elv142', { verb: 'show', request: 142 }],
    ['show #142', { verb: 'show', request: 142 }],
    ['who Search-Mailbox', { verb: 'who', target: 'Search-Mailbox' }],
    ['WHO “Transport Rules” now', { verb: 'who', target: 'Transport Rules' }],
    ['who Exchange\\Search\u2011Mailbox', { verb: 'who', target: 'Exchange\\Search-Mailbox' }],
    ['who', help('who')],
    ['accept ELV-142', { verb: 'accept', request: 142 }],
    ['decline ELV-142', { verb: 'decline', request: 142 }],
    ['withdraw ELV-142', { verb: 'withdraw', request: 142 }],
    ['end ELV-142', { verb: 'end', request: 142 }],
    ['End elv-142 now', { verb: 'unknown', typed: 'End elv-142 now', nearest: 'end ELV-142' }],
    ['end ELV–142', { verb: 'end', request: 142 }],
    ['end ELV 142', { verb: 'end', request: 142 }],
    ['end elv142', { verb: 'end', request: 142 }],
    ['end #142', { verb: 'end', request: 142 }],
    ['end 142', { verb: 'end', request: 142 }],
    ['end 999999999', { verb: 'end', request: 999_999_999 }],
  ])('%j', (typed, command) => {
    expect(parseCommand(typed)).toEqual(command);
  });

  test.each([
    '',
    ' \n\u00A0\u200B',
    '\u00AD',
    'ask',
    'Ask',
    'ask \u2014',
    '/elevate',
    '@elevate ask',
  ])('%j asks for the form', (typed) => {
    expect(parseCommand(typed)).toEqual({ verb: 'ask-form' });
  });

  test.each(['/elevate', 'elevate', '@elevate', '@Elevate:', 'Elevate,', '/elevate /elevate'])(
    '%j in front, left over from a mention, is passed over',
    (name) => {
      expect(parseCommand(`${name} mine`)).toEqual({ verb: 'mine' });
      expect(parseCommand(`${name} Search-Mailbox 4h`)).toEqual(ask('Search-Mailbox', '4h'));
      expect(parseCommand(name)).toEqual({ verb: 'ask-form' });
    },
  );

  test.each(['"elevate" 4h', 'elevated 4h', 'xelevate 4h'])('%j is a target', (typed) => {
    expect(parseCommand(typed)).toMatchObject({ verb: 'ask', duration: '4h' });
  });

  test('not more than three of its names are passed over', () => {
    expect(parseCommand('elevate elevate elevate elevate')).toEqual(ask('elevate'));
  });

  test.each([
    ['end', 'end', 'end ELV-142'],
    ['end Search-Mailbox', 'end Search-Mailbox', 'end ELV-142'],
    ['end ELV-', 'end ELV-', 'end ELV-142'],
    ['end ELV-0', 'end ELV-0', 'end ELV-142'],
    ['end ELV-142x', 'end ELV-142x', 'end ELV-142'],
    ['end x142', 'end x142', 'end ELV-142'],
    ['end ELV-1234567890', 'end ELV-1234567890', 'end ELV-142'],
    ['withdraw', 'withdraw', 'withdraw ELV-142'],
    ['revoke', 'revoke', 'revoke ELV-142 why'],
    ['revoke it', 'revoke it', 'revoke ELV-142 why'],
    ['withdraw it now', 'withdraw it', 'withdraw ELV-142'],
    ['hlep', 'hlep', 'help'],
    ['hepl me', 'hepl', 'help'],
    ['mien', 'mien', 'mine'],
    ['pendign', 'pendign', 'pending'],
    ['pnding', 'pnding', 'pending'],
    ['wihtdarw ELV-142', 'wihtdarw', 'withdraw'],
    ['edn ELV-142', 'edn', 'end'],
    ['show', 'show', 'show ELV-142'],
    ['show Search-Mailbox', 'show Search-Mailbox', 'show ELV-142'],
    ['shwo ELV-142', 'shwo', 'show'],
    ['histroy', 'histroy', 'history'],
    ['wo Search-Mailbox', 'wo', 'who'],
    ['approve ELV-142', 'approve', null],
    ['reject elv142', 'reject', null],
  ])('%j is not known; nearest is what it may have meant', (typed, told, nearest) => {
    expect(parseCommand(typed)).toEqual({ verb: 'unknown', typed: told, nearest });
  });

  test.each([
    ['hlep 4h', ask('hlep', '4h')],
    ['"hlep"', ask('hlep')],
    ['"mine"', ask('mine')],
    ['read', ask('read')],
    ['EXO', ask('EXO')],
    ['Snap', ask('Snap')],
    ['Host', ask('Host')],
    ['resending', ask('resending')],
    ['approve elv-142x', ask('approve', null, 'elv-142x')],
  ])('%j asks for a target of that name', (typed, command) => {
    expect(parseCommand(typed)).toEqual(command);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'Search-Mailbox',
      'end',
      'show',
      'who',
      'ELV-142',
      'help',
      'ask',
      '"',
      '“',
      '”',
      "'",
      '\\',
      '4',
      'h',
    ],
    ...['4h', 'for', 'until', 'and', 'tomorrow', 'at', '18:00', 'pm', '—', '-', ' ', '\u00A0'],
    ...['\u200B', '\u0000', '\uD800', ',', ':', 'reason', '🙂', '/elevate', '\n'],
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(' ')),
    fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  test('is a command, and what an ask holds was in the text', () => {
    fc.assert(
      fc.property(texts, (typed) => {
        const command = parseCommand(typed);
        if (command.verb !== 'ask') return;
        expect(command.target.trim()).not.toBe('');
        expect(command.duration).not.toBe('');
        if (command.reason !== null) {
          expect(command.reason).toBe(command.reason.trim());
          expect(typed.replaceAll('\u0000', '').replaceAll(/\p{Cs}/gu, '\uFFFD')).toContain(
            command.reason,
          );
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('target, duration and reason come back from the way they are documented', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{4,9}-[A-Z][a-z]{2,9}$/u);
    const duration = fc.constantFrom('30m', '4h', '1h30m', '4 hours', 'until 18:00');
    fc.assert(
      fc.property(word, duration, word, (target, typed, reason) => {
        expect(parseCommand(`/elevate ${target} ${typed} ${reason} x`)).toEqual(
          ask(target, typed, `${reason} x`),
        );
      }),
    );
  });

  test('a name that is cut in the middle of a character can be stored', () => {
    const long = `${'x'.repeat(255)}🙂`;
    expect(parseCommand(`${long} 4h`)).toMatchObject({ target: `${'x'.repeat(255)}\uFFFD` });
    expect(parseCommand(`help ${long}`)).toMatchObject({ topic: `${'x'.repeat(255)}\uFFFD` });
  });

  test.each(['\\“', '"', "'", '—', '1h', '1h ', 'a ', '\uFDFA', '-', ',', '\u200B', '4', '\uD800'])(
    '40 KB of %j are read in time',
    (piece) => {
      const long = piece.repeat(40_960 / piece.length);
      const started = performance.now();
      for (const typed of [long, `x ${long}`, `x 4h ${long}`, `end ${long}`, `help ${long}`]) {
        const command = parseCommand(typed);
        if (command.verb === 'ask') {
          expect(command.target.length).toBeLessThanOrEqual(256);
          expect(command.duration?.length ?? 0).toBeLessThanOrEqual(256);
        }
        if (command.verb === 'help') expect(command.topic?.length ?? 0).toBeLessThanOrEqual(256);
        if (command.verb === 'unknown') expect(command.typed.length).toBeLessThanOrEqual(256);
      }
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});

describe('asking for more time', () => {
  function extend(duration: string | null = null, reason: string | null = null) {
    return { verb: 'extend', request: 142, duration, reason, ticket: null };
  }

  test.each([
    ['extend ELV-142', extend()],
    ['extend ELV-142 2h', extend('2h')],
    ['extend ELV-142 2h it takes longer', extend('2h', 'it takes longer')],
    ['extend ELV-142 for 2 hours because it takes longer', extend('2 hours', 'it takes longer')],
    ['extend ELV-142 until 20:00 it takes longer', extend('until 20:00', 'it takes longer')],
    ['Extend elv 142 30m', extend('30m')],
    ['extend ELV–142 30m', extend('30m')],
    ['extend #142 30m', extend('30m')],
    ['extend 142 2h', extend('2h')],
    ['extend 142 2 hours', extend('2 hours')],
    ['extend ELV-142 it takes longer', extend(null, 'it takes longer')],
    ['extend ELV-142 4', extend('4')],
    [
      'extend ELV-142 2h --ticket INC-4711 it takes longer',
      { ...extend('2h', 'it takes longer'), ticket: 'INC-4711' },
    ],
  ])('%s', (typed, command) => {
    expect(parseCommand(typed)).toEqual(command);
  });

  test.each(['extend', 'extend 2h', 'extend Search-Mailbox 2h', 'extend ELV-0 2h'])(
    '%s says how to name what is extended',
    (typed) => {
      expect(parseCommand(typed)).toMatchObject({ verb: 'unknown', nearest: 'extend ELV-142 2h' });
    },
  );
});
