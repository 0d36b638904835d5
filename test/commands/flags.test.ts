import { parseCommand } from '../../src/commands/parse-command';

const asked = { verb: 'ask', target: 'Search-Mailbox' };

test.each([
  ['Search-Mailbox 4h --ticket INC-4711 phishing', '4h', 'phishing', 'INC-4711'],
  ['Search-Mailbox --ticket INC-4711 4h phishing', '4h', 'phishing', 'INC-4711'],
  ['Search-Mailbox 4h phishing --ticket INC-4711', '4h', 'phishing', 'INC-4711'],
  ['Search-Mailbox 4h phishing --ticket=INC-4711', '4h', 'phishing', 'INC-4711'],
  ['Search-Mailbox --TICKET INC-4711', null, null, 'INC-4711'],
  ['Search-Mailbox 4h —ticket INC-4711 phishing', '4h', 'phishing', 'INC-4711'],
  ['Search-Mailbox 4h –ticket INC-4711', '4h', null, 'INC-4711'],
  ['Search-Mailbox 4h --ticket "CHG 12" phishing', '4h', 'phishing', 'CHG 12'],
  ['Search-Mailbox 4h --ticket “CHG 12” phishing', '4h', 'phishing', 'CHG 12'],
  ['Search-Mailbox for 4h because phishing', '4h', 'phishing', null],
  ['Search-Mailbox 4h because of: an audit', '4h', 'an audit', null],
  ['Search-Mailbox 4h because', '4h', 'because', null],
  ['Search-Mailbox 4h the ticket INC-4711', '4h', 'the ticket INC-4711', null],
  ['Search-Mailbox 4h read --ticket', '4h', 'read --ticket', null],
  ['Search-Mailbox 4h --ticketing is slow', '4h', '--ticketing is slow', null],
])('%j', (typed, duration, reason, ticket) => {
  expect(parseCommand(typed)).toEqual({ ...asked, duration, reason, ticket });
});

test.each([
  ['Search-Mailbox 4h --scope Finance phishing', 'phishing', 'Finance'],
  ['Search-Mailbox 4h phishing —scope=Finance', 'phishing', 'Finance'],
  ['Search-Mailbox 4h --scope "Field sales" phishing', 'phishing', 'Field sales'],
  ['Search-Mailbox 4h --scope “Field sales”', null, 'Field sales'],
  ['Search-Mailbox --SCOPE Finance 4h phishing', 'phishing', 'Finance'],
])('%j names a part of the target', (typed, reason, scope) => {
  const ticket = null;
  expect(parseCommand(typed)).toEqual({ ...asked, duration: '4h', reason, ticket, scope });
});

test.each(['--scope Sales more', '--for ben more', '--ticket INC-1 --ticket INC-2 more'])(
  'more time is on what is held, so what would change that is no part of the reason: %s',
  (rest) => {
    const typed = `extend ELV-1 2h ${rest}`;
    expect(parseCommand(typed)).toEqual({ verb: 'unknown', typed, nearest: 'extend ELV-1 2h' });
  },
);

