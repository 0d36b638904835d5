/** Which changes of a policy weaken it. */
import { type Configuration } from './configuration';
import {
  each,
  found,
  meaning,
  notAllowed,
  notDropped,
  notLess,
  notMore,
  same,
  unlessNull,
  weaker,
  within,
  type Found,
  type Judge,
} from './weakening-judges';

type Policy = Configuration['policies'][number];
type Filled<Field extends keyof Policy> = NonNullable<Policy[Field]>;
type Form = Filled<'reason'>['form'];
type Requesters = Policy['requesters'];

/** From what gives nothing to what asks nobody. */
const approvals: readonly Policy['approval'][] = ['deny', 'manual', 'auto'];

const judgeForm: Judge<Form> = unlessNull(
  each<NonNullable<Form>>({ pattern: same('less-asked'), example: () => [] }),
  { added: null, removed: 'less-asked' },
);

const judgeStage = each<Policy['stages'][number]>({
  approverGroup: same('other-approvers'),
  approvalsNeeded: notLess('fewer-approvals'),
});

/** Those that are there stay, in their order; those who follow see the request and are the last to decide. */
function judgeStages(before: Policy['stages'], after: Policy['stages']): readonly Found[] {
  if (after.length < before.length) return found('fewer-approvals');
  if (after.length > before.length) return found('other-approvers');
  return before.flatMap((stage, index) =>
    judgeStage(stage, after[index]!).map(({ why }) => ({ field: null, why })),
  );
}

const judgeRequester = each<Requesters[number]>({
  group: same('wider'),
  until: weaker('wider', (before, after) => endOf(after) > endOf(before)),
});

function endOf(until: string | null): number {
  return until === null ? Infinity : Date.parse(until);
}

/** Nobody may ask who could not; no group at all is everybody. */
const isWider = (before: Requesters, after: Requesters): boolean =>
  before.length > 0 &&
  (after.length === 0 ||
    after.some((one) => !before.some((old) => judgeRequester(old, one).length === 0)));

const judgeFields = each<Policy>({
  target: () => [],
  approval: weaker(
    'without-people',
    (before, after) => approvals.indexOf(after) > approvals.indexOf(before),
  ),
  approverGroup: same('other-approvers'),
  approvalsNeeded: notLess('fewer-approvals'),
  durationDefault: notMore('longer'),
  durationMax: notMore('longer'),
  decideWithin: notMore('longer'),
  reason: each<Policy['reason']>({
    required: notDropped('less-asked'),
    minLength: notLess('less-asked'),
    form: judgeForm,
  }),
  requesters: weaker('wider', isWider),
  ticket: unlessNull(
    each<Filled<'ticket'>>({
      required: notDropped('less-asked'),
      form: judgeForm,
      // Approvers believe what they read there.
      url: weaker('identity', (before, after) => before !== null && before !== after),
    }),
    { added: null, removed: 'less-asked' },
  ),
  scopes: meaning<Filled<'scopes'>>(
    { allowed: [], whole: true },
    each<Filled<'scopes'>>({ allowed: within('wider'), whole: notAllowed('wider') }),
  ),
  // Hours that lie within others are not looked for: where clocks change, they may not lie within.
  availability: unlessNull(
    each<Filled<'availability'>>({
      days: within('wider'),
      from: same('wider'),
      to: same('wider'),
      zone: same('wider'),
    }),
    { added: null, removed: 'wider' },
  ),
  coolDown: meaning<number>(0, notLess('sooner')),
  autoBudget: meaning(
    { count: Infinity, per: 0 },
    each<Filled<'autoBudget'>>({
      count: notMore('without-people'),
      per: notLess('without-people'),
    }),
  ),
  stages: judgeStages,
  reminders: () => [],
  // Without one, whoever is asked where no prompt can be delivered may decide: the default group.
  escalation: unlessNull(
    each<Filled<'escalation'>>({
      after: notLess('sooner'),
      approverGroup: same('other-approvers'),
    }),
    { added: 'other-approvers', removed: 'other-approvers' },
  ),
  extension: unlessNull(
    each<Filled<'extension'>>({
      allowed: notAllowed('more-time'),
      maxTotal: meaning(Infinity, notMore('more-time')),
    }),
    { added: 'more-time', removed: 'more-time' },
  ),
  breakGlass: unlessNull(
    each<Filled<'breakGlass'>>({
      groups: within('without-approval'),
      maxDuration: notMore('longer'),
    }),
    { added: 'without-approval', removed: null },
  ),
  // What is asked for and why is read there.
  notify: (before, after) => [
    ...within('fewer-told')(after, before),
    ...within('others-told')(before, after),
  ],
});

/** What of the change from one policy to another weakens control over the targets that both stand for. */
export function judgePolicy(before: Policy, after: Policy): readonly Found[] {
  return judgeFields(alone(before, after), alone(after, before));
}

/**
 * A policy with what hangs on its approval said by itself: where no extension is named, only people let a right go on. What
 * counts only where both policies allow something is left out where one does not: that it does then says all.
 */
function alone(policy: Policy, other: Policy): Policy {
  const [own, others] = [extensionOf(policy), extensionOf(other)];
  const isAuto = policy.approval === 'auto' && other.approval === 'auto';
  return {
    ...policy,
    autoBudget: isAuto ? policy.autoBudget : null,
    extension: { ...own, maxTotal: own.allowed && others.allowed ? own.maxTotal : null },
  };
}

function extensionOf({ approval, extension }: Policy): Filled<'extension'> {
  return extension ?? { allowed: approval === 'manual', maxTotal: null };
}

/** Another policy counts what it approves by itself from nothing. */
export function startsAnew(before: Policy, after: Policy): readonly Found[] {
  return after.approval === 'auto' && before.autoBudget !== null
    ? [{ field: 'autoBudget', why: 'without-people' }]
    : [];
}
