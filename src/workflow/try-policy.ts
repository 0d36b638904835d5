import { type AdminCommand } from '../commands/command';
import { type Person, type Policy, type Target } from '../elevation/model';
import { type OpeningInput } from '../elevation/opening';
import { choosePolicy } from '../elevation/policy';
import { tryOpening } from '../elevation/trying';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { groupMembers, groupsOf } from '../store/groups';
import { lastDeniedAt } from '../store/opening-history';
import { isSwitchedOff } from '../store/organisations';
import { targetAccountsOf } from '../store/people';
import { policiesCovering } from '../store/policies';
import { findTargets } from '../store/targets';
import { trialView, type TrialFacts } from '../views/policy-trial';
import { type View } from '../views/view';
import { usedBudget } from './auto-budget';
import { type Context } from './context';
import { named, onlyTarget } from './name-target';
import { personTyped } from './person-typed';
import { groupsOfPolicies } from './read-policies';
import { requesterZone } from './requester-zone';

type TestCommand = Extract<AdminCommand, { verb: 'policy-test' }>;

interface Tried {
  readonly envelope: Envelope;
  readonly asked: TestCommand;
  /** Who types. */
  readonly self: Person;
  /** Of whoever types: lengths are meant in their own time. */
  readonly zone: string | null;
}

/** Query: what would become of a request and why, by the rules that judge a real one. It writes nothing. */
export async function tryPolicy(
  context: Context,
  envelope: Envelope,
  self: Person,
  asked: TestCommand,
): Promise<View | Refusal> {
  const zone = await requesterZone(context, envelope, asked);
  const tried = { envelope, asked, self, zone };
  const facts = await context.database.read((tx) => readFacts(context, tx, tried));
  return isRefusal(facts) ? named(context, facts) : trialView(facts);
}

async function readFacts(context: Context, tx: Tx, tried: Tried): Promise<TrialFacts | Refusal> {
  const { organisationId } = context;
  const { asked, envelope, self } = tried;
  const person = await personTyped(context, tx, envelope, { typed: asked.as ?? 'me', self });
  if (isRefusal(person)) return person;
  const target = onlyTarget(asked.target, await findTargets(tx, organisationId, asked.target));
  if (isRefusal(target)) return target;
  const covering = await policiesCovering(tx, organisationId, target.name);
  const policy = choosePolicy(covering, target.name);
  if (policy === null) return refuse('no-policy', { target: target.name });
  const input = await readInput(context, tx, tried, { person, target, policy });
  return {
    person,
    target,
    policy,
    others: covering.filter(({ id }) => id !== policy.id).map(({ pattern }) => pattern),
    groups: await groupsOfPolicies(tx, organisationId, [policy]),
    trial: tryOpening(input),
    budgetUsed: input.present.autoApproved,
    leastDurationS: input.leastDurationS,
    readAt: input.present.now,
  };
}

interface About {
  readonly person: Person;
  readonly target: Target;
  readonly policy: Policy;
}

type Input = OpeningInput & {
  readonly policy: Policy;
  readonly present: NonNullable<OpeningInput['present']>;
};

/** Everything that a request of this person would be judged by, as it is now. */
async function readInput(
  { organisationId, connectors }: Context,
  tx: Tx,
  { asked, zone }: Tried,
  { person, target, policy }: About,
): Promise<Input> {
  const now = await readClock(tx);
  const ableByStage = await readAble(tx, organisationId, { person, policy });
  const asking = { organisationId, policy, requester: person, subject: person };
  const accounts = await targetAccountsOf(tx, organisationId, person.id);
  return {
    switchedOff: await isSwitchedOff(tx, organisationId),
    requester: person,
    subject: person,
    target,
    policy,
    typedDuration: asked.duration,
    typedStart: asked.at,
    clock: zone === null ? null : { now, zone },
    reason: asked.reason,
    ticket: asked.ticket,
    typedScope: asked.scope ?? null,
    requesterGroupIds: await groupsOf(tx, organisationId, person.id),
    present: {
      now,
      lastDeniedAt: await lastDeniedAt(tx, organisationId, person.id, target.id),
      autoApproved: await usedBudget(tx, asking),
    },
    groupMembersAbleToDecide: ableByStage[0]!.length,
    ableByStage,
    targetAccount: accounts.get(target.workload) ?? null,
    leastDurationS: connectors.of(target.workload)?.describe().leastDurationS ?? 60,
  };
}

/** Enabled people of each stage, without the requester. */
async function readAble(
  tx: Tx,
  organisationId: string,
  { person, policy }: Pick<About, 'person' | 'policy'>,
): Promise<readonly (readonly string[])[]> {
  const { approverGroupId, terms } = policy.rules;
  const groupIds = [approverGroupId, ...terms.stages.map(({ groupId }) => groupId)];
  const able: (readonly string[])[] = [];
  for (const groupId of groupIds) {
    const members = await groupMembers(tx, organisationId, groupId);
    const others = members.filter((one) => !one.disabled && one.id !== person.id);
    able.push(others.map(({ id }) => id));
  }
  return able;
}
