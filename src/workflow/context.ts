import { type ConnectorSet, type Directory } from './outside';
import { type ConnectorKind } from '../connectors/contract';
import { type Log } from '../log';
import { type Platform } from '../platforms/contract';
import { type PlatformName } from '../elevation/model';
import { type Database } from '../store/database';

/** Points where a crash is tested: the process may die right there and everything still has to come right. */
export type Failpoint =
  'after-approval-commit' | 'after-connector-grant' | 'after-connector-revoke' | 'after-post';

/** The file that the operator names, as it was at the start. */
export interface ConfiguredFile {
  readonly name: string;
  /** Of what it says; `unusable`: it is no configuration; `unread`: it is too large to be read beside everything else. */
  readonly version: string;
}

/** What every verb may use. Built once by app.ts. */
export interface Context {
  readonly database: Database;
  readonly organisationId: string;
  /** Kinds of target system that a configuration can name. */
  readonly connectorKinds: readonly ConnectorKind[];
  /** Whether one admin alone may weaken control. */
  readonly soloAdmin: boolean;
  /** Left out where the operator names none. */
  readonly configFile?: ConfiguredFile;
  readonly connectors: ConnectorSet;
  readonly directory: Directory;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly log: Log;
  /** Counts one occurrence, for operators. The same name always comes with the same labels. */
  readonly count: (name: string, labels?: Record<string, string>) => void;
  /** Called after a commit that made a grant due; the sweep would find it a second later anyway. */
  readonly wakeSweep: () => void;
  /** Does nothing outside of crash tests. */
  readonly failpoint: (name: Failpoint) => void;
  /** A number in [0, 1) that spreads retries. */
  readonly jitter: () => number;
}
