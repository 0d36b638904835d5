/** Groups of Entra ID, read through a simulated Graph over real HTTP. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEntraSource } from '../../src/directory/entra';
import { entraTokens, keptTokens, type EntraIdentity } from '../../src/directory/entra/credential';
import { type SourceAccount } from '../../src/directory/contract';
import { RemoteError } from '../../src/errors';
import {
  graphFault,
  graphTenant,
  startSimulatedGraph,
  type SimulatedGraph,
} from '../support/simulated-graph';

let graph: SimulatedGraph;
beforeEach(async () => {
  graph = await startSimulatedGraph();
});
afterEach(() => graph.close());

const user = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const group = (at: number) => `aaaaaaaa-0000-4000-8000-${String(at).padStart(12, '0')}`;
const key = (at: number) => `${graphTenant}/${group(at)}`;
const account = (at: number): SourceAccount => {
  return { system: 'teams', tenant: graphTenant, user: user(at) };
};

const identity = (): EntraIdentity => {
  const { tenant, clientId, secret } = graph;
  return { tenant, clientId, secret, certificate: null };
};

type SignInOptions = NonNullable<Parameters<typeof entraTokens>[1]>;

/** The real sign-in, which insists on https, with each of its calls led to the simulated one. */
function signInTo(url: string): SignInOptions {
  return {
    authorityHost: 'https://login.simulated',
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [
      {
        position: 'perCall',
        policy: {
          name: 'simulated',
          sendRequest(request, next) {
            request.url = request.url.replace('https://login.simulated', url);
            request.allowInsecureConnection = true;
            return next(request);
          },
        },
      },
    ],
  };
}

const source = (who = identity()) =>
  createEntraSource({
    identity: who,
    url: graph.url,
    tokens: entraTokens(who, signInTo(graph.url)),
  });

const soon = () => AbortSignal.timeout(5_000);
const read = (keys: readonly string[], accounts = [account(1)]) =>
  source().read({ accounts, keys }, soon());

function add(at: number, groups: readonly number[], more: object = {}): void {
  graph.users.set(user(at), { accountEnabled: true, userType: 'Member', ...more });
  for (const one of groups) put(user(at), one);
}

function put(id: string, at: number): void {
  const members = graph.groups.get(group(at)) ?? new Set();
  graph.groups.set(group(at), members.add(id));
}

async function failure(wanted: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await wanted.catch((reason: unknown) => reason);
  if (error instanceof RemoteError) return error;
  throw new Error(`expected a RemoteError, got ${JSON.stringify(error)}`);
}

async function drained(one: ReturnType<typeof source>): Promise<number> {
  let pages = 0;
  for await (const page of one.list(key(1), soon())) pages += Math.sign(page.length);
  return pages;
}

async function listed(at: number): Promise<SourceAccount[]> {
  const all: SourceAccount[] = [];
  for await (const page of source().list(key(at), soon())) all.push(...page);
  return all;
}

describe('whether somebody is a member', () => {
  it('is asked in one call, for any number of groups, and told of those that they are in', async () => {
    add(1, [1, 25]);
    for (let at = 1; at <= 45; at += 1) put(user(9), at);
    const keys = Array.from({ length: 45 }, (_, at) => key(at + 1));
    expect(await read(keys)).toEqual({ memberOf: [key(1), key(25)], disabled: false });
    expect(graph.calls).toEqual(['POST /$batch']);
  });

  it('goes through groups in groups, five deep, and through a circle', async () => {
    add(1, [5]);
    for (let at = 1; at < 5; at += 1) put(group(at + 1), at);
    put(group(1), 5);
    expect(await read([key(1), key(6)])).toEqual({ memberOf: [key(1)], disabled: false });
  });

  it.each([
    ['is disabled', { accountEnabled: false }, { memberOf: [], disabled: true }],
    ['is a guest', { userType: 'Guest' }, { memberOf: [], disabled: false }],
  ])('is no where the account %s', async (_what, more, reading) => {
    add(1, [1], more);
    expect(await read([key(1)])).toEqual(reading);
  });

  it('is no where the account is gone, which counts as disabled', async () => {
    put(user(1), 1);
    expect(await read([key(1)])).toEqual({ memberOf: [], disabled: true });
  });

  it('is no, and nobody is asked, for whoever has no account there', async () => {
    const others = [
      { ...account(1), tenant: '22222222-2222-4222-8222-222222222222' },
      { ...account(1), system: 'slack' },
    ];
    expect(await read([key(1)], others)).toEqual({ memberOf: [], disabled: false });
    expect(graph.calls).toEqual([]);
  });

  it('is yes by any account of a person that is enabled', async () => {
    add(1, [1], { accountEnabled: false });
    add(2, [2]);
    const both = [account(1), account(2)];
    expect(await read([key(1), key(2)], both)).toEqual({ memberOf: [key(2)], disabled: false });
    expect(graph.calls).toHaveLength(1);
  });

  it('is not known where accountEnabled may not be read', async () => {
    add(1, [1], { accountEnabled: null });
    expect(await failure(read([key(1)]))).toMatchObject({
      kind: 'unauthorized',
      code: 'account_enabled_unread',
    });
  });
});

