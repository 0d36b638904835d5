import { type Configuration } from '../administration/configuration';
import { configurationOf, type ConfigurationRows } from '../administration/rows';
import { now } from '../store/clock';
import { readConfigurationRows } from '../store/configuration-reading';
import { type Database, type Tx } from '../store/database';
import { loadOrganisation } from '../store/organisations';

/** What is configured now. */
export interface PresentConfiguration {
  readonly configuration: Configuration;
  /** The same with its ids. */
  readonly rows: ConfigurationRows;
  /** When it was read. */
  readonly at: Date;
}

/** The present configuration by names; null while the database is empty. */
export function readConfiguration(database: Database): Promise<PresentConfiguration | null> {
  return database.read(presentConfiguration);
}

/** The same on a connection that somebody has already. */
export async function presentConfiguration(tx: Tx): Promise<PresentConfiguration | null> {
  const organisation = await loadOrganisation(tx);
  if (organisation === null) return null;
  const rows = await readConfigurationRows(tx, organisation.id);
  return { configuration: configurationOf(rows), rows, at: await now(tx) };
}
