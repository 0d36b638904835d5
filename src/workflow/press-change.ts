import { type Press } from '../commands/command';
import { type Person } from '../elevation/model';
import { refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { type Context } from './context';
import { once } from './once';
import { refuseAccount } from './read-clicker';
import { refuseAndRecord } from './refuse-and-record';

/** A press on a change, by somebody who is known. */
export interface ChangePress {
  readonly press: Press;
  readonly person: Person;
  /** Why the account counts for nothing, as its platform says. */
  readonly account: Refusal | null;
}

/** What a press on a change comes to: its platform is asked about the account first, and nobody who is unknown gets any further. */
export async function pressChange(
  context: Context,
  envelope: Envelope,
  press: Press,
  act: (tx: Tx, pressed: ChangePress) => Promise<Reply>,
): Promise<Reply> {
  const account = await refuseAccount(context, envelope, press.request);
  return once(context, envelope, async (tx) => {
    const person = await personOfAccount(tx, context.organisationId, envelope.account);
    if (person !== null) return act(tx, { press, person, account });
    const refusal = refuse('unlinked-account', { platform: envelope.account.platform });
    return refuseAndRecord(context, tx, envelope, { verb: press.verb, person }, refusal);
  });
}
