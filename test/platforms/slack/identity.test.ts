import { ConfigError } from '../../../src/errors';
import { createLog } from '../../../src/log';
import { type TokenNews } from '../../../src/platforms/contract';
import { createIdentity } from '../../../src/platforms/slack/identity';
import { createWeb } from '../../../src/platforms/slack/web';
import { startWebApiStub, type WebApiStub } from './web-api-stub';

let stub: WebApiStub;
const stopping = new AbortController();
let seen: TokenNews[];
let counted: unknown[];

beforeEach(async () => {
  stub = await startWebApiStub();
  seen = [];
  counted = [];
});
afterEach(() => stub.stop());
afterAll(() => stopping.abort());

function identityOf(...allowedTeams: string[]) {
  const log = createLog('silent');
  const web = createWeb({ botToken: 'xoxb-test', apiUrl: stub.apiUrl, log });
  return createIdentity({
    web,
    allowedTeams,
    log,
    count: (name, labels) => counted.push([name, labels]),
    tokenSeen: (news) => Promise.resolve(void seen.push(news)),
  });
}

test('serves the workspace of the token when none is listed', async () => {
  const identity = identityOf();
  expect(identity.known()).toBeNull();
  await identity.start(stopping.signal);
  expect(identity.known()).toEqual({ botUser: 'UBOT', allowed: new Set(['T0001']) });
});

test('does not widen the workspace of the token to its enterprise', async () => {
  const body = { ok: true, team_id: 'T0001', enterprise_id: 'E0001', user_id: 'UBOT' };
  stub.answer('auth.test', { body });
  const identity = identityOf();
  await identity.start(stopping.signal);
  expect([...identity.known()!.allowed]).toEqual(['T0001']);
});

test('serves the enterprise when the token is of a whole enterprise', async () => {
  const body = {
    ok: true,
    team_id: 'T0001',
    enterprise_id: 'E0001',
    user_id: 'UBOT',
    is_enterprise_install: true,
  };
  stub.answer('auth.test', { body });
  const identity = identityOf();
  await identity.start(stopping.signal);
  expect([...identity.known()!.allowed]).toEqual(['E0001']);
});

test('serves exactly what is listed', async () => {
  const identity = identityOf('T0001', 'T0002');
  await identity.start(stopping.signal);
  expect([...identity.known()!.allowed]).toEqual(['T0001', 'T0002']);
});

test('serves nobody when Slack names no workspace', async () => {
  stub.answer('auth.test', { body: { ok: true, user_id: 'UBOT' } });
  const identity = identityOf();
  await identity.start(stopping.signal);
  expect(identity.known()?.allowed.size).toBe(0);
});

test('does not start when the workspace of the token is not listed', async () => {
  const started = identityOf('T0OTHER').start(stopping.signal);
  await expect(started).rejects.toThrow(ConfigError);
  await expect(started).rejects.toThrow(/SLACK_ALLOWED_TEAMS.*T0001/s);
});

test.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
  'starts although Slack refuses the token with %s, says so once, and goes on asking until it is taken',
  async (error) => {
    stub.answer('auth.test', { body: { ok: false, error } });
    stub.answer('auth.test', { body: { ok: false, error } });
    const identity = identityOf('T0001');
    await identity.start(stopping.signal);
    expect(identity.known()).toBeNull();
    expect(seen.map(({ refused, tenants }) => [refused?.code, tenants])).toEqual([
      [error, ['T0001']],
    ]);
    await stub.called('auth.test', 3);
    while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(identity.known()?.botUser).toBe('UBOT');
    expect(seen.slice(1)).toEqual([{ refused: null, tenants: ['T0001'] }]);
    const refused = ['slack_token_refused', { token: 'bot', code: error }];
    expect(counted).toEqual([refused, refused]);
  },
);

test('starts without Slack, and knows who it is once Slack is back', async () => {
  stub.answer('auth.test', { status: 503 });
  const identity = identityOf();
  await identity.start(stopping.signal);
  expect(identity.known()).toBeNull();
  await stub.called('auth.test', 2);
  while (identity.known() === null) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(identity.known()?.botUser).toBe('UBOT');
});

test('stops asking when told to', async () => {
  stub.always('auth.test', { status: 503 });
  const stop = new AbortController();
  await identityOf().start(stop.signal);
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(stub.of('auth.test')).toHaveLength(1);
});
