import { connect } from 'node:net';

import { otherKey, unendorsedKey, type TokenOptions } from './bot-framework';
import { fixture, post, startStand, tenant, type Stand } from './stand';

let stand: Stand;
const printed: unknown[][] = [];
const print = console.error;

beforeAll(async () => {
  console.error = (...args: unknown[]) => void printed.push(args);
  stand = await startStand();
});
beforeEach(() => {
  stand.reset();
  printed.length = 0;
});
afterAll(async () => {
  await stand.close();
  console.error = print;
});

const now = Math.floor(Date.now() / 1_000);

const forged: readonly [string, TokenOptions | null][] = [
  ['no Authorization header', null],
  ['another audience', { claims: { aud: '99999999-9999-9999-9999-999999999999' } }],
  ['no audience', { claims: { aud: undefined } }],
  ['another issuer', { claims: { iss: 'https://evil.example' } }],
  ['no issuer', { claims: { iss: undefined } }],
  [
    'the issuer of the Emulator',
    {
      claims: {
        iss: `https://sts.windows.net/${tenant}/`,
        tid: tenant,
        ver: '1.0',
        appid: '22222222-2222-2222-2222-222222222222',
      },
    },
  ],
  [
    'the issuer of another bot',
    {
      claims: { iss: `https://login.microsoftonline.com/${tenant}/v2.0`, ver: '2.0', tid: tenant },
    },
  ],
  ['expired ten minutes ago', { claims: { exp: now - 600 } }],
  ['not valid for another hour', { claims: { nbf: now + 3_600, exp: now + 7_200 } }],
  ['the service URL of somebody else', { claims: { serviceurl: 'https://evil.example/' } }],
  ['no service URL', { claims: { serviceurl: undefined } }],
  ['a signature by another key', { key: otherKey }],
  ['an unknown key id', { header: { kid: 'unknown' } }],
  ['no key id', { header: { kid: undefined } }],
  ['a key that is not endorsed for Teams', { key: unendorsedKey, header: { kid: 'k2' } }],
  ['no signature (alg none)', { signature: 'none' }],
  ['a signature with the public key as secret (HS256)', { signature: 'HS256' }],
];

test.each(forged)('answers 401 and does nothing for a token with %s', async (_name, options) => {
  const token = options === null ? null : stand.microsoft.token(options);
  const answer = await stand.send(fixture('personal-message', stand), token);
  expect(answer.status).toBe(401);
  expect(await answer.text()).toBe('');
  expect(stand.received).toEqual([]);
  expect(stand.sightings).toEqual([]);
  expect(stand.microsoft.calls).toEqual([]);
  expect(stand.microsoft.tokenRequests).toEqual([]);
  expect(stand.counted).toEqual(['payload_refused:unauthenticated']);
});

test.each([
  ['garbage', 'garbage'],
  ['two dots and nothing else', '..'],
  ['claims that are no JSON', 'e30.bm90IGpzb24.c2ln'],
  ['claims that are no object', 'e30.MQ.c2ln'],
])('answers 401 for a header with %s', async (_name, token) => {
  const answer = await stand.send(fixture('personal-message', stand), token);
  expect(answer.status).toBe(401);
  expect(stand.received).toEqual([]);
});

test('answers 401 for another scheme than Bearer', async () => {
  const answer = await fetch(`${stand.url}/api/messages`, {
    method: 'POST',
    headers: { authorization: `Basic ${stand.microsoft.token()}`, connection: 'close' },
    body: JSON.stringify(fixture('personal-message', stand)),
  });
  expect(answer.status).toBe(401);
});

test('takes an activity with a valid token', async () => {
  const answer = await stand.send(fixture('personal-message', stand));
  expect(answer.status).toBe(200);
  expect(stand.received).toHaveLength(1);
});

test('takes a token that expired two minutes ago, as clocks differ', async () => {
  const token = stand.microsoft.token({ claims: { exp: now - 120 } });
  const answer = await stand.send(fixture('personal-message', stand), token);
  expect(answer.status).toBe(200);
  expect(stand.received).toHaveLength(1);
});

test.each(['directline', 'webchat', 'emulator', 'AseChannel', '', undefined, 7])(
  'answers 401 for the channel %p, whatever the token',
  async (channelId) => {
    const answer = await stand.send(fixture('personal-message', stand, { channelId }));
    expect(answer.status).toBe(401);
    expect(stand.received).toEqual([]);
  },
);

test.each([undefined, '', null, 7])(
  'answers 401 for the service URL %p, which botbuilder would not compare',
  async (serviceUrl) => {
    const answer = await stand.send(fixture('personal-message', stand, { serviceUrl }));
    expect(answer.status).toBe(401);
    expect(stand.received).toEqual([]);
  },
);

test('prints nothing about forged tokens and logs one line for many', async () => {
  const token = stand.microsoft.token({ key: otherKey });
  for (let i = 0; i < 5; i += 1) await stand.send(fixture('personal-message', stand), token);
  expect(printed).toEqual([]);
  expect(stand.logged.filter((line) => line.includes('refused'))).toHaveLength(1);
  expect(stand.counted).toHaveLength(5);
  expect(stand.logged.join('')).not.toContain(token);
});

test('leaves console.error to everybody else while a token is verified', async () => {
  const sending = stand.send(
    fixture('personal-message', stand),
    stand.microsoft.token({ key: otherKey }),
  );
  console.error('said elsewhere');
  await sending;
  console.error('said later');
  expect(printed).toEqual([['said elsewhere'], ['said later']]);
});

