/** What is shown of a change says what it would have done to past requests, to whoever drafts it and to whoever agrees. */
import { type Reply } from '../../src/platforms/contract';
import { createChangeWorld, linesIn, messageTo, pressesOn } from '../support/change-world';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createChangeWorld();
  for (const request of [1, 2]) {
    await world.says('dan', 'Search-Mailbox 4h phishing');
    await world.presses(
      request === 1 ? 'ben' : 'cara',
      request === 1 ? 'approve' : 'deny',
      request,
      {
        reason: 'no',
      },
    );
  }
});
afterEach(() => world.close());

const part = 'Had it been so before';
const typed = (text: string): Promise<Reply> =>
  world.says('ben', `policy set Exchange\\Search-* ${text}`);

it('counts those that would have ended otherwise, of all that have ended', async () => {
  const { privately } = await typed('approvals 2');
  expect(linesIn(privately)[part]).toEqual(['1 of 2 past requests would have ended otherwise.']);
  const shown = await world.says('ben', 'change show');
  expect(linesIn(shown.privately)[part]).toEqual(linesIn(privately)[part]);
  const none = await typed('max 7h');
  expect(linesIn(none.privately)[part]).toEqual([
    '0 of 2 past requests would have ended otherwise.',
  ]);
});

it('tells whoever agrees to it, until it is decided, and is nothing that a button stands for', async () => {
  const { privately } = await typed('approval auto');
  await world.says('dan', 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'approve', 4);
  const sent = await pressesOn(world, 'ben', privately, 'send');
  await world.settle();
  const asked = messageTo(world, 'ana');
  expect(linesIn(asked)[part]).toEqual([
    expect.stringMatching(/^[0-9] of 3 past requests would have ended otherwise\.$/u),
  ]);
  expect(sent.privately?.facts['refused']).toBeUndefined();
  const done = await pressesOn(world, 'ana', asked, 'approve');
  expect(linesIn(done.screen)[part]).toBeUndefined();
});

it('says nothing of what changes no policy, or of a policy that nobody has asked under', async () => {
  const description = await world.says('ben', 'settings set name "Another"');
  expect(linesIn(description.privately)[part]).toBeUndefined();
  const other = await world.says('ben', 'policy set Warehouse\\* approvals 2');
  expect(linesIn(other.privately)[part]).toBeUndefined();
});

it('does not count more than a person can wait for, and names the command that does', async () => {
  await world.db.query(
    `insert into elevate.targets (organisation_id, id, name, workload, bare_name, type, settings)
     select organisation_id, gen_random_uuid(), 'Exchange\\Search-' || n, 'Exchange', 'Search-' || n, type, settings
     from elevate.targets, generate_series(1, 2000) n where name = 'Exchange\\Search-Mailbox'`,
  );
  const { privately } = await typed('approvals 2');
  expect(linesIn(privately)[part]![0]).toContain(
    'is not counted here: it takes too long. /elevate policy replay Exchange\\Search-*',
  );
});
