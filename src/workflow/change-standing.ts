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
import { changeEffects, type Configured } from '../administration/change-effects';
import { type Configuration } from '../administration/configuration';
import { tooFewDeciders } from '../administration/deciders';
import { type Change } from '../administration/difference';
import { targetsOfChanges, type Excerpt } from '../administration/excerpt';
import { governingAfter } from '../administration/governing';
import { conflictsOf, patched } from '../administration/patch';
import { rowsOf, type ConfigurationRows } from '../administration/rows';
import { isSame } from '../administration/spelling';
import { weakenings } from '../administration/weakening';
import { type ConnectorKind } from '../connectors/contract';
import { requestId, type Person } from '../elevation/model';
import { actingIn, type HeldRole, type RoleHolder } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { pendingRequests, usesOfTargets } from '../store/changes';
import { knownIds } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { roleHolders } from '../store/roles';
import { noEffects, type ChangeStanding } from '../views/change';
import { changeTexts } from '../views/change-lines';
import { settingsProblems } from './apply-configuration';
import { type Context } from './context';
import { presentExcerpt, type PresentExcerpt } from './read-configuration';
import { replayChange } from './replay-change';
import { v7 as uuidv7 } from 'uuid';

/** Where a change leads. */
export interface Wanted {
  readonly present: PresentExcerpt;
  readonly configuration: Excerpt;
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

/** What is configured now, as far as it is needed to judge these changes. */
function presentFor(
  tx: Tx,
  organisationId: string,
  changes: readonly Change[],
): Promise<PresentExcerpt> {
  return presentExcerpt(tx, organisationId, (names) => targetsOfChanges(changes, names));
}

type Judging = Proposal & { readonly proposer: Person; readonly needs?: ChangeNeeds };

/**
 * @param proposal with `needs` as it was sent; left out for what is only drafted
 * @param read what is configured, where somebody has read it for these changes
 */
export async function judgeChange(
  context: Context,
  tx: Tx,
  proposal: Judging,
  read?: PresentExcerpt,
): Promise<JudgedChange> {
  const { organisationId, soloAdmin } = context;
  const { changes, roles } = proposal;
  const holders = await roleHolders(tx, organisationId);
  const deciders = changeDeciders(proposal, holders);
  const present = read ?? (await presentFor(tx, organisationId, changes));
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
  const effects =
    changes.length === 0 ? noEffects : await effectsOf(tx, organisationId, present, rows);
  const governs = governingAfter(present.configuration, wanted);
  return {
    standing: { ...none, weakens, needs, effects, governs },
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

type Present = Pick<PresentExcerpt, 'configuration' | 'rows'>;

interface Proposed {
  readonly proposal: Proposal & { readonly proposer: Person };
  readonly holders: readonly RoleHolder[];
}

/** What was true of people when it was proposed may not be any more: who proposed it, and whose role it gives or takes. */
function refuseDoing(
  connectorKinds: readonly ConnectorKind[],
  wanted: Excerpt,
  present: Present,
  { proposal, holders }: Proposed,
): Refusal | null {
  const gone = refuseProposer(proposal, holders);
  if (gone !== null) return gone;
  const after = rolesAfter(proposal, holders);
  if (isRefusal(after)) return after;
  return refuseWanted(connectorKinds, wanted, present, { now: holders, then: after });
}

async function effectsOf(
  tx: Tx,
  organisationId: string,
  present: PresentExcerpt,
  rows: ConfigurationRows,
) {
  const pending = await pendingRequests(tx, organisationId, effectsMost);
  const before = { rows: present.rows, targetIds: new Set(present.targets.map(({ id }) => id)) };
  return changeEffects(pending, before, { rows, targetIds: idsAfter(before, rows) });
}

/** Of what an excerpt leaves out nothing comes and nothing goes. */
function idsAfter({ rows, targetIds }: Configured, after: ConfigurationRows): ReadonlySet<string> {
  const ids = new Set(targetIds);
  for (const { id } of rows.targets) ids.delete(id);
  for (const { id } of after.targets) ids.add(id);
  return ids;
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
  wanted: Excerpt,
  { configuration, rows }: Present,
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
  proposal: Judging,
  read?: PresentExcerpt,
): Promise<JudgedChange> {
  const judged = await judgeChange(context, tx, proposal, read);
  if (judged.wanted === null) return judged;
  const { present, rows: after } = judged.wanted;
  const { changes } = proposal;
  const replay = await replayChange(context, tx, { changes, before: present, after });
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
