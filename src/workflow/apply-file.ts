import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { approvalGoodForS, notApproved } from '../administration/approved-change';
import { type Configuration } from '../administration/configuration';
import { difference, type Change } from '../administration/difference';
import { configurationVersions } from '../administration/digest';
import { rowsOf } from '../administration/rows';
import { weakenings, type Weakening } from '../administration/weakening';
import { byElevate } from '../audit/events';
import { type ConnectorKind } from '../connectors/contract';
import { type RoleHolder } from '../elevation/roles';
import { isRefusal, type Refusal } from '../errors';
import { isUsedByFile, loadChange } from '../store/changes';
import { now as readClock } from '../store/clock';
import { knownIds, lockConfiguration } from '../store/configuration-writing';
import { type Database, type Tx } from '../store/database';
import { lockRoles, roleHolders } from '../store/roles';
import { refuseInUse, refuseWanted } from './change-standing';
import { writeChange } from './make-change';
import { presentConfiguration, type PresentConfiguration } from './read-configuration';

/** What a file wants, checked, and what lets it weaken control. */
export interface FileToApply {
  readonly configuration: Configuration;
  readonly text: string;
  /** Its name, for the trail. */
  readonly source: string;
  readonly kinds: readonly ConnectorKind[];
  /** Number of the change request that agreed to what it weakens; null where none is named. */
  readonly approvedBy: number | null;
  /** Whether nobody has to agree. */
  readonly soloAdmin: boolean;
}

export type FileOutcome =
  | { readonly outcome: 'empty' }
  | { readonly outcome: 'nothing' }
  | {
      readonly outcome: 'applied';
      readonly changes: readonly Change[];
      readonly weakens: readonly Weakening[];
    }
  /** It weakens what nobody agreed to; nothing was written. */
  | {
      readonly outcome: 'weakens';
      readonly changes: readonly Change[];
      readonly weakens: readonly Weakening[];
      readonly why: 'unasked' | 'no-such-approval' | 'too-long-ago';
    }
  /** It cannot be; nothing was written. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/**
 * Makes the database say what a file says, in one transaction: what differs is written and nothing else. `empty` is for whoever fills
 * an empty database, which is another thing.
 */
export function applyFile(database: Database, file: FileToApply): Promise<FileOutcome> {
  return database.transaction(async (tx): Promise<FileOutcome> => {
    const first = await presentConfiguration(tx);
    if (first === null) return { outcome: 'empty' };
    const organisationId = first.rows.organisation.id;
    await lockRoles(tx, organisationId);
    await lockConfiguration(tx, organisationId);
    // Read again: it may have changed while this waited for the locks.
    const present = (await presentConfiguration(tx))!;
    const changes = difference(present.configuration, file.configuration);
    if (changes.length === 0) return { outcome: 'nothing' };
    const weakens = weakenings(present.configuration, file.configuration);
    const held = await heldBack(tx, organisationId, file, { changes, weakens });
    if (held !== null) return { outcome: 'weakens', changes, ...held };
    const holders = await roleHolders(tx, organisationId);
    return write(tx, file, { present, changes, weakens, holders });
  });
}

interface Found {
  readonly changes: readonly Change[];
  readonly weakens: readonly Weakening[];
}

/** What nobody agreed to, and why what was named does not help; null when nothing is in the way. */
async function heldBack(
  tx: Tx,
  organisationId: string,
  { approvedBy, soloAdmin }: FileToApply,
  { changes, weakens }: Found,
): Promise<{
  readonly weakens: readonly Weakening[];
  readonly why: 'unasked' | 'no-such-approval' | 'too-long-ago';
} | null> {
  if (weakens.length === 0 || soloAdmin) return null;
  if (approvedBy === null) return { weakens, why: 'unasked' };
  const change = await loadChange(tx, organisationId, { number: approvedBy });
  const isApproved = change?.state === 'approved' && change.needs === 'second-admin';
  if (!isApproved || (await isUsedByFile(tx, organisationId, approvedBy)))
    return { weakens, why: 'no-such-approval' };
  const age = (await readClock(tx)).getTime() - change.closedAt!.getTime();
  if (age > approvalGoodForS * 1000) return { weakens, why: 'too-long-ago' };
  const left = notApproved(changes, weakens, change.changes);
  return left.length === 0 ? null : { weakens: left, why: 'no-such-approval' };
}

interface Writing extends Found {
  readonly present: PresentConfiguration;
  readonly holders: readonly RoleHolder[];
}

async function write(
  tx: Tx,
  file: FileToApply,
  { present, changes, weakens, holders }: Writing,
): Promise<FileOutcome> {
  const { configuration, kinds, source, text, approvedBy } = file;
  const refusal = refuseWanted(kinds, configuration, present, { now: holders, then: holders });
  if (isRefusal(refusal)) return { outcome: 'refused', refusal };
  const rows = rowsOf(configuration, uuidv7, await knownIds(tx, present.rows));
  const inUse = await refuseInUse(tx, present.rows, rows);
  if (inUse !== null) return { outcome: 'refused', refusal: inUse };
  const { id: organisationId } = present.rows.organisation;
  await writeChange(tx, {
    organisationId,
    changes,
    before: present.rows,
    after: rows,
    versions: configurationVersions(present.configuration, configuration),
    actor: byElevate,
    source: { file: source, sha256: createHash('sha256').update(text).digest('hex'), approvedBy },
  });
  return { outcome: 'applied', changes, weakens };
}
