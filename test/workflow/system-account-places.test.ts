/** What is told of a system account, where the channel that is told of it cannot be reached. */
import { type ConversationKey } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { ownersId } from '../support/glass-world';
import { giveRoles } from '../support/runs-elevate';
import { shownBy } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createSystemWorld, type SystemWorld } from '../support/system-api';

const standIn: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0Owners' };
let made: SystemWorld;
afterEach(() => made.stop());

/** Everything is on Slack; the default group is Owners, if there is to be a channel that can stand in. */
async function begin(withDefault: boolean): Promise<void> {
  made = await createSystemWorld((rows) => {
    const onSlack = rows.groups.map((group) => ({
      ...group,
      channels: group.channels.filter(({ platform }) => platform === 'slack'),
    }));
    if (!withDefault) return { ...rows, groups: onSlack };
    const { memberIds } = rows.groups[0]!;
    const owners = { id: ownersId, name: 'Owners', memberIds, channels: [standIn] };
    const organisation = { ...rows.organisation, defaultApproverGroupId: ownersId };
    return { ...rows, organisation, groups: [...onSlack, owners] };
  });
  const { world } = made;
  await giveRoles(world.db, world.made, [
    ['ana', 'owner'],
    ['cara', 'admin'],
    ['ben', 'auditor'],
  ]);
  const error = new RemoteError('Slack', 'not_found', 'not_in_channel');
  const { id: user } = world.made.channels.slack;
  for (let time = 0; time < 9; time += 1) world.slack.failures.push({ call: 'post', error, user });
}

const isAboutIt = (note: string): boolean => note.includes('nightly-export');

/** What stands in a channel, or was sent to somebody, about the account. */
function notesIn(where: string): readonly string[] {
  return made.world.slack.messages
    .filter(({ key, account }) => (account?.user ?? key.conversation.id) === where)
    .map((one) => shownBy(one).notification.replaceAll('\u00A0', ' '))
    .filter(isAboutIt);
}

const refused = 'Refused: nightly-export, a system account';
const active = 'Active: nightly-export, a system account, holds Search-Mailbox for 1 hour (ELV-1)';

it('is told of a refusal where prompts go meanwhile, whether the loss is known or found out', async () => {
  await begin(true);
  const { api, world } = made;
  await api.ask({ for: '2h' });
  await world.settle();
  expect(notesIn(standIn.id)).toEqual([refused]);
  await world.db.advance(6 * 60_000);
  await api.ask({ for: '2h' });
  await world.settle();
  expect(notesIn(standIn.id)).toEqual([refused, refused]);
  expect(notesIn(world.made.channels.slack.id)).toEqual([]);
});

it('is told of a use there as well', async () => {
  await begin(true);
  const { api, world } = made;
  await api.ask();
  await world.settle();
  expect(notesIn(standIn.id)).toEqual([active]);
});

it('is told to owners and admins where no channel is left', async () => {
  await begin(false);
  const { api, world } = made;
  await api.ask();
  await api.ask({ for: '2h' });
  await world.settle();
  const { ana, ben, cara } = world.made.accounts;
  for (const { slack } of [ana, cara]) {
    expect([...notesIn(slack.user)].sort()).toEqual([active, refused]);
  }
  expect(notesIn(ben.slack.user)).toEqual([]);
});
