/** The policy names another approver group while a request waits: both have to allow it, and either may deny. */
import { type ConversationKey } from '../../src/elevation/model';
import { type View } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';

const ownersId = '0193a000-0000-7000-8000-000000000001';
const ownersChannel: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0OWNERS' };
let world: World;
afterEach(() => world.close());

/** Ben and Cara were asked; then the policy names the Owners, and every prompt is drawn again. */
async function replaced(owners: readonly string[]): Promise<void> {
  world = await createWorld({
    change: (rows) => ({
      ...rows,
      groups: [
        ...rows.groups,
        {
          id: ownersId,
          name: 'Owners',
          memberIds: rows.persons.filter(({ name }) => owners.includes(name)).map(({ id }) => id),
          channels: [ownersChannel],
        },
      ],
    }),
  });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.changePolicy({ approver_group_id: ownersId });
  await world.settle();
}

function promptIn(id: string): PostedMessage {
  return world.slack.messages.find(
    ({ key, thread }) => key.conversation.id === id && thread === null,
  )!;
}

function buttonsOf({ facts }: View): string[] {
  return ['approve', 'approveLess', 'deny'].filter((name) => facts[name] !== null);
}

function unusualOn(message: PostedMessage): string {
  const found = shownBy(message).facts['unusual'] as readonly { say: Sentence }[];
  return found.map(({ say }) => plain(say)).join('\n');
}

async function isListed(who: 'ben' | 'dan' | 'eve'): Promise<boolean> {
  const { facts } = (await world.says(who, 'pending')).privately!;
  return (facts['rows'] as readonly unknown[]).length === 1;
}

it('asks the new group as well, and offers only Deny when nobody is in both', async () => {
  await replaced(['Dan']);
  for (const id of ['C0APPROVERS', 'C0OWNERS']) {
    expect(buttonsOf(shownBy(promptIn(id)))).toEqual(['deny']);
    expect(unusualOn(promptIn(id))).toContain(
      'the policy names Owners since this was asked, and nobody is in both Exchange approvers and Owners. It cannot be approved as it is. Deny it; it can be asked for again under the new policy.',
    );
  }
  expect([await isListed('ben'), await isListed('dan')]).toEqual([true, true]);
});

it.each(['ben', 'dan'] as const)('is denied by %s, who is in one of them', async (who) => {
  await replaced(['Dan']);
  await world.presses(who, 'deny', 1, { reason: 'ask again' });
  expect((await world.snapshot(1)).state).toBe('denied');
});

it('tells whoever cannot approve it which group they are not in', async () => {
  await replaced(['Dan']);
  const reply = await world.presses('ben', 'approve', 1);
  expect(reply.privately?.facts).toMatchObject({ refused: 'not-an-approver' });
  const said = JSON.stringify(reply.privately?.facts);
  expect(said).toContain('You are not in Owners');
  expect(said).toContain('both Owners and Exchange approvers');
  expect(buttonsOf(reply.screen!)).toEqual(['deny']);
});

it('is approved by somebody who is in both', async () => {
  await replaced(['Cara', 'Dan']);
  expect(buttonsOf(shownBy(promptIn('C0OWNERS')))).toEqual(['approve', 'approveLess', 'deny']);
  await world.presses('dan', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('pending');
  await world.presses('cara', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('approved');
});