test.each([
  ['Search-Mailbox 4h --at 18:00 phishing', '4h', 'phishing', '18:00'],
  ['Search-Mailbox --at 18:00 4h phishing', '4h', 'phishing', '18:00'],
  ['Search-Mailbox 4h phishing --at 18:00', '4h', 'phishing', '18:00'],
  ['Search-Mailbox 4h --at=18:00 phishing', '4h', 'phishing', '18:00'],
  ['Search-Mailbox 4h --at: 18:00, phishing', '4h', 'phishing', '18:00'],
  ['Search-Mailbox --AT 6pm', null, null, '6pm'],
  ['Search-Mailbox 4h --at 6 pm phishing', '4h', 'phishing', '6 pm'],
  ['Search-Mailbox 4h —at 18:00', '4h', null, '18:00'],
  ['Search-Mailbox 4h –at tomorrow 09:00', '4h', null, 'tomorrow 09:00'],
  ['Search-Mailbox 4h --at tomorrow 09:00 phishing', '4h', 'phishing', 'tomorrow 09:00'],
  ['Search-Mailbox --at tomorrow at 9am 4h x', '4h', 'x', 'tomorrow at 9am'],
  ['Search-Mailbox --at 9:00 tomorrow 4h x', '4h', 'x', '9:00 tomorrow'],
  ['Search-Mailbox 4h --at 2026-11-23 09:00 x', '4h', 'x', '2026-11-23 09:00'],
  ['Search-Mailbox 4h --at 2026-11-23T09:00 x', '4h', 'x', '2026-11-23T09:00'],
  ['Search-Mailbox --at tomorrow\u00A009:00 4h', '4h', null, 'tomorrow\u00A009:00'],
  ['Search-Mailbox 4h --at "tomorrow 09:00" x', '4h', 'x', 'tomorrow 09:00'],
  ['Search-Mailbox 4h --at “tomorrow 09:00” x', '4h', 'x', 'tomorrow 09:00'],
  ['Search-Mailbox for 4h --at 18:00 because phishing', '4h', 'phishing', '18:00'],
  ['Search-Mailbox until 18:00 --at 16:00', 'until 18:00', null, '16:00'],
  ['Search-Mailbox 4h --at tomorrow we begin', '4h', 'we begin', 'tomorrow'],
  ['Search-Mailbox --at 9 4h', '4h', null, '9'],
  ['Search-Mailbox --at noon 4h', '4h', null, 'noon'],
  ['Search-Mailbox 4h --at', '4h', null, '--at'],
  ['Search-Mailbox 4h --at ""', '4h', null, '""'],
])('%j has a start', (typed, duration, reason, at) => {
  expect(parseCommand(typed)).toEqual({ ...asked, duration, reason, ticket: null, at });
});

test.each([
  ['Search-Mailbox 4h meet at 18:00', 'meet at 18:00'],
  ['Search-Mailbox 4h --attach the log', '--attach the log'],
  ['Search-Mailbox 4h a--at 18:00', 'a--at 18:00'],
])('%j has none', (typed, reason) => {
  expect(parseCommand(typed)).toEqual({ ...asked, duration: '4h', reason, ticket: null });
});

test.each([
  'Search-Mailbox 4h --ticket INC-1 --at tomorrow 09:00 x',
  'Search-Mailbox --at tomorrow 09:00 4h --ticket INC-1 x',
  'Search-Mailbox --ticket INC-1 4h x --at tomorrow 09:00',
])('flags stand in any order: %j', (typed) => {
  expect(parseCommand(typed)).toEqual({
    ...asked,
    duration: '4h',
    reason: 'x',
    ticket: 'INC-1',
    at: 'tomorrow 09:00',
  });
});

test.each([
  ['Search-Mailbox 4h --for ben@example.com phishing', '4h', 'phishing', 'ben@example.com'],
  ['Search-Mailbox --for ben@example.com, 4h phishing', '4h', 'phishing', 'ben@example.com'],
  ['Search-Mailbox 4h --for @U0BEN phishing', '4h', 'phishing', '@U0BEN'],
  ['Search-Mailbox 4h —for @me', '4h', null, '@me'],
  ['Search-Mailbox 4h --for "Ben Smith" phishing', '4h', 'phishing', 'Ben Smith'],
  ['Search-Mailbox for 4h --for=ben because phishing', '4h', 'phishing', 'ben'],
  ['Search-Mailbox --for 4h', null, null, '4h'],
  ['Search-Mailbox 4h --for', '4h', null, '--for'],
])('%j is for somebody', (typed, duration, reason, subject) => {
  expect(parseCommand(typed)).toEqual({ ...asked, duration, reason, ticket: null, subject });
});

test.each([
  ['Search-Mailbox —for 4h phishing', '4h', 'phishing'],
  ['Search-Mailbox 4h --forever mine', '4h', '--forever mine'],
  ['Search-Mailbox 4h what it is for', '4h', 'what it is for'],
])('%j is for nobody else', (typed, duration, reason) => {
  expect(parseCommand(typed)).toEqual({ ...asked, duration, reason, ticket: null });
});

