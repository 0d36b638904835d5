import { type NamedTarget } from '../elevation/catalogue';
import { type Envelope, type Suggestion } from '../platforms/contract';
import { searchTargets } from '../store/target-search';
import { type Context } from './context';
import { refuseAccount } from './read-clicker';

/** More are not read; Teams shows 15, and Slack 100. */
const suggestedMost = 20;

/** Query: targets that this person may ask for now and that what they typed can mean. */
export async function suggestTargets(
  context: Context,
  envelope: Envelope,
  typed: string,
): Promise<readonly Suggestion[]> {
  const found = await askableTargets(context, envelope, typed, suggestedMost);
  return found.map(({ id, name }) => ({ id, name }));
}

/**
 * The same, at most so many. Whoever could not ask gets none: an account of nobody, a disabled person, a guest, and somebody about
 * whom the platform says nothing.
 */
export async function askableTargets(
  context: Context,
  envelope: Envelope,
  typed: string,
  most: number,
): Promise<readonly NamedTarget[]> {
  const { database, organisationId } = context;
  const { account } = envelope;
  const [refusal, found] = await Promise.all([
    refuseAccount(context, envelope, undefined, { lately: true }),
    searchTargets(database, { organisationId, account, typed, most }),
  ]);
  return refusal === null ? found : [];
}
