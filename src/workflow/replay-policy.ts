import { setImmediate } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { difference } from '../administration/difference';
import { editConfiguration } from '../administration/edit';
import { rowsOf, type ConfigurationRows } from '../administration/rows';
import { type AdminCommand } from '../commands/command';
import { type Policy } from '../elevation/model';
import { type PastRequest, type ReplayWorld } from '../elevation/past-fate';
import { policyChooser } from '../elevation/policy';
import { endOtherwise } from '../elevation/replaying';
import { isRefusal, refuse, type Refusal } from '../errors';
import { knownIds } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { pastRequests } from '../store/past-requests';
import { replayView, type ReplayFacts } from '../views/policy-replay';
import { type View } from '../views/view';
import { presentOf } from './change-standing';
import { type Context } from './context';

type ReplayCommand = Extract<AdminCommand, { verb: 'policy-replay' }>;

/** The newest so many are looked at. */
const replayMost = 1000;

/** Query: which past requests would have ended otherwise, had a policy said what is typed. It writes nothing. */
export async function replayPolicy(
  context: Context,
  asked: ReplayCommand,
): Promise<View | Refusal> {
  const read = await context.database.read((tx) => readPast(context, tx, asked));
  if (isRefusal(read)) return read;
  const { past, policies, world, ...facts } = read;
  const otherwise = await inTurns(endOtherwise(past, policies, world));
  return replayView({ ...facts, looked: past.length, otherwise });
}

/** So many steps are done before others have their turn. */
const stepsInTurn = 5;

/** What becomes of the steps in the end; whatever else waits is done between them. */
async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    const step = steps.next();
    if (step.done) return step.value;
    if (count % stepsInTurn === 0) await setImmediate();
  }
}

interface Read extends Omit<ReplayFacts, 'looked' | 'otherwise'> {
  readonly past: readonly PastRequest[];
  readonly policies: { readonly before: readonly Policy[]; readonly after: readonly Policy[] };
  readonly world: ReplayWorld;
}

async function readPast(
  { organisationId, connectors }: Context,
  tx: Tx,
  { policy: typed, fields }: ReplayCommand,
): Promise<Read | Refusal> {
  const present = await presentOf(tx);
  const edit = { section: 'policies', act: 'set', item: typed, fields } as const;
  // A policy names groups, and neither people nor a channel.
  const wanted = editConfiguration(present.configuration, edit, { people: new Map(), here: null });
  if (isRefusal(wanted)) return wanted;
  const changes = difference(present.configuration, wanted);
  if (changes.length === 0) return refuse('change-nothing');
  const rows = rowsOf(wanted, uuidv7, await knownIds(tx, present.rows));
  const policies = { before: policiesIn(present.rows), after: policiesIn(rows) };
  const changed = new Set(changes.map(({ item }) => item));
  const targetIds = governedBy(changed, present.rows, policies);
  const found = await pastRequests(tx, organisationId, { targetIds, limit: replayMost + 1 });
  const leastDurationS = (workload: string) =>
    connectors.of(workload)?.describe().leastDurationS ?? 60;
  return {
    changes,
    past: found.slice(0, replayMost),
    isMore: found.length > replayMost,
    policies,
    world: { ...peopleIn(rows), leastDurationS },
    readAt: present.at,
  };
}

/** Their versions tell nothing: each is compared with itself. */
function policiesIn({ policies }: ConfigurationRows): readonly Policy[] {
  return policies.map((one) => ({ ...one, version: 0 }));
}

/** Ids of the targets that one of these policies decides about, before or after. */
function governedBy(
  patterns: ReadonlySet<string>,
  { targets }: ConfigurationRows,
  { before, after }: { readonly before: readonly Policy[]; readonly after: readonly Policy[] },
): readonly string[] {
  const choosers = [policyChooser(before), policyChooser(after)];
  const governed = targets.filter(({ name }) =>
    choosers.some((choose) => patterns.has(choose(name)?.pattern ?? '')),
  );
  return governed.map(({ id }) => id);
}

/** Who is in which group, as survivors of merges. */
function peopleIn({ persons, groups }: ConfigurationRows): Omit<ReplayWorld, 'leastDurationS'> {
  const survivors = new Map(persons.map(({ id, mergedIntoId }) => [id, mergedIntoId ?? id]));
  return {
    members: new Map(
      groups.map(({ id, memberIds }) => [id, new Set(memberIds.map((one) => survivors.get(one)!))]),
    ),
    disabled: new Set(persons.filter(({ disabled }) => disabled).map(({ id }) => id)),
  };
}
