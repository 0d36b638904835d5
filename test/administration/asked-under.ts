/**
 * What becomes of one and the same course of events under a configuration, by the real rules: somebody asks, others press in turn.
 * Ids are the names, so that two configurations can be compared.
 */
import { type Configuration } from '../../src/administration/configuration';
import { peopleByGroup } from '../../src/administration/group-people';
import { rowsOf, type ConfigurationRows } from '../../src/administration/rows';
import { judgeGlassWish } from '../../src/elevation/break-glass';
import { judgeExtension } from '../../src/elevation/extending';
import {
  type AskedGroup,
  type Decision,
  type Person,
  type Policy,
  type Target,
} from '../../src/elevation/model';
import { judgeOpening, type Opening, type OpeningInput } from '../../src/elevation/opening';
import { choosePolicy, stageOf } from '../../src/elevation/policy';
import { stageReached } from '../../src/elevation/stages';
import { judgeSystemUse } from '../../src/elevation/system-use';
import { isRefusal } from '../../src/errors';
import { judge } from '../elevation/judge-decision';
import { after, grant, snapshot } from '../elevation/samples';

export interface Course {
  /** Keys of people; who asks and who receives need an account to be told by. */
  readonly requester: string;
  readonly subject: string;
  readonly target: string;
  readonly duration: string | null;
  readonly scope: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** Minutes since the last denial and how many were approved by themselves of late. */
  readonly deniedMinutesAgo: number | null;
  readonly autoApproved: number;
  /** After `now`, in minutes. */
  readonly askedAt: number;
  readonly undeliverable: boolean;
  readonly presses: readonly { readonly key: string; readonly afterMinutes: number }[];
}

export interface Became {
  readonly isOpened: boolean;
  /** For how long it was granted and by how many approvals; null when it was not. */
  readonly granted: { readonly seconds: number; readonly approvals: number } | null;
  /** For how long it could be taken at once, in seconds; null when it could not. */
  readonly glassS: number | null;
  /** Until when a right that is held could go on; null when it could not. */
  readonly extendedMs: number | null;
  /** For how long each system account would be granted it, in seconds; those that would not are left out. */
  readonly systemS: ReadonlyMap<string, number>;
}

export function becomesOf(configuration: Configuration, course: Course): Became {
  const world = worldOf(configuration);
  const opening = openingInput(world, course);
  const systemS = systemsOf(world, course);
  if (opening === null) {
    return { isOpened: false, granted: null, glassS: null, extendedMs: null, systemS };
  }
  const judged = judgeOpening(opening);
  const isOpened = !isRefusal(judged);
  return {
    isOpened,
    granted: isOpened ? grantedBy(world, course, judged) : null,
    glassS: glassOf(world, opening, course),
    extendedMs: extensionOf(opening, course),
    systemS,
  };
}

interface World {
  readonly rows: ConfigurationRows;
  readonly people: ReadonlyMap<string, Person>;
  readonly survivorOf: (key: string) => string;
  readonly groupsOf: (key: string) => readonly string[];
  /** Enabled members of a group. */
  readonly ableIn: (group: string) => readonly string[];
}

function worldOf(configuration: Configuration): World {
  const same = <T>(list: readonly T[], name: (one: T) => string) =>
    new Map(list.map((one) => [name(one), name(one)]));
  const rows = rowsOf(configuration, () => 'organisation', {
    people: same(configuration.people, ({ key }) => key),
    groups: same(configuration.approverGroups, ({ name }) => name),
    targets: same(configuration.targets, ({ name }) => name),
    policies: same(configuration.policies, ({ target }) => target),
  });
  const people = new Map(rows.persons.map((one) => [one.id, one]));
  const survivorOf = (key: string) => people.get(key)?.mergedIntoId ?? key;
  const inGroups = peopleByGroup(rows.groups);
  const membersOf = ({ id }: { readonly id: string }) =>
    new Set([...inGroups.get(id)!].map(survivorOf));
  return {
    rows,
    people,
    survivorOf,
    groupsOf: (key) => rows.groups.filter((one) => membersOf(one).has(key)).map(({ id }) => id),
    ableIn(group) {
      const found = rows.groups.find(({ id }) => id === group);
      const ids = found === undefined ? [] : [...membersOf(found)];
      return ids.filter((id) => people.get(id)?.disabled === false);
    },
  };
}

