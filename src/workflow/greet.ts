/** Whoever sets Elevate up is greeted once, with the steps that are left. */
import { actingIn, rolesOf } from '../elevation/roles';
import { type Person, type PlatformName } from '../elevation/model';
import { RemoteError } from '../errors';
import { type AccountKey } from '../platforms/contract';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { readFirstSteps, recordGreeting } from '../store/first-steps';
import { accountsOf, personOfAccount } from '../store/people';
import { roleHolders } from '../store/roles';
import { firstStepsView, isSetUp } from '../views/first-steps';
import { type Context } from './context';
import { isPassing } from './deliver-message';
import { enqueueGreeting, type GreetJob } from './greet-job';

/** Somebody installed Elevate or came to it. Most often there is nothing to lead through, and one look tells so. */
export async function greetAccount(context: Context, account: AccountKey): Promise<void> {
  const { database, organisationId } = context;
  const person = await database.read(async (tx) => {
    const found = await personOfAccount(tx, organisationId, account);
    return found !== null && (await leads(tx, organisationId, found)) ? found : null;
  });
  if (person !== null) await greetOnce(context, [person], account.platform);
}

/** The owners who can act, at the start of Elevate. */
export async function greetOwners(context: Context): Promise<void> {
  const { database, organisationId } = context;
  const owners = await database.read(async (tx) => {
    if (isSetUp(await readFirstSteps(tx, organisationId))) return [];
    return actingIn('owner', await roleHolders(tx, organisationId));
  });
  if (owners.length > 0) await greetOnce(context, owners, null);
}

/** Owners and admins until everything is done; before there is any owner or policy, whoever installs it. */
async function leads(tx: Tx, organisationId: string, person: Person): Promise<boolean> {
  const facts = await readFirstSteps(tx, organisationId);
  if (person.disabled || isSetUp(facts)) return false;
  const roles = rolesOf(person, await roleHolders(tx, organisationId));
  return roles.includes('owner') || roles.includes('admin') || !(facts.owner || facts.policy);
}

async function greetOnce(
  { database, organisationId }: Context,
  people: readonly Person[],
  cameOn: PlatformName | null,
): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { id: personId } of people) {
      if (await recordGreeting(tx, organisationId, personId)) {
        await enqueueGreeting(tx, { organisationId, personId, cameOn });
      }
    }
  });
}

/**
 * Sends the greeting, on the first of their accounts that can be reached. Where none can be, `/elevate setup` shows the same.
 * @throws RemoteError what trying again can mend
 */
export async function greet(
  context: Context,
  { organisationId, personId, cameOn }: GreetJob,
): Promise<void> {
  const { database, platforms } = context;
  const { view, accounts } = await database.read(async (tx) => {
    const facts = await readFirstSteps(tx, organisationId);
    const found: AccountKey[] = [];
    const names = [...platforms.keys()];
    names.sort((a, b) => Number(b === cameOn) - Number(a === cameOn));
    for (const name of names) {
      for (const { platform, tenant, user } of await accountsOf(
        tx,
        organisationId,
        [personId],
        name,
      )) {
        found.push({ platform, tenant, user });
      }
    }
    const drawn = firstStepsView(facts, await readClock(tx), { greeting: true });
    return { view: drawn, accounts: found };
  });
  for (const account of accounts) {
    try {
      await platforms.get(account.platform)!.postDirect(account, view);
      return;
    } catch (error) {
      if (!(error instanceof RemoteError) || isPassing(error)) throw error;
      context.log.warn({ personId, code: error.code }, 'somebody cannot be greeted there');
    }
  }
}
