import { IsNull } from 'typeorm';
import { type Tx } from './database';
import { ConnectorEntity } from './entities/targets';

export interface ConnectorRow {
  readonly workload: string;
  readonly kind: string;
  /** As stored; secrets are references. The connector's own schema validates it. */
  readonly settings: unknown;
}

/** The configured target systems, by name; also those that were removed, for what they granted may still have to end. */
export async function loadConnectors(tx: Tx, organisationId: string): Promise<ConnectorRow[]> {
  const found = await tx.find(ConnectorEntity, {
    where: { organisationId },
    order: { workload: 'asc' },
  });
  return found.map(({ workload, kind, settings }) => ({ workload, kind, settings }));
}

/** What the systems are called that are configured now. */
export async function presentWorkloads(tx: Tx, organisationId: string): Promise<string[]> {
  const found = await tx.find(ConnectorEntity, {
    where: { organisationId, removedAt: IsNull() },
    order: { workload: 'asc' },
  });
  return found.map(({ workload }) => workload);
}