/** Who a press or a command comes from: nobody without a chat account. */
function clicker({ rows, people, survivorOf }: World, key: string): Person | null {
  const isLinked = rows.accounts.some((one) => one.personId === key && one.tenant !== '');
  return isLinked ? (people.get(survivorOf(key)) ?? null) : null;
}

function accountIn({ rows, survivorOf }: World, person: Person, workload: string): string | null {
  const all = rows.accounts.filter(
    (one) => one.system === workload && survivorOf(one.personId) === person.id,
  );
  const own = all.find((one) => one.personId === person.id);
  return (own ?? (all.length === 1 ? all[0] : undefined))?.userKey ?? null;
}

function openingInput(world: World, course: Course): OpeningInput | null {
  const { rows } = world;
  const [requester, subject] = [clicker(world, course.requester), clicker(world, course.subject)];
  const row = rows.targets.find(({ name }) => name === course.target);
  if (requester === null || subject === null || row === undefined) return null;
  const [workload, bareName] = row.name.split('\\') as [string, string];
  const target: Target = { ...row, workload, bareName };
  const policy = choosePolicy(
    rows.policies.map((one): Policy => ({ ...one, version: 1 })),
    row.name,
  );
  const others = (group: string) =>
    world.ableIn(group).filter((id) => id !== requester.id && id !== subject.id);
  const asked = after(course.askedAt * 60_000);
  const stages = policy?.rules.terms.stages ?? [];
  const first = policy?.rules.approverGroupId ?? '';
  return {
    switchedOff: !rows.organisation.enabled,
    requester,
    subject,
    target,
    policy,
    typedDuration: course.duration,
    clock: { now: asked, zone: 'UTC' },
    reason: course.reason,
    ticket: course.ticket,
    typedScope: course.scope,
    requesterGroupIds: world.groupsOf(requester.id),
    subjectGroupIds: world.groupsOf(subject.id),
    present: {
      now: asked,
      lastDeniedAt:
        course.deniedMinutesAgo === null ? null : after(-course.deniedMinutesAgo * 60_000, asked),
      autoApproved: course.autoApproved,
    },
    groupMembersAbleToDecide: others(first).length,
    ableByStage: [first, ...stages.map(({ groupId }) => groupId)].map(others),
    targetAccount: accountIn(world, subject, workload),
    leastDurationS: 60,
  };
}

function grantedBy(world: World, course: Course, opening: Opening): Became['granted'] {
  if (opening.autoApproved) return { seconds: opening.durationS, approvals: 0 };
  const { policy } = opening;
  const input = openingInput(world, course)!;
  const asked = input.present!.now;
  const decisions: Decision[] = [];
  for (const { key, afterMinutes } of course.presses) {
    const decider = clicker(world, key);
    if (decider === null) continue;
    const at = after(afterMinutes * 60_000, asked);
    const alsoAsked = askedBy(world, policy, decisions, { course, asked, at });
    const readings = world.rows.groups.map(({ id }) => {
      const member = world.groupsOf(decider.id).includes(id);
      return { groupId: id, member, disabled: decider.disabled, readAt: at };
    });
    const outcome = judge({
      request: {
        state: 'pending',
        requester: input.requester,
        subject: input.subject,
        target: input.target,
        scope: opening.scope,
        durationS: opening.durationS,
        fixedEnd: opening.fixedEnd,
        approverGroup: groupOf(policy.rules.approverGroupId),
        alsoAsked,
        decideBy: after(opening.decideWithinS * 1000, asked),
      },
      pinned: policy,
      present: policy,
      decisions,
      decider,
      memberships: readings,
      now: at,
    });
    if (isRefusal(outcome)) continue;
    decisions.push(decisionOf(decider, outcome.stage, at));
    if (outcome.grant === null) continue;
    const { startsAt, endsAt } = outcome.grant;
    const seconds = (endsAt.getTime() - startsAt.getTime()) / 1000;
    return { seconds, approvals: decisions.length };
  }
  return null;
}

interface Moment {
  readonly course: Course;
  readonly asked: Date;
  readonly at: Date;
}

