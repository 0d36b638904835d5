import { type Grant, type GrantState, type RequestSnapshot } from './model';

/** How a grant begins: with the state it is written in, and when it is first acted on. */
export interface Beginning {
  readonly state: 'scheduled' | 'activating';
  readonly nextAttemptAt: Date;
}

/**
 * What is approved for later waits for its start. More time is made sure of at once: the right must not be gone for a
 * moment when the earlier grant ends.
 */
export function beginGrant(
  { extends: extended }: Pick<RequestSnapshot, 'extends'>,
  startsAt: Date,
  now: Date,
): Beginning {
  if (extended !== null) return { state: 'activating', nextAttemptAt: now };
  return { state: startsAt > now ? 'scheduled' : 'activating', nextAttemptAt: startsAt };
}

/** The state of a grant that is due, once somebody has it in hand. The statement that claims grants says the same. */
export function claimedState({ state, endsAt }: Pick<Grant, 'state' | 'endsAt'>, now: Date) {
  return state === 'scheduled' && now < endsAt ? 'activating' : state;
}

/** What is due to be done for a grant: making it, taking it away, or writing down that it never started. */
export type Act = 'activate' | 'take-away' | 'never-start';

/**
 * The act that a claimed grant is due for. One whose end came while it was still being made is not made any more: it is
 * taken away, because an earlier attempt may have reached the target unseen. One that only was scheduled never was.
 */
export function actDue(
  { state, endsAt }: { readonly state: GrantState; readonly endsAt: Date },
  now: Date,
): Act {
  if (state === 'scheduled') return 'never-start';
  return state === 'activating' && now < endsAt ? 'activate' : 'take-away';
}
