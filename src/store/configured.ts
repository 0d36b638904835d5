/**
 * What the configuration says about an account and about a target. It is kept in memory, each piece with the version
 * that it was read under. A piece counts only while that version is the present one, which the caller has to ask.
 */
import {
  type AccountKey,
  type ApproverGroup,
  type Person,
  type Policy,
  type Target,
} from '../elevation/model';
import { type Database, type Tx } from './database';
import { groupMembers, groupsOf, loadGroup } from './groups';
import { isSwitchedOff } from './organisations';
import { personOfAccount, targetAccountsOf } from './people';
import { policiesCovering } from './policies';
import { row, statement } from './sql';
import { findTargets } from './targets';

/** A policy that covers a target, with the group that decides under it. */
export interface CoveringPolicy {
  readonly policy: Policy;
  readonly group: ApproverGroup;
  /** Ids of the enabled people in the group. */
  readonly memberIds: readonly string[];
  /** The same of the group of each later stage. */
  readonly laterMemberIds: readonly (readonly string[])[];
}

export interface Asker {
  readonly person: Person | null;
  /** Their account in each workload. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Of the groups that they are in. */
  readonly groupIds: readonly string[];
}

export interface Named {
  /** Whether nothing can be asked for at all. */
  readonly switchedOff: boolean;
  /** Everything that the typed name can mean. */
  readonly targets: readonly Target[];
  /** Of the target, when it is only one. */
  readonly covering: readonly CoveringPolicy[];
}

interface Piece<T> {
  readonly version: string;
  readonly value: T;
}

interface Memory {
  readonly askers: Map<string, Piece<Asker>>;
  readonly names: Map<string, Piece<Named>>;
}

/** Pieces of one kind that are kept; beyond it the oldest go. */
const keptMax = 5_000;

/** Of each database. */
const memories = new WeakMap<Database['pool'], Memory>();

/** Both pieces, of one version, as they were last read. Read again with `stale`, the version that is not the present one any more. */
export async function recallConfigured(
  database: Database,
  question: {
    readonly organisationId: string;
    readonly account: AccountKey;
    readonly typed: string;
  },
  stale?: string,
): Promise<{ readonly version: string; readonly asker: Asker; readonly named: Named }> {
  const { askers, names } = memoryOf(database);
  const { organisationId, account, typed } = question;
  const askerKey = askerKeyOf(organisationId, account);
  const nameKey = JSON.stringify([organisationId, typed]);
  const asker = askers.get(askerKey);
  const named = names.get(nameKey);
  if (asker && named && asker.version === named.version && asker.version !== stale) {
    return { version: asker.version, asker: asker.value, named: named.value };
  }
  return database.read(async (tx) => {
    // First of all: what is read after it can be newer than the version, but never older.
    const version = await readVersion(tx, organisationId);
    const read = {
      version,
      asker: await readAsker(tx, organisationId, account),
      named: await readNamed(tx, organisationId, typed),
    };
    keep(askers, askerKey, { version, value: read.asker });
    keep(names, nameKey, { version, value: read.named });
    return read;
  });
}

/** Who asks, as of now, and what time it is. */
export async function recallAsker(
  database: Database,
  organisationId: string,
  account: AccountKey,
): Promise<{ readonly asker: Asker; readonly now: Date }> {
  const { askers } = memoryOf(database);
  const key = askerKeyOf(organisationId, account);
  return database.read(async (tx) => {
    const found = await row<{ version: string; now: Date }>(tx, versionNow, [organisationId]);
    if (!found) throw new Error(`there is no organisation ${organisationId}`);
    const known = askers.get(key);
    if (known?.version === found.version) return { asker: known.value, now: found.now };
    const asker = await readAsker(tx, organisationId, account);
    keep(askers, key, { version: found.version, value: asker });
    return { asker, now: found.now };
  });
}

/** Whether the account was somebody's when it was last read for a request. It asks nobody, and may be out of date. */
export function wasTied(database: Database, organisationId: string, account: AccountKey): boolean {
  const known = memoryOf(database).askers.get(askerKeyOf(organisationId, account));
  return known !== undefined && known.value.person !== null;
}

function askerKeyOf(organisationId: string, { platform, tenant, user }: AccountKey): string {
  return JSON.stringify([organisationId, platform, tenant, user]);
}

function memoryOf({ pool }: Database): Memory {
  const memory = memories.get(pool) ?? { askers: new Map(), names: new Map() };
  memories.set(pool, memory);
  return memory;
}

function keep<T>(pieces: Map<string, Piece<T>>, key: string, piece: Piece<T>): void {
  pieces.delete(key);
  if (pieces.size >= keptMax) pieces.delete(pieces.keys().next().value!);
  pieces.set(key, piece);
}

const version = statement(
  'configuration-version',
  'select version from elevate.configuration_versions where organisation_id = $1',
);

const versionNow = statement(
  'configuration-version-now',
  `select version, elevate.now() as now from elevate.configuration_versions
   where organisation_id = $1`,
);

async function readVersion(tx: Tx, organisationId: string): Promise<string> {
  const found = await row<{ version: string }>(tx, version, [organisationId]);
  if (!found) throw new Error(`there is no organisation ${organisationId}`);
  return found.version;
}

async function readAsker(tx: Tx, organisationId: string, account: AccountKey): Promise<Asker> {
  const person = await personOfAccount(tx, organisationId, account);
  if (person === null) return { person, accounts: new Map(), groupIds: [] };
  const accounts = await targetAccountsOf(tx, organisationId, person.id);
  return { person, accounts, groupIds: await groupsOf(tx, organisationId, person.id) };
}

async function readNamed(tx: Tx, organisationId: string, typed: string): Promise<Named> {
  const switchedOff = await isSwitchedOff(tx, organisationId);
  const targets = await findTargets(tx, organisationId, typed);
  const [target] = targets;
  if (target === undefined || targets.length > 1) return { switchedOff, targets, covering: [] };
  const covering: CoveringPolicy[] = [];
  for (const policy of await policiesCovering(tx, organisationId, target.name)) {
    const groupId = policy.rules.approverGroupId;
    const { id, name, size } = await loadGroup(tx, organisationId, groupId);
    const memberIds = await enabledIn(tx, organisationId, groupId);
    const laterMemberIds: (readonly string[])[] = [];
    for (const stage of policy.rules.terms.stages) {
      laterMemberIds.push(await enabledIn(tx, organisationId, stage.groupId));
    }
    covering.push({ policy, group: { id, name, size }, memberIds, laterMemberIds });
  }
  return { switchedOff, targets, covering };
}

async function enabledIn(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<readonly string[]> {
  const members = await groupMembers(tx, organisationId, groupId);
  return members.filter((one) => !one.disabled).map((one) => one.id);
}