/** Groups that were asked by then: of each stage that was reached, and those that stand in where nobody answers. */
function askedBy(
  { rows }: World,
  policy: Policy,
  decisions: readonly Decision[],
  { course, asked, at }: Moment,
): readonly AskedGroup[] {
  const stage = stageReached(policy, policy, decisions);
  const reached = Array.from({ length: stage - 1 }, (_, index) => index + 2);
  const { escalation } = policy.rules.terms;
  const isUnanswered =
    escalation !== null && at.getTime() - asked.getTime() >= escalation.afterS * 1000;
  const standIn = escalation?.groupId ?? rows.organisation.defaultApproverGroupId!;
  return [
    ...reached.map((one): AskedGroup => {
      const group = groupOf(stageOf(policy.rules, one)!.groupId);
      return { group, why: 'stage', stage: one, at: asked };
    }),
    ...(course.undeliverable
      ? [{ group: groupOf(standIn), why: 'undeliverable' as const, stage, at: asked }]
      : []),
    ...(isUnanswered ? [{ group: groupOf(standIn), why: 'unanswered' as const, stage, at }] : []),
  ];
}

function groupOf(id: string) {
  return { id, name: id, size: 5 };
}

function decisionOf(person: Person, stage: number, decidedAt: Date): Decision {
  return {
    id: person.id,
    person,
    stage,
    verdict: 'approve',
    comment: null,
    durationS: null,
    digest: 'digest-12345',
    platform: 'slack',
    decidedAt,
  };
}

function glassOf(world: World, opening: OpeningInput, course: Course): number | null {
  const { requester: person, policy, target, clock } = opening;
  const at = opening.present!.now;
  const memberships = world.rows.groups.map(({ id }) => {
    const member = world.groupsOf(person.id).includes(id);
    return { groupId: id, member, disabled: person.disabled, readAt: at };
  });
  const passedOver = [
    policy?.rules.approverGroupId,
    world.rows.organisation.defaultApproverGroupId,
  ];
  const reviewers = new Set(passedOver.flatMap((group) => world.ableIn(group ?? '')));
  reviewers.delete(person.id);
  const judged = judgeGlassWish(
    {
      switchedOff: opening.switchedOff,
      person,
      target,
      policies: policy === null ? [] : [policy],
      memberships,
      openReview: null,
      targetAccount: accountIn(world, person, target.workload),
      leastDurationS: 60,
      reviewers: reviewers.size,
      now: at,
    },
    { duration: course.duration, reason: 'it is down', ticket: null, scope: course.scope, clock },
  );
  return isRefusal(judged) ? null : judged.durationS;
}

/** More time on what the requester has held for two hours, and holds for one more. */
function extensionOf(opening: OpeningInput, course: Course): number | null {
  const at = opening.present!.now;
  const held = snapshot({
    state: 'approved',
    requester: opening.requester,
    subject: opening.requester,
    target: opening.target,
    scope: course.scope ?? '',
    reason: course.reason,
    ticket: course.ticket,
    grant: grant({ startsAt: after(-7200_000, at), endsAt: after(3600_000, at) }),
    readAt: at,
  });
  const judged = judgeExtension({ ...opening, subject: opening.requester }, held);
  return isRefusal(judged) ? null : judged.fixedEnd!.getTime();
}

function systemsOf({ rows, people, survivorOf }: World, course: Course): Became['systemS'] {
  const granted = new Map<string, number>();
  const candidates = rows.targets
    .filter(({ name }) => name === course.target)
    .map((row): Target => {
      const [workload, bareName] = row.name.split('\\') as [string, string];
      return { ...row, workload, bareName };
    });
  const policies = rows.policies.map((one): Policy => ({ ...one, version: 1 }));
  for (const { ownerId, accounts, ...row } of rows.systemAccounts) {
    const owner = people.get(survivorOf(ownerId))!;
    const judged = judgeSystemUse({
      account: { ...row, owner, until: new Date(row.until) },
      switchedOff: false,
      candidates,
      policyOf: ({ name }) => choosePolicy(policies, name),
      leastDurationS: () => 60,
      accounts: new Map(accounts.map(({ system, userKey }) => [system, userKey])),
      typed: {
        target: course.target,
        duration: course.duration ?? '1m',
        scope: course.scope,
        reason: 'Export',
        ticket: null,
      },
      now: after(course.askedAt * 60_000),
    });
    if (!isRefusal(judged)) granted.set(row.name, judged.durationS);
  }
  return granted;
}
