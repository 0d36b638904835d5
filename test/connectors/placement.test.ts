import { placeOf, settings } from '../../src/connectors/postgres-roles/settings';

function place(given: unknown, secrets: Record<string, string> = {}): ReturnType<typeof placeOf> {
  return placeOf('Warehouse', settings.parse(given), (reference) => secrets[reference] ?? '');
}

describe('where postgres-roles connects to', () => {
  it('reads a url with escaped characters', () => {
    const found = place(
      { url: 'env:U' },
      { 'env:U': 'postgresql://b%40x:p%2Fw@[::1]:6000/my%20db' },
    );
    expect(found).toEqual({
      host: '::1',
      port: 6000,
      database: 'my db',
      user: 'b@x',
      password: 'p/w',
      ssl: false,
    });
  });

  it('encrypts and verifies unless the server is on this machine or tls is switched off', () => {
    const at = { database: 'd', user: 'u', password: 'env:P' };
    expect(place({ ...at, host: 'db.example.com' }).ssl).toEqual({});
    expect(place({ ...at, host: '127.0.0.1' }).ssl).toBe(false);
    expect(place({ ...at, host: '127.0.0.1.example.com' }).ssl).toEqual({});
    expect(place({ ...at, host: '127.0.0.1', tls: true }).ssl).toEqual({});
    expect(place({ ...at, host: 'db.example.com', tls: false }).ssl).toBe(false);
  });

  it('trusts a given authority by its file', () => {
    const given = {
      host: '10.0.0.7',
      database: 'd',
      user: 'u',
      password: 'env:P',
      tls: { ca: 'file:/etc/ca.pem', serverName: 'db.internal' },
    };
    const secrets = { 'env:P': 'pw', 'file:/etc/ca.pem': 'PEM' };
    expect(place(given, secrets)).toMatchObject({
      port: 5432,
      password: 'pw',
      ssl: { ca: 'PEM', servername: 'db.internal' },
    });
  });
});
