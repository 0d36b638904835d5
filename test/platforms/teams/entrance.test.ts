import pino from 'pino';
import { createServer } from 'restify';

import { ConfigError } from '../../../src/errors';
import { createTeamsPlatform, type TeamsPlatformOptions } from '../../../src/platforms/teams';
import { notices } from '../../../src/platforms/teams/notices';
import { renderTeamsCard } from '../../../src/platforms/teams/render';
import { emptyState, recordingInbound, tenant } from './stand';

function options(appId: string, server = createServer()): TeamsPlatformOptions {
  return {
    config: {
      appId,
      appPassword: 'secret',
      appType: 'SingleTenant',
      appTenantId: tenant,
      allowedTenants: [],
    },
    inbound: recordingInbound(emptyState()),
    book: { ofConversation: async () => null, ofAccount: async () => null },
    log: pino({ level: 'silent' }),
    server,
  };
}

test('is built with its own drawing and words', () => {
  expect(createTeamsPlatform(options('app')).name).toBe('teams');
});

test('mounts no route without an app id', () => {
  const server = createServer();
  expect(() => createTeamsPlatform(options('', server))).toThrow(ConfigError);
  expect(server.router.getRoutes()).toEqual({});
});

test('says in whole sentences what it says by itself', () => {
  expect(notices.answeredPrivately).toBe('I answered you in a direct message.');
  expect(notices.notAnswered).toMatch(/^I could not send you a direct message\./);
  const refusal = notices.refusal({ refused: 'database-unavailable', facts: {} });
  expect(refusal.notification).toMatch(/^Nothing was recorded\./);
  expect(renderTeamsCard(refusal).summary).toBe(refusal.notification);
});
