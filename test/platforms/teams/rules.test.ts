/** The small pure rules of the platform: configuration, service URLs, text, and what thrown things mean. */
import fc from 'fast-check';

import { ConfigError, RemoteError } from '../../../src/errors';
import { createAuthentication } from '../../../src/platforms/teams/authentication';
import { Activity, rootConversationId } from '../../../src/platforms/teams/activity';
import {
  checkTeamsConfig,
  normaliseId,
  type TeamsConfig,
} from '../../../src/platforms/teams/config';
import { withDeadline } from '../../../src/platforms/teams/deadline';
import { mentionsBot, typedText } from '../../../src/platforms/teams/message-text';
import {
  answerToRemoteError,
  thrownToRemoteError,
} from '../../../src/platforms/teams/remote-errors';
import { createServiceUrlRule } from '../../../src/platforms/teams/service-urls';

const tenant = '11111111-1111-1111-1111-111111111111';

const good: TeamsConfig = {
  appId: '22222222-2222-2222-2222-222222222222',
  appPassword: 'secret',
  appType: 'SingleTenant',
  appTenantId: tenant,
  allowedTenants: [],
};

const frameworkKeys = {
  ToBotFromChannelOpenIdMetadataUrl: 'https://login.example/keys',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.us',
  ToBotFromEmulatorOpenIdMetadataUrl: 'https://login.example/keys',
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.us/botframework.com',
  ToChannelFromBotOAuthScope: 'https://api.botframework.us',
  OAuthUrl: 'https://tokengcch.botframework.azure.us/',
  CallerId: '',
  ValidateAuthority: 'true',
};

describe('configuration', () => {
  test.each<[string, Partial<TeamsConfig>, RegExp]>([
    ['no app id', { appId: '' }, /MicrosoftAppId/],
    ['a blank app id', { appId: ' ' }, /MicrosoftAppId/],
    ['no password', { appPassword: undefined }, /MicrosoftAppPassword/],
    ['a blank password', { appPassword: ' ' }, /MicrosoftAppPassword/],
    ['no password of a MultiTenant app', { appType: 'MultiTenant', appPassword: '' }, /Password/],
    ['a password of a managed identity', { appType: 'UserAssignedMSI' }, /Unset .*Password/],
    ['no tenant of a SingleTenant app', { appTenantId: '' }, /MicrosoftAppTenantId/],
    [
      'no tenant of a managed identity',
      { appType: 'UserAssignedMSI', appPassword: undefined, appTenantId: undefined },
      /MicrosoftAppTenantId/,
    ],
    [
      'nobody allowed for a MultiTenant app',
      { appType: 'MultiTenant', appTenantId: undefined, allowedTenants: [''] },
      /MicrosoftAppTenantId/,
    ],
    [
      'one Bot Framework key without the others',
      { botFramework: { OAuthUrl: 'https://x.example' } },
      /ToBotFromChannelTokenIssuer.*none/,
    ],
    ['an unknown key', { botFramework: { ...frameworkKeys, OauthUrl: 'x' } }, /OauthUrl/],
    [
      'an empty issuer',
      { botFramework: { ...frameworkKeys, ToBotFromChannelTokenIssuer: '' } },
      /ToBotFromChannelTokenIssuer/,
    ],
    [
      'a login URL that is none',
      { botFramework: { ...frameworkKeys, ToChannelFromBotLoginUrl: 'login' } },
      /ToChannelFromBotLoginUrl/,
    ],
    [
      'a login URL over plain http elsewhere: the secret would be sent in clear',
      { botFramework: { ...frameworkKeys, ToChannelFromBotLoginUrl: 'http://login.example/' } },
      /https/,
    ],
    ['a service URL that is none', { allowedServiceUrls: ['teams'] }, /"teams"/],
    ['a service URL over plain http', { allowedServiceUrls: ['http://teams.example/'] }, /https/],
  ])('refuses %s and names the variable', (_name, changes, message) => {
    expect(() => checkTeamsConfig({ ...good, ...changes })).toThrow(ConfigError);
    expect(() => checkTeamsConfig({ ...good, ...changes })).toThrow(message);
  });

  test('allows the app’s own tenant when none is listed, else only the listed ones', () => {
    const own = checkTeamsConfig({ ...good, appTenantId: tenant.toUpperCase() });
    expect([...own.allowedTenants]).toEqual([tenant]);
    const listed = checkTeamsConfig({ ...good, allowedTenants: ['other'] });
    expect([...listed.allowedTenants]).toEqual(['other']);
  });

  test('leaves tokens to MSAL except for plain http on this machine', () => {
    expect(checkTeamsConfig(good).localLoginUrl).toBeNull();
    expect(checkTeamsConfig({ ...good, botFramework: frameworkKeys }).localLoginUrl).toBeNull();
    const loginUrl = 'http://127.0.0.1:9000/login';
    const local = { ...frameworkKeys, ToChannelFromBotLoginUrl: loginUrl };
    expect(checkTeamsConfig({ ...good, botFramework: local }).localLoginUrl).toBe(loginUrl);
  });

  test('takes the issuer of the configured cloud, else the public one', () => {
    const own = checkTeamsConfig({ ...good, botFramework: frameworkKeys });
    expect(own.channelIssuer).toBe('https://api.botframework.us');
    expect(checkTeamsConfig(good).channelIssuer).toBe('https://api.botframework.com');
    expect(checkTeamsConfig({ ...good, botFramework: {} }).botFramework).toBeNull();
  });

  test('posts first to the configured address, and allows it', () => {
    expect(checkTeamsConfig(good).defaultServiceUrl).toBe('https://smba.trafficmanager.net/teams/');
    const first = checkTeamsConfig({ ...good, allowedServiceUrls: ['https://a.example/t/'] });
    expect(first.defaultServiceUrl).toBe('https://a.example/t/');
    const own = checkTeamsConfig({ ...good, defaultServiceUrl: 'https://b.example/t/' });
    expect(own.mayCall('https://b.example/t/v3')).toBe(true);
  });

  test('a managed identity needs no password', () => {
    const managed = { ...good, appType: 'UserAssignedMSI', appPassword: undefined } as const;
    expect(checkTeamsConfig(managed).appPassword).toBeNull();
  });

  test('only GUIDs are the same in either case', () => {
    expect(normaliseId(tenant.replaceAll('1', 'A'))).toBe(tenant.replaceAll('1', 'a'));
    expect(normaliseId('User-Anna')).toBe('User-Anna');
  });
});

