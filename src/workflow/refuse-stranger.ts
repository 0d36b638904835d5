import { type Envelope, type Reply } from '../platforms/contract';
import { wasTied } from '../store/configured';
import { personOfAccount } from '../store/people';
import { type Context } from './context';
import { refuseAccount } from './read-clicker';
import { refuseQuery } from './refuse-and-record';

/**
 * Null for whoever is tied to a person, and for a member who is not yet: what they wanted tells them how to get linked. All others are
 * refused for what their platform says that they are, and the trail says so, too; nobody shows a guest the way to a link.
 */
export async function refuseStranger(
  context: Context,
  envelope: Envelope,
  verb: string,
): Promise<Reply | null> {
  const { database, organisationId } = context;
  // Each trip to the database costs a command more than what is done there. Whoever is tied no longer is told so like a member.
  if (wasTied(database, organisationId, envelope.account)) return null;
  const person = await database.read((tx) => personOfAccount(tx, organisationId, envelope.account));
  if (person !== null) return null;
  const refusal = await refuseAccount(context, envelope);
  // Nothing is done for somebody unlinked, whatever they are.
  if (refusal === null || refusal.refused === 'directory-unavailable') return null;
  return refuseQuery(context, envelope, { verb, person }, refusal);
}
