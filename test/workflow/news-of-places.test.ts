/** How often people hear of places that messages cannot reach, and of which of them. */
import { type ConversationKey } from '../../src/elevation/model';
import { type LossKind, type PlaceKey } from '../../src/elevation/places';
import { RemoteError } from '../../src/errors';
import { plain, type Sentence } from '../../src/words';
import { ownersId } from '../support/glass-world';
import { giveRoles } from '../support/runs-elevate';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { slackTeam, teamsTenant, type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

const standIn: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0Owners' };
let world: World;
afterEach(() => world.close());

/** Ana is owner, Cara admin; the default group is Owners, with Dan in it and a channel on Slack only. */
beforeEach(async () => {
  world = await createWorld({
    change: (rows) => {
      const memberIds = rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id);
      const owners = { id: ownersId, name: 'Owners', memberIds, channels: [standIn] };
      const organisation = { ...rows.organisation, defaultApproverGroupId: ownersId };
      return { ...rows, organisation, groups: [...rows.groups, owners] };
    },
  });
  await giveRoles(world.db, world.made, [
    ['ana', 'owner'],
    ['cara', 'admin'],
  ]);
});

function inChannel(id: string): readonly PostedMessage[] {
  const all = [...world.slack.messages, ...world.teams.messages];
  return all.filter(({ key, account }) => account === null && key.conversation.id === id);
}

/** Headlines of what somebody was told by messages of their own that are no receipts. */
function told(person: PersonKey): readonly string[] {
  const { slack, teams } = world.made.accounts[person];
  return [...world.slack.messages, ...world.teams.messages]
    .filter(({ account }) => account?.user === slack.user || account?.user === teams.user)
    .map(shownBy)
    .filter(({ screen }) => screen === 'sheet')
    .map(({ facts }) => plain(facts['headline'] as Sentence));
}

async function trail(): Promise<readonly [string, unknown][]> {
  const found = await world.db.query<{ kind: string; facts: { why?: string; code: string } }>(
    `select kind, facts from elevate.audit_events where kind like 'place.%' order by seq`,
  );
  return found.map(({ kind, facts }) => [kind, facts.why ?? facts.code]);
}

async function happens(
  loss: LossKind | null,
  place: PlaceKey = { ...world.made.channels.slack, scope: 'channel' },
  key = `${loss} ${place.id} ${Math.random()}`,
): Promise<void> {
  await world.inbound.placeSeen({ place, loss, code: 'an_event' }, key);
}

describe('a place that is lost again and again', () => {
  it('is recorded each time and told once', async () => {
    for (let time = 0; time < 5; time += 1) {
      await happens('not-in-channel');
      await world.settle();
      await happens(null);
      await world.settle();
    }
    expect(await trail()).toHaveLength(10);
    expect(told('ana')).toEqual([
      'Prompts of Exchange approvers do not reach Slack',
      'Prompts of Exchange approvers reach Slack again',
    ]);
  });

  it('is told an hour later if it still is lost then', async () => {
    await happens('not-in-channel');
    await happens(null);
    await world.settle();
    const before = told('ana').length;
    await happens('not-in-channel');
    const jobs = await world.db.query<{ late: boolean }>(
      `select run_at = elevate.now() + interval '1 hour' as late
       from graphile_worker._private_jobs where key like 'place:%'`,
    );
    expect(jobs).toEqual([{ late: true }, { late: true }]);
    await world.db.advance(3_600_000);
    await world.settle();
    expect(told('ana')).toHaveLength(before + 1);
    await happens(null);
    await world.settle();
    expect(told('ana')).toHaveLength(before + 2);
  });

  it('is lost in one place only, where a platform refuses one', async () => {
    const error = new RemoteError('Slack', 'unauthorized', 'team_access_not_granted');
    const { id: user } = world.made.channels.slack;
    for (let time = 0; time < 9; time += 1)
      world.slack.failures.push({ call: 'post', error, user });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(await trail()).toEqual([['place.lost', 'app-removed']]);
    expect(inChannel(standIn.id)).not.toEqual([]);
  });
});

it('of a person bothers nobody else, and is written down once an hour, however often it comes', async () => {
  const { user: id } = world.made.accounts.dan.teams;
  const place = { platform: 'teams', tenant: teamsTenant, scope: 'person', id } as const;
  for (let time = 0; time < 4; time += 1) {
    await world.db.advance(1_000);
    await happens('app-removed', place);
    await happens(null, place);
  }
  await happens('blocked-by-person', place);
  await world.settle();
  expect(told('cara')).toEqual([]);
  expect(await trail()).toEqual([
    ['place.lost', 'app-removed'],
    ['place.back', 'an_event'],
  ]);
  const view = (await world.says('cara', 'status')).privately!;
  expect(JSON.stringify(view)).toContain('Dan on Teams: ');
  await happens(null, place);
  await world.db.advance(3_600_001);
  await happens('app-removed', place);
  expect(await trail()).toHaveLength(3);
});

it('forgets a channel once its group has another one, and nobody is told that it is back', async () => {
  await happens('channel-gone');
  await world.settle();
  const before = told('ana').length;
  await world.db.query(
    `update elevate.approver_group_channels set conversation_id = 'C0NEW' where conversation_id = $1`,
    [world.made.channels.slack.id],
  );
  const view = (await world.says('cara', 'status')).privately!;
  expect(JSON.stringify(view)).not.toContain('The fallback channel on');
  expect(JSON.stringify(view)).not.toContain('archived, deleted');
  await happens(null);
  await world.settle();
  expect(told('ana')).toHaveLength(before);
});
