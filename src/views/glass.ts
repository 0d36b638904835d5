/** What screens say of a right that was taken without approval: the words BREAK-GLASS stay in every later state. */
import { groupInCharge, isBreakGlass } from '../elevation/break-glass';
import { type ApproverGroup, type RequestSnapshot } from '../elevation/model';
import { type ScreenState } from '../elevation/screen-state';
import { say, type Sentence, type SentenceFacts } from '../words';
import { nameOf } from './facts';
import { groupMost, middleCut } from './people';

/** What stands at the head: an end that is near is told there, although the right is active. */
export type HeadState = ScreenState | 'ending-soon' | 'never';

/** The states that something taken without approval can come to. */
const taken = [
  'activating',
  'active',
  'ending-soon',
  'ending',
  'ended',
  'never',
  'still-active',
  'failed',
] as const;
type Taken = (typeof taken)[number];

/** Whether the head is one of these. */
function isTaken(snapshot: RequestSnapshot, state: HeadState): state is Taken {
  return isBreakGlass(snapshot) && (taken as readonly HeadState[]).includes(state);
}

/** What ended before it began is not said to have been there. */
export function wasNever({ grant }: RequestSnapshot): boolean {
  return grant?.endCause === 'never-started';
}

function headOf(snapshot: RequestSnapshot, state: HeadState): HeadState {
  return state === 'ended' && wasNever(snapshot) ? 'never' : state;
}

/** The state word, for strips. */
export function stateWord(snapshot: RequestSnapshot, drawn: HeadState): Sentence {
  const state = headOf(snapshot, drawn);
  if (isTaken(snapshot, state)) return say(`state.glass.${state}`);
  return say(`state.${state}`);
}

/** @param facts with target and duration as they fit a headline */
export function headline(
  snapshot: RequestSnapshot,
  drawn: HeadState,
  facts: SentenceFacts,
): Sentence {
  const state = headOf(snapshot, drawn);
  if (isTaken(snapshot, state)) return say(`headline.glass.${state}`, facts);
  return say(`headline.${state}`, facts);
}

/** `yes` where a list has to say it, too. */
export function glassFact(snapshot: RequestSnapshot): 'yes' | 'no' {
  return isBreakGlass(snapshot) ? 'yes' : 'no';
}

/** Who was passed over, group by group. */
export function skippedSentences(snapshot: RequestSnapshot): readonly Sentence[] {
  if (!isBreakGlass(snapshot)) return [];
  const inPolicy = snapshot.policy.rules.terms.stages.map(({ groupId }) => groupId);
  const later = snapshot.alsoAsked.filter(({ why }) => why === 'stage').map(({ group }) => group);
  const skipped = [snapshot.approverGroup, ...later.filter(({ id }) => inPolicy.includes(id))];
  const others = later.filter(({ id }) => !inPolicy.includes(id));
  return [
    ...skipped.map((group) => say('glass.skipped', groupFacts(group))),
    ...others.map((group) => say('glass.reviewers', groupFacts(group))),
  ];
}

function groupFacts({ name, size }: ApproverGroup): SentenceFacts {
  return { group: middleCut(name, groupMost), people: size };
}

/** Who was told instead, because no channel of those who were passed over could be reached. */
export function toldInstead(snapshot: RequestSnapshot): readonly Sentence[] {
  if (!isBreakGlass(snapshot)) return [];
  const group = middleCut(groupInCharge(snapshot).name, groupMost);
  return snapshot.alsoAsked
    .filter(({ why }) => why !== 'stage')
    .map(({ group: next }) =>
      say('glass.told-instead', { group, next: middleCut(next.name, groupMost), count: next.size }),
    );
}

/** How its review stands; null for what was approved. */
export function reviewSentence({ review, reminders }: RequestSnapshot): Sentence | null {
  if (review === null) return null;
  const count = reminders.length;
  if (review.closed === null) {
    return count === 0 ? say('review.open') : say('review.open.reminded', { count });
  }
  const { by, wasRight } = review.closed;
  return say(wasRight ? 'review.right' : 'review.wrong', { person: nameOf(by) });
}
