import { formatDuration } from '../elevation/duration';
import { type Person, type Policy, type Target } from '../elevation/model';
import { verdictOf, type Trial } from '../elevation/trying';
import { isRefusal } from '../errors';
import { say, type Sentence } from '../words';
import { othersLine } from './configured';
import { nameOf } from './facts';
import { groupMost, headlineMost, middleCut, scopeMost, targetMost } from './people';
import { approvalLine, askingLines, lengthLine, saidLines, type GroupBook } from './policy-lines';
import { refusalLine } from './refusal';
import { sheetView, type Part } from './sheet';
import { type View } from './view';

/** Everything that is told about a request that nobody makes. */
export interface TrialFacts {
  readonly person: Person;
  readonly target: Target;
  readonly policy: Policy;
  /** Patterns of other policies that cover the target. */
  readonly others: readonly string[];
  readonly groups: GroupBook;
  readonly trial: Trial;
  /** Approvals without a person that were used up of the policy’s budget. */
  readonly budgetUsed: number;
  /** The shortest grant that the target can carry, in seconds. */
  readonly leastDurationS: number;
  readonly readAt: Date;
}

/** What would become of it, and why, in the order in which it is judged. */
export function trialView(facts: TrialFacts): View {
  const { person, target, policy, others, groups, readAt } = facts;
  const names = {
    person: nameOf(person, headlineMost),
    target: middleCut(target.bareName, headlineMost),
  };
  return sheetView({
    headline: say('trial.title', names),
    lead: [verdictLine(facts), say('trial.nothing')],
    parts: [
      {
        title: say('trial.policy'),
        lines: [
          say('target.policy', {
            pattern: middleCut(policy.pattern, targetMost),
            version: policy.version,
          }),
          othersLine(others),
          approvalLine(policy, groups),
        ],
      },
      ...(policy.rules.approval === 'deny' ? [] : ruleParts(facts)),
    ],
    readAt,
  });
}

function verdictLine({ trial, person }: TrialFacts): Sentence {
  const { outcome } = trial;
  if (isRefusal(outcome)) {
    return say('trial.refused', {
      person: nameOf(person, headlineMost),
      told: refusalLine(outcome) ?? outcome.refused,
    });
  }
  return say(verdictOf(trial) === 'auto' ? 'trial.auto' : 'trial.people');
}

function ruleParts(facts: TrialFacts): readonly Part[] {
  const { policy, groups } = facts;
  return [
    {
      title: say('who.asks'),
      lines: [...askingLines(policy.rules, groups), mayLine(facts)],
    },
    { title: say('policy.length.title'), lines: lengthLines(facts) },
    { title: say('policy.said'), lines: [...saidLines(policy.rules), ...lackLines(facts)] },
    { title: say('who.decides'), lines: decidingLines(facts) },
  ];
}

function mayLine({ person, trial }: TrialFacts): Sentence {
  const name = nameOf(person, headlineMost);
  return say('trial.may', { person: name, may: trial.mayAsk ? 'yes' : 'no' });
}

function lengthLines(facts: TrialFacts): readonly (Sentence | null)[] {
  const { policy, trial, target, leastDurationS } = facts;
  const { outcome } = trial;
  return [
    lengthLine(policy),
    say('trial.least', {
      workload: middleCut(target.workload, groupMost),
      least: formatDuration(leastDurationS),
    }),
    isRefusal(outcome)
      ? null
      : say('trial.length', {
          duration: formatDuration(outcome.durationS),
          usual: outcome.durationWasDefault ? 'yes' : 'no',
        }),
    isRefusal(outcome) || outcome.startAt === null
      ? null
      : say('trial.start', { start: outcome.startAt }),
    isRefusal(outcome) || outcome.scope === ''
      ? null
      : say('trial.scope', { scope: middleCut(outcome.scope, scopeMost) }),
  ];
}

function lackLines({ trial }: TrialFacts): readonly Sentence[] {
  return trial.lacks.map((what) => say('trial.lacks', { what }));
}

function decidingLines(facts: TrialFacts): readonly (Sentence | null)[] {
  const { policy, trial, groups, person, budgetUsed } = facts;
  const { autoBudget, escalation } = policy.rules.terms;
  const verdict = verdictOf(trial);
  const stages = trial.stages.map(({ groupId, needed, able }, index) =>
    say(index === 0 ? 'trial.asked' : 'trial.asked.then', {
      group: middleCut(groups.get(groupId)?.name ?? '-', groupMost),
      needed,
      able,
      person: nameOf(person, headlineMost),
    }),
  );
  return [
    autoBudget && policy.rules.approval === 'auto'
      ? say('trial.budget', {
          used: budgetUsed,
          count: autoBudget.count,
          window: formatDuration(autoBudget.windowS),
        })
      : null,
    ...(verdict === 'auto' ? [say('trial.nobody-asked')] : stages),
    escalation && verdict !== 'auto'
      ? say('who.decides.escalation', {
          group: middleCut(groups.get(escalation.groupId)?.name ?? '-', groupMost),
          people: groups.get(escalation.groupId)?.size ?? 0,
          after: formatDuration(escalation.afterS),
        })
      : null,
    verdict === 'auto'
      ? null
      : say('policy.decide', { within: formatDuration(policy.rules.decideWithinS) }),
  ];
}
