import { simulatedExchange } from '../../playground/exchange/connector';
import { type SimulatedExchange, startSimulatedExchange } from '../../playground/exchange';
import { type Connector, type Entitlement } from '../../src/connectors/contract';

export const tenantId = '22222222-2222-4222-8222-222222222222';
export const role = 'JIT Search-Mailbox';
export const token = 'exchange-token';

export function startExchange(): Promise<SimulatedExchange> {
  return startSimulatedExchange({
    tenantId,
    token,
    users: ['ana', 'ben', `o'brien"; --`].map((name) => ({
      name,
      displayName: name.toUpperCase(),
      userPrincipalName: `${name}@simulated.example`,
    })),
    roles: [
      { name: role, cmdlets: ['Search-Mailbox'] },
      { name: 'JIT New-TransportRule', cmdlets: ['New-TransportRule'] },
    ],
    scopes: ['Finance', 'Sales'],
    assignments: [{ name: 'standing', role, user: 'ben' }],
    now: () => new Date('2026-11-22T10:00:00Z'),
  });
}

export function connectExchange(origin: string, presented = token): Connector {
  const settings = { endpoint: origin, tenantId, token: 'env:EXCHANGE_TOKEN' };
  return simulatedExchange.connect(
    'Exchange',
    simulatedExchange.settings.parse(settings),
    () => presented,
  );
}

export function entitlement(account: string, grant = 1, scope = ''): Entitlement {
  return {
    grantId: `01900000-0000-7000-8000-00000000000${grant}`,
    account,
    target: { role },
    scope,
    endsAt: new Date('2026-11-22T14:00:00Z'),
  };
}
