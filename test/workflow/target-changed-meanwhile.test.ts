/** What a target allows becomes something else while it is asked for: a prompt that said the old is not agreed to. */
import { type ViewFacts } from '../../src/views/view';
import { factsDigest } from '../../src/elevation/digest';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('dan', 'Search-Mailbox 4h phishing');
  await world.settle();
});
afterEach(() => world.close());

/** As a change does that was committed in the very moment in which it was asked for. */
function change(what: string): Promise<unknown> {
  return world.db.query(
    `update elevate.targets set ${what} where name = 'Exchange\\Search-Mailbox'`,
  );
}

function shownDigest(): string {
  const approve = world.slack.messages[0]!.views.at(-1)!.facts['approve'] as ViewFacts;
  return approve['digest'] as string;
}

it.each([
  ['what is granted', `settings = '{"role": "Everything"}'`],
  ['what it allows', `description = 'Reads every mailbox.'`],
  ['its type', `type = 'role'`],
])('does not count the approval of a prompt from before: %s', async (_what, changed) => {
  const digest = shownDigest();
  await change(changed);
  const reply = await world.presses('ben', 'approve', 1, { digest });
  expect(reply.privately?.facts['refused']).toBe('stale-screen');
  expect((await world.snapshot(1)).state).toBe('pending');
  await world.settle();
  expect(shownDigest()).not.toBe(digest);
  const again = await world.presses('ben', 'approve', 1, { digest: shownDigest() });
  expect(again.privately?.facts['refused'] ?? 'allowed').toBe('allowed');
});

it('knows what was asked for as it stands on the prompt', async () => {
  const [opened] = await world.db.query<{ digest: string }>(
    `select facts->>'digest' as digest from elevate.audit_events where kind = 'request.opened'`,
  );
  expect(opened!.digest).toBe(factsDigest(await world.snapshot(1)));
  expect(opened!.digest).toBe(shownDigest());
});
