import fc from 'fast-check';
import { type ConversationKey, type PlatformName } from '../../src/elevation/model';
import { isLostWith, lossBy, standInFor } from '../../src/elevation/places';
import { RemoteError, type RemoteErrorKind } from '../../src/errors';

const slack: ConversationKey = { platform: 'slack', tenant: 'T1', id: 'C1' };
const teams: ConversationKey = { platform: 'teams', tenant: 'tenant', id: '19:a' };

function found(
  platform: PlatformName,
  scope: 'channel' | 'person',
  code: string,
  kind: RemoteErrorKind = 'rejected',
): string | null {
  const news = lossBy(new RemoteError('x', kind, code), { platform, tenant: 't', scope, id: 'id' });
  return news === null ? null : `${news.place.scope} ${news.place.id} ${news.loss}`.trim();
}

describe('what an error says of the place', () => {
  it.each([
    ['slack', 'channel', 'not_in_channel', 'channel id not-in-channel'],
    ['slack', 'channel', 'channel_not_found', 'channel id channel-gone'],
    ['slack', 'channel', 'is_archived', 'channel id channel-gone'],
    ['slack', 'channel', 'account_inactive', 'workspace  app-removed'],
    ['slack', 'person', 'token_revoked', 'workspace  token-revoked'],
    ['slack', 'person', 'invalid_auth', 'workspace  token-revoked'],
    ['teams', 'channel', 'BotNotInConversationRoster', 'channel id not-in-channel'],
    ['teams', 'channel', 'ConversationNotFound', 'channel id channel-gone'],
    ['teams', 'person', 'BotNotInConversationRoster', 'person id app-removed'],
    ['teams', 'person', 'MessageWritesBlocked', 'person id blocked-by-person'],
    ['teams', 'person', 'ConversationBlockedByUser', 'person id blocked-by-person'],
    ['slack', 'channel', 'team_access_not_granted', 'channel id app-removed'],
    ['slack', 'person', 'team_access_not_granted', 'person id app-removed'],
    ['teams', 'channel', 'http_401', 'channel id token-revoked'],
    ['teams', 'person', 'Unauthorized', 'person id token-revoked'],
    ['teams', 'channel', 'invalid_client', 'workspace  token-revoked'],
    ['teams', 'channel', 'BotDisabledByAdmin', 'workspace  app-removed'],
  ] as const)('on %s, to a %s: %s is "%s"', (platform, scope, code, said) => {
    expect(found(platform, scope, code)).toBe(said);
  });

  it.each([
    ['slack', 'channel', 'message_not_found'],
    ['slack', 'channel', 'missing_scope'],
    ['slack', 'channel', 'invalid_blocks'],
    ['slack', 'person', 'user_not_found'],
    ['slack', 'person', 'channel_not_found'],
    ['teams', 'channel', 'ActivityNotFoundInConversation'],
    ['teams', 'channel', 'MessageWritesBlocked'],
    ['teams', 'channel', 'not_in_channel'],
  ] as const)('on %s, to a %s: %s says nothing', (platform, scope, code) => {
    expect(found(platform, scope, code)).toBeNull();
  });

  it.each(['unavailable', 'throttled'] as const)('what is %s passes by itself', (kind) => {
    expect(found('slack', 'channel', 'not_in_channel', kind)).toBeNull();
  });
});

describe('a channel is lost', () => {
  it.each([
    [{ ...slack, scope: 'channel' }, true],
    [{ ...slack, scope: 'workspace', id: '' }, true],
    [{ ...slack, scope: 'channel', id: 'C2' }, false],
    [{ ...slack, scope: 'person' }, false],
    [{ ...slack, scope: 'workspace', id: '', tenant: 'T2' }, false],
    [{ ...teams, scope: 'workspace', id: '' }, false],
  ] as const)('with %j: %p', (lost, is) => {
    expect(isLostWith(slack, lost)).toBe(is);
  });
});

describe('what stands in', () => {
  const other: ConversationKey = { ...slack, id: 'C2' };
  const security: ConversationKey = { ...slack, id: 'C3' };
  const securityOnTeams: ConversationKey = { ...teams, id: '19:security' };
  const question = {
    lost: slack,
    own: [slack],
    fallback: [] as ConversationKey[],
    ofDefault: [security, securityOnTeams],
    isReachable: (one: ConversationKey) => one !== slack,
  };

  it('is what was set for that platform first', () => {
    expect(standInFor({ ...question, fallback: [other] })).toBe(other);
  });

  it('is the channel of the default group there, even where the group has another one elsewhere', () => {
    expect(standInFor({ ...question, own: [slack, teams] })).toBe(security);
  });

  it('is another channel of the group itself where nothing is left on that platform', () => {
    const ofDefault = [slack, teams];
    expect(standInFor({ ...question, own: ofDefault, ofDefault })).toBe('own');
  });

  it('is a channel of the default group elsewhere where the group has no other', () => {
    expect(standInFor({ ...question, ofDefault: [securityOnTeams] })).toBe(securityOnTeams);
  });

  it('is every admin where no channel is left', () => {
    expect(standInFor({ ...question, ofDefault: [] })).toBe('admins');
    expect(standInFor({ ...question, isReachable: () => false })).toBe('admins');
  });

  it('is never a channel that cannot be reached', () => {
    const channels = [slack, other, security, teams, securityOnTeams];
    const some = fc.subarray(channels);
    fc.assert(
      fc.property(some, some, some, some, (own, fallback, ofDefault, reached) => {
        const isReachable = (one: ConversationKey) => one !== slack && reached.includes(one);
        const standIn = standInFor({ lost: slack, own, fallback, ofDefault, isReachable });
        if (standIn === 'own') expect(own.some(isReachable)).toBe(true);
        else if (standIn === 'admins') {
          expect([...own, ...fallback, ...ofDefault].some(isReachable)).toBe(false);
        } else expect(isReachable(standIn)).toBe(true);
      }),
    );
  });
});