test.each<[string, Partial<TeamsConfig>]>([
  ['a SingleTenant app', {}],
  ['a MultiTenant app', { appType: 'MultiTenant' }],
  ['a managed identity', { appType: 'UserAssignedMSI', appPassword: undefined }],
  ['another cloud', { botFramework: frameworkKeys }],
])('botbuilder takes the configuration of %s', async (_name, changes) => {
  const config = checkTeamsConfig({ ...good, ...changes });
  const authentication = createAuthentication(config, Date.now);
  expect(
    await authentication.authenticate('', { channelId: 'msteams', serviceUrl: 'https://x' }),
  ).toEqual({
    outcome: 'refused',
  });
});

describe('service URLs', () => {
  const mayCall = createServiceUrlRule(['https://teams.example/base', 'http://127.0.0.1:4100/c/']);

  test.each([
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.trafficmanager.net/emea/11111111-1111-1111-1111-111111111111/',
    'https://smba.infra.gcc.teams.microsoft.com/teams',
    'https://smba.infra.gov.teams.microsoft.us/teams',
    'https://smba.infra.dod.teams.microsoft.us/teams',
    'https://europe.api.botframework.com/',
    'https://teams.example/base',
    'https://teams.example/base/v3/conversations',
    'http://127.0.0.1:4100/c/',
  ])('may be %s', (url) => expect(mayCall(url)).toBe(true));

  test.each([
    '',
    'smba.trafficmanager.net',
    'ftp://smba.trafficmanager.net/',
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:444/emea/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.example/smba.trafficmanager.net/',
    'https://user@smba.trafficmanager.net/',
    'https://:pass@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net/?to=evil',
    'https://smba.trafficmanager.net/#evil',
    'https://botframework.com/',
    'https://evilbotframework.com/',
    'https://botframework.com.evil.example/',
    'https://teams.example/',
    'https://teams.example/based/',
    'https://teams.example/base/../other/',
    'http://teams.example/base/',
    'https://teams.example:8443/base/',
    'http://127.0.0.1:4101/c/',
    'http://127.0.0.1:4100/other/',
    'http://169.254.169.254/',
  ])('may not be %p', (url) => expect(mayCall(url)).toBe(false));
});

