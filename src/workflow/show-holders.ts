import { choosePolicy } from '../elevation/policy';
import { mayReadHolders } from '../elevation/reading';
import { type Person, type Policy, type Target } from '../elevation/model';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { groupMembers, groupsOf, loadGroup } from '../store/groups';
import { holdersOf } from '../store/holders';
import { personOfAccount } from '../store/people';
import { policiesCovering } from '../store/policies';
import { rolesNow } from '../store/roles';
import { findTargets } from '../store/targets';
import { whoView, type WhoFacts } from '../views/who';
import { type Context } from './context';
import { named, onlyTarget } from './name-target';
import { refuseAccount } from './read-clicker';
import { refuseQuery } from './refuse-and-record';

/**
 * Query: who holds a target now, who may ask for it and who decides; for those who may ask or decide themselves, and for auditors.
 * Reading writes nothing; being refused is recorded like every refusal.
 */
export async function showHolders(
  context: Context,
  envelope: Envelope,
  typed: string,
): Promise<Reply> {
  const { organisationId, database } = context;
  const { account } = envelope;
  const person = await database.read((tx) => personOfAccount(tx, organisationId, account));
  const read =
    person === null
      ? refuse('unlinked-account', { platform: account.platform })
      : await database.read((tx) => readWho(context, tx, person, typed));
  const attempt = { verb: 'who', person };
  if (isRefusal(read)) return refuseQuery(context, envelope, attempt, await named(context, read));
  const refusal = await refuseAccount(context, envelope, undefined, { lately: true });
  if (refusal !== null) return refuseQuery(context, envelope, attempt, refusal);
  return { privately: whoView(read), screen: null };
}

async function readWho(
  { organisationId }: Context,
  tx: Tx,
  person: Person,
  typed: string,
): Promise<WhoFacts | Refusal> {
  const target = onlyTarget(typed, await findTargets(tx, organisationId, typed));
  if (isRefusal(target)) return target;
  const covering = await policiesCovering(tx, organisationId, target.name);
  const policy = choosePolicy(covering, target.name);
  if (policy === null) return refuse('no-policy', { target: target.name });
  const now = await readClock(tx);
  const groupIds = await groupsOf(tx, organisationId, person.id);
  const roles = await rolesNow(tx, organisationId, person);
  if (!mayReadHolders(policy, person, groupIds, now, roles)) {
    return refuse('holders-not-for-you', { target: target.name });
  }
  return factsOf(tx, organisationId, { target, policy, readAt: now });
}

async function factsOf(
  tx: Tx,
  organisationId: string,
  known: { readonly target: Target; readonly policy: Policy; readonly readAt: Date },
): Promise<WhoFacts> {
  const { target, policy, readAt } = known;
  const { approverGroupId, terms } = policy.rules;
  const asking: WhoFacts['asking'][number][] = [];
  for (const { groupId, until } of terms.requesters) {
    const ends = until === null ? null : new Date(until);
    if (ends !== null && ends <= readAt) continue;
    asking.push({ name: (await loadGroup(tx, organisationId, groupId)).name, until: ends });
  }
  const stages: WhoFacts['stages'][number][] = [];
  for (const { groupId, approvalsNeeded } of terms.stages) {
    stages.push({ group: await loadGroup(tx, organisationId, groupId), approvalsNeeded });
  }
  const { escalation } = terms;
  const members = await groupMembers(tx, organisationId, approverGroupId);
  return {
    target,
    policy,
    readAt,
    asking,
    holders: await holdersOf(tx, organisationId, target.id),
    deciding: await loadGroup(tx, organisationId, approverGroupId),
    deciders: members.filter((one) => !one.disabled),
    stages,
    escalation: escalation && {
      group: await loadGroup(tx, organisationId, escalation.groupId),
      afterS: escalation.afterS,
    },
  };
}
