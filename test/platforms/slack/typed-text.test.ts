import fc from 'fast-check';
import { typedAfterCommand, typedBesideMention } from '../../../src/platforms/slack/typed-text';

test.each([
  ['  Search-Mailbox 4h  ', 'Search-Mailbox 4h'],
  ['a &lt;b&gt; &amp; c', 'a <b> & c'],
  ['&amp;lt;', '&lt;'],
  ['see <https://example.com/1?a=b&amp;c|the ticket>', 'see the ticket'],
  ['see <https://example.com>', 'see https://example.com'],
  ['<mailto:ana@example.com|ana@example.com>', 'ana@example.com'],
  ['for <@U0BEN|ben> in <#C0GENERAL|general>', 'for ben in #general'],
  ['for <@U0BEN> in <#C0GENERAL>', 'for @U0BEN in #C0GENERAL'],
  ['<!channel> now', '@channel now'],
  ['<!date^1^{date}|Friday>', 'Friday'],
  ['until < 4h', 'until < 4h'],
])('reads %j as %j', (text, typed) => {
  expect(typedAfterCommand(text)).toBe(typed);
});

test.each([
  ['X 4h --for <@U0BEN|ben> x', 'X 4h --for @U0BEN x'],
  ['X 4h --for <@U0BEN> x', 'X 4h --for @U0BEN x'],
  ['X 4h —for <@W0BEN|ben.smith>', 'X 4h —for @W0BEN'],
  ['X --FOR=<@U0BEN|ben> 4h', 'X --FOR=@U0BEN 4h'],
  ['X --for <@U0BEN|ben> as <@U0ANA|ana> said', 'X --for @U0BEN as ana said'],
  ['X for <@U0BEN|ben>', 'X for ben'],
  ['X --for ben', 'X --for ben'],
  ['role add <@U0BEN|ben> auditor', 'role add @U0BEN auditor'],
  ['role remove auditor from <@U0BEN|ben>', 'role remove auditor from @U0BEN'],
  ['policy test Search-Mailbox as <@U0BEN|ben> 4h', 'policy test Search-Mailbox as @U0BEN 4h'],
  ['policy test X 4h as <@U0BEN|ben>', 'policy test X 4h as @U0BEN'],
  ['policy show <@U0BEN|ben>', 'policy show ben'],
])('keeps whom a mention means where somebody is meant: %j', (text, typed) => {
  expect(typedAfterCommand(text)).toBe(typed);
});

test.each([
  ['<@UBOT> mine', 'mine'],
  ['<@UBOT|elevate> mine', 'mine'],
  ['hey <@UBOT> mine', 'mine'],
  ['mine <@UBOT>', 'mine'],
  ['<@UBOT>', ''],
  ['<@UBOT> ask <@UBOT> again', 'ask @UBOT again'],
  ['<@UBOT2> for <@UBOT> mine', 'mine'],
  ['no mention at all', 'no mention at all'],
])('reads the words beside the mention in %j as %j', (text, typed) => {
  expect(typedBesideMention(text, 'UBOT')).toBe(typed);
});

test('takes the id of the bot literally', () => {
  expect(typedBesideMention('<@U.OT> a <@UBOT> b', 'U.OT')).toBe('a @UBOT b');
});

test('never throws, and takes no long time on hostile text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof typedBesideMention(text, 'UBOT')).toBe('string');
    }),
  );
  const hostile = '<'.repeat(200_000) + '|'.repeat(200_000);
  const before = process.hrtime.bigint();
  typedAfterCommand(hostile);
  expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(2_000);
});
