import { isOwn } from '../elevation/deciding';
import { membershipOf, membershipOfEach } from '../elevation/membership';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { askedGroupIds } from '../elevation/policy';
import { mayBeActedOn } from '../elevation/reading';
import { runsElevate, type Role } from '../elevation/roles';
import { rulesOf } from '../elevation/stages';
import { isRefusal, type Refusal } from '../errors';
import { type PromptOptions } from '../views/prompt';
import { type View } from '../views/view';
import { type Context } from './context';
import { drawPrompt } from './draw-prompt';
import { type FreshMembership } from './read-clicker';

interface Reading {
  /** What was typed when it was asked for. */
  readonly typed?: PromptOptions['typed'];
  /** Of the person. */
  readonly roles?: readonly Role[];
}

/**
 * The prompt as somebody may see it: with the buttons that they may press, without for requester and subject, and not at
 * all for people whom nobody asked, but for those who run Elevate and could take the right away or let it be tried again.
 */
export function promptFor(
  context: Context,
  person: Person,
  snapshot: RequestSnapshot,
  readings: readonly FreshMembership[] | Refusal,
  { typed = [], roles = [] }: Reading = {},
): View | null {
  if (isOwn(snapshot, person)) return drawPrompt(context, snapshot, { buttons: false });
  const buttons = buttonsFor(snapshot, isRefusal(readings) ? [] : readings, roles);
  return buttons === null ? null : drawPrompt(context, snapshot, { buttons, typed });
}

/** Null for somebody whom nobody asked. */
function buttonsFor(
  snapshot: RequestSnapshot,
  readings: readonly FreshMembership[],
  roles: readonly Role[],
): PromptOptions['buttons'] | null {
  const now = snapshot.readAt;
  const verdicts = askedGroupIds(snapshot).map((id) => membershipOf(id, readings, now));
  if (verdicts.includes('disabled')) return null;
  const isAsked = verdicts.includes('member');
  if (snapshot.state !== 'pending') return buttonsAfter(snapshot, isAsked, roles);
  const { oneOf, denying } = rulesOf(snapshot);
  if (membershipOfEach(oneOf, readings, now) === 'member') return true;
  if (denying.some((one) => membershipOfEach(one, readings, now) === 'member')) return 'deny';
  return isAsked ? false : null;
}

/** Once it was decided. */
function buttonsAfter(
  snapshot: RequestSnapshot,
  isAsked: boolean,
  roles: readonly Role[],
): PromptOptions['buttons'] | null {
  if (isAsked) return runsElevate(roles) ? true : 'deciding';
  return mayBeActedOn(snapshot, roles) ? 'running' : null;
}
