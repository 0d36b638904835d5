import { completed, type Excerpt, type Whole } from '../administration/excerpt';
import { configurationOf, targetsOf, type ConfigurationRows } from '../administration/rows';
import { now } from '../store/clock';
import {
  readConfigurationRows,
  readOtherTargets,
  readTargetNames,
  type NamedTarget,
} from '../store/configuration-reading';
import { type Database, type Tx } from '../store/database';
import { loadOrganisation } from '../store/organisations';

/** What is configured now. */
export interface PresentConfiguration {
  readonly configuration: Whole;
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

/** The same without the targets that nobody asks for. */
export interface PresentExcerpt {
  readonly configuration: Excerpt;
  readonly rows: ConfigurationRows;
  /** All targets, in their order. */
  readonly targets: readonly NamedTarget[];
  readonly at: Date;
}

/** @param needed which of all targets are read, by their names */
export async function presentExcerpt(
  tx: Tx,
  organisationId: string,
  needed: (names: readonly string[]) => readonly string[],
): Promise<PresentExcerpt> {
  const targets = await readTargetNames(tx, organisationId);
  const targetNames = targets.map(({ name }) => name);
  const wanted = new Set(needed(targetNames));
  const ids = targets.filter(({ name }) => wanted.has(name)).map(({ id }) => id);
  const rows = await readConfigurationRows(tx, organisationId, ids);
  const configuration = { ...configurationOf(rows), targetNames };
  return { configuration, rows, targets, at: await now(tx) };
}

/** Both sides of a change as a whole: what an excerpt leaves out is the same in both. */
export async function wholeOfBoth(
  tx: Tx,
  { configuration: before, rows }: PresentExcerpt,
  after: Excerpt,
): Promise<readonly [Whole, Whole]> {
  const own = rows.targets.map(({ id }) => id);
  const others = targetsOf(await readOtherTargets(tx, rows.organisation.id, own));
  return [completed(before, others), completed(after, others)];
}
