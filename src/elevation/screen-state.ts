import { isStillActive } from './attempts';
import { type Grant, type RequestSnapshot } from './model';

/** What the screen of a request says in its state word. */
export type ScreenState =
  | 'awaiting'
  | 'pending'
  | 'denied'
  | 'withdrawn'
  | 'expired'
  | 'scheduled'
  | 'activating'
  | 'active'
  | 'ending'
  | 'still-active'
  | 'ended'
  | 'failed';

/** Whether the holder was told that the right ends soon, and it still does. */
export function isEndingSoon(
  snapshot: Pick<RequestSnapshot, 'state' | 'grant' | 'readAt'>,
): boolean {
  const { grant } = snapshot;
  if (grant === null || grant.warnedAt === null) return false;
  return screenState(snapshot) === 'active' && !goesOn(grant);
}

/** Whether another grant keeps the right beyond the end of this one. */
export function goesOn({ alsoHeldThrough, endsAt }: Pick<Grant, 'alsoHeldThrough' | 'endsAt'>) {
  return alsoHeldThrough !== null && alsoHeldThrough.until > endsAt;
}

/** The state that a screen shows, from stored rows as they were at `readAt`. Approved without a grant row is `activating`. */
export function screenState(
  snapshot: Pick<RequestSnapshot, 'state' | 'grant' | 'readAt'>,
): ScreenState {
  switch (snapshot.state) {
    case 'awaiting-acceptance':
      return 'awaiting';
    case 'pending':
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return snapshot.state;
    case 'approved':
      if (snapshot.grant === null) return 'activating';
      return isStillActive(snapshot.grant, snapshot.readAt) ? 'still-active' : snapshot.grant.state;
  }
}
