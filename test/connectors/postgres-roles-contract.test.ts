import { describeConnectorContract } from './contract-suite';
import { openWarehouse } from './warehouse';

describeConnectorContract('postgres-roles', async () => {
  const warehouse = await openWarehouse();
  const connector = warehouse.connect();
  return {
    connector,
    accounts: {
      account: warehouse.names.ana,
      standing: warehouse.names.ben,
      quoted: warehouse.names.quoted,
    },
    entitlement: (account) => warehouse.entitlement(account),
    holders: () => warehouse.members(),
    wrongCredentials: () => warehouse.connect({ password: 'wrong' }),
    atPort: (port) => warehouse.connect({ port }),
    async close() {
      await connector.close();
      await warehouse.close();
    },
  };
});
