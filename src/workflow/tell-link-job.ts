import { type LinkSide } from '../elevation/linking';
import { type Tx } from '../store/database';
import { enqueue } from '../store/queue';

export const tellLinkTask = 'tell-link';

export type LinkNewsJob = Readonly<
  Record<'organisationId' | 'linkId', string> & { side: LinkSide }
>;

/** Asks for one of two accounts to be told how their link stands. */
export async function enqueueLinkNews(tx: Tx, job: LinkNewsJob): Promise<void> {
  const options = { jobKey: `link:${job.linkId}:${job.side}`, queueName: 'tell' };
  await enqueue(tx, tellLinkTask, job, options);
}
