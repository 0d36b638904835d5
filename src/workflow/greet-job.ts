import { type PlatformName } from '../elevation/model';
import { type Tx } from '../store/database';
import { enqueue } from '../store/queue';

export const greetTask = 'greet';

export type GreetJob = Readonly<Record<'organisationId' | 'personId' | 'cameOn', string>>;

/** Asks for one person to be greeted, by a message of their own; first on the platform that they came on. */
export async function enqueueGreeting(
  tx: Tx,
  { cameOn, ...person }: { organisationId: string; personId: string; cameOn: PlatformName | null },
): Promise<void> {
  const options = { jobKey: `greet:${person.personId}`, queueName: 'tell' };
  await enqueue(tx, greetTask, { ...person, cameOn: cameOn ?? '' }, options);
}
