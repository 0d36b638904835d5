/** A change of the configuration against what is configured now: what it weakens, what it does to what waits, who may decide. */
import {
  changeDeciders,
  needsOf,
  type ChangeNeeds,
  type ChangeRequest,
  type Proposal,
} from '../administration/change-request';
import { changeEffects } from '../administration/change-effects';
import { type Configuration } from '../administration/configuration';
import { conflictsOf, patched } from '../administration/patch';
import { rowsOf, type ConfigurationRows } from '../administration/rows';
import { weakenings } from '../administration/weakening';
import { type ConnectorKind } from '../connectors/contract';
import { type Person } from '../elevation/model';
import { actingIn, type RoleHolder } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { openRequests } from '../store/changes';
import { knownIds } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { roleHolders } from '../store/roles';
import { loadSnapshots } from '../store/snapshots';
import { noEffects, type ChangeStanding } from '../views/change';
import { settingsProblems } from './apply-configuration';
import { type Context } from './context';
import { presentConfiguration, type PresentConfiguration } from './read-configuration';
import { v7 as uuidv7 } from 'uuid';

/** Where a change leads. */
export interface Wanted {
  readonly present: PresentConfiguration;
  readonly configuration: Configuration;
  readonly rows: ConfigurationRows;
}

/** Everything that is known about a change when it is shown, sent or decided. */
export interface JudgedChange {
  readonly standing: ChangeStanding;
  readonly holders: readonly RoleHolder[];
  /** Set when it could be done now. */
  readonly wanted: Wanted | null;
  /** Why it could not, though it fits what is configured. */
  readonly unusable: Refusal | null;
}

/** More waiting requests than this are not looked at one by one. */
const effectsMost = 500;

/** Throws when nothing is configured. */
export async function presentOf(tx: Tx): Promise<PresentConfiguration> {
  const present = await presentConfiguration(tx);
  if (present === null) throw new Error('nothing is configured');
  return present;
}

/** @param needs as it was sent; left out for what is only drafted */
export async function judgeChange(
  context: Context,
  tx: Tx,
  proposal: Proposal & { readonly proposer: Person; readonly needs?: ChangeNeeds },
): Promise<JudgedChange> {
  const { organisationId, soloAdmin } = context;
  const { changes, roles } = proposal;
  const holders = await roleHolders(tx, organisationId);
  const deciders = changeDeciders(proposal, holders);
  const present = await presentOf(tx);
  const since = conflictsOf(present.configuration, changes);
  const wanted = since.length > 0 ? null : patched(present.configuration, changes);
  const none = { effects: noEffects, deciders, since };
  if (wanted === null || isRefusal(wanted)) {
    const needs = proposal.needs ?? 'second-admin';
    const standing = { ...none, weakens: [], needs };
    return { standing, holders, wanted: null, unusable: wanted };
  }
  const weakens = weakenings(present.configuration, wanted);
  const rows = rowsOf(wanted, uuidv7, await knownIds(tx, present.rows));
  const needs = proposal.needs ?? needsOf(weakens, roles, { soloAdmin });
  const effects = changes.length === 0 ? noEffects : await effectsOf(tx, organisationId, rows);
  return {
    standing: { ...none, weakens, needs, effects },
    holders,
    wanted: { present, configuration: wanted, rows },
    unusable: refuseWanted(context.connectorKinds, wanted, present, holders),
  };
}

async function effectsOf(tx: Tx, organisationId: string, rows: ConfigurationRows) {
  const ids = (await openRequests(tx, organisationId)).slice(0, effectsMost);
  return changeEffects(await loadSnapshots(tx, organisationId, ids), rows);
}

/** What only shows beside the file: settings that a kind of system does not know, and nobody left who could mend anything. */
export function refuseWanted(
  connectorKinds: readonly ConnectorKind[],
  wanted: Configuration,
  { rows }: PresentConfiguration,
  holders: readonly RoleHolder[],
): Refusal | null {
  const problems = settingsProblems(wanted, connectorKinds);
  if (problems.length > 0) return refuse('change-not-possible', { problems });
  const keys = new Map(rows.persons.map(({ id, key }) => [id, key]));
  const able = new Set(
    wanted.people.filter((one) => !one.disabled && one.mergedInto === null).map(({ key }) => key),
  );
  const owners = actingIn('owner', holders);
  const left = owners.filter(({ id }) => able.has(keys.get(id) ?? ''));
  return owners.length > 0 && left.length === 0 ? refuse('change-last-owner') : null;
}

/** As it is shown: what was decided is shown by what counted then. */
export async function standingOf(
  context: Context,
  tx: Tx,
  change: ChangeRequest,
): Promise<ChangeStanding> {
  const { standing } = await judgeChange(context, tx, change);
  if (change.state === 'pending') return standing;
  return { ...standing, weakens: change.weakens, effects: noEffects, since: [] };
}
