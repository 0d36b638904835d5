import { type Tx } from '../store/database';
import { enqueue } from '../store/queue';

export const tellPlaceTask = 'tell-place';

export type PlaceNewsJob = Readonly<
  Record<'organisationId' | 'placeId' | 'personId', string> & { news: 'lost' | 'back' }
>;

/** Asks for one person to be told of a place. Of a place that is back before they were told, they are told that alone. */
export async function enqueuePlaceNews(
  tx: Tx,
  job: PlaceNewsJob,
  when: { readonly runAt?: Date },
): Promise<void> {
  const options = { jobKey: `place:${job.placeId}:${job.personId}`, queueName: 'tell' };
  await enqueue(tx, tellPlaceTask, job, { ...options, ...when });
}