test('answers 503 while the signing keys cannot be read, and does nothing', async () => {
  const fresh = await startStand();
  try {
    fresh.microsoft.scriptKeys(() => ({ status: 500 }));
    const answer = await fresh.send(fixture('personal-message', fresh));
    expect(answer.status).toBe(503);
    expect(fresh.received).toEqual([]);
    expect(fresh.counted).toEqual(['payload_refused:unverifiable']);
    fresh.microsoft.scriptKeys(() => ({ status: 200, body: 'no JSON' }));
    expect((await fresh.send(fixture('personal-message', fresh))).status).toBe(503);
  } finally {
    await fresh.close();
  }
});

test.each([
  ['of the channel data', { channelData: { tenant: { id: 'other' } }, conversation: undefined }],
  ['of the conversation', { channelData: undefined }],
])('answers 403 for a foreign tenant %s', async (_name, changes) => {
  const recorded = fixture('personal-message', stand);
  const conversation = { ...(recorded.conversation as object), tenantId: 'other' };
  const answer = await stand.send({ ...recorded, ...changes, conversation });
  expect(answer.status).toBe(403);
  expect(stand.received).toEqual([]);
  expect(stand.sightings).toEqual([]);
  expect(stand.counted).toEqual(['payload_refused:foreign-tenant']);
});

test.each([
  ['the channel data', tenant, '33333333-3333-3333-3333-333333333333'],
  ['the conversation', '33333333-3333-3333-3333-333333333333', tenant],
])(
  'answers 403 when only %s names our tenant and the other place another',
  async (_name, first, second) => {
    const recorded = fixture('personal-message', stand, { channelData: { tenant: { id: first } } });
    const conversation = { ...(recorded.conversation as object), tenantId: second };
    const answer = await stand.send({ ...recorded, conversation });
    expect(answer.status).toBe(403);
    expect(stand.received).toEqual([]);
  },
);

test('answers 403 for an activity that names no tenant', async () => {
  const recorded = fixture('personal-message', stand);
  const conversation = { ...(recorded.conversation as object), tenantId: undefined };
  const answer = await stand.send({ ...recorded, channelData: {}, conversation });
  expect(answer.status).toBe(403);
  expect(stand.received).toEqual([]);
});

test('takes a tenant in upper case as the same tenant', async () => {
  const changes = { channelData: { tenant: { id: tenant.toUpperCase() } } };
  const answer = await stand.send(fixture('personal-message', stand, changes));
  expect(answer.status).toBe(200);
  expect(stand.received).toMatchObject([{ envelope: { account: { tenant } } }]);
});

test.each([
  'https://evil.example/teams/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evil.example/#.botframework.com',
  'https://smba.trafficmanager.net@evil.example/',
  'http://smba.trafficmanager.net/teams/',
  'http://127.0.0.1:9/connector/',
])(
  'answers 403 for the service URL %s even with a token for it, and calls nobody',
  async (serviceUrl) => {
    const token = stand.microsoft.token({ claims: { serviceurl: serviceUrl } });
    const answer = await stand.send(fixture('personal-message', stand, { serviceUrl }), token);
    expect(answer.status).toBe(403);
    expect(stand.received).toEqual([]);
    expect(stand.sightings).toEqual([]);
    expect(stand.microsoft.calls).toEqual([]);
    expect(stand.microsoft.tokenRequests).toEqual([]);
    expect(stand.counted).toEqual(['payload_refused:service-url']);
  },
);

test('answers 413 for more than 1 MB and closes the connection', async () => {
  const text = 'x'.repeat(1_100_000);
  const answer = await stand.send(fixture('personal-message', stand, { text }));
  expect(answer.status).toBe(413);
  expect(answer.headers.get('connection')).toBe('close');
  expect(stand.received).toEqual([]);
});

test('takes a body of exactly 1 MiB and refuses one byte more', async () => {
  const limit = 1_048_576;
  const frame = JSON.stringify(fixture('personal-message', stand, { padding: '' })).length;
  const fits = fixture('personal-message', stand, { padding: 'x'.repeat(limit - frame) });
  expect((await stand.send(fits)).status).toBe(200);
  const over = { ...fits, padding: 'x'.repeat(limit - frame + 1) };
  expect((await stand.send(over)).status).toBe(413);
});

test.each(['', '{', 'null', '[]', '"text"', '7'])('answers 400 for the body %p', async (body) => {
  const answer = await post(stand.url, body, stand.microsoft.token());
  expect(answer.status).toBe(400);
  expect(stand.received).toEqual([]);
  expect(stand.counted).toEqual(['payload_refused:malformed']);
});

test('counts a sender that goes away in the middle, and logs no error', async () => {
  const { hostname, port } = new URL(stand.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"type":');
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  while (stand.counted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(stand.counted).toEqual(['payload_refused:broken-off']);
  expect(stand.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test.each([
  ['no type', { type: undefined }],
  ['no conversation', { conversation: undefined }],
  ['a conversation without id', { conversation: { tenantId: tenant } }],
])('answers 400 for an authentic activity with %s', async (_name, changes) => {
  const answer = await stand.send(fixture('personal-message', stand, changes));
  expect(answer.status).toBe(400);
  expect(stand.received).toEqual([]);
});

test('answers 503 after it was stopped', async () => {
  const stopped = await startStand();
  await stopped.platform.stop();
  const answer = await stopped.send(fixture('personal-message', stopped));
  expect(answer.status).toBe(503);
  expect(stopped.received).toEqual([]);
  await stopped.close();
});
