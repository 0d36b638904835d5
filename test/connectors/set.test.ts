import { z } from 'zod';
import { type Connector, type ConnectorKind } from '../../src/connectors/contract';
import { postgresRoles } from '../../src/connectors/postgres-roles';
import { createConnectorSet } from '../../src/connectors/set';
import { ConfigError } from '../../src/errors';

const closed: string[] = [];
const fake: ConnectorKind = {
  kind: 'fake',
  settings: z.strictObject({ password: z.string().startsWith('env:') }),
  targetSettings: z.unknown(),
  scope: null,
  connect: (workload, settings, secret) => {
    secret((settings as { password: string }).password);
    return {
      close: async () => {
        closed.push(workload);
        if (workload === 'Broken') throw new Error('already gone');
      },
    } as Connector;
  },
};
const settings = { password: 'env:X' };

function failure(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('createConnectorSet', () => {
  it('serves each workload by its own connector, and none that is not configured', () => {
    const rows = [
      { workload: 'A', kind: 'fake', settings },
      { workload: 'B', kind: 'fake', settings },
    ];
    const set = createConnectorSet(rows, [fake], () => 'secret');
    expect(set.of('A')).not.toBeNull();
    expect(set.of('A')).not.toBe(set.of('B'));
    expect(set.kindOf('A')).toBe(fake);
    expect(set.of('a')).toBeNull();
    expect(set.kindOf('C')).toBeNull();
  });

  it('closes every connector, also after one that fails to close', async () => {
    const rows = ['Broken', 'Fine'].map((workload) => ({ workload, kind: 'fake', settings }));
    await createConnectorSet(rows, [fake], () => 'secret').close();
    expect(closed).toEqual(['Broken', 'Fine']);
  });

  it('names the kinds it knows when it is given another', () => {
    const rows = [{ workload: 'A', kind: 'oracle', settings }];
    const { message } = failure(() => createConnectorSet(rows, [fake], () => ''));
    expect(message).toMatch(/"oracle".*fake/);
  });

  it('names the workload and the setting that is wrong, and repeats no value', () => {
    const rows = [{ workload: 'A', kind: 'fake', settings: { password: 'hunter2' } }];
    const { message } = failure(() => createConnectorSet(rows, [fake], () => ''));
    expect(message).toMatch(/connector of A[^]*password/);
    expect(message).not.toContain('hunter2');
  });

  it('refuses two connectors for one workload', () => {
    const rows = [1, 2].map(() => ({ workload: 'A', kind: 'fake', settings }));
    expect(failure(() => createConnectorSet(rows, [fake], () => '')).message).toContain('two');
  });
});

describe('the settings of postgres-roles', () => {
  function connect(
    given: unknown,
    secret = 'postgres://b:hunter2@db.example.com/warehouse',
  ): unknown {
    const rows = [{ workload: 'Warehouse', kind: 'postgres-roles', settings: given }];
    return createConnectorSet(rows, [postgresRoles], () => secret).of('Warehouse');
  }

  it.each([
    [{ url: 'env:WAREHOUSE_URL' }],
    [{ url: 'file:/run/secrets/warehouse', tls: { ca: 'file:/etc/ca.pem' } }],
    [{ host: 'db', database: 'd', user: 'u', password: 'env:P', tls: false }],
  ])('accepts %j', (given) => {
    expect(connect(given)).not.toBeNull();
  });

  it.each([
    ['a password as a value', { host: 'db', database: 'd', user: 'u', password: 'hunter2' }],
    ['a url as a value', { url: 'postgres://b:hunter2@db/warehouse' }],
    ['an unknown setting', { url: 'env:X', passwd: 'hunter2' }],
  ])('refuses %s', (_what, given) => {
    expect(failure(() => connect(given)).message).not.toContain('hunter2');
  });

  it.each([
    ['is none', 'hunter2'],
    ['is of another database', 'mysql://b:hunter2@db/warehouse'],
    ['names no database', 'postgres://b:hunter2@db'],
    ['names nobody', 'postgres://db/warehouse?password=hunter2'],
    ['has parameters, which could weaken encryption', 'postgres://b:hunter2@db/w?sslmode=disable'],
  ])('refuses a url that %s, without repeating it', (_what, url) => {
    const { message } = failure(() => connect({ url: 'env:X' }, url));
    expect(message).toContain('connector of Warehouse');
    expect(message).not.toContain('hunter2');
  });
});
