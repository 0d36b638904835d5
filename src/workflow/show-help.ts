import { type Envelope, type Reply } from '../platforms/contract';
import { isDatabaseUnavailable } from '../store/database';
import { personOfAccount } from '../store/people';
import { rolesNow } from '../store/roles';
import { helpView } from '../views/help';
import { type Context } from './context';

/** Query: what can be typed. Whoever has a role sees where to find more; help is there without a database, too. */
export async function showHelp(
  context: Context,
  envelope: Envelope,
  topic: string | null,
): Promise<Reply> {
  const hasRole = topic === null && (await readHasRole(context, envelope));
  return { privately: helpView(topic, { hasRole }), screen: null };
}

async function readHasRole(
  { database, organisationId }: Context,
  { account }: Envelope,
): Promise<boolean> {
  try {
    return await database.read(async (tx) => {
      const person = await personOfAccount(tx, organisationId, account);
      return person !== null && (await rolesNow(tx, organisationId, person)).length > 0;
    });
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    return false;
  }
}
