import { type ConnectorKind } from '../contract';
import { createPostgresRolesConnector } from './connector';
import { openServer } from './server';
import { placeOf, settings, type Settings, targetSettings, type TargetSettings } from './settings';

/** Membership in PostgreSQL roles (15 and later): GRANT, read back, REVOKE, end sessions, read back. */
export const postgresRoles: ConnectorKind<Settings, TargetSettings> = {
  kind: 'postgres-roles',
  settings,
  targetSettings,
  // Membership in a role counts in every database of the server.
  scope: null,
  connect: (workload, given, secret) =>
    createPostgresRolesConnector(
      workload,
      openServer(workload, () => placeOf(workload, given, secret)),
    ),
};
