import { type ConnectorKind } from './contract';
import { postgresRoles } from './postgres-roles';

/** Every kind of target system Elevate can connect to: one folder and one line each. */
export const connectorKinds: readonly ConnectorKind[] = [postgresRoles];
