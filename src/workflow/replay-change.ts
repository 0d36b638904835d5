import { type Change } from '../administration/difference';
import { type ConfigurationRows } from '../administration/rows';
import { endOtherwise } from '../elevation/replaying';
import { type Tx } from '../store/database';
import { pastRequests } from '../store/past-requests';
import { type ChangeReplay } from '../views/change';
import { type Context } from './context';
import { type PresentExcerpt } from './read-configuration';
import { governedBy, inTurns, leastDurationIn, peopleIn, policiesIn } from './replaying';

/** Of more targets, more requests, or when it takes longer than this, it is not counted: somebody waits for the card. */
const targetsMost = 2_000;
const requestsMost = 500;
const replayMs = 400;

interface Replayed {
  readonly changes: readonly Change[];
  readonly before: PresentExcerpt;
  readonly after: ConfigurationRows;
}

/**
 * How many past requests would have ended otherwise under a change of policies. Null where it changes none, or none of its targets has ever
 * been asked for.
 */
export async function replayChange(
  { organisationId, connectors }: Context,
  tx: Tx,
  { changes, before, after }: Replayed,
): Promise<ChangeReplay | null> {
  const changed = new Set(
    changes.filter(({ section }) => section === 'policies').map(({ item }) => item),
  );
  const [pattern] = changed;
  if (pattern === undefined) return null;
  const policies = { before: policiesIn(before.rows), after: policiesIn(after) };
  const targetIds = governedBy(changed, before.targets, policies, targetsMost);
  if (targetIds.length > targetsMost) return { counted: false, pattern };
  const past = await pastRequests(tx, organisationId, { targetIds, limit: requestsMost + 1 });
  if (past.length > requestsMost) return { counted: false, pattern };
  if (past.length === 0) return null;
  const world = { ...peopleIn(after), leastDurationS: leastDurationIn(connectors) };
  const deadline = AbortSignal.timeout(replayMs);
  const found = await inTurns(until(deadline, endOtherwise(past, policies, world)));
  if (found === null) return { counted: false, pattern };
  return { counted: true, otherwise: found.length, looked: past.length };
}

/** The same steps, between which the deadline can come; null once it has. */
function* until<T>(
  deadline: AbortSignal,
  steps: Generator<undefined, T>,
): Generator<undefined, T | null> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (deadline.aborted) return null;
    yield;
  }
}
