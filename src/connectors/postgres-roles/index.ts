import { type ConnectorKind } from '../contract';
import { createPostgresRolesConnector } from './connector';
import { openServer } from './server';
import { placeOf, settings, type Settings, targetSettings, type TargetSettings } from './settings';

/** Membership in PostgreSQL roles (15 and later): GRANT, read back, REVOKE, end sessions, read back. */
export const postgresRoles: ConnectorKind<Settings, TargetSettings> = {
  kind: 'postgres-roles',
  settings,
  targetSettings,
  connect: (workload, given, secret) =>
    createPostgresRolesConnector(
      workload,
      openServer(workload, () => placeOf(workload, given, secret)),
    ),
};