describe('what was typed', () => {
  const bot = { id: '28:bot', name: 'Elevate' };

  function activity(text: string, mentions: { id: string; text: string }[] = []): Activity {
    return Activity.parse({
      type: 'message',
      serviceUrl: 'https://smba.trafficmanager.net/',
      conversation: { id: 'c' },
      recipient: bot,
      text,
      entities: mentions.map((one) => ({
        type: 'mention',
        text: one.text,
        mentioned: { id: one.id },
      })),
    });
  }

  const own = { id: bot.id, text: '<at>Elevate</at>' };

  test.each([
    ['<at>Elevate</at> Search-Mailbox 4h', 'Search-Mailbox 4h'],
    ['<at>Elevate</at>&nbsp;Search-Mailbox&nbsp;4h\r\n', 'Search-Mailbox 4h'],
    ['Search-Mailbox\u00a04h <at>Elevate</at>', 'Search-Mailbox 4h'],
    ['X 4h for <at>Ben Okafor</at> &amp; co', 'X 4h for Ben Okafor & co'],
    ['X 4h <at id="0">Ben</at>', 'X 4h Ben'],
    ['X 4h a &lt; b &gt; c &quot;d&quot; &#39;e&#39; &#x41;&apos;', "X 4h a < b > c \"d\" 'e' A'"],
    ['X 4h &amp;lt;', 'X 4h &lt;'],
    ['X 4h &#0; &#x110000; &unknown; &', 'X 4h &#0; &#x110000; &unknown; &'],
    ['', ''],
  ])('%j is %j', (text, expected) => expect(typedText(activity(text, [own]))).toBe(expected));

  test('only a mention of this bot counts, by its id and not by its name', () => {
    expect(mentionsBot(activity('hello', [own]))).toBe(true);
    expect(mentionsBot(activity('hello', [{ id: '29:ben', text: '<at>Elevate</at>' }]))).toBe(
      false,
    );
    expect(mentionsBot(activity('<at>Elevate</at>'))).toBe(false);
  });

  test('stays quick and never throws, whatever is typed', () => {
    const pieces = ['<at', '<at>', '</at>', '&#', '&amp;', ';', ' ', 'x', '\u00a0', '<at id="'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 300 }), (parts) => {
        expect(typedText(activity(parts.join(''), [own]))).not.toContain('\u00a0');
      }),
    );
    const started = performance.now();
    for (const piece of pieces) typedText(activity(piece.repeat(200_000), [own]));
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('a thread belongs to its channel', () => {
    expect(rootConversationId('19:a@thread.tacv2;messageid=17')).toBe('19:a@thread.tacv2');
    expect(rootConversationId('a:1-chat')).toBe('a:1-chat');
  });
});

describe('what was thrown', () => {
  test.each([
    ['MSAL without network', { errorCode: 'network_error' }, 'unavailable', 'network_error'],
    ['MSAL refused', { errorCode: 'invalid_client' }, 'unauthorized', 'invalid_client'],
    ['a timeout', { name: 'TimeoutError' }, 'unavailable', 'timeout'],
    ['a connection that broke', { code: 'ECONNRESET' }, 'unavailable', 'ECONNRESET'],
    [
      'fetch, which hides it',
      { cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }) },
      'unavailable',
      'UND_ERR_SOCKET',
    ],
    ['an answer that cannot be read', { name: 'RestError' }, 'unavailable', 'unreadable_answer'],
  ])('%s', (_name, facts, kind, code) => {
    const thrown = Object.assign(new Error('text'), facts);
    expect(thrownToRemoteError(thrown)).toMatchObject({ system: 'Teams', kind, code });
  });

  test('a mistake of ours stays what it is', () => {
    const mistake = new TypeError('x is not a function');
    expect(thrownToRemoteError(mistake)).toBe(mistake);
    expect(thrownToRemoteError('text')).toBe('text');
    const remote = new RemoteError('Teams', 'rejected', 'x');
    expect(thrownToRemoteError(remote)).toBe(remote);
  });

  test.each([
    ['7', 7_000],
    ['Fri, 13 Nov 2026 14:02:05 GMT', 5_000],
    ['Fri, 13 Nov 2026 14:01:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('Retry-After %p', (header, expected) => {
    const now = Date.parse('2026-11-13T14:02:00Z');
    expect(answerToRemoteError(429, '', header, now).retryAfterMs).toBe(expected);
  });
});

test('a deadline rejects when it passes and leaves no timer when the work is done', async () => {
  await expect(withDeadline(Promise.resolve(7), 5)).resolves.toBe(7);
  const never = new Promise(() => undefined);
  await expect(withDeadline(never, 5)).rejects.toMatchObject({ name: 'TimeoutError' });
});
