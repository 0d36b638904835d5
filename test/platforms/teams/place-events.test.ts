import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Activity } from '../../../src/platforms/teams/activity';
import { placeNewsOf } from '../../../src/platforms/teams/place-events';

const tenant = '11111111-1111-1111-1111-111111111111';
const ana = { platform: 'teams', tenant, user: 'ana' } as const;
const general = '19:general@thread.tacv2';

function news(name: string, changes: object = {}, account: typeof ana | null = ana) {
  const text = readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8');
  const recorded = JSON.parse(text) as Record<string, unknown>;
  return placeNewsOf(Activity.parse({ ...recorded, ...changes }), tenant, account);
}

const channel = (id = general) => ({ platform: 'teams', tenant, scope: 'channel', id });
const person = { platform: 'teams', tenant, scope: 'person', id: 'ana' };

it.each([
  ['removed-from-team', {}, 'not-in-channel', channel()],
  ['installed-in-team', {}, null, channel()],
  ['installed-in-team', { action: 'remove' }, 'app-removed', channel()],
  ['installed-in-team', { action: 'remove-upgrade' }, 'app-removed', channel()],
  ['installed-for-person', {}, null, person],
  ['installed-for-person', { action: 'remove' }, 'app-removed', person],
])('%s with %j means %p', (name, changes, loss, place) => {
  expect(news(name, changes)).toMatchObject({ loss, place });
});

it.each([
  ['channelDeleted', 'channel-gone'],
  ['channelRestored', null],
])('%s is about the channel that it names', (eventType, loss) => {
  const channelData = { tenant: { id: tenant }, eventType, channel: { id: '19:other' } };
  const said = news('removed-from-team', { channelData, membersRemoved: [] });
  expect(said).toMatchObject({ loss, place: channel('19:other') });
});

it('says nothing of other members, other activities, or somebody who is not named', () => {
  expect(news('removed-from-team', { membersRemoved: [{ id: '29:somebody' }] })).toBeNull();
  expect(news('members-added', { membersAdded: [{ id: '29:somebody' }] })).toBeNull();
  expect(news('channel-message')).toBeNull();
  expect(news('installed-for-person', { action: 'remove' }, null)).toBeNull();
});
