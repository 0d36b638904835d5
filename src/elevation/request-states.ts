import { type RequestSnapshot, type RequestState } from './model';

/**
 * Every legal step of a request. The migrations write the same pairs as rows behind a foreign key, so the
 * database refuses what is not in this table even when a rule is wrong.
 */
export const requestTransitions: readonly (readonly [RequestState | 'new', RequestState])[] = [
  ['new', 'awaiting-acceptance'],
  ['new', 'pending'],
  ['awaiting-acceptance', 'pending'],
  ['awaiting-acceptance', 'withdrawn'],
  ['awaiting-acceptance', 'expired'],
  ['pending', 'approved'],
  ['pending', 'denied'],
  ['pending', 'withdrawn'],
  ['pending', 'expired'],
];

/** Whether a request may go from one state to the other; staying where it is is no move. */
export function mayMoveRequest(from: RequestState | 'new', to: RequestState): boolean {
  return requestTransitions.some(([before, after]) => before === from && after === to);
}

/** Whether nothing has closed the request yet. */
export function isOpen(state: RequestState): boolean {
  return state === 'awaiting-acceptance' || state === 'pending';
}

/** Whether nobody has accepted or decided it, and the time for that is up. The statement that finds such requests says the same. */
export function isOutOfTime(
  { state, decideBy }: Pick<RequestSnapshot, 'state' | 'decideBy'>,
  now: Date,
): boolean {
  return isOpen(state) && now >= decideBy;
}
