/**
 * What every connector has to keep, run against each of them. A fixture gives the connector and an
 * independent look at the target: what the suite believes is read from the target itself.
 */
import { createServer, type Server } from 'node:net';
import { type AddressInfo } from 'node:net';
import { RemoteError } from '../../src/errors';
import { type Connector, type Entitlement } from '../../src/connectors/contract';

export interface ContractFixture {
  readonly connector: Connector;
  /** Accounts that exist: `account` holds nothing, `standing` already holds the right from elsewhere. */
  readonly accounts: {
    readonly account: string;
    readonly standing: string;
    /** Exists, and its name is full of quotes. */
    readonly quoted: string;
  };
  entitlement(account: string): Entitlement;
  /** Who holds the target, read without the connector. */
  holders(): Promise<readonly string[]>;
  /** The same connector with wrong credentials. */
  wrongCredentials(): Connector;
  /** The same connector looking for its target on another local port. */
  atPort(port: number): Connector;
  close(): Promise<void>;
}

export function signal(ms = 10_000): AbortSignal {
  return AbortSignal.timeout(ms);
}

/** The RemoteError that the promise rejects with; anything else fails the test. */
export async function remoteError(promise: Promise<unknown>): Promise<RemoteError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof RemoteError) return outcome;
  throw new Error(`expected a RemoteError, got ${JSON.stringify(outcome)} ${String(outcome)}`);
}

/** A port that accepts connections and never says anything. */
async function blackHole(): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function describeConnectorContract(
  name: string,
  open: () => Promise<ContractFixture>,
): void {
  describe(`the connector contract, kept by ${name}`, () => {
    let fixture: ContractFixture;
    const opened: Connector[] = [];

    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      for (const connector of opened) await connector.close();
      await fixture.close();
    });

    rightsTests(() => fixture);
    accountTests(() => fixture);
    failureTests(() => fixture, opened);
  });
}

function rightsTests(fixtureNow: () => ContractFixture): void {
  it('makes a right present and absent again, as the target itself says', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const entitlement = fixture.entitlement(accounts.account);
    expect((await connector.inspect(entitlement, signal())).state).toBe('absent');
    expect(await fixture.holders()).not.toContain(accounts.account);
    await connector.grant(entitlement, signal());
    expect(await connector.inspect(entitlement, signal())).toMatchObject({
      state: 'present',
      drift: [],
    });
    expect(await fixture.holders()).toContain(accounts.account);
    await connector.revoke(entitlement, signal());
    expect((await connector.inspect(entitlement, signal())).state).toBe('absent');
    expect(await fixture.holders()).not.toContain(accounts.account);
  });

  it('grants twice as once: one revoke takes it away', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const entitlement = fixture.entitlement(accounts.account);
    await connector.grant(entitlement, signal());
    await connector.grant(entitlement, signal());
    expect((await fixture.holders()).filter((holder) => holder === accounts.account)).toHaveLength(
      1,
    );
    await connector.revoke(entitlement, signal());
    expect(await fixture.holders()).not.toContain(accounts.account);
  });

  it('revokes twice, and what was never granted, without an error', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const entitlement = fixture.entitlement(accounts.account);
    await connector.revoke(entitlement, signal());
    await connector.grant(entitlement, signal());
    await connector.revoke(entitlement, signal());
    await connector.revoke(entitlement, signal());
    expect((await connector.inspect(entitlement, signal())).state).toBe('absent');
  });

  it('sees a right that was there before, and never takes it away', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const entitlement = fixture.entitlement(accounts.standing);
    expect((await connector.inspect(entitlement, signal())).state).toBe('present');
    await connector.revoke(entitlement, signal());
    expect(await fixture.holders()).toContain(accounts.standing);
    await connector.grant(entitlement, signal());
    await connector.revoke(entitlement, signal());
    expect(await fixture.holders()).toContain(accounts.standing);
  });

  it('lists who holds the target', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const entitlement = fixture.entitlement(accounts.account);
    await connector.grant(entitlement, signal());
    const holdings = await connector.list(entitlement.target, signal());
    await connector.revoke(entitlement, signal());
    const names = holdings.map(({ account }) => account);
    expect(names.sort()).toEqual([accounts.account, accounts.standing].sort());
  });

  it('says that its credentials and rights are enough', async () => {
    const check = await fixtureNow().connector.check(signal());
    expect(check.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(check.ok).toBe(true);
  });
}

