/** A channel that comes to be shared with another organisation is lost until a message was posted there. */
import { RemoteError } from '../../src/errors';
import { parseCommand } from '../../src/commands/parse-command';
import { createChangeWorld, refusedAs } from '../support/change-world';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => void (world = await createChangeWorld()));
afterEach(() => world.close());

async function trail(): Promise<readonly string[]> {
  const found = await world.db.query<{ kind: string }>(
    `select kind from elevate.audit_events where kind like 'place.%' order by seq`,
  );
  return found.map(({ kind }) => kind);
}

it('is not back because a message in it was redrawn', async () => {
  await world.says('ana', 'Search-Mailbox 4h');
  await world.settle();
  const { id } = world.made.channels.slack;
  world.slack.shared.add(id);
  await world.says('dan', 'Search-Mailbox 4h');
  await world.settle();
  expect(await trail()).toEqual(['place.lost']);
  await world.presses('ben', 'deny', 1, { reason: 'no' });
  await world.settle();
  expect(await trail()).toEqual(['place.lost']);
  world.slack.shared.delete(id);
  await world.db.query('update graphile_worker._private_jobs set run_at = now(), attempts = 0');
  await world.settle();
  expect(await trail()).toEqual(['place.lost', 'place.back']);
});

function typedIn(id: string, words: string) {
  const envelope = world.envelope('ben');
  const conversation = { ...envelope.conversation, id };
  return world.inbound.command(
    { ...envelope, conversation, conversationKind: 'channel' },
    parseCommand(words),
  );
}

const words = [
  'group set "Exchange approvers" channel here',
  'group create "Security" members ben,cara channel here',
  'settings set fallback-channel here',
];

it.each(words)('cannot be set where prompts go: %s', async (typed) => {
  world.slack.shared.add('C0SHARED');
  expect(refusedAs(await typedIn('C0SHARED', typed))).toBe('channel-shared');
  expect(refusedAs(await typedIn('C0OWN', typed))).toBe('allowed');
});

it('cannot be set while nobody can say whether it is shared', async () => {
  const error = new RemoteError('Slack', 'unavailable', 'http_503');
  world.slack.failures.push({ call: 'isSharedOutside', error });
  expect(refusedAs(await typedIn('C0OWN', words[0]!))).toBe('channel-unread');
});
