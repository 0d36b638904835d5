/** Somebody has to accept what was asked for them, and the message that asks cannot be delivered. */
import { RemoteError } from '../../src/errors';
import { type PlatformName } from '../../src/elevation/model';
import { plain, type Sentence } from '../../src/words';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

/** Ana asks for Search-Mailbox, for Dan. */
async function asks(): Promise<void> {
  await world.says('ana', 'Search-Mailbox 4h --for dan@example.com phishing clean-up');
  await world.settle();
}

function refuses(platform: PlatformName, kind: 'rejected' | 'unavailable' = 'rejected'): void {
  const error = new RemoteError(platform, kind, 'cannot_dm_bot');
  const { user } = world.made.accounts.dan[platform];
  for (let time = 0; time < 9; time += 1) {
    world[platform].failures.push({ call: 'postDirect', user, error });
  }
}

function opens(platform: PlatformName): void {
  world[platform].failures.length = 0;
}

function messagesTo(person: PersonKey, platform: PlatformName): PostedMessage[] {
  const { user } = world.made.accounts[person][platform];
  return world[platform].messages.filter(({ account }) => account?.user === user);
}

function headlines(person: PersonKey, platform: PlatformName): string[] {
  return messagesTo(person, platform).map((one) =>
    plain(shownBy(one).facts['headline'] as Sentence),
  );
}

function saidTo(person: PersonKey): string {
  const summary = shownBy(messagesTo(person, 'slack').at(-1)!).facts['summary'];
  return (summary as readonly { say: Sentence }[]).map(({ say }) => plain(say)).join('\n');
}

const asked = 'Asked: Search-Mailbox, 4\u00A0hours';
const waiting = '⏳ Waiting for acceptance: Search-Mailbox, 4\u00A0hours';
const needed = '⏳ Your acceptance needed: Search-Mailbox, 4\u00A0hours';

it('is asked on their other platform when the first refuses the message, and told of everything there', async () => {
  refuses('slack');
  await asks();
  expect(headlines('dan', 'slack')).toEqual([]);
  expect(headlines('dan', 'teams')).toEqual([needed]);
  expect(headlines('ana', 'slack')).toEqual([asked]);
  expect(await world.audited(1)).toEqual(['request.opened']);

  await world.presses('dan', 'accept', 1, { platform: 'teams' });
  await world.presses('ben', 'approve', 1);
  await world.settle();
  expect(headlines('dan', 'slack')).toEqual([]);
  expect(headlines('dan', 'teams')).toEqual([
    '✅ Accepted: Search-Mailbox, 4\u00A0hours',
    '🔓 Active: Search-Mailbox, 4\u00A0hours',
  ]);
});

it('waits for a platform that is only away, and asks nobody twice', async () => {
  refuses('slack', 'unavailable');
  await asks();
  expect(headlines('dan', 'teams')).toEqual([]);
  expect(headlines('ana', 'slack')).toEqual([asked]);
  expect(await world.audited(1)).toEqual(['request.opened']);
});

it('whoever asked is told at once when nobody could be reached, and what to do', async () => {
  refuses('slack');
  refuses('teams');
  await asks();
  expect(headlines('ana', 'slack')).toEqual([asked, waiting]);
  expect(saidTo('ana')).toContain('Dan could not be reached in chat');
  expect(saidTo('ana')).toContain('/elevate show ELV-1');
  expect(await world.audited(1)).toEqual(['request.opened', 'message.undeliverable']);
});

it('that message says what is so once they were reached, and what has become of it', async () => {
  refuses('slack');
  refuses('teams');
  await asks();
  opens('teams');
  await world.db.query(`update graphile_worker._private_jobs set run_at = now(), attempts = 0`);
  await world.settle();
  expect(headlines('dan', 'teams')).toEqual([needed]);
  expect(headlines('ana', 'slack')).toEqual([asked, waiting]);
  expect(saidTo('ana')).toContain('Dan has to accept first');
  expect(saidTo('ana')).not.toContain('could not be reached');

  await world.presses('ana', 'withdraw', 1);
  await world.settle();
  const withdrawn = '↩️ Withdrawn: Search-Mailbox, 4\u00A0hours';
  expect(headlines('ana', 'slack')).toEqual([withdrawn, withdrawn]);
});

it.each(['slack', 'teams'] as const)(
  'they find the question with its buttons under show, on %s, for as long as it waits for them',
  async (platform) => {
    refuses('slack');
    refuses('teams');
    await asks();
    const { privately } = await world.says('dan', 'show ELV-1', platform);
    expect(privately).toMatchObject({
      screen: 'acceptance',
      facts: { accept: { verb: 'accept' }, decline: { verb: 'decline' } },
    });
    for (const person of ['ana', 'ben'] as const) {
      const { privately: others } = await world.says(person, 'show ELV-1', platform);
      expect(others?.screen).not.toBe('acceptance');
    }
    await world.presses('dan', 'accept', 1, { platform });
    expect((await world.says('dan', 'show ELV-1', platform)).privately?.screen).toBe('timeline');
  },
);
