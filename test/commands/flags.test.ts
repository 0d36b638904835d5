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

test('only the first ticket is one', () => {
  expect(parseCommand('Search-Mailbox 4h --ticket A-1 as in --ticket B-2')).toMatchObject({
    ticket: 'A-1',
    reason: 'as in --ticket B-2',
  });
});
