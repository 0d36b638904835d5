import { type Envelope } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { rolesNow } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import { type View } from '../views/view';
import { type Context } from './context';
import { promptFor } from './prompt-for';
import { readChange } from './read-change';
import { readStored, refuseAccount } from './read-clicker';

/**
 * Query: the present prompt of a request as this reader may see it. People who decide get it with buttons, requester
 * and subject without; nobody else gets anything, and nobody whose press would be refused for the account that they
 * have. It decides nothing: each press is checked again.
 */
export async function readScreen(
  context: Context,
  envelope: Envelope,
  number: number,
): Promise<View | null> {
  const view = await context.database.read((tx) => draw(context, tx, envelope, number));
  if (view === null) return null;
  const refusal = await refuseAccount(context, envelope, number, { lately: true });
  return refusal === null ? view : null;
}

async function draw(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  number: number,
): Promise<View | null> {
  const { organisationId } = context;
  const person = await personOfAccount(tx, organisationId, envelope.account);
  if (person === null || person.disabled) return null;
  const snapshot = await loadSnapshot(tx, organisationId, { number });
  if (snapshot === null) return readChange(context, tx, person, number);
  const roles = await rolesNow(tx, organisationId, person);
  return promptFor(context, person, snapshot, await readStored(tx, person, snapshot), { roles });
}
