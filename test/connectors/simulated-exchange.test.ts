import { simulatedExchange } from '../../playground/exchange/connector';
import { type SimulatedExchange } from '../../playground/exchange';
import { type Connector } from '../../src/connectors/contract';
import { remoteError, signal } from './contract-suite';
import { connectExchange, entitlement, role, startExchange, tenantId, token } from './exchange-rig';

let exchange: SimulatedExchange;
let connector: Connector;

beforeEach(async () => {
  exchange = await startExchange();
  connector = connectExchange(exchange.origin);
});
afterEach(() => exchange.close());

function held(): string[] {
  return exchange.holdings().map(({ assignment }) => assignment);
}

/** The wire without the connector. */
async function invoke(
  cmdlet: string,
  parameters: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; body: Record<string, unknown> }> {
  const response = await fetch(`${exchange.origin}/adminapi/beta/${tenantId}/InvokeCommand`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

describe('the connector to the simulated Exchange', () => {
  it('names the assignment after the grant, and lets exactly that cmdlet run meanwhile', async () => {
    expect(exchange.may('ana', 'Search-Mailbox')).toBe(false);
    await connector.grant(entitlement('ana'), signal());
    expect(held()).toEqual(['standing', `jit:${entitlement('ana').grantId}`]);
    expect(exchange.may('ana', 'Search-Mailbox')).toBe(true);
    expect(exchange.may('ana', 'New-TransportRule')).toBe(false);
    await connector.revoke(entitlement('ana'), signal());
    expect(exchange.may('ana', 'Search-Mailbox')).toBe(false);
  });

  it('ends the right with the last of two overlapping grants, whose first was kept for the second', async () => {
    await connector.grant(entitlement('ana', 1), signal());
    await connector.grant(entitlement('ana', 2), signal());
    await connector.revoke(entitlement('ana', 2), signal());
    expect(held()).toEqual(['standing']);
  });

  it("takes nobody else's grant of the same right away", async () => {
    const other = entitlement(`o'brien"; --`, 2);
    await connector.grant(entitlement('ana', 1), signal());
    await connector.grant(other, signal());
    await connector.revoke(entitlement('ana', 1), signal());
    expect(held()).toEqual(['standing', `jit:${other.grantId}`]);
  });

  it('takes two scopes, and the whole, for three rights', async () => {
    const whole = entitlement('ana', 1);
    const finance = entitlement('ana', 2, 'Finance');
    const sales = entitlement('ana', 3, 'Sales');
    const states = async () => {
      const read = [whole, finance, sales].map((one) => connector.inspect(one, signal()));
      return (await Promise.all(read)).map(({ state }) => state);
    };
    await connector.grant(finance, signal());
    expect(await states()).toEqual(['absent', 'present', 'absent']);
    expect(exchange.holdings().at(-1)).toMatchObject({ account: 'ana', scope: 'Finance' });
    await connector.grant(whole, signal());
    expect(await states()).toEqual(['present', 'present', 'absent']);
    await connector.revoke(finance, signal());
    expect(await states()).toEqual(['present', 'absent', 'absent']);
    const holdings = await connector.list({ role }, signal());
    expect(holdings.map(({ account, scope }) => [account, scope])).toEqual([
      ['ben', ''],
      ['ana', ''],
    ]);
  });

  it('rejects a scope that is not there, and a grant whose scope was changed by hand', async () => {
    const nowhere = entitlement('ana', 1, 'Nowhere');
    expect(await remoteError(connector.grant(nowhere, signal()))).toMatchObject({
      kind: 'rejected',
    });
    expect(held()).toEqual(['standing']);
    await connector.grant(entitlement('ana', 1, 'Finance'), signal());
    const widened = await remoteError(connector.grant(entitlement('ana', 1), signal()));
    expect(widened).toMatchObject({ kind: 'rejected', code: 'name_taken' });
  });

  it('tells a right that somebody else gave from its own', async () => {
    expect((await connector.inspect(entitlement('ben'), signal())).drift).toEqual([
      'other-assignment',
    ]);
    await connector.grant(entitlement('ana'), signal());
    const holdings = await connector.list({ role }, signal());
    expect(holdings.map(({ account, grantId }) => [account, grantId])).toEqual([
      ['ben', null],
      ['ana', entitlement('ana').grantId],
    ]);
  });

  it('finds out on the next attempt that a grant whose answer was lost was made', async () => {
    exchange.knobs.silentSuccesses = 1;
    const error = await remoteError(connector.grant(entitlement('ana'), signal(200)));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'deadline' });
    expect(held()).toHaveLength(2);
    await connector.grant(entitlement('ana'), signal());
    expect(held()).toHaveLength(2);
    exchange.knobs.silentSuccesses = 1;
    await remoteError(connector.revoke(entitlement('ana'), signal(200)));
    await connector.revoke(entitlement('ana'), signal());
    expect(held()).toEqual(['standing']);
  });

  it('never excuses a refused write, and does not write again what is there', async () => {
    exchange.knobs.readOnly = true;
    const error = await remoteError(connector.grant(entitlement('ana'), signal()));
    expect(error).toMatchObject({ kind: 'unauthorized', code: 'http_403' });
    exchange.knobs.readOnly = false;
    await connector.grant(entitlement('ana'), signal());
    exchange.knobs.readOnly = true;
    const revoked = await remoteError(connector.revoke(entitlement('ana'), signal()));
    expect(revoked.kind).toBe('unauthorized');
    await connector.grant(entitlement('ana'), signal());
    expect(exchange.may('ana', 'Search-Mailbox')).toBe(true);
  });

  it('hands on how long it was asked to wait', async () => {
    exchange.knobs.throttle = { times: 1, retryAfterS: 7 };
    const error = await remoteError(connector.inspect(entitlement('ana'), signal()));
    expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
    expect((await connector.inspect(entitlement('ana'), signal())).state).toBe('absent');
  });

  it('is unavailable, and knows nothing, during an outage', async () => {
    exchange.knobs.outage = true;
    const error = await remoteError(connector.inspect(entitlement('ana'), signal()));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http_503' });
  });

  it('refuses to go on when the name of its grant stands for something else', async () => {
    await invoke('New-ManagementRoleAssignment', {
      Name: `jit:${entitlement('ana').grantId}`,
      Role: role,
      User: `o'brien"; --`,
    });
    const error = await remoteError(connector.grant(entitlement('ana'), signal()));
    expect(error).toMatchObject({ kind: 'rejected', code: 'name_taken' });
  });

  it('rejects a role that is not there, and reads every page of a long answer', async () => {
    const gone = { ...entitlement('ana'), target: { role: 'JIT Nothing' } };
    expect((await remoteError(connector.grant(gone, signal()))).kind).toBe('rejected');
    for (let count = 0; count < 1_100; count += 1) {
      await invoke('New-ManagementRoleAssignment', {
        Name: `other-${count}`,
        Role: role,
        User: 'ben',
      });
    }
    await connector.grant(entitlement('ana'), signal());
    expect((await connector.inspect(entitlement('ana'), signal())).state).toBe('present');
    expect(await connector.list({ role }, signal())).toHaveLength(1_102);
    await connector.revoke(entitlement('ana'), signal());
    expect(exchange.may('ana', 'Search-Mailbox')).toBe(false);
  });

  it.each([
    ['somewhere else', { endpoint: 'http://example.com' }],
    ['a token as a value', { token: 'hunter2' }],
    ['no tenant', { tenantId: 'x' }],
  ])('refuses settings with %s', (_what, wrong) => {
    const good = { endpoint: 'http://127.0.0.1:1', tenantId, token: 'env:T' };
    expect(simulatedExchange.settings.safeParse(good).success).toBe(true);
    expect(simulatedExchange.settings.safeParse({ ...good, ...wrong }).success).toBe(false);
  });
});

