/** A program asks the whole bot, over HTTP: its right is real, told in the channels, and taken away. */
import { makeSystemKey } from '../../src/workflow/make-system-key';
import { systemAccountRow } from '../support/system-accounts';
import { startBot, type Bot } from '../support/bot';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({
    change: (rows) => {
      // The simulated Exchange knows people only: Dan's account there is the program's here.
      const own = rows.accounts.find(
        (one) => one.system === 'Exchange' && one.personId === rows.persons[3]!.id,
      )!;
      const accounts = [{ system: 'Exchange', userKey: own.userKey }];
      return {
        ...rows,
        accounts: rows.accounts.filter((one) => one !== own),
        systemAccounts: [systemAccountRow(rows, { accounts })],
      };
    },
  });
});
afterAll(() => bot.stop());

it('is granted in the target, shown in both channels, and taken away when it is given back', async () => {
  const wanted = { name: 'nightly-export', graceS: 0 };
  const made = await makeSystemKey(bot.db.database, bot.made.organisationId, wanted);
  const headers = { authorization: `Bearer ${made!.key}`, 'idempotency-key': 'tonight' };
  const body = JSON.stringify({ target: 'Search-Mailbox', for: '1h', reason: 'Nightly export' });
  const asked = await fetch(bot.url('/api/requests'), { method: 'POST', headers, body });
  expect(asked.status).toBe(201);
  await bot.settle();
  expect(bot.exchange.may('dan', 'Search-Mailbox')).toBe(true);
  expect(bot.slackPrompt(1).text).toContain('nightly-export, a system account, holds');
  expect(JSON.stringify(bot.teamsPrompt(1))).toContain('system account');
  expect(await bot.audited(1)).toEqual(
    expect.arrayContaining(['request.opened', 'request.approved', 'grant.active']),
  );
  const ended = await fetch(bot.url('/api/requests/ELV-1'), { method: 'DELETE', headers });
  expect(ended.status).toBe(200);
  await bot.settle();
  expect(bot.exchange.may('dan', 'Search-Mailbox')).toBe(false);
  expect(await bot.stateOf(1)).toMatchObject({ grant: 'ended', cause: 'relinquished' });
  const stranger = await fetch(bot.url('/api/requests/ELV-1'));
  expect([stranger.status, (await fetch(bot.url('/metrics'))).status]).toEqual([401, 200]);
  await bot.check();
}, 60_000);
