import { type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Context } from './context';
import { actorOf } from './refuse-and-record';

/**
 * Writes down that somebody was refused at the platform's door (a visitor of another workspace). They are refused
 * whether or not it could be written: no press of theirs changes anything.
 */
export async function turnAway(
  context: Context,
  envelope: Envelope,
  refusal: Refusal,
): Promise<void> {
  try {
    await context.database.transaction((tx) =>
      appendAudit(tx, {
        organisationId: context.organisationId,
        kind: 'request.refused',
        actor: actorOf(envelope, null),
        facts: { verb: 'door', refused: refusal.refused, facts: { ...refusal.facts } },
      }),
    );
  } catch (error) {
    context.log.error({ err: error }, 'a refusal at the door could not be recorded');
  }
}
