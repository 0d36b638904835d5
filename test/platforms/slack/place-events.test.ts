import { startBench } from './support';
import { readPayload } from '../../../src/platforms/slack/payloads';

const channel = 'C0APPROVERS';

function read(event: Record<string, unknown>): unknown {
  const { kind, ...rest } = readPayload({
    type: 'event_callback',
    event_id: 'Ev1',
    event,
    authorizations: [{ team_id: 'T1', user_id: 'U0BOT', is_bot: true }],
  });
  return kind === 'place' ? rest : kind;
}

const said = (event: string, loss: string | null, where: string | null = channel) => ({
  eventId: 'Ev1',
  user: 'U0BOT',
  channel: where,
  loss,
  event,
});

describe('events of the app itself', () => {
  it.each([
    ['channel_left', 'not-in-channel'],
    ['group_left', 'not-in-channel'],
    ['channel_archive', 'channel-gone'],
    ['group_archive', 'channel-gone'],
    ['channel_deleted', 'channel-gone'],
    ['group_deleted', 'channel-gone'],
  ])('%s in a channel means %p', (type, loss) => {
    expect(read({ type, channel })).toEqual(said(type, loss));
  });

  it.each(['channel_unarchive', 'group_unarchive'])(
    '%s undoes only that the channel was gone: the app may not be in it',
    (type) => {
      expect(read({ type, channel })).toEqual({ ...said(type, null), undoes: 'channel-gone' });
    },
  );

  it('means that it is back when it is the app that joined, and nothing when somebody else did', () => {
    const type = 'member_joined_channel';
    expect(read({ type, channel, user: 'U0BOT' })).toEqual(said(type, null));
    expect(read({ type, channel, user: 'U0ANA' })).toBe('unknown');
  });

  it('are about the whole workspace when the app goes, or the token that it sends with', () => {
    expect(read({ type: 'app_uninstalled' })).toEqual(said('app_uninstalled', 'app-removed', null));
    expect(read({ type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } })).toEqual({
      ...said('tokens_revoked', 'token-revoked', null),
      bots: ['U0BOT'],
    });
    expect(read({ type: 'tokens_revoked', tokens: { oauth: ['U0ANA'], bot: [] } })).toBe('unknown');
  });

  it.each([{ type: 'channel_left' }, { type: 'channel_left', channel: 'C\u0000' }])(
    'mean nothing without a channel: %j',
    (event) => {
      expect(read(event)).toBe('unknown');
    },
  );
});

it.each([
  ['UBOT', ['token-revoked']],
  ['U0ANOTHER', []],
])('the revoked token of bot %s counts only where that is the app itself', async (bot, losses) => {
  const bench = await startBench();
  try {
    await bench.event({
      type: 'event_callback',
      team_id: 'T0001',
      event_id: 'Ev9',
      event: { type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } },
    });
    const seen = bench.inbound.seen.filter(([verb]) => verb === 'placeSeen');
    expect(seen.map(([, news]) => (news as { loss: string }).loss)).toEqual(losses);
  } finally {
    await bench.stop();
  }
});
