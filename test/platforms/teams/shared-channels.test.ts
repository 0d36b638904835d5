import { createRoster } from '../../../src/platforms/teams/roster';
import { createSharedChannels } from '../../../src/platforms/teams/shared-channels';
import { createSightings } from '../../../src/platforms/teams/sightings';
import { Activity } from '../../../src/platforms/teams/activity';
import { type Member, type TeamsConnector } from '../../../src/platforms/teams/connector';
import { type Places } from '../../../src/platforms/teams/places';

const tenant = '11111111-1111-4111-8111-111111111111';
const conversation = { platform: 'teams', tenant, id: '19:channel@thread.tacv2' } as const;

let pages: readonly (readonly Partial<Member>[])[] = [];
let calls = 0;
let nowMs = 0;
let channelType: string | undefined;
beforeEach(() => {
  pages = [[]];
  calls = 0;
  nowMs = 0;
  channelType = undefined;
});

function channels() {
  const connector = {
    async memberPage(_place: unknown, token: string | null) {
      calls += 1;
      const at = Number(token ?? 0);
      return { members: pages[at], next: at + 1 < pages.length ? String(at + 1) : null };
    },
  } as unknown as TeamsConnector;
  const place = { conversation: { id: conversation.id, tenantId: tenant, channelType } };
  const places = { ofConversation: async () => place } as unknown as Places;
  return createSharedChannels(
    places,
    createRoster(connector, () => nowMs),
  );
}

const ours = { id: '29:ana', aadObjectId: 'ana', tenantId: tenant.toUpperCase() };
const theirs = {
  id: '29:zoe',
  aadObjectId: 'zoe',
  tenantId: '99999999-9999-4999-8999-999999999999',
};

it('takes a channel for shared that Teams calls so, whoever is in it', async () => {
  channelType = 'shared';
  expect(await channels().isShared(conversation)).toBe(true);
});

it.each([
  ['of our people', [[ours, { id: '29:x' }]], false],
  ['with somebody of another tenant', [[ours, theirs]], true],
  ['with somebody of another tenant on the last page', [[ours], [ours], [theirs]], true],
])('takes a channel %s for shared by its members: %#', async (_what, members, expected) => {
  pages = members;
  expect(await channels().isShared(conversation)).toBe(expected);
});

it('reads the members once a minute, and refuses a message to a shared channel', async () => {
  pages = [[ours]];
  const own = channels();
  await own.assertOwn(conversation);
  nowMs = 59_999;
  await own.assertOwn(conversation);
  expect(calls).toBe(1);
  nowMs = 60_000;
  pages = [[theirs]];
  await expect(own.assertOwn(conversation)).rejects.toMatchObject({ code: 'SharedChannel' });
});

it.each([
  [conversation.id, 'shared', 'shared'],
  [`${conversation.id};messageid=1`, 'private', 'private'],
  ['19:another@thread.tacv2', 'shared', undefined],
  [conversation.id, undefined, undefined],
])('keeps of an activity in %s that its channel is %j: %j', (id, type, expected) => {
  const activity = Activity.parse({
    type: 'message',
    serviceUrl: 'https://smba.example.com/',
    conversation: { id, conversationType: 'channel', tenantId: tenant },
    channelData: { tenant: { id: tenant }, channel: { id: conversation.id, type } },
  });
  const sighting = createSightings('28:bot', () => 0).note(activity, tenant, null);
  expect(sighting?.reference['conversation']).toMatchObject({
    ...(expected === undefined ? {} : { channelType: expected }),
  });
  expect(JSON.stringify(sighting)).not.toContain(expected === undefined ? 'channelType' : '~');
});

it.each(['standard', 'private'])(
  'asks nobody about a %s channel: it has our people only',
  async (type) => {
    channelType = type;
    pages = [[theirs]];
    expect(await channels().isShared(conversation)).toBe(false);
    expect(calls).toBe(0);
  },
);
