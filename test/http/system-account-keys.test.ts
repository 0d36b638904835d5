import { request as rawRequest } from 'node:http';
import { makeSystemKey } from '../../src/workflow/make-system-key';
import {
  codeOf,
  createSystemWorld,
  keyOf,
  trailOf,
  type SystemApi,
  type SystemWorld,
} from '../support/system-api';
import { type World } from '../support/world';

let made: SystemWorld;
let world: World;
let api: SystemApi;
let key: string;

beforeEach(async () => {
  made = await createSystemWorld();
  ({ world, api, key } = made);
});
afterEach(() => made.stop());

const trail = () => trailOf(world);

describe('a key', () => {
  const other = (text: string) =>
    text.endsWith('A') ? `${text.slice(0, -1)}B` : `${text.slice(0, -1)}A`;

  it.each([
    ['none', () => null],
    ['that is guessed', () => `elevate_${'0'.repeat(32)}_${'A'.repeat(43)}`],
    ['that is nearly right', () => other(key)],
    ['of another form', () => 'xoxb-1'],
    ['with the id of one and the secret of another', () => `${key.slice(0, 41)}${'A'.repeat(43)}`],
  ])('opens nothing: %s', async (_what, made) => {
    for (const [method, path] of [
      ['GET', '/api/requests/ELV-1'],
      ['POST', '/api/requests/ELV-1/end'],
      ['DELETE', '/api/requests/ELV-1'],
    ] as const) {
      const refused = await api.call(method, path, { key: made() });
      expect(codeOf(refused)).toEqual([401, 'api-key-unknown']);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(codeOf(await api.ask({}, { key: made() }))).toEqual([401, 'api-key-unknown']);
    expect(await trail()).toEqual([]);
    expect(world.counted).toEqual(Array(4).fill('api_unauthorised'));
    expect(await world.db.query('select from elevate.system_account_uses')).toEqual([]);
  });

  it('opens nothing once it was replaced, or after the grace that it was given', async () => {
    const second = await keyOf(world);
    expect((await api.ask()).status).toBe(401);
    expect((await api.ask({}, { key: second })).status).toBe(201);
    const third = await keyOf(world, 'nightly-export', 60);
    expect((await api.ask({}, { key: second })).status).toBe(201);
    expect((await api.ask({}, { key: third })).status).toBe(201);
    await world.db.advance(60_000);
    expect((await api.ask({}, { key: second })).status).toBe(401);
    expect((await api.ask({}, { key: third })).status).toBe(201);
    expect((await api.ask()).status).toBe(401);
  });

  it('that leaked opens nothing at once, also where it had been given a grace before', async () => {
    const second = await keyOf(world, 'nightly-export', 3600);
    expect((await api.ask()).status).toBe(201);
    await keyOf(world);
    for (const old of [key, second]) expect((await api.ask({}, { key: old })).status).toBe(401);
  });

  it('opens nothing of an account that was removed, nor of none', async () => {
    await world.db.query('update elevate.system_accounts set removed_at = elevate.now()');
    expect((await api.ask()).status).toBe(401);
    const { database, organisationId } = world.context;
    const wanted = { name: 'nightly-export', graceS: 0 };
    expect(await makeSystemKey(database, organisationId, wanted)).toBeNull();
  });

  it('is stored as a hash, and making one stands in the trail', async () => {
    const stored = await world.db.query(
      'select to_jsonb(k) as k from elevate.system_account_keys k',
    );
    expect(JSON.stringify(stored)).not.toContain(key.slice(41));
    const made = await world.db.query<{ facts: { name: string } }>(
      `select facts from elevate.audit_events where kind = 'system-account.key-made'`,
    );
    expect(made.map(({ facts }) => facts.name)).toEqual(['nightly-export']);
    expect(JSON.stringify(made)).not.toContain(key.slice(41));
  });

  it('never lives longer than was said', async () => {
    await keyOf(world);
    const longer = `update elevate.system_account_keys set valid_until = null where valid_until is not null`;
    await expect(world.db.query(longer)).rejects.toMatchObject({ code: '42501' });
    await expect(world.db.query('delete from elevate.system_account_keys')).rejects.toThrow();
  });
});

describe('calls that cannot be read', () => {
  it.each([
    ['no JSON', { raw: '{' }, 400, 'JSON'],
    ['no object', { raw: '[]' }, 400, 'JSON'],
    ['nothing', { raw: '' }, 400, 'JSON'],
    ['a field of another kind', { raw: '{"target":1,"for":"1h","reason":"x"}' }, 400, 'target'],
    [
      'a field that is none',
      { raw: '{"target":"x","for":"1h","reason":"x","secret-of-mine":1}' },
      400,
      'secret-of-mine',
    ],
    ['no idempotency key', { idempotencyKey: null }, 400, 'Idempotency-Key'],
    ['one that is too long', { idempotencyKey: 'x'.repeat(201) }, 400, 'Idempotency-Key'],
    ['a huge body', { raw: `"${'x'.repeat(200_000)}"` }, 413, 'bytes'],
  ])('are answered with what is wrong: %s', async (_what, calling, status, where) => {
    const refused = await api.ask({}, calling);
    expect(refused.status).toBe(status);
    expect(refused.body['title']).toContain(where);
    expect(await trail()).toEqual([]);
  });

  it.each(['ELV-0', '1', 'ELV-1x', 'ELV--1', 'ELV-99999999999', '..%2F..%2Fmetrics'])(
    'are those about a request of no number: %s',
    async (id) => {
      expect((await api.call('GET', `/api/requests/${id}`)).status).toBe(400);
    },
  );

  it('are those of endless bodies, which are broken off', async () => {
    const status = await new Promise<number | string>((done) => {
      const sent = rawRequest(`${api.url}/api/requests`, { method: 'POST' }, (response) => {
        done(response.statusCode ?? 0);
        sent.destroy();
      });
      sent.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'error'));
      const feed = () => {
        while (!sent.destroyed && sent.write('x'.repeat(65_536))) {
          // until the socket is full
        }
      };
      sent.on('drain', feed);
      feed();
    });
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(status);
  });
});

describe('too many calls', () => {
  it('are turned away until the minute is over, by account and not by key, the first on the record', async () => {
    for (let call = 1; call <= 59; call += 1) await api.call('GET', '/api/requests/ELV-1');
    const before = (await trail()).length;
    const second = await keyOf(world, 'nightly-export', 60);
    expect((await api.ask({}, { key: second })).status).toBe(201);
    for (const used of [key, second, key]) {
      const refused = await api.ask({}, { key: used });
      expect(codeOf(refused)).toEqual([429, 'api-too-many']);
      expect(refused.headers.get('retry-after')).toBe('60');
    }
    const refused = (await trail()).slice(before) as { refused: string | null }[];
    expect(refused.filter((one) => one.refused !== null)).toHaveLength(1);
    expect((await api.ask({}, { key: await keyOf(world, 'other') })).status).toBe(201);
    await world.db.advance(60_000);
    expect((await api.ask({}, { key: second })).status).toBe(201);
  });

  it('are counted together by all replicas, whatever comes at once', async () => {
    const calls = Array.from({ length: 70 }, () => api.call('GET', '/api/requests/ELV-1'));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});
