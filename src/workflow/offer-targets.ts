import { type NamedTarget } from '../elevation/catalogue';
import { type Person } from '../elevation/model';
import { type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { whichTargetView } from '../views/which-target';
import { type TypedAsk } from './asked';

interface Offer {
  readonly ask: TypedAsk;
  readonly refusal: Refusal;
  /** Targets that may have been meant. */
  readonly offered: readonly NamedTarget[];
  readonly person: Person | null;
}

/**
 * A refusal with the targets that may have been meant, as buttons. What was typed is kept in the stored reply, for whoever typed it:
 * a reason is longer than what a button can carry.
 */
export function offerTargets(
  { payloadKey: draft }: Envelope,
  reply: Reply,
  { ask, refusal, offered: targets, person }: Offer,
): Reply {
  if (person === null || targets.length === 0) return reply;
  const typed = wordsOf(ask);
  return {
    ...reply,
    privately: whichTargetView(refusal, { targets, draft, typed, personId: person.id }),
  };
}

/** All that was typed, and nothing else that may have come with it. */
function wordsOf(ask: TypedAsk) {
  const { target, duration, reason, ticket, scope, at, subject, breakGlass } = ask;
  return {
    ...{ target, duration, reason, ticket },
    ...(scope !== undefined && { scope }),
    ...(at !== undefined && { at }),
    ...(subject !== undefined && { subject }),
    ...(breakGlass && { breakGlass }),
  } satisfies TypedAsk;
}

/** What this person typed in the payload of this reply; null when nothing was offered in it, or to somebody else. */
export function typedIn(reply: unknown, personId: string): TypedAsk | null {
  const facts = (reply as Reply | null)?.privately?.facts;
  if (facts?.offers === undefined || facts.personId !== personId) return null;
  return facts.typed as unknown as TypedAsk;
}
