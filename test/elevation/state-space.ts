/**
 * The state space of one request and its grant, searched breadth first. Places count as the same when their states, votes and
 * classes of deadlines are.
 */
import { noTerms, type RequestSnapshot } from '../../src/elevation/model';
import { ben, policy } from './samples';
import { deadlinesOf, openingOf, stepsFrom, type Path, type Scenario } from './state-steps';

const twoNeeded = { approvalsNeeded: 2 };
const auto = { approval: 'auto' } as const;
const glass = { ...noTerms, breakGlass: { groupIds: ['group-1'], maxS: 7200 } };
const usedUp = { ...auto, terms: { ...noTerms, autoBudget: { count: 1, windowS: 86_400 } } };

const otherGroup = policy({ version: 2 }, { approverGroupId: 'group-2' });

/** The clock is at 14:02 and the time to decide is a day, so that starts come before it, or after. */
export const scenarios: readonly Scenario[] = [
  { name: 'one approval' },
  { name: 'two approvals', rules: twoNeeded },
  { name: 'until a time of day', duration: 'until 20:00' },
  { name: 'approved by the policy', rules: auto },
  { name: 'beyond what the policy approves', rules: usedUp },
  { name: 'from later on', start: '18:00' },
  { name: 'from later on, two approvals', start: '18:00', rules: twoNeeded },
  { name: 'from later on, after the time to decide', start: 'tomorrow 18:00' },
  { name: 'from later on until a time of day', start: '18:00', duration: 'until 20:00' },
  { name: 'from later on, approved by the policy', start: '18:00', rules: auto },
  { name: 'taken at once', rules: { terms: glass }, taken: true },
  { name: 'of a policy that names another group since', policyNow: otherGroup },
  { name: 'for Ben', subject: ben },
  { name: 'for Ben, approved by the policy', subject: ben, rules: auto },
  { name: 'for Ben, beyond what the policy approves', subject: ben, rules: usedUp },
  { name: 'for Ben from later on', subject: ben, start: '18:00' },
];

/** A request, its grant and the time, which is `readAt` of the snapshot. */
interface Place {
  readonly scenario: Scenario;
  readonly at: RequestSnapshot;
}

/** A move of a request or of a grant. */
export type Pair = `${string} > ${string}`;

export interface Explored {
  /** Places that differ in states, votes or classes of deadlines. */
  readonly places: readonly RequestSnapshot[];
  readonly requestPairs: ReadonlySet<Pair>;
  readonly grantPairs: ReadonlySet<Pair>;
  readonly steps: number;
  /** How often each verb did something, and how often it was refused. */
  readonly verbs: ReadonlyMap<string, { done: number; refused: number }>;
}

/** Breadth first from every scenario until nothing new is reached. */
export function explore(): Explored {
  const seen = new Map<string, RequestSnapshot>();
  const requestPairs = new Set<Pair>();
  const grantPairs = new Set<Pair>();
  const verbs = new Map<string, { done: number; refused: number }>();
  const queue: Place[] = [];
  let steps = 0;
  const reach = (scenario: Scenario, start: RequestSnapshot | null, path: Path): void => {
    path.forEach((to, index) => {
      const from = path[index - 1] ?? start;
      noteMove(requestPairs, from?.state, to.state);
      noteMove(grantPairs, from?.grant?.state, to.grant?.state);
    });
    const at = path.at(-1)!;
    const key = keyOf(scenario, at);
    if (seen.has(key)) return;
    seen.set(key, at);
    queue.push({ scenario, at });
  };
  for (const scenario of scenarios) reach(scenario, null, openingOf(scenario));
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    for (const { verb, path } of stepsFrom(place.at)) {
      steps += 1;
      const counted = verbs.get(verb) ?? { done: 0, refused: 0 };
      counted[path.length === 0 ? 'refused' : 'done'] += 1;
      verbs.set(verb, counted);
      if (path.length > 0) reach(place.scenario, place.at, path);
    }
  }
  return { places: [...seen.values()], requestPairs, grantPairs, steps, verbs };
}

function noteMove(pairs: Set<Pair>, from: string | undefined, to: string | undefined): void {
  if (to !== undefined && from !== to) pairs.add(`${from ?? 'new'} > ${to}`);
}

function keyOf({ name }: Scenario, at: RequestSnapshot): string {
  const { state, acceptedAt, decisions, grant: held } = at;
  const votes = decisions.map(({ person, verdict }) => `${person.id} ${verdict}`).sort();
  const deadlines = deadlinesOf(at).map((deadline) =>
    Math.sign(at.readAt.getTime() - deadline.getTime()),
  );
  return JSON.stringify([
    name,
    state,
    acceptedAt !== null,
    votes,
    held?.state,
    held?.endCause,
    at.review?.closed?.by.id,
    deadlines,
  ]);
}