function accountTests(fixtureNow: () => ContractFixture): void {
  it('finds an account that exists and no other', async () => {
    const { connector, accounts } = fixtureNow();
    expect(await connector.findAccount(accounts.account, signal())).toBe(accounts.account);
    expect(await connector.findAccount(accounts.quoted, signal())).toBe(accounts.quoted);
    expect(await connector.findAccount('nobody-of-this-name', signal())).toBeNull();
  });

  it('refuses to grant to an account that does not exist', async () => {
    const { connector, ...fixture } = fixtureNow();
    const before = await fixture.holders();
    const entitlement = fixture.entitlement('nobody-of-this-name');
    const error = await remoteError(connector.grant(entitlement, signal()));
    expect(error.kind).toBe('not_found');
    expect((await connector.inspect(entitlement, signal())).state).not.toBe('present');
    expect(await fixture.holders()).toEqual(before);
  });

  it('treats quotes and commands in an account name as a name', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const entitlement = fixture.entitlement(accounts.quoted);
    await connector.grant(entitlement, signal());
    expect(await fixture.holders()).toContain(accounts.quoted);
    await connector.revoke(entitlement, signal());
    expect(await fixture.holders()).not.toContain(accounts.quoted);

    const before = await fixture.holders();
    const hostile = fixture.entitlement(`${accounts.account}"; drop table secret; --`);
    expect((await remoteError(connector.grant(hostile, signal()))).kind).toBe('not_found');
    expect(await fixture.holders()).toEqual(before);
  });
}

function failureTests(fixtureNow: () => ContractFixture, opened: Connector[]): void {
  function keep(connector: Connector): Connector {
    opened.push(connector);
    return connector;
  }

  it('answers wrong credentials with unauthorized, whatever was asked', async () => {
    const fixture = fixtureNow();
    const connector = keep(fixture.wrongCredentials());
    const entitlement = fixture.entitlement(fixture.accounts.account);
    expect((await remoteError(connector.grant(entitlement, signal()))).kind).toBe('unauthorized');
    expect((await remoteError(connector.revoke(entitlement, signal()))).kind).toBe('unauthorized');
    expect((await remoteError(connector.inspect(entitlement, signal()))).kind).toBe('unauthorized');
    expect(await connector.check(signal())).toMatchObject({ ok: false, failed: 'unauthorized' });
  });

  it('answers unavailable while the target is down, and never that a right is absent', async () => {
    const fixture = fixtureNow();
    const closed = await blackHole();
    await closed.close();
    const connector = keep(fixture.atPort(closed.port));
    const entitlement = fixture.entitlement(fixture.accounts.account);
    expect((await remoteError(connector.grant(entitlement, signal()))).kind).toBe('unavailable');
    expect((await remoteError(connector.revoke(entitlement, signal()))).kind).toBe('unavailable');
    expect((await remoteError(connector.inspect(entitlement, signal()))).kind).toBe('unavailable');
    expect(await connector.check(signal())).toMatchObject({ ok: false, failed: 'unavailable' });
  });

  it("ends by its signal's deadline when the target accepts and then says nothing", async () => {
    const fixture = fixtureNow();
    const hole = await blackHole();
    try {
      const connector = keep(fixture.atPort(hole.port));
      const entitlement = fixture.entitlement(fixture.accounts.account);
      const started = performance.now();
      const error = await remoteError(connector.revoke(entitlement, signal(300)));
      expect(error).toMatchObject({ kind: 'unavailable', code: 'deadline' });
      expect(performance.now() - started).toBeLessThan(2_000);
    } finally {
      await hole.close();
    }
  });

  it('does nothing at all when the deadline has already passed', async () => {
    const { connector, accounts, ...fixture } = fixtureNow();
    const before = await fixture.holders();
    const entitlement = fixture.entitlement(accounts.account);
    const error = await remoteError(connector.grant(entitlement, AbortSignal.abort()));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'deadline' });
    expect(await fixture.holders()).toEqual(before);
  });
}
