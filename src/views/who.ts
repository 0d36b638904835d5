import { type ApproverGroup, type Person, type Policy, type Target } from '../elevation/model';
import { isOverdue } from '../elevation/attempts';
import { formatDuration } from '../elevation/duration';
import { say, type Sentence } from '../words';
import { fitted, lineOf, lines, nameOf, notificationMost } from './facts';
import {
  groupMost,
  headlineMost,
  headlineUnitsMost,
  middleCut,
  scopeMost,
  targetMost,
} from './people';
import { type View } from './view';

/** Everything that is told about who has to do with a target. */
export interface WhoFacts {
  readonly target: Target;
  readonly policy: Policy;
  /** Who holds it through Elevate, with when that ends or should have. */
  readonly holders: readonly {
    readonly person: Person;
    /** The part of the target; '' is all of it. */
    readonly scope: string;
    readonly until: Date;
    /** Whether it was taken without approval. */
    readonly glass: boolean;
  }[];
  /** Groups that may ask now, each until its end, where not everybody may. */
  readonly asking: readonly { readonly name: string; readonly until: Date | null }[];
  readonly deciding: ApproverGroup;
  /** The enabled people of the deciding group. */
  readonly deciders: readonly Person[];
  /** Who has to approve after them, the next first. */
  readonly stages: readonly { readonly group: ApproverGroup; readonly approvalsNeeded: number }[];
  /** Who is asked as well when nobody has decided for so many seconds. */
  readonly escalation: { readonly group: ApproverGroup; readonly afterS: number } | null;
  readonly readAt: Date;
}

/** So many of each are named; a card has to stay a card. */
const namedMost = 10;

/** Who holds a target now, who may ask for it, and who decides. */
export function whoView(who: WhoFacts): View {
  const { target, policy, readAt } = who;
  const short = middleCut(target.bareName, headlineMost, headlineUnitsMost);
  return {
    screen: 'who',
    notification: fitted('who.note', { target: short }, notificationMost),
    facts: {
      headline: say('who.title', { target: short }),
      holds: lines(...holdsLines(who)),
      asks: lines(...asksLines(who)),
      decides: lines(...decidesLines(who)),
      small: say('who.small', {
        target: middleCut(target.name, targetMost),
        pattern: middleCut(policy.pattern, targetMost),
        version: policy.version,
      }),
      asOf: say('list.as-of', { at: readAt }),
    },
  };
}

function holdsLines({ holders, readAt }: WhoFacts): readonly (Sentence | null)[] {
  const named = holders.slice(0, namedMost).map(({ person, scope, until, glass }) => {
    const part = { scope: middleCut(scope, scopeMost), isPart: scope === '' ? 'no' : 'yes' };
    const taken = { glass: glass ? 'yes' : 'no' };
    const facts = { person: nameOf(person), line: lineOf(person), end: until, ...part, ...taken };
    return say(isOverdue(until, readAt) ? 'who.holds.late' : 'who.holds.until', facts);
  });
  return [
    holders.length === 0 ? say('who.holds.none') : null,
    ...named,
    moreLine(holders.length),
    say('who.holds.outside'),
  ];
}

function asksLines({ policy, asking }: WhoFacts): readonly (Sentence | null)[] {
  if (policy.rules.approval === 'deny') return [say('who.asks.nobody')];
  if (policy.rules.terms.requesters.length === 0) return [say('who.asks.everybody')];
  if (asking.length === 0) return [say('who.asks.over')];
  const named = asking.slice(0, namedMost).map(({ name, until }) => {
    const group = middleCut(name, groupMost);
    if (until === null) return say('who.asks.group', { group });
    return say('who.asks.group.until', { group, until });
  });
  return [...named, moreLine(asking.length)];
}

function decidesLines({
  policy,
  deciding,
  deciders,
  ...later
}: WhoFacts): readonly (Sentence | null)[] {
  const { approval, approvalsNeeded, terms } = policy.rules;
  const group = middleCut(deciding.name, groupMost);
  const named = deciders
    .slice(0, namedMost)
    .map((person) => say('who.decides.person', { person: nameOf(person), line: lineOf(person) }));
  return [
    approval === 'auto' ? autoLine(terms.autoBudget?.count ?? null) : null,
    say('who.decides.group', { group, needed: approvalsNeeded }),
    deciders.length === 0 ? say('who.decides.none') : null,
    ...named,
    moreLine(deciders.length),
    ...laterLines(later),
  ];
}

function laterLines({
  stages,
  escalation,
}: Pick<WhoFacts, 'stages' | 'escalation'>): readonly Sentence[] {
  const groupFacts = ({ name, size }: ApproverGroup) => ({
    group: middleCut(name, groupMost),
    people: size,
  });
  const after = stages.map(({ group, approvalsNeeded }) =>
    say('who.decides.stage', { ...groupFacts(group), needed: approvalsNeeded }),
  );
  if (escalation === null) return after;
  const facts = { ...groupFacts(escalation.group), after: formatDuration(escalation.afterS) };
  return [...after, say('who.decides.escalation', facts)];
}

function autoLine(count: number | null): Sentence {
  return count === null ? say('who.decides.auto') : say('who.decides.auto.first', { count });
}

function moreLine(all: number): Sentence | null {
  return all > namedMost ? say('who.more', { count: all - namedMost }) : null;
}
