/** Try again now, on a right that outlives its end. */
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { shownBy } from '../support/recording-platform';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const away = new RemoteError('Exchange', 'unavailable', 'timeout');

/** Ana's hour is over, and Exchange has not taken it away for so many attempts, the last of them just now. */
async function outlives(attempts = 8): Promise<void> {
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  await world.db.advance(hourMs);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    world.exchange.failures.push({ call: 'revoke', error: away });
    await world.settle();
    await world.db.advance(attempt === attempts - 1 ? 0 : 60_000);
  }
}

function refusedAs(reply: Reply): unknown {
  return reply.privately?.facts['refused'];
}

it('takes it away at once instead of within the minute, says so, and keeps who did it', async () => {
  await outlives();
  await world.settle();
  expect((await world.snapshot(1)).grant?.state).toBe('ending');
  const alarm = world.slack.messages.find(({ views }) =>
    views[0]!.notification.startsWith('STILL ACTIVE'),
  )!;
  expect(shownBy(alarm).facts['retry']).not.toBeNull();
  const reply = await world.presses('ben', 'retry', 1, { on: alarm.key });
  expect(reply.screen?.screen).toBe('approval-active');
  expect(await world.audited(1)).toContain('grant.retry-asked');
  await world.settle();
  expect((await world.snapshot(1)).grant?.state).toBe('ended');
  expect(world.exchange.holders.size).toBe(0);
  expect(JSON.stringify(await world.says('ben', 'show ELV-1'))).toContain(
    'Ben let it be tried again',
  );
});

it('tries an end again that could not even be begun', async () => {
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  await world.db.advance(hourMs + 60_000);
  expect((await world.snapshot(1)).grant?.state).toBe('active');
  expect(refusedAs(await world.presses('ben', 'retry', 1))).toBeUndefined();
});

it('does not let an act be followed by another before it has come back', async () => {
  await outlives();
  await world.settle();
  await world.presses('ben', 'retry', 1);
  let letGo: () => void = () => undefined;
  world.exchange.pauses.push({ call: 'revoke', until: new Promise((done) => (letGo = done)) });
  const acting = world.settle();
  while (world.exchange.pauses.length > 0) await new Promise((done) => setImmediate(done));
  await world.presses('ben', 'retry', 1);
  letGo();
  await acting;
  await world.settle();
  expect(world.exchange.log).toEqual(['grant ana', 'revoke ana']);
});

it.each([
  ['who decides nothing', 'dan', 'unknown-request'],
  ['who is disabled', 'eve', 'disabled'],
  ['whose right it is', 'ana', 'may-not-retry'],
] as const)('is refused to one %s', async (_what, person, refused) => {
  await outlives();
  const { grant } = await world.snapshot(1);
  expect(refusedAs(await world.presses(person, 'retry', 1))).toBe(refused);
  expect((await world.snapshot(1)).grant?.nextAttemptAt).toEqual(grant?.nextAttemptAt);
  expect(await world.audited(1)).toContain('request.refused');
});

it('is refused while nothing is overdue, and once it is over', async () => {
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  expect(refusedAs(await world.presses('ben', 'retry', 1))).toBe('nothing-to-retry');
  expect((await world.snapshot(1)).grant?.nextAttemptAt).toEqual(
    (await world.snapshot(1)).grant?.endsAt,
  );
  await world.presses('ben', 'revoke', 1, { reason: 'Done.' });
  await world.settle();
  expect(refusedAs(await world.presses('ben', 'retry', 1))).toBe('nothing-to-retry');
});
