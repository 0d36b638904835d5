import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { claimPayload, recordReply } from '../store/payloads';
import { type Context } from './context';

/**
 * Runs a verb's one transaction. The payload's key is written in it together with the reply, so a payload that
 * comes twice (a retry, a replay, a second delivery racing the first) changes nothing and gets the same reply.
 */
export async function once(
  context: Context,
  envelope: Envelope,
  verb: (tx: Tx) => Promise<Reply>,
): Promise<Reply> {
  return context.database.transaction(async (tx) => {
    const claim = await claimPayload(tx, context.organisationId, envelope.payloadKey);
    if (claim.repeat) return claim.reply as Reply;
    const reply = await verb(tx);
    await recordReply(tx, context.organisationId, envelope.payloadKey, reply);
    return reply;
  });
}
