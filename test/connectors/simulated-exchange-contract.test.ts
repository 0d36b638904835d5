import { describeConnectorContract } from './contract-suite';
import { connectExchange, entitlement, startExchange } from './exchange-rig';

describeConnectorContract('simulated-exchange', async () => {
  const exchange = await startExchange();
  return {
    connector: connectExchange(exchange.origin),
    accounts: { account: 'ana', standing: 'ben', quoted: `o'brien"; --` },
    entitlement: (account) => entitlement(account),
    holders: async () => exchange.holdings().map(({ account }) => account),
    wrongCredentials: () => connectExchange(exchange.origin, 'wrong'),
    atPort: (port) => connectExchange(`http://127.0.0.1:${port}`),
    close: () => exchange.close(),
  };
});