test('all flags go together', () => {
  expect(
    parseCommand('Search-Mailbox --at 18:00 4h --for ben@example.com --ticket A-1 phishing'),
  ).toEqual({
    ...asked,
    duration: '4h',
    reason: 'phishing',
    ticket: 'A-1',
    at: '18:00',
    subject: 'ben@example.com',
  });
});

test('more time has no start of its own: what looks like one is not understood', () => {
  expect(parseCommand('extend ELV-1 2h --at 18:00')).toMatchObject({
    verb: 'unknown',
    nearest: 'extend ELV-1 2h',
  });
});

test.each([
  ['Search-Mailbox 1h --break-glass because prod is down', '1h', 'prod is down'],
  ['Search-Mailbox 1h --break-glass prod is down', '1h', 'prod is down'],
  ['Search-Mailbox --break-glass 1h prod is down', '1h', 'prod is down'],
  ['Search-Mailbox 1h prod is down --break-glass', '1h', 'prod is down'],
  ['Search-Mailbox 1h —break-glass prod is down', '1h', 'prod is down'],
  ['Search-Mailbox 1h –break‑glass prod is down', '1h', 'prod is down'],
  ['Search-Mailbox 1h --BREAK-GLASS, prod is down', '1h', 'prod is down'],
  ['Search-Mailbox 1h --breakglass prod is down', '1h', 'prod is down'],
  ['--break-glass Search-Mailbox 1h prod is down', '1h', 'prod is down'],
  ['—break-glass Search-Mailbox 1h prod is down', '1h', 'prod is down'],
  ['break-glass Search-Mailbox 1h prod is down', '1h', 'prod is down'],
  ['Break-Glass Search-Mailbox 1h because prod is down', '1h', 'prod is down'],
  ['Search-Mailbox --break-glass', null, null],
])('%j breaks glass', (typed, duration, reason) => {
  const ticket = null;
  expect(parseCommand(typed)).toEqual({ ...asked, duration, reason, ticket, breakGlass: true });
});

test.each([
  'Search-Mailbox 1h break-glass is not a flag without its hyphens',
  'Search-Mailbox 1h --break-glasses are down',
  'Search-Mailbox 1h x--break-glass',
])('%j does not', (typed) => {
  expect(parseCommand(typed)).not.toHaveProperty('breakGlass');
});

test('more time is never taken without approval: there the words are not understood', () => {
  const typed = 'extend ELV-142 2h --break-glass it takes longer';
  expect(parseCommand(typed)).toEqual({ verb: 'unknown', typed, nearest: 'extend ELV-142 2h' });
});

test('a ticket may stand beside it, in any order', () => {
  const both = { ticket: 'INC-1', breakGlass: true, duration: '1h', reason: 'down' };
  expect(parseCommand('Search-Mailbox 1h --break-glass --ticket INC-1 down')).toMatchObject(both);
  expect(parseCommand('Search-Mailbox 1h --ticket INC-1 down --break-glass')).toMatchObject(both);
});

test.each([
  ['Search-Mailbox 4h --for ben@example.com --for cara@example.com phishing', '--for'],
  ['Search-Mailbox --for ben 4h phishing --for', '--for'],
  ['Search-Mailbox 4h --ticket INC-1 phishing --ticket=INC-2', '--ticket'],
  ['Search-Mailbox 4h --at 18:00 —at 19:00', '--at'],
  ['Search-Mailbox 4h --scope Finance --SCOPE Sales phishing', '--scope'],
  ['break-glass Search-Mailbox 1h --scope Finance --scope Sales down', '--scope'],
  ['Search-Mailbox 1h --break-glass --ticket A-1 --ticket A-2 down', '--ticket'],
  ['policy test Search-Mailbox 4h --ticket INC-1 --ticket INC-2', '--ticket'],
])('of two values nobody knows which is meant: %j', (typed, flag) => {
  const refusal = { refused: 'flag-repeated', facts: { typed: flag } };
  expect(parseCommand(typed)).toEqual({ verb: 'refused', refusal });
});
