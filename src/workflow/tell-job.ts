import { type Tx } from '../store/database';
import { enqueue } from '../store/queue';

export const tellTask = 'tell-passed-over';

/**
 * Asks for everybody to be told, each by a message of their own, who would have decided on a request. A job apart from the
 * messages in channels, which must not wait for a hundred people.
 */
export async function enqueueTelling(tx: Tx, organisationId: string, id: string): Promise<void> {
  const options = { jobKey: `tell:${id}`, queueName: 'tell', priority: -5 };
  await enqueue(tx, tellTask, { organisationId, requestId: id }, options);
}
