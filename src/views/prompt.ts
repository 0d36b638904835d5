import { formatDuration } from '../elevation/duration';
import { requestId, type RequestSnapshot } from '../elevation/model';
import { isBreakGlass } from '../elevation/break-glass';
import { isEndingSoon, screenState, type ScreenState } from '../elevation/screen-state';
import { say, type Sentence } from '../words';
import { commonFacts, lines, offeredS, targetShort } from './facts';
import { type Mentioned, mentions } from './follow-ups';
import { headline, stateWord, type HeadState } from './glass';
import { merged } from './merged';
import { pressFacts } from './presses';
import { closedParts } from './prompt-closed';
import { grantedParts } from './prompt-granted';
import { noButtons, type PromptParts } from './prompt-parts';
import { pendingParts } from './prompt-pending';
import { fullReason } from './quotes';
import { type Screen, type View, type ViewFacts } from './view';

export interface PromptOptions {
  /**
   * What this reader may press; the facts are the same for all. Whoever approved in an earlier stage may still deny; `deciding`: whoever
   * decides, and does not run Elevate; `running`: whoever runs Elevate, and decides nothing.
   */
  readonly buttons: boolean | 'deny' | 'deciding' | 'running';
  /** Whom the message calls where it is posted; only what was taken without approval calls anybody. */
  readonly mentioned?: readonly Mentioned[];
  /** What is said above it to whoever typed for it, and to nobody else. */
  readonly typed?: readonly (Sentence | null)[];
}

/**
 * The message about one request in the approvers' channel, as it is now.
 * @param options.leastDurationS the shortest grant that the target can carry, in seconds
 */
export function promptView(
  snapshot: RequestSnapshot,
  options: PromptOptions & { readonly leastDurationS?: number },
): View {
  const state = screenState(snapshot);
  const { screen, parts } = partsOf(snapshot, state, options.leastDurationS ?? 0);
  const shown = { ...parts, ...hiddenFor(options.buttons, state) };
  const { notification, ...facts } = shown;
  const head = merged(headFacts(snapshot, isEndingSoon(snapshot) ? 'ending-soon' : state), {
    fullReason: fullReason(facts.quotes),
  });
  const hasButtons = [facts.revoke, facts.retry, facts.review, facts.show].some(
    (button) => button !== null,
  );
  const called = { ...mentions(options.mentioned ?? []), typed: lines(...(options.typed ?? [])) };
  return { screen, notification, facts: merged(head, merged(facts, { hasButtons, ...called })) };
}

/** What is said to whoever typed that they approve or deny: nothing is decided by that. */
export function consideredLines(hasComment: boolean): readonly (Sentence | null)[] {
  return [say('consider.press'), hasComment ? say('consider.comment') : null];
}

/** What is not there for a reader who may not press it. */
function hiddenFor(buttons: PromptOptions['buttons'], state: ScreenState): Partial<PromptParts> {
  switch (buttons) {
    case 'deny':
      return { approve: null, approveLess: null };
    case 'running':
      return { approve: null, approveLess: null, deny: null, review: null };
    case 'deciding':
      return state === 'failed' ? { retry: null } : {};
    case true:
      return {};
    case false:
      return noButtons;
  }
}

/** The new message that says that a right outlives its end. It can be tried again at once; what is in the way is mended in the target. */
export function stillActiveView(snapshot: RequestSnapshot): View {
  return promptView(snapshot, { buttons: true });
}

function partsOf(
  snapshot: RequestSnapshot,
  state: ScreenState,
  leastDurationS: number,
): { readonly screen: Screen; readonly parts: PromptParts } {
  switch (state) {
    case 'awaiting':
    case 'pending':
      return { screen: 'approval-prompt', parts: pendingParts(snapshot, leastDurationS) };
    case 'scheduled':
    case 'activating':
    case 'active':
    case 'ending':
    case 'still-active':
      return { screen: 'approval-active', parts: grantedParts(snapshot, state) };
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'ended':
    case 'failed':
      return { screen: 'approval-closed', parts: closedParts(snapshot, state) };
  }
}

/** Container style of the strip on Teams. Colour repeats the state word and adds nothing. */
const strips: Readonly<Record<HeadState, string>> = {
  awaiting: 'accent',
  pending: 'accent',
  scheduled: 'accent',
  activating: 'accent',
  active: 'good',
  'ending-soon': 'warning',
  denied: 'emphasis',
  withdrawn: 'emphasis',
  expired: 'emphasis',
  ending: 'warning',
  ended: 'emphasis',
  never: 'emphasis',
  'still-active': 'attention',
  failed: 'attention',
};

function headFacts(snapshot: RequestSnapshot, state: HeadState): ViewFacts {
  const common = commonFacts(snapshot);
  // While nobody has decided it is what an approval would give, which may be less than what is asked.
  const isOpen = state === 'pending' || state === 'awaiting';
  const duration = isOpen ? formatDuration(offeredS(snapshot)) : common.duration!;
  const facts = { ...common, target: targetShort(snapshot), duration };
  const isMore = state === 'pending' && snapshot.extends !== null;
  return {
    id: requestId(snapshot.number),
    state: stateWord(snapshot, state),
    strip: isBreakGlass(snapshot) ? 'attention' : strips[state],
    headline: isMore ? say('headline.pending.more', facts) : headline(snapshot, state, facts),
    refresh: pressFacts(snapshot, 'refresh'),
  };
}
