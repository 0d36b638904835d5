/** A change that reaches none of those who may decide on it, because none of them gets messages. */
import { ownersId } from '../support/glass-world';
import { createChangeWorld, messageTo, pressesOn } from '../support/change-world';
import { RemoteError } from '../../src/errors';
import { type ConversationKey } from '../../src/elevation/model';
import { shownBy } from '../support/recording-platform';
import { slackTeam, type PersonKey } from '../support/seed';
import { type World } from '../support/world';

const ofDefault: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0OWNERS' };
const fallback: ConversationKey = { ...ofDefault, id: 'C0FALLBACK' };
let world: World;
afterEach(() => world.close());

beforeEach(async () => {
  world = await createChangeWorld({
    change: (rows) => {
      const { memberIds } = rows.groups[0]!;
      const owners = { id: ownersId, name: 'Owners', memberIds, channels: [ofDefault] };
      const organisation = {
        ...rows.organisation,
        defaultApproverGroupId: ownersId,
        fallbackChannels: [fallback],
      };
      return { ...rows, organisation, groups: [...rows.groups, owners] };
    },
  });
});

/** These people want no messages from Elevate. */
function block(...people: PersonKey[]): void {
  for (const person of people) {
    const { slack, teams } = world.made.accounts[person];
    for (let time = 0; time < 9; time += 1) {
      world.slack.failures.push({
        call: 'postDirect',
        error: new RemoteError('Slack', 'rejected', 'messages_tab_disabled'),
        user: slack.user,
      });
      world.teams.failures.push({
        call: 'postDirect',
        error: new RemoteError('Teams', 'rejected', 'MessageWritesBlocked'),
        user: teams.user,
      });
    }
  }
}

/** Ben proposes what weakens control. */
async function proposes(): Promise<void> {
  const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approval auto');
  await pressesOn(world, 'ben', privately, 'send');
  await world.settle();
}

const inChannel = (id: string) =>
  world.slack.messages
    .filter(({ key, account }) => account === null && key.conversation.id === id)
    .map(shownBy);

async function again(): Promise<void> {
  await world.db.query('update graphile_worker._private_jobs set run_at = now(), attempts = 0');
  await world.settle();
}

it('is told in the fallback channel to wait, once, and nothing of what it is', async () => {
  block('ana', 'dan');
  await proposes();
  await again();
  const lines = inChannel(fallback.id);
  expect(lines.map(({ notification }) => notification)).toEqual([
    'ELV-1: a change waits for another admin',
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/Search|auto|Ben/u);
});

it('is told in the channel of the default group where no other can be reached', async () => {
  const lost = { ...fallback, scope: 'channel' } as const;
  await world.inbound.placeSeen({ place: lost, loss: 'channel-gone', code: 'x' }, 'lost');
  block('ana', 'dan');
  await proposes();
  expect(inChannel(fallback.id)).toEqual([]);
  expect(inChannel(ofDefault.id)).toHaveLength(1);
});

it('is told in no channel where one of them was sent it', async () => {
  block('ana');
  await proposes();
  expect(inChannel(fallback.id)).toEqual([]);
  expect(messageTo(world, 'dan')).not.toBeNull();
});

it('keeps that line as it is when it is decided', async () => {
  block('ana', 'dan');
  await proposes();
  const { privately } = await world.says('ana', 'show ELV-1');
  await pressesOn(world, 'ana', privately, 'approve');
  await world.settle();
  expect(inChannel(fallback.id)).toMatchObject([{ screen: 'line' }]);
});
