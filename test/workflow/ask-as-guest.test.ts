/** Whoever is no member of the organisation asks for nothing, in one line either. */
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const refusedAs = (reply: Reply): unknown => reply.privately?.facts['refused'];
const kinds = ['guest', 'external', 'disabled', 'bot'] as const;

async function refusals(): Promise<unknown[]> {
  return world.db.query(
    `select facts->>'verb' as verb, facts->>'refused' as refused from elevate.audit_events
     where kind = 'request.refused' order by seq`,
  );
}

it.each(kinds)('refuses a %s for what they are, on record, and asks nobody', async (kind) => {
  world.slack.kinds.set('U0ANA', kind);
  const reply = await world.says('ana', 'Search-Mailbox 4h phishing');
  expect(refusedAs(reply)).toBe(kind);
  await world.settle();
  expect(world.slack.messages).toEqual([]);
  expect(await world.db.query('select from elevate.requests')).toEqual([]);
  expect(await refusals()).toEqual([{ verb: 'ask', refused: kind }]);
});

it('refuses them before it tells them what their wish lacks', async () => {
  world.slack.kinds.set('U0ANA', 'guest');
  expect(refusedAs(await world.says('ana', 'Search-Mailbox 4'))).toBe('guest');
  expect(refusedAs(await world.says('ana', 'Serch-Mailbox 4h phishing'))).toBe('guest');
});

it('opens it where the platform cannot say who they are, and the approval asks again', async () => {
  world.slack.kinds.set('U0ANA', 'guest');
  const error = new RemoteError('Slack', 'unavailable', 'timeout');
  world.slack.failures.push({ call: 'readAccount', error });
  const reply = await world.says('ana', 'Search-Mailbox 4h phishing');
  expect(reply.privately?.screen).toBe('receipt');
  expect(refusedAs(await world.presses('ben', 'approve', 1))).toBe('requester-no-member');
  expect((await world.snapshot(1)).state).toBe('pending');
});
