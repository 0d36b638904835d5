import { parseCommand } from '../../commands/parse-command';
import { type Delivery } from './delivery';
import { type Handling, verbsFor } from './handling';
import { openedForm } from './forms';
import { type Mention, type TypedCommand } from './payloads';
import { ephemeral, tellPrivately } from './private-answers';
import { typedAfterCommand, typedBesideMention } from './typed-text';

/** `/elevate …`: the answer to Slack carries the reply, and is given only after the verb has committed. A form opens instead. */
export async function onCommand(
  handling: Handling,
  delivery: Delivery,
  typed: TypedCommand,
): Promise<void> {
  const command = parseCommand(typedAfterCommand(typed.text));
  const reply = await verbsFor(handling, delivery).command(command);
  const isOpen = reply.form ? await openedForm(handling, typed.triggerId, reply.form) : false;
  const view = isOpen ? null : (reply.privately ?? reply.screen);
  if (view === null) {
    await delivery.acknowledge();
    return;
  }
  const inTime = await delivery.acknowledge(ephemeral(handling.render.message(view)));
  if (inTime) return;
  // The person has seen a time-out, although it was done: say so.
  const { channel, responseUrl } = typed;
  await tellPrivately(handling, delivery, { channel, responseUrl, threadTs: null }, view);
}

/** `@Elevate …`, which works in threads where slash commands do not. Slack takes no reply here: it is posted. */
export async function onMention(
  handling: Handling,
  delivery: Delivery,
  mention: Mention,
): Promise<void> {
  const botUser = handling.identity.known()?.botUser ?? '';
  const command = parseCommand(typedBesideMention(mention.text, botUser));
  const reply = await verbsFor(handling, delivery).command(command);
  await delivery.acknowledge();
  const view = reply.privately ?? reply.screen;
  if (view === null) return;
  const { channel, threadTs } = mention;
  await tellPrivately(handling, delivery, { channel, threadTs, responseUrl: null }, view);
}