describe('the simulated Exchange on the wire', () => {
  it('answers a wrong token with 401 and missing rights with an empty 403', async () => {
    const wrong = await invoke('Get-User', {}, { authorization: 'Bearer x' });
    expect(wrong.status).toBe(401);
    exchange.knobs.refuse = true;
    expect(await invoke('Get-User', {})).toMatchObject({ status: 403, text: '' });
  });

  it.each([
    [
      'New-ManagementRoleAssignment',
      { Name: 'standing', Role: role, User: 'ana' },
      /already exists/,
    ],
    [
      'New-ManagementRoleAssignment',
      { Name: 'x', Role: role, User: 'nobody' },
      /couldn't be found/,
    ],
    [
      'New-ManagementRoleAssignment',
      { Name: 'x', Role: 'Nothing', User: 'ana' },
      /couldn't be found/,
    ],
    ['New-ManagementRoleAssignment', { Name: 'x'.repeat(65), Role: role, User: 'ana' }, /too long/],
    ['Remove-ManagementRoleAssignment', { Identity: 'none', Confirm: false }, /couldn't be found/],
    ['Remove-ManagementRoleAssignment', { Identity: 'standing' }, /prompts the user/],
    ['Get-ManagementRoleAssignment', { Identity: 'none' }, /couldn't be found/],
    ['Get-Mailbox', { Identity: 'nobody' }, /couldn't be found/],
    ['Get-User', { Filter: "Name -eq 'a' -or Name -eq 'b'" }, /Invalid filter/],
    ['Get-ManagementRoleEntry', { Identity: 'no-backslash' }, /form Role/],
    ['Remove-Mailbox', { Identity: 'ana' }, /not recognized/],
  ])('says in words only what is wrong with %s %j', async (cmdlet, parameters, words) => {
    const before = held();
    const { status, body } = await invoke(cmdlet, parameters);
    expect(status).toBe(400);
    const error = body['error'] as {
      details: { message: string }[];
      innererror: { internalexception: { message: string } };
    };
    expect(error.details[0]?.message).toMatch(words);
    expect(error.innererror.internalexception.message).toMatch(words);
    expect(held()).toEqual(before);
  });

  it('shows the one cmdlet of a role', async () => {
    const { body } = await invoke('Get-ManagementRoleEntry', { Identity: `${role}\\*` });
    expect(body['value']).toEqual([{ Name: 'Search-Mailbox', Role: role, Type: 'Cmdlet' }]);
  });

  it('reads out who holds what, from its own state, and says that it is simulated', async () => {
    await connector.grant(entitlement('ana'), signal());
    const response = await fetch(`${exchange.origin}/simulation/holdings`);
    expect(response.headers.get('x-simulated-by')).toBe('elevate-playground');
    expect(await response.json()).toEqual({
      simulated: true,
      holdings: [
        {
          account: 'ben',
          displayName: 'BEN',
          role,
          cmdlets: ['Search-Mailbox'],
          scope: '',
          assignment: 'standing',
          grantId: null,
          since: '2026-11-22T10:00:00.000Z',
        },
        expect.objectContaining({ account: 'ana', grantId: entitlement('ana').grantId }),
      ],
    });
  });

  it('writes down every call, the unanswered ones too', async () => {
    exchange.knobs.silentSuccesses = 1;
    await remoteError(connector.grant(entitlement('ana'), signal(200)));
    const last = exchange.journal.entries.at(-1);
    expect(last).toMatchObject({ cmdlet: 'New-ManagementRoleAssignment', status: 0 });
    expect(JSON.stringify(exchange.journal.entries)).not.toContain(token);
  });

  it('has no other routes', async () => {
    expect((await fetch(`${exchange.origin}/adminapi/beta/other/InvokeCommand`)).status).toBe(404);
  });
});
