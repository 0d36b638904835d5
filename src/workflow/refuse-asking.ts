import { type Refusal, type RefusalCode } from '../errors';
import { type NamedTarget } from '../elevation/catalogue';
import { type Envelope, type Reply } from '../platforms/contract';
import { type PresentOpening } from '../store/opening';
import { askView, fieldOf, type TypedWish } from '../views/request-form';
import { type Asked } from './asked';
import { type Context } from './context';
import { requestFormOf } from './draw-request-form';
import { offerTargets } from './offer-targets';
import { once } from './once';
import { refuseAndRecord, type Attempt } from './refuse-and-record';

/** What was asked for and refused. An empty target is none. */
interface Refused {
  readonly ask: Asked;
  readonly facts: PresentOpening;
  readonly attempt: Attempt;
  readonly refusal: Refusal;
  /** Targets that may have been meant. */
  readonly offered: readonly NamedTarget[];
}

/**
 * Refuses an opening. What can be mended in the form comes back with it, filled in with all that was typed; where another target may
 * have been meant, the refusal offers it.
 */
export async function refuseAsking(
  context: Context,
  envelope: Envelope,
  refused: Refused,
): Promise<Reply> {
  const { ask, facts, attempt, refusal } = refused;
  const isInForm = isMendable(ask, refusal.refused);
  const drawn = { facts, typed: typedIn(ask), refusal };
  const form = isInForm ? await requestFormOf(context, envelope, drawn) : null;
  return once(context, envelope, async (tx) => {
    const reply = await refuseAndRecord(context, tx, envelope, attempt, refusal);
    if (form === null) return offerInstead(envelope, reply, refused);
    const privately = ask.filledIn ? reply.privately : askView(refusal, envelope.payloadKey);
    return { ...reply, privately, form };
  });
}

/** Only what was typed has a name that may have been meant otherwise; everything else says its target by itself. */
function offerInstead(envelope: Envelope, reply: Reply, refused: Refused): Reply {
  const { ask, refusal, offered, attempt } = refused;
  const isTyped = !['again', 'extended', 'filledIn'].some((key) => key in ask);
  return isTyped ? offerTargets(envelope, reply, { ask, refusal, offered, ...attempt }) : reply;
}

/** Typed without what its target needs: the form asks for it. Everything else is quicker typed again. */
const asksInForm: ReadonlySet<RefusalCode> = new Set([
  'reason-required',
  'ticket-required',
  'scope-required',
]);

/** What the form has fields for; it is no place for a wish of which it would lose a part. */
const known: ReadonlySet<string> = new Set([
  ...['verb', 'target', 'scope', 'duration', 'reason', 'ticket', 'at', 'subject'],
  ...['again', 'subjectId', 'filledIn', 'onceAs'],
]);

function isMendable(ask: Refused['ask'], refused: RefusalCode): boolean {
  if (!Object.keys(ask).every((key) => known.has(key))) return false;
  return ask.filledIn ? fieldOf(refused) !== null : asksInForm.has(refused);
}

function typedIn(ask: Refused['ask']): TypedWish {
  const { target, scope, duration, reason, ticket, at, subject } = ask;
  const named = target === '' ? null : target;
  return { target: named, scope: scope ?? null, duration, reason, ticket, at, subject };
}
