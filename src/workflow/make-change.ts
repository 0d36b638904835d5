import { type ChangeRequest, type Proposal } from '../administration/change-request';
import { type Change } from '../administration/difference';
import { configurationVersion } from '../administration/digest';
import { type Actor } from '../audit/events';
import { type Person } from '../elevation/model';
import { appendAudit } from '../store/audit';
import { openRequests } from '../store/changes';
import { now as readClock } from '../store/clock';
import { writeDifference } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { giveRole, takeRole, takeRolesOfRemoved } from '../store/roles';
import { type Wanted } from './change-standing';
import { enqueuePublish, enqueuePublishOfChanges } from './publish-job';

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
  await writeChange(tx, { organisationId, changes, wanted, actor, requestId });
}

export interface Written {
  readonly organisationId: string;
  readonly changes: readonly Change[];
  readonly wanted: Wanted;
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
  { organisationId, changes, wanted, actor, requestId, source }: Written,
): Promise<void> {
  const { present, configuration, rows } = wanted;
  if (changes.length > 0) await writeDifference(tx, present.rows, rows);
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
      before: configurationVersion(present.configuration),
      after: configurationVersion(configuration),
      ...(source && { source }),
    },
  });
  await enqueuePublishOfChanges(tx, organisationId);
  if (changes.length === 0) return;
  for (const one of await openRequests(tx, organisationId)) {
    await enqueuePublish(tx, organisationId, one);
  }
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
