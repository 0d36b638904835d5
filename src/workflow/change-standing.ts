/** A change of the configuration against what is configured now: what it weakens, what it does to what waits, who may decide. */
import {
  changeDeciders,
  needsOf,
  refuseProposer,
  rolesAfter,
  type ChangeNeeds,
  type ChangeRequest,
  type Proposal,
} from '../administration/change-request';
import { changeEffects } from '../administration/change-effects';
import { type Configuration } from '../administration/configuration';
import { tooFewDeciders } from '../administration/deciders';
import { governingAfter } from '../administration/governing';
import { conflictsOf, patched } from '../administration/patch';
import { rowsOf, type ConfigurationRows } from '../administration/rows';
import { isSame } from '../administration/spelling';
import { weakenings } from '../administration/weakening';
import { type ConnectorKind } from '../connectors/contract';
import { requestId, type Person } from '../elevation/model';
import { actingIn, type HeldRole, type RoleHolder } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { openRequests, usesOfTargets } from '../store/changes';
import { knownIds } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { roleHolders } from '../store/roles';
import { loadSnapshots } from '../store/snapshots';
import { noEffects, type ChangeStanding } from '../views/change';
import { changeTexts } from '../views/change-lines';
import { settingsProblems } from './apply-configuration';
import { type Context } from './context';
import { presentConfiguration, type PresentConfiguration } from './read-configuration';
import { replayChange } from './replay-change';
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
  const none = { effects: noEffects, deciders, since, governs: [] };
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
    standing: {
      ...none,
      weakens,
      needs,
      effects,
      governs: governingAfter(present.configuration, wanted),
    },
    holders,
    wanted: { present, configuration: wanted, rows },
    unusable:
      refuseDoing(context.connectorKinds, wanted, present, { proposal, holders }) ??
      (await refuseInUse(tx, present.rows, rows)) ??
      (changeTexts(proposal, weakens).isWhole ? null : refuse('change-too-large')),
  };
}

/**
 * What is granted somewhere is taken away there: while a target has a right that has not ended, or a request that could become one,
 * neither what it grants nor the system that it is in is made another.
 */
export async function refuseInUse(
  tx: Tx,
  before: ConfigurationRows,
  after: ConfigurationRows,
): Promise<Refusal | null> {
  const [used] = await usesOfTargets(tx, before.organisation.id, otherwiseGranted(before, after));
  if (used === undefined) return null;
  const requests = used.numbers.map(requestId);
  return refuse('change-in-use', { target: used.name, requests });
}

/** Ids of the targets that would grant something else, or somewhere else, or that come again. */
function otherwiseGranted(before: ConfigurationRows, after: ConfigurationRows): readonly string[] {
  const connectors = new Map(before.connectors.map((one) => [one.workload, one]));
  const moved = new Set(
    after.connectors
      .filter((one) => !isSame(one, connectors.get(one.workload)))
      .map(({ workload }) => workload),
  );
  const old = new Map(before.targets.map((one) => [one.id, one]));
  const others = after.targets.filter((one) => {
    const was = old.get(one.id);
    const isOther = !isSame([was?.type, was?.settings], [one.type, one.settings]);
    return isOther || moved.has(one.name.slice(0, one.name.indexOf('\\')));
  });
  return others.map(({ id }) => id);
}

interface Proposed {
  readonly proposal: Proposal & { readonly proposer: Person };
  readonly holders: readonly RoleHolder[];
}

/** What was true of people when it was proposed may not be any more: who proposed it, and whose role it gives or takes. */
function refuseDoing(
  connectorKinds: readonly ConnectorKind[],
  wanted: Configuration,
  present: PresentConfiguration,
  { proposal, holders }: Proposed,
): Refusal | null {
  const gone = refuseProposer(proposal, holders);
  if (gone !== null) return gone;
  const after = rolesAfter(proposal, holders);
  if (isRefusal(after)) return after;
  return refuseWanted(connectorKinds, wanted, present, { now: holders, then: after });
}

async function effectsOf(tx: Tx, organisationId: string, rows: ConfigurationRows) {
  const ids = (await openRequests(tx, organisationId)).slice(0, effectsMost);
  return changeEffects(await loadSnapshots(tx, organisationId, ids), rows);
}

/** Keys of those who are somebody's account on a platform: an owner without one could mend nothing. */
function ableToAct({ people }: Configuration): ReadonlySet<string> {
  const linked = people.filter(
    ({ accounts }) => accounts.slack !== undefined || accounts.teams !== undefined,
  );
  const reached = new Set(linked.map(({ key, mergedInto }) => mergedInto ?? key));
  return new Set(
    people
      .filter(({ key, disabled, mergedInto }) => {
        return !disabled && mergedInto === null && reached.has(key);
      })
      .map(({ key }) => key),
  );
}

/**
 * What only shows beside the file: settings that a kind of system does not know, fewer people than have to decide, and nobody left
 * who could mend anything.
 */
export function refuseWanted(
  connectorKinds: readonly ConnectorKind[],
  wanted: Configuration,
  { configuration, rows }: PresentConfiguration,
  holders: { readonly now: readonly HeldRole[]; readonly then: readonly HeldRole[] },
): Refusal | null {
  const problems = [
    ...settingsProblems(wanted, connectorKinds),
    ...tooFewDeciders(configuration, wanted),
  ];
  if (problems.length > 0) return refuse('change-not-possible', { problems });
  const keys = new Map(rows.persons.map(({ id, key }) => [id, key]));
  const able = ableToAct(wanted);
  const left = actingIn('owner', holders.then).filter(({ id }) => able.has(keys.get(id) ?? ''));
  const hasOwner = actingIn('owner', holders.now).length > 0;
  return hasOwner && left.length === 0 ? refuse('change-last-owner') : null;
}

/** The same as it is shown to somebody: with what it would have done to past requests, which nothing is decided by. */
export async function judgeForReading(
  context: Context,
  tx: Tx,
  proposal: Parameters<typeof judgeChange>[2],
): Promise<JudgedChange> {
  const judged = await judgeChange(context, tx, proposal);
  if (judged.wanted === null) return judged;
  const { present, rows: after } = judged.wanted;
  const { changes } = proposal;
  const replay = await replayChange(context, tx, { changes, before: present.rows, after });
  return { ...judged, standing: { ...judged.standing, replay } };
}

/** As it is shown: what was decided is shown by what counted then. */
export async function standingOf(
  context: Context,
  tx: Tx,
  change: ChangeRequest,
): Promise<ChangeStanding> {
  if (change.state === 'pending') return (await judgeForReading(context, tx, change)).standing;
  const holders = await roleHolders(tx, context.organisationId);
  const { weakens, needs } = change;
  return {
    weakens,
    needs,
    effects: noEffects,
    deciders: changeDeciders(change, holders),
    since: [],
    governs: [],
  };
}
