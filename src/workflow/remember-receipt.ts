import { type MessageKey } from '../platforms/contract';
import { recordMessage } from '../store/messages';
import { type View } from '../views/view';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';
import { drawnDigest } from './deliver-message';

/**
 * Stores where a receipt is, and has it brought up to date: the request may have been decided between the answer and
 * this call. A receipt that was shown twice (the payload came again) is remembered twice.
 */
export async function rememberReceipt(
  context: Context,
  requestId: string,
  message: MessageKey,
  view: View,
): Promise<void> {
  const { database, organisationId } = context;
  await database.transaction(async (tx) => {
    const drawn = drawnDigest(view);
    await recordMessage(tx, { organisationId, requestId, purpose: 'receipt', message, drawn });
    await enqueuePublish(tx, organisationId, requestId);
  });
}
