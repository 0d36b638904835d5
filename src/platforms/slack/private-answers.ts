/** Ways to tell one person something that nobody else sees, from the nearest to the surest. */
import { type View } from '../../views/view';
import { type Delivery } from './delivery';
import { type Handling } from './handling';
import { type SlackMessage } from './options';
import { answerThrough } from './response-url';

export interface Place {
  /** Where the person is looking; null when they are in no channel. */
  readonly channel: string | null;
  readonly threadTs: string | null;
  readonly responseUrl: string | null;
}

export function ephemeral(message: SlackMessage) {
  return { response_type: 'ephemeral', replace_original: false, ...message } as const;
}

/**
 * Shows a view to the delivery's person alone: through the payload's own address, else in the channel or thread,
 * else as a direct message. Nothing is thrown: what was decided is committed, and the person's lists show it.
 */
export async function tellPrivately(
  handling: Handling,
  delivery: Delivery,
  place: Place,
  view: View,
): Promise<void> {
  const { log, count } = handling;
  for (const way of [answerHere, postHere, postDirect]) {
    try {
      if (await way(handling, delivery, place, view)) return;
    } catch (error) {
      log.warn({ err: error, way: way.name }, 'a private answer did not get through');
    }
  }
  count('slack_answers_lost');
}

/**
 * Puts another view in the place of a message that this person alone sees. Messages that others see are redrawn by the job, from
 * stored state. @returns false when that was not possible, which is no reason to throw
 */
export async function redrawPrivately(
  { render, apiUrl, log }: Handling,
  responseUrl: string,
  view: View,
): Promise<boolean> {
  try {
    const message = render.message(view);
    await answerThrough(responseUrl, apiUrl, { replace_original: true, ...message });
    return true;
  } catch (error) {
    log.warn({ err: error }, 'a private screen was not redrawn');
    return false;
  }
}

type Way = (handling: Handling, delivery: Delivery, place: Place, view: View) => Promise<boolean>;

const answerHere: Way = async function answerHere({ render, apiUrl }, _delivery, place, view) {
  if (place.responseUrl === null) return false;
  await answerThrough(place.responseUrl, apiUrl, ephemeral(render.message(view)));
  return true;
};

const postHere: Way = async function postHere({ render, web }, delivery, place, view) {
  const { channel, threadTs } = place;
  if (channel === null) return false;
  const thread = threadTs === null ? {} : { thread_ts: threadTs };
  const { user } = delivery.payload;
  const message = render.message(view);
  await web((client) => client.chat.postEphemeral({ channel, user, ...thread, ...message }));
  return true;
};

const postDirect: Way = async function postDirect({ outgoing }, delivery, _place, view) {
  await outgoing.postDirect(delivery.envelope.account, view);
  return true;
};
