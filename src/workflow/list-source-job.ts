import { type Tx } from '../store/database';
import { enqueue } from '../store/queue';
import { type Listing } from '../store/source-listings';

export const listSourceTask = 'list-source';

/** Asks for a group of an outside directory to be listed; bursts collapse, and one directory is asked by one worker at a time. */
export async function enqueueListing(tx: Tx, listing: Listing): Promise<void> {
  const { organisationId, kind, key } = listing;
  await enqueue(
    tx,
    listSourceTask,
    { organisationId, kind, key },
    { jobKey: `list:${kind}:${key}`, queueName: `directory:${kind}` },
  );
}
