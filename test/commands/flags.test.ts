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

test('more time is for the same part, so a scope there is part of the reason', () => {
  expect(parseCommand('extend ELV-1 2h --scope Sales more')).toMatchObject({
    verb: 'extend',
    reason: '--scope Sales more',
  });
});

test('only the first ticket is one', () => {
  expect(parseCommand('Search-Mailbox 4h --ticket A-1 as in --ticket B-2')).toMatchObject({
    ticket: 'A-1',
    reason: 'as in --ticket B-2',
  });
});
