import { type Person } from '../elevation/model';
import { refuse, type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { type Tx } from '../store/database';
import { type Context } from './context';
import { findNamed } from './name-subject';

/** The one person whom somebody named: themselves, or by a mention, a directory line or a name. */
export async function personTyped(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { typed, self }: { readonly typed: string; readonly self: Person },
): Promise<Person | Refusal> {
  if (/^@?me$/iu.test(typed)) return self;
  const found = await findNamed(context, tx, envelope, typed);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return refuse('person-unknown', { typed });
  return refuse('person-ambiguous', { typed, candidates: found.map(({ line }) => line) });
}
