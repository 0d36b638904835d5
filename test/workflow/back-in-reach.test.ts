/** What comes to a channel that can be reached again, and to what stood in for it meanwhile. */
import { noTerms, type ConversationKey } from '../../src/elevation/model';
import { type LossKind } from '../../src/elevation/places';
import { RemoteError } from '../../src/errors';
import { ownersId } from '../support/glass-world';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { giveRoles } from '../support/runs-elevate';
import { slackTeam, type SeedOptions } from '../support/seed';
import { createWorld, type World } from '../support/world';

const securityId = '0193a000-0000-7000-8000-0000000000d9';
const standIn: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0Owners' };
const ofSecurity: ConversationKey = { ...standIn, id: 'C0SECURITY' };
let world: World;
afterEach(() => world.close());

/** The default group is Owners; Security is asked in a second stage where there is one. Everything is on Slack. */
async function begin(rules: SeedOptions['rules'] = {}): Promise<void> {
  world = await createWorld({
    rules,
    change: (rows) => {
      const memberIds = rows.persons
        .filter(({ name }) => name === 'Dan' || name === 'Cara')
        .map(({ id }) => id);
      const owners = { id: ownersId, name: 'Owners', memberIds, channels: [standIn] };
      const security = { id: securityId, name: 'Security', memberIds, channels: [ofSecurity] };
      const onSlack = rows.groups.map((group) => ({
        ...group,
        channels: group.channels.filter(({ platform }) => platform === 'slack'),
      }));
      const organisation = { ...rows.organisation, defaultApproverGroupId: ownersId };
      return { ...rows, organisation, groups: [...onSlack, owners, security] };
    },
  });
  await giveRoles(world.db, world.made, [['ana', 'owner']]);
}

const twoStages = {
  terms: { ...noTerms, stages: [{ groupId: securityId, approvalsNeeded: 1 }] },
};

function promptsIn(id: string): readonly PostedMessage[] {
  return world.slack.messages.filter(
    ({ key, account, thread }) => account === null && thread === null && key.conversation.id === id,
  );
}

const own = (): readonly PostedMessage[] => promptsIn(world.made.channels.slack.id);

function buttonsOf(message: PostedMessage): readonly string[] {
  const { facts } = shownBy(message);
  return ['approve', 'approveLess', 'deny'].filter((name) => facts[name] !== null);
}

function loses(): void {
  const error = new RemoteError('Slack', 'not_found', 'not_in_channel');
  const { id: user } = world.made.channels.slack;
  for (let time = 0; time < 30; time += 1) world.slack.failures.push({ call: 'post', error, user });
}

async function happens(loss: LossKind | null): Promise<void> {
  const place = { ...world.made.channels.slack, scope: 'channel' } as const;
  await world.inbound.placeSeen({ place, loss, code: 'an_event' }, `${loss} ${Math.random()}`);
  await world.settle();
}

/** The channel can be reached again, and everything that waited for that is tried. */
async function comesBack(): Promise<void> {
  world.slack.failures.length = 0;
  await happens(null);
  await world.db.query('update graphile_worker._private_jobs set run_at = now(), attempts = 0');
  await world.settle();
}

describe('a channel that can be reached again', () => {
  it('gets what is open, and nothing of what was denied, withdrawn or ended meanwhile', async () => {
    await begin();
    loses();
    for (const hours of [1, 2, 3, 4]) {
      await world.says('ana', `Search-Mailbox ${hours}h phishing number ${hours}`);
      await world.settle();
    }
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.presses('ana', 'withdraw', 2);
    await world.presses('ben', 'approve', 3);
    await world.settle();
    await world.presses('ana', 'end', 3);
    await world.settle();
    expect((await world.snapshot(3)).grant!.state).toBe('ended');
    await comesBack();
    expect(own().map((one) => shownBy(one).notification)).toEqual([
      expect.stringContaining('(ELV-4)'),
    ]);
  });

  it('gets what is held, which can be revoked there', async () => {
    await begin();
    loses();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await comesBack();
    expect(own().map((one) => shownBy(one).notification)).toEqual([
      expect.stringContaining('Active: Ana holds Search-Mailbox'),
    ]);
  });
});

describe('what stood in for a channel in the first of two stages', () => {
  it('lets nobody approve in the second, as little as the channel itself', async () => {
    await begin(twoStages);
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await happens('not-in-channel');
    await happens(null);
    const [stood] = promptsIn(standIn.id);
    expect(buttonsOf(stood!)).toContain('approve');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(buttonsOf(own()[0]!)).toEqual(['deny']);
    expect(buttonsOf(stood!)).toEqual(['deny']);
    expect(buttonsOf(promptsIn(ofSecurity.id)[0]!)).toContain('approve');
  });

  it('is the same while the channel is still lost, and no other one stands in for it then', async () => {
    await begin(twoStages);
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.db.advance(1_000);
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await happens('not-in-channel');
    expect(promptsIn(standIn.id)).toEqual([]);
  });
});
