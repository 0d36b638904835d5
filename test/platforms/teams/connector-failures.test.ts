import { type RemoteError } from '../../../src/errors';
import { type ConnectorAnswer } from './bot-framework';
import { channel, failing, startStand, view, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const prompt = view('approval-prompt', 'Approval needed: Ana asks for Search-Mailbox (ELV-142)');
const nobody = { deciders: [] };

describe('failures of the connector', () => {
  const cases: readonly [string, ConnectorAnswer, Partial<RemoteError>][] = [
    [
      '403 MessageWritesBlocked is about the person',
      { status: 403, body: { error: { code: 'MessageWritesBlocked' } } },
      { kind: 'rejected', code: 'MessageWritesBlocked' },
    ],
    [
      '403 otherwise is about our credentials',
      { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } },
      { kind: 'unauthorized', code: 'BotNotInConversationRoster' },
    ],
    ['401', { status: 401 }, { kind: 'unauthorized', code: 'http_401' }],
    ['404', { status: 404 }, { kind: 'not_found', code: 'http_404' }],
    [
      '413',
      { status: 413, body: { error: { code: 'MessageSizeTooBig' } } },
      { kind: 'rejected', code: 'MessageSizeTooBig' },
    ],
    ['400', { status: 400, body: { error: 'BadSyntax' } }, { kind: 'rejected', code: 'BadSyntax' }],
    [
      '429 with the wait it asks for',
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'throttled', code: 'http_429', retryAfterMs: 7_000 },
    ],
    ['429 without one', { status: 429 }, { kind: 'throttled', retryAfterMs: undefined }],
    [
      '412',
      { status: 412, headers: { 'retry-after': '2' } },
      { kind: 'unavailable', retryAfterMs: 2_000 },
    ],
    ['500', { status: 500 }, { kind: 'unavailable' }],
    ['502', { status: 502 }, { kind: 'unavailable' }],
    [
      '504',
      { status: 504, headers: { 'retry-after': '1' } },
      { kind: 'unavailable', retryAfterMs: 1_000 },
    ],
    [
      'a redirect, which would take our token along',
      { status: 307, headers: { location: 'http://127.0.0.1:9/' } },
      { kind: 'rejected', code: 'http_307' },
    ],
    [
      'a code that is free text is not repeated',
      { status: 400, body: { error: { code: 'secret <b>text</b>' } } },
      { kind: 'rejected', code: 'http_400' },
    ],
    ['an answer that is no JSON', { status: 200, body: '<html>' }, { kind: 'unavailable' }],
  ];

  test.each(cases)('%s', async (_name, answer, expected) => {
    stand.microsoft.script(() => answer);
    const error = await failing(stand.platform.post(channel, prompt, nobody));
    expect(error).toMatchObject({ system: 'Teams', ...expected });
    expect(stand.microsoft.calls).toHaveLength(1);
  });

  test('a connection that is refused is unavailable', async () => {
    const away = await startStand();
    try {
      await away.microsoft.close();
      const error = await failing(away.platform.post(channel, prompt, nobody));
      expect(error).toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED' });
    } finally {
      await away.close();
    }
  });

  test('a connection that breaks off is unavailable', async () => {
    stand.microsoft.script(() => 'break-off');
    const error = await failing(stand.platform.post(channel, prompt, nobody));
    expect(error.kind).toBe('unavailable');
    expect(error.code).toMatch(/^(?:ECONNRESET|UND_ERR_SOCKET)$/);
  });

  test('after a Retry-After the next call waits in line instead of asking again', async () => {
    stand.microsoft.script(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    await failing(stand.platform.post(channel, prompt, nobody));
    const error = await failing(stand.platform.post(channel, prompt, nobody));
    expect(error).toMatchObject({ kind: 'throttled', code: 'paced', retryAfterMs: 60_000 });
    expect(stand.microsoft.calls).toHaveLength(1);
  });
});

describe('the bot’s own token', () => {
  test('is asked once for the client credentials and used until shortly before its end', async () => {
    await stand.platform.post(channel, prompt, nobody);
    stand.clock.at += 3_599_000 - 60_000 - 1;
    await stand.platform.post(channel, prompt, nobody);
    expect(stand.microsoft.tokenRequests.map((form) => Object.fromEntries(form))).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: '22222222-2222-2222-2222-222222222222',
        client_secret: 'a-secret-of-the-test',
        scope: 'https://api.botframework.com/.default',
      },
    ]);
    stand.clock.at += 1;
    await stand.platform.post(channel, prompt, nobody);
    expect(stand.microsoft.tokenRequests).toHaveLength(2);
    expect(stand.microsoft.calls.at(-1)?.authorization).toBe('Bearer bot-token-2');
  });

  test.each([
    [
      'wrong credentials',
      { status: 401, body: { error: 'invalid_client' } },
      'unauthorized',
      'invalid_client',
    ],
    [
      'an unknown app',
      { status: 400, body: { error: 'unauthorized_client' } },
      'unauthorized',
      'unauthorized_client',
    ],
    ['an endpoint in trouble', { status: 503 }, 'unavailable', 'http_503'],
    ['an answer without a token', { status: 200, body: {} }, 'unavailable', 'unreadable_token'],
    [
      'an answer that is no JSON',
      { status: 200, body: '<html>' },
      'unavailable',
      'unreadable_token',
    ],
  ])('%s is told as such, and asked anew the next time', async (_name, answer, kind, code) => {
    stand.microsoft.scriptToken(() => answer);
    const error = await failing(stand.platform.post(channel, prompt, nobody));
    expect(error).toMatchObject({ kind, code });
    expect(stand.microsoft.calls).toEqual([]);
    const token = { access_token: 'later', expires_in: '3599' };
    stand.microsoft.scriptToken(() => ({ status: 200, body: token }));
    await stand.platform.post(channel, prompt, nobody);
    expect(stand.microsoft.calls[0]?.authorization).toBe('Bearer later');
  });
});
