import { refuse, type Refusal } from '../errors';
import { typedDuration } from './duration';
import { isForOther } from './for-other';
import { type Person, type RequestSnapshot } from './model';
import { screenState, type ScreenState } from './screen-state';

/** States after which nothing more comes of a request. */
const over: ReadonlySet<ScreenState> = new Set([
  'denied',
  'withdrawn',
  'expired',
  'ended',
  'failed',
]);

/** What is asked for once more. It is judged like anything that is asked for the first time. */
export interface AskedAgain {
  /** `Workload\Name` */
  readonly target: string;
  /** As it would be typed: a time of day that was asked for is over, so what was left until then counts. */
  readonly duration: string;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** Left out for all of the target. */
  readonly scope?: string;
  /** Whom it was asked for, when that was somebody else; they have to accept again. */
  readonly subject?: Person;
}

/** Whether this person may ask for the same once more, and what that is. Nobody asks in the place of whoever asked. */
export function judgeAgain(request: RequestSnapshot, person: Person): AskedAgain | Refusal {
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (person.id !== request.requester.id) return refuse('not-yours', { request: request.number });
  if (!over.has(screenState(request))) return refuse('not-over', { request: request.number });
  return {
    target: request.target.name,
    duration: typedDuration(request.durationS),
    reason: request.reason,
    ticket: request.ticket,
    ...(request.scope === '' ? {} : { scope: request.scope }),
    ...(isForOther(request) && { subject: request.subject }),
  };
}
