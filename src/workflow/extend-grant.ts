import { refuse } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { once } from './once';
import { openRequest } from './open-request';
import { refuseAndRecord } from './refuse-and-record';

export interface ExtensionWish {
  /** The request whose grant shall go on: 142 in ELV-142. */
  readonly request: number;
  /** As typed; null is the policy's usual length. */
  readonly duration: string | null;
  /** Null is the reason of the request that goes on. */
  readonly reason: string | null;
  readonly ticket: string | null;
}

/**
 * Asks for more time on a grant: a request of its own, on which the policy's approvers decide anew. When it is approved it
 * becomes a second grant of the same right; the end of the first one stays where it is.
 */
export async function extendGrant(
  context: Context,
  envelope: Envelope,
  wish: ExtensionWish,
): Promise<Reply> {
  const { organisationId } = context;
  const { request, duration, reason, ticket } = wish;
  const extended = await context.database.read((tx) =>
    loadSnapshot(tx, organisationId, { number: request }),
  );
  if (extended === null) return refuseUnknown(context, envelope, request);
  const asked = { duration, reason, ticket, target: extended.target.name, extended: request };
  return openRequest(context, envelope, asked);
}

function refuseUnknown(context: Context, envelope: Envelope, request: number): Promise<Reply> {
  return once(context, envelope, async (tx: Tx) => {
    const person = await personOfAccount(tx, context.organisationId, envelope.account);
    const refusal =
      person === null
        ? refuse('unlinked-account', { platform: envelope.account.platform })
        : refuse('unknown-request', { request });
    return refuseAndRecord(context, tx, envelope, { verb: 'extend', person }, refusal);
  });
}
