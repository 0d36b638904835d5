import { z } from 'zod';
import { ConfigError } from '../errors';
import { type Connector, type ConnectorKind } from './contract';

/** One configured workload, as stored. `settings` are the kind's own. */
export interface ConnectorRow {
  readonly workload: string;
  readonly kind: string;
  readonly settings: unknown;
}

/** The connectors of one organisation by workload. */
export interface ConfiguredConnectors {
  /** The connector that serves the workload, or null when none is configured. */
  of(workload: string): Connector | null;
  /** The kind that serves the workload, e.g. to validate a target's settings; null when none does. */
  kindOf(workload: string): ConnectorKind | null;
  /** Releases every connection; a connector that fails to close does not keep the others open. */
  close(): Promise<void>;
}

/**
 * Makes one connector per row. Nothing is connected yet, but secrets are looked up, so that a missing one
 * is told at start. Throws ConfigError naming the workload and the setting.
 */
export function createConnectorSet(
  rows: readonly ConnectorRow[],
  kinds: readonly ConnectorKind[],
  secret: (reference: string) => string,
): ConfiguredConnectors {
  const connected = new Map<string, { connector: Connector; kind: ConnectorKind }>();
  for (const row of rows) {
    if (connected.has(row.workload)) {
      throw new ConfigError(`The workload ${row.workload} has two connectors. Remove one of them.`);
    }
    const kind = kindNamed(row, kinds);
    const connector = kind.connect(row.workload, settingsOf(row, kind), secret);
    connected.set(row.workload, { connector, kind });
  }
  return {
    of: (workload) => connected.get(workload)?.connector ?? null,
    kindOf: (workload) => connected.get(workload)?.kind ?? null,
    async close() {
      await Promise.allSettled([...connected.values()].map(({ connector }) => connector.close()));
    },
  };
}

function kindNamed(row: ConnectorRow, kinds: readonly ConnectorKind[]): ConnectorKind {
  const found = kinds.find(({ kind }) => kind === row.kind);
  if (found) return found;
  const known = kinds.map(({ kind }) => kind).join(', ');
  throw new ConfigError(
    `The connector of ${row.workload} has the unknown kind "${row.kind}". Known kinds: ${known}.`,
  );
}

/** zod's own messages name the path and what was expected; they repeat no value. */
function settingsOf(row: ConnectorRow, kind: ConnectorKind): unknown {
  const parsed = kind.settings.safeParse(row.settings);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    `The settings of the connector of ${row.workload} (${row.kind}) are wrong:\n` +
      z.prettifyError(parsed.error),
  );
}
