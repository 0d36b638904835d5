import { type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { type Context } from './context';
import { refuseAccount } from './read-clicker';

/**
 * Null for members: nobody else asks for anything. Where nobody can say now who they are, it is asked for all the same, because
 * whoever approves it asks again; what no person approves is not.
 * @param isGiven whether the policy gives it without anybody's approval
 */
export async function refuseAsker(
  context: Context,
  envelope: Envelope,
  { isGiven }: { readonly isGiven: boolean },
): Promise<Refusal | null> {
  if (isGiven) return refuseAccount(context, envelope);
  const refusal = await refuseAccount(context, envelope, undefined, { lately: true });
  return refusal?.refused === 'directory-unavailable' ? null : refusal;
}
