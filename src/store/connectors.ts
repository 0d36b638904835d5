import { type Tx } from './database';
import { ConnectorEntity } from './entities/targets';

export interface ConnectorRow {
  readonly workload: string;
  readonly kind: string;
  /** As stored; secrets are references. The connector's own schema validates it. */
  readonly settings: unknown;
}

/** The configured target systems, by name. */
export async function loadConnectors(tx: Tx, organisationId: string): Promise<ConnectorRow[]> {
  const found = await tx.find(ConnectorEntity, {
    where: { organisationId },
    order: { workload: 'asc' },
  });
  return found.map(({ workload, kind, settings }) => ({ workload, kind, settings }));
}
