import { isOwn } from '../elevation/deciding';
import { membershipOf, membershipOfEach } from '../elevation/membership';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { askedGroupIds } from '../elevation/policy';
import { rulesOf } from '../elevation/stages';
import { isRefusal, type Refusal } from '../errors';
import { type PromptOptions } from '../views/prompt';
import { type View } from '../views/view';
import { type Context } from './context';
import { drawPrompt } from './draw-prompt';
import { type FreshMembership } from './read-clicker';

/**
 * The prompt as somebody may see it: with the buttons that they may press, without for requester and subject, and not at
 * all for people whom nobody asked.
 */
export function promptFor(
  context: Context,
  person: Person,
  snapshot: RequestSnapshot,
  readings: readonly FreshMembership[] | Refusal,
  typed: PromptOptions['typed'] = [],
): View | null {
  if (isOwn(snapshot, person)) return drawPrompt(context, snapshot, { buttons: false });
  const buttons = isRefusal(readings) ? null : buttonsFor(snapshot, readings);
  return buttons === null ? null : drawPrompt(context, snapshot, { buttons, typed });
}

/** Null for somebody whom nobody asked. */
function buttonsFor(
  snapshot: RequestSnapshot,
  readings: readonly FreshMembership[],
): PromptOptions['buttons'] | null {
  const now = snapshot.readAt;
  const verdicts = askedGroupIds(snapshot).map((id) => membershipOf(id, readings, now));
  const isAsked = verdicts.includes('member') && !verdicts.includes('disabled');
  if (snapshot.state !== 'pending') return isAsked ? true : null;
  const { oneOf, earlier } = rulesOf(snapshot);
  if (membershipOfEach(oneOf, readings, now) === 'member') return true;
  if (earlier.some((one) => membershipOfEach(one, readings, now) === 'member')) return 'deny';
  return isAsked ? false : null;
}
