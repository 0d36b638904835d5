import { openChangeIds } from '../store/changes';
import { type Tx } from '../store/database';
import { otherLiveGrants } from '../store/grants';
import { enqueue, enqueueAll } from '../store/queue';
import { approverGroupOf } from '../store/requests';

export const publishTask = 'publish-request';

/** Of jobs that are due the lower goes first; what nobody knows yet has 0. */
const priorities = { news: -1, alarm: -10 } as const;

/**
 * Asks for every message of a request to be brought up to date, in the transaction that changed the request. News of a
 * request that people know goes before requests that they do not know yet, and what was taken without asking before all.
 */
export async function enqueuePublish(
  tx: Tx,
  organisationId: string,
  id: string,
  urgency: keyof typeof priorities = 'news',
): Promise<void> {
  const groupId = await approverGroupOf(tx, organisationId, id);
  const { task, payload, ...options } = publishJob({ organisationId, id, groupId });
  await enqueue(tx, task, payload, { ...options, priority: priorities[urgency] });
}

/** The same of many requests, each with the group that decides on it. */
export function enqueuePublishOfAll(
  tx: Tx,
  organisationId: string,
  requests: readonly { readonly id: string; readonly groupId: string }[],
): Promise<void> {
  const jobs = requests.map((one) => {
    return { ...publishJob({ organisationId, ...one }), priority: priorities.news };
  });
  return enqueueAll(tx, jobs);
}

/**
 * Asks for the messages of the other live grants of a right to be brought up to date: what they say of their end ("Ending soon", a
 * warning) depends on whether this grant keeps the right beyond it.
 */
export async function enqueuePublishOfOthers(
  tx: Tx,
  organisationId: string,
  grantId: string,
): Promise<void> {
  for (const { requestId } of await otherLiveGrants(tx, organisationId, grantId)) {
    await enqueuePublish(tx, organisationId, requestId);
  }
}

/**
 * Asks for the messages of all changes that wait to be brought up to date: who may decide on them, and who may see them, depends on who
 * has which role, and what they would do on what is configured.
 */
export async function enqueuePublishOfChanges(tx: Tx, organisationId: string): Promise<void> {
  for (const id of await openChangeIds(tx, organisationId)) {
    await enqueuePublish(tx, organisationId, id);
  }
}

/**
 * The job that publishes one request. Its key collapses bursts into one run. One after the other per group, so that
 * two runs for one request do not post twice, and because a channel takes one message per second anyway: a flood in one
 * group's channel keeps one worker waiting and not all of them.
 */
export function publishJob(request: {
  organisationId: string;
  id: string;
  /** Null for changes, on which no group decides. */
  groupId: string | null;
}) {
  const { organisationId, id, groupId } = request;
  return {
    task: publishTask,
    payload: { organisationId, requestId: id },
    jobKey: `publish:${id}`,
    queueName: groupId === null ? 'changes' : `group:${groupId}`,
  };
}
