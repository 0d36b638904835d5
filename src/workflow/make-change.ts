import { type ChangeRequest, type Proposal } from '../administration/change-request';
import { type Change } from '../administration/difference';
import { configurationVersions } from '../administration/digest';
import { type ConfigurationRows } from '../administration/rows';
import { type Actor } from '../audit/events';
import { type Person } from '../elevation/model';
import { appendAudit } from '../store/audit';
import { openRequests } from '../store/changes';
import { now as readClock } from '../store/clock';
import { writeDifference } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { giveRole, takeRole, takeRolesOfRemoved } from '../store/roles';
import { type Wanted } from './change-standing';
import { enqueuePublishOfAll, enqueuePublishOfChanges } from './publish-job';
import { wholeOfBoth } from './read-configuration';

export interface Making {
  readonly organisationId: string;
  readonly change: Proposal & Pick<ChangeRequest, 'id' | 'proposer'>;
  readonly wanted: Wanted;
  /** Who made it count, for the trail. */
  readonly actor: Actor;
}

/** Does a change that was proposed, in the transaction in which it was agreed to, with the configuration locked. */
export async function makeChange(
  tx: Tx,
  { organisationId, change, wanted, actor }: Making,
): Promise<void> {
  const { changes, roles, id: requestId, proposer } = change;
  for (const { act, person, role } of roles) {
    if (act === 'add') {
      await giveRole(tx, organisationId, { person, role, at: await readClock(tx), by: proposer });
    } else {
      await takeRole(tx, organisationId, { person, role, by: proposer });
    }
    await auditRole(tx, { organisationId, act, person, role, actor, requestId });
  }
  const { present, configuration, rows } = wanted;
  const [old, whole] = await wholeOfBoth(tx, present, configuration);
  const versions = configurationVersions(old, whole);
  const both = { before: present.rows, after: rows };
  await writeChange(tx, { organisationId, changes, ...both, versions, actor, requestId });
}

export interface Written {
  readonly organisationId: string;
  readonly changes: readonly Change[];
  readonly before: ConfigurationRows;
  readonly after: ConfigurationRows;
  /** Of the configuration before and after. */
  readonly versions: readonly [string, string];
  readonly actor: Actor;
  /** Left out for what no request proposed. */
  readonly requestId?: string;
  /** The file that says so. */
  readonly source?: {
    readonly file: string;
    readonly sha256: string;
    readonly approvedBy: number | null;
  };
}

/** Writes what differs. What waits to be decided is drawn anew: other people may have to look at it now. */
export async function writeChange(
  tx: Tx,
  { organisationId, changes, before, after, versions, actor, requestId, source }: Written,
): Promise<void> {
  if (changes.length > 0) await writeDifference(tx, before, after);
  for (const facts of await takeRolesOfRemoved(tx, organisationId)) {
    await appendAudit(tx, { organisationId, kind: 'role.taken', actor, requestId, facts });
  }
  await appendAudit(tx, {
    organisationId,
    kind: 'configuration.changed',
    actor,
    requestId,
    facts: {
      changes: JSON.parse(JSON.stringify(changes)) as unknown[],
      before: versions[0],
      after: versions[1],
      ...(source && { source }),
    },
  });
  await enqueuePublishOfChanges(tx, organisationId);
  if (changes.length === 0) return;
  await enqueuePublishOfAll(tx, organisationId, await openRequests(tx, organisationId));
}

interface RoleMade {
  readonly organisationId: string;
  readonly act: 'add' | 'remove';
  readonly person: Person;
  readonly role: 'owner' | 'admin' | 'auditor';
  readonly actor: Actor;
  readonly requestId: string;
}

async function auditRole(tx: Tx, { act, person, role, ...about }: RoleMade): Promise<void> {
  const facts = { role, personId: person.id };
  if (act === 'remove') return appendAudit(tx, { ...about, kind: 'role.taken', facts });
  return appendAudit(tx, { ...about, kind: 'role.given', facts: { ...facts, source: null } });
}
