import { type Meant } from '../commands/command';
import { type Target } from '../elevation/model';
import { type Envelope, type Reply } from '../platforms/contract';
import { replyTo } from '../store/payloads';
import { personOfAccount } from '../store/people';
import { loadTarget } from '../store/targets';
import { openAskForm } from './ask-form';
import { type TypedAsk } from './asked';
import { type Context } from './context';
import { typedIn } from './offer-targets';
import { openRequest } from './open-request';
import { prepareBreakGlass } from './prepare-break-glass';

/**
 * A press on a target that a refusal offered: it is asked for with everything else as it was typed, and judged as if all of it had been
 * typed now. The words come from the payload that was refused, and only to whoever typed them. For somebody else, or when that
 * payload is not kept any more, the form opens with that target.
 */
export async function askAs(context: Context, envelope: Envelope, meant: Meant): Promise<Reply> {
  const { repeat, typed, target } = await readMeant(context, envelope, meant);
  if (repeat !== null) return repeat;
  if (typed === null || target === null) {
    return openAskForm(context, envelope, { target: target?.name ?? null });
  }
  const ask = { ...typed, target: target.name };
  if (ask.breakGlass) return prepareBreakGlass(context, envelope, { verb: 'ask', ...ask });
  return openRequest(context, envelope, { ...ask, onceAs: `${meant.draft} as ${target.id}` });
}

interface Read {
  /** Set when this press was refused before. */
  readonly repeat: Reply | null;
  readonly typed: TypedAsk | null;
  readonly target: Target | null;
}

function readMeant(
  { database, organisationId }: Context,
  { account, payloadKey }: Envelope,
  { draft, target }: Meant,
): Promise<Read> {
  return database.read(async (tx) => {
    const person = await personOfAccount(tx, organisationId, account);
    const refused = await replyTo(tx, organisationId, draft);
    return {
      repeat: (await replyTo(tx, organisationId, payloadKey)) as Reply | null,
      typed: person === null ? null : typedIn(refused, person.id),
      target: await loadTarget(tx, organisationId, target),
    };
  });
}
