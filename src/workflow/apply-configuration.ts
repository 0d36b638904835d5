import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { type ZodType } from 'zod';
import { type Configuration } from '../administration/configuration';
import {
  inspectConfiguration,
  unusable,
  type ReadParts,
} from '../administration/inspect-configuration';
import { tooFewDeciders } from '../administration/deciders';
import { rowsOf } from '../administration/rows';
import { byElevate } from '../audit/events';
import { type ConnectorKind } from '../connectors/contract';
import { patternCovers } from '../elevation/policy';
import { appendAudit } from '../store/audit';
import { applyConfiguration as writeRows, isEmpty } from '../store/configuration-rows';
import { type Database } from '../store/database';

export interface ConfigurationSource {
  /** The file's text. */
  readonly text: string;
  /** Its name, for errors and for the audit trail. */
  readonly source: string;
  readonly kinds: readonly ConnectorKind[];
}

/**
 * Fills an empty database from a configuration file, in one transaction. A database that holds anything is left alone:
 * PostgreSQL is the only truth from then on.
 * @returns whether it was applied
 * @throws ConfigError that names what is wrong in the file; nothing was written then
 */
export async function applyConfiguration(
  database: Database,
  source: ConfigurationSource,
): Promise<boolean> {
  const configuration = checkedConfiguration(source);
  const rows = rowsOf(configuration, uuidv7);
  return database.transaction(async (tx) => {
    if (!(await isEmpty(tx))) return false;
    refuseTooFew(configuration, source.source);
    await writeRows(tx, rows);
    await appendAudit(tx, {
      organisationId: rows.organisation.id,
      kind: 'configuration.applied',
      actor: byElevate,
      facts: { source: source.source, sha256: fingerprint(source.text) },
    });
    return true;
  });
}

/** @throws ConfigError that names what nobody could decide about in a new database */
export function refuseTooFew(configuration: Configuration, file: string): void {
  const problems = tooFewDeciders(null, configuration);
  if (problems.length > 0) throw unusable(file, problems);
}

/** What the audit trail names a file's text by. In hex. */
function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Reads a configuration file without applying it.
 * @throws ConfigError that names everything that is wrong in the file
 */
export function checkedConfiguration({ text, source, kinds }: ConfigurationSource): Configuration {
  const { configuration, parts, problems } = inspectConfiguration(text, source);
  const all = [...problems, ...settingsProblems(parts, kinds)];
  if (configuration === null || all.length > 0) throw unusable(source, all);
  return configuration;
}

/** Each connector's own settings are checked by its kind now, not when the first grant fails. */
export function settingsProblems(
  parts: ReadParts,
  kinds: readonly ConnectorKind[],
): readonly string[] {
  const known = new Map(kinds.map((kind) => [kind.kind, kind]));
  const ofWorkload = new Map<string, ConnectorKind>();
  const problems: string[] = [];
  for (const { workload, kind, settings } of parts.connectors) {
    const found = known.get(kind);
    if (found === undefined) {
      const names = [...known.keys()].join(', ');
      problems.push(`connectors: ${workload} has the kind "${kind}". Known kinds: ${names}.`);
      continue;
    }
    problems.push(...faultsIn(found.settings, settings, `connectors: ${workload}`));
    ofWorkload.set(workload, found);
  }
  for (const target of parts.targets) {
    const kind = ofWorkload.get(workloadOf(target.name));
    if (kind === undefined) continue;
    problems.push(...faultsIn(kind.targetSettings, target.settings, `targets: ${target.name}`));
  }
  const ofPolicies = parts.policies.flatMap(({ target, scopes }) =>
    scopeProblems(`policies: ${target}: scopes`, target, scopes?.allowed ?? [], ofWorkload),
  );
  const ofAccounts = parts.systemAccounts.flatMap(({ name, targets, scopes }) =>
    targets.flatMap((target) =>
      scopeProblems(`systemAccounts: ${name}: scopes`, target, scopes, ofWorkload),
    ),
  );
  return [...new Set([...problems, ...ofPolicies, ...ofAccounts])];
}

/** Parts that are named for a target, or a pattern of them, have to be parts that the systems it covers know. */
function scopeProblems(
  where: string,
  target: string,
  scopes: readonly string[],
  ofWorkload: ReadonlyMap<string, ConnectorKind>,
): readonly string[] {
  if (scopes.length === 0) return [];
  const covered = [...ofWorkload].filter(([one]) => patternCovers(workloadOf(target), one));
  return covered.flatMap(([workload, { kind, scope }]) => {
    if (scope !== null) return scopes.flatMap((one) => faultsIn(scope, one, where));
    return [`${where}: ${workload} (${kind}) grants targets as a whole only. Remove scopes.`];
  });
}

function faultsIn(schema: ZodType, settings: unknown, where: string): readonly string[] {
  const checked = schema.safeParse(settings);
  if (checked.success) return [];
  return checked.error.issues.map((one) => `${where}: ${one.path.join('.')} ${one.message}`);
}

function workloadOf(target: string): string {
  return target.slice(0, target.indexOf('\\'));
}
