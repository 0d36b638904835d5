/** What somebody else asked for, accepted or declined by what is typed: the same rules as for the buttons. */
import { testStart } from '../support/database';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h --for dan@example.com phishing clean-up');
  await world.settle();
});
afterEach(() => world.close());

const hourMs = 3_600_000;

async function refusedTo(person: PersonKey, words: string): Promise<unknown> {
  const { privately } = await world.says(person, words);
  expect(privately?.screen).toBe('refusal');
  return privately?.facts.refused;
}

const refusals = async () =>
  world.db.query<{ verb: string }>(
    `select facts->>'verb' as verb from elevate.audit_events where kind = 'request.refused'`,
  );

describe('accept', () => {
  it.each(['slack', 'teams'] as const)(
    'typed on %s shows what was asked for, with its buttons, and accepts nothing',
    async (platform) => {
      const reply = await world.says('dan', 'accept ELV-1', platform);
      expect(reply.privately).toMatchObject({
        screen: 'acceptance',
        facts: { accept: { verb: 'accept' }, decline: { verb: 'decline' } },
      });
      expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance' });
      expect(await world.audited(1)).toEqual(['request.opened']);
    },
  );

  it('brings the button of what is stored now, which then accepts it', async () => {
    const { privately } = await world.says('dan', 'accept ELV-1');
    const { digest } = privately!.facts.accept as { readonly digest: string };
    await world.presses('dan', 'accept', 1, { digest });
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending' });
  });

  it.each<[string, PersonKey, string]>([
    ['whoever asked', 'ana', 'not-yours-to-accept'],
    ['an approver', 'ben', 'not-yours'],
    ['somebody disabled', 'eve', 'disabled'],
  ])('is refused to %s, and shows them nothing', async (_who, person, refused) => {
    const reply = await world.says(person, 'accept ELV-1');
    expect(reply).toMatchObject({ privately: { facts: { refused } }, screen: null });
    expect(JSON.stringify(reply)).not.toContain('phishing');
    expect(await refusals()).toEqual([{ verb: 'accept' }]);
  });

  it('is refused to a guest, and for an account or a number of nobody', async () => {
    expect(await refusedTo('dan', 'accept ELV-7')).toBe('unknown-request');
    world.slack.kinds.set(world.made.accounts.dan.slack.user, 'guest');
    expect(await refusedTo('dan', 'accept ELV-1')).toBe('guest');
    world.slack.kinds.clear();
    await world.db.query('delete from elevate.accounts');
    expect(await refusedTo('dan', 'accept ELV-1')).toBe('unlinked-account');
    expect(await refusals()).toHaveLength(3);
  });

  it('is refused once it is accepted, and once its time is over', async () => {
    await world.presses('dan', 'accept', 1);
    expect(await refusedTo('dan', 'accept ELV-1')).toBe('already-accepted');
    await world.says('ana', 'Search-Mailbox 1h --for dan@example.com x');
    await world.db.setNow(new Date(testStart.getTime() + 24 * hourMs));
    expect(await refusedTo('dan', 'accept ELV-2')).toBe('request-closed');
  });
});

describe('decline', () => {
  it('typed closes it at once, and is answered with the screen as it is then', async () => {
    const reply = await world.says('dan', 'decline ELV-1');
    expect(reply.privately?.notification).toMatch(/^Declined/u);
    expect(reply.privately).toMatchObject({ screen: 'acceptance', facts: { accept: null } });
    expect(await world.snapshot(1)).toMatchObject({
      state: 'withdrawn',
      withdrawnBy: { name: 'Dan' },
    });
    expect(await world.audited(1)).toEqual(['request.opened', 'request.declined']);
  });

  it('pressed is answered by the screen that it was pressed on, and by no second copy', async () => {
    const reply = await world.presses('dan', 'decline', 1);
    expect(reply).toMatchObject({ privately: null, screen: { screen: 'acceptance' } });
  });

  it.each<[string, PersonKey, string]>([
    ['whoever asked', 'ana', 'not-yours-to-accept'],
    ['an approver', 'ben', 'not-yours'],
    ['somebody disabled', 'eve', 'disabled'],
  ])('is refused to %s', async (_who, person, refused) => {
    expect(await refusedTo(person, 'decline ELV-1')).toBe(refused);
    expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance' });
  });

  it('is refused once it was accepted', async () => {
    await world.presses('dan', 'accept', 1);
    expect(await refusedTo('dan', 'decline ELV-1')).toBe('already-accepted');
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending' });
  });
});