describe('what Graph refuses', () => {
  beforeEach(() => add(1, [1]));

  it.each([
    [graphFault(401, 'InvalidAuthenticationToken'), 'unauthorized', 'InvalidAuthenticationToken'],
    [graphFault(403, 'Authorization_RequestDenied'), 'unauthorized', 'Authorization_RequestDenied'],
    [graphFault(404, 'Request_ResourceNotFound'), 'not_found', 'Request_ResourceNotFound'],
    [graphFault(400, 'Request_BadRequest'), 'rejected', 'Request_BadRequest'],
    [graphFault(503, 'serviceNotAvailable'), 'unavailable', 'serviceNotAvailable'],
    [{ status: 502, body: '<html>' }, 'unavailable', 'http_502'],
  ])('is a fault of that kind: %j', async (answer, kind, code) => {
    const one = source();
    await one.read({ accounts: [account(1)], keys: [key(1)] }, soon());
    graph.instead.push(answer);
    expect(
      await failure(one.read({ accounts: [account(1)], keys: [key(1)] }, soon())),
    ).toMatchObject({
      system: 'Entra ID',
      kind,
      code,
    });
  });

  it('is told of a part of a batch like of all of it', async () => {
    graph.insteadOfParts.push(graphFault(403, 'Authorization_RequestDenied'));
    expect(await failure(read([key(1)]))).toMatchObject({ kind: 'unauthorized' });
  });

  it('is repeated when Graph asks for a moment, of a call and of a part of a batch', async () => {
    const one = source();
    const ask = () => one.read({ accounts: [account(1)], keys: [key(1)] }, soon());
    await ask();
    graph.instead.push(graphFault(429, 'TooManyRequests', '0.2'));
    graph.insteadOfParts.push(graphFault(429, 'TooManyRequests', '0.2'));
    const began = Date.now();
    expect(await ask()).toMatchObject({ memberOf: [key(1)] });
    expect(Date.now() - began).toBeGreaterThanOrEqual(390);
    expect(graph.calls).toHaveLength(4);
  });

  it('is told at once when Graph asks for longer than somebody waits', async () => {
    const one = source();
    const ask = () => one.read({ accounts: [account(1)], keys: [key(1)] }, soon());
    await ask();
    graph.instead.push(graphFault(429, 'TooManyRequests', '10'));
    expect(await failure(ask())).toMatchObject({ kind: 'throttled', retryAfterMs: 10_000 });
    expect(graph.calls).toHaveLength(2);
  });

  it('is unavailable by its deadline, while it hangs and while nobody is there', async () => {
    graph.hold = new Promise(() => undefined);
    const asked = source().read(
      { accounts: [account(1)], keys: [key(1)] },
      AbortSignal.timeout(100),
    );
    expect(await failure(asked)).toMatchObject({ kind: 'unavailable', code: 'deadline' });
    await graph.close();
    expect(await failure(read([key(1)]))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('everybody in a group', () => {
  it('comes page by page, 5,000 of them, without the disabled and guests', async () => {
    for (let at = 1; at <= 5_000; at += 1) {
      add(at, [at % 2 === 0 ? 1 : 2], {
        accountEnabled: at !== 10,
        userType: at === 11 ? 'Guest' : 'Member',
      });
    }
    put(group(2), 1);
    const all = await listed(1);
    expect(new Set(all.map((one) => one.user)).size).toBe(4_998);
    expect(all).toContainEqual(account(5_000));
    expect(all).not.toContainEqual(account(10));
    expect(all).not.toContainEqual(account(11));
    expect(graph.calls).toHaveLength(6);
  });

  it('is not told by another host that a page names as the next', async () => {
    const next = 'https://graph.example.com/v1.0/next';
    const one = source();
    graph.groups.set(group(1), new Set());
    await drained(one);
    graph.instead.push({ status: 200, body: { value: [], '@odata.nextLink': next } });
    expect(await failure(drained(one))).toMatchObject({
      kind: 'rejected',
      code: 'next_page_elsewhere',
    });
  });

  it('cannot be read of a group that is not there', async () => {
    expect(await failure(listed(7))).toMatchObject({ kind: 'not_found' });
  });
});

describe('sign-in', () => {
  it('is done once for many calls', async () => {
    add(1, [1]);
    const one = source();
    for (let call = 0; call < 5; call += 1) {
      await one.read({ accounts: [account(1)], keys: [key(1)] }, soon());
    }
    expect(graph.signIns).toEqual(['secret']);
  });

  it('says what is wrong with it, and never the secret', async () => {
    const found = await failure(
      source({ ...identity(), secret: 'another' }).read(
        { accounts: [account(1)], keys: [key(1)] },
        soon(),
      ),
    );
    expect(found).toMatchObject({ kind: 'unauthorized', code: 'invalid_client' });
    expect(`${found.message} ${found.code}`).not.toContain('another');
  });

  it.each([
    [{ status: 500, body: {} }, 'unavailable', 'sign_in'],
    [{ status: 429, body: {} }, 'throttled', 'sign_in'],
    [
      { status: 400, body: { error: 'unauthorized_client' } },
      'unauthorized',
      'unauthorized_client',
    ],
  ])('that is refused is a fault of its kind: %j', async (answer, kind, code) => {
    const one = source();
    graph.insteadOfToken = answer;
    const asked = one.read({ accounts: [account(1)], keys: [key(1)] }, soon());
    expect(await failure(asked)).toMatchObject({ kind, code });
    // The library itself waits a minute before it asks again where sign-in is busy.
    if (kind !== 'unauthorized') return;
    graph.insteadOfToken = null;
    add(1, [1]);
    expect(await one.read({ accounts: [account(1)], keys: [key(1)] }, soon())).toMatchObject({
      memberOf: [key(1)],
    });
  });

  it('can be done with a certificate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'elevate-certificate-'));
    const [secret, open] = ['key.pem', 'open.pem'].map((name) => join(folder, name));
    const made = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=elevate',
      ].concat(['-keyout', secret!, '-out', open!]),
    );
    // Where there is no openssl there is no certificate to try.
    if (made.error !== undefined) return;
    const certificate = readFileSync(open!, 'utf8') + readFileSync(secret!, 'utf8');
    rmSync(folder, { recursive: true });
    add(1, [1]);
    const one = source({ ...identity(), secret: null, certificate });
    expect(await one.read({ accounts: [account(1)], keys: [key(1)] }, soon())).toMatchObject({
      memberOf: [key(1)],
    });
    expect(graph.signIns).toEqual(['certificate']);
  });

  it('renews early while the old token does, one renewal at a time, and waits only at its end', async () => {
    let at = 0;
    let given = 0;
    const waiting: (() => void)[] = [];
    const tokens = keptTokens(
      {
        getToken: () =>
          new Promise((resolve) => {
            waiting.push(() => {
              given += 1;
              resolve({ token: `token ${given}`, expiresOnTimestamp: at + 3_600_000 });
            });
          }),
      },
      () => at,
    );
    const first = [tokens(soon()), tokens(soon())];
    waiting.shift()!();
    expect(await Promise.all(first)).toEqual(['token 1', 'token 1']);
    at = 56 * 60_000;
    expect(await tokens(soon())).toBe('token 1');
    expect(await tokens(soon())).toBe('token 1');
    expect(waiting).toHaveLength(1);
    waiting.shift()!();
    await new Promise(setImmediate);
    expect(await tokens(soon())).toBe('token 2');
    at += 3_600_000;
    const last = tokens(soon());
    waiting.shift()!();
    expect(await last).toBe('token 3');
  });
});
