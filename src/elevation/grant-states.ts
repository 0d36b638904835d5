import { type GrantState } from './model';

/**
 * Every legal step of a grant; also rows behind a foreign key in the database.
 *
 * Not here on purpose: `active → ended`. A right that vanished from the target by another hand may still be carried
 * by an open session, so it goes through `ending` (cause `removed-elsewhere`) like every other end, and `ended`
 * always means that it was read back as absent. `activating → failed` is only for a right read as absent;
 * whenever that is unknown, `activating → ending` takes it away. What leaves `failed` is
 * somebody's wish: what was in the way is mended, or it is given up.
 */
export const grantTransitions: readonly (readonly [GrantState | 'new', GrantState])[] = [
  ['new', 'scheduled'],
  ['new', 'activating'],
  ['scheduled', 'activating'],
  ['scheduled', 'ended'],
  ['activating', 'active'],
  ['activating', 'ending'],
  ['activating', 'failed'],
  ['failed', 'activating'],
  ['failed', 'ended'],
  ['active', 'ending'],
  ['ending', 'ended'],
];

/** Whether a grant may go from one state to the other; staying where it is is no move. */
export function mayMoveGrant(from: GrantState | 'new', to: GrantState): boolean {
  return grantTransitions.some(([before, after]) => before === from && after === to);
}

/** Whether the right may be in the target now or may still come: everything before `ended` and `failed`. */
export function isLive(state: GrantState): boolean {
  return (
    state === 'scheduled' || state === 'activating' || state === 'active' || state === 'ending'
  );
}
