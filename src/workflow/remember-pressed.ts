import { type Press, type PressVerb } from '../commands/command';
import { type Envelope } from '../platforms/contract';
import { placeOfPrompt, recordPressed } from '../store/messages';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';

/** What is pressed on prompts and alarms in the approvers' channel. */
const promptVerbs: readonly PressVerb[] = [
  'approve',
  'approve-less',
  'deny',
  'revoke',
  'retry',
  'review',
];

/** A request has a handful of messages; whoever makes up more of them is not followed. */
const messagesMost = 20;

/**
 * A process that died between posting a prompt and remembering it left a message that nobody updates. The press on it
 * tells where it is: from then on it is one of the request's messages, and is redrawn with them. A press from outside
 * of the group's own channel, or on another request's message, tells nothing.
 */
export async function rememberPressed(
  context: Context,
  envelope: Envelope,
  press: Press,
): Promise<void> {
  const { database, organisationId } = context;
  const { pressed } = envelope;
  if (pressed === null || !promptVerbs.includes(press.verb)) return;
  const place = await database.read((tx) =>
    placeOfPrompt(tx, organisationId, press.request, pressed),
  );
  if (place === null || place.known || place.messages >= messagesMost) return;
  const { requestId, conversation } = place;
  const message = { conversation, id: pressed.id };
  await database.transaction(async (tx) => {
    const told = { organisationId, requestId, purpose: 'prompt', message };
    if (!(await recordPressed(tx, told))) return;
    // No warning: a press within the moment between posting and remembering looks the same.
    context.log.info({ requestId, message: pressed.id }, 'a press told of a prompt not remembered');
    await enqueuePublish(tx, organisationId, requestId);
  });
}
