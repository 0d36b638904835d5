/** The form to ask for access with: opened, searched in, redrawn for the target that was chosen, and sent in. */
import {
  askAsVerb,
  askFormVerb,
  parseAskValue,
  parseMeantValue,
  readAskForm,
} from '../../commands/ask-value';
import { targetLabel } from '../../views/request-form';
import { type Delivery } from './delivery';
import { answerOf, filledIn, ignore, openOrTell, tellAfterForm } from './forms';
import { type Handling, verbsFor } from './handling';
import { type ButtonPress, type Choice, type Submission, type Suggesting } from './payloads';
import { redrawPrivately, tellPrivately } from './private-answers';

/** Buttons and fields of the form. */
export const askAction = 'request.ask';
const formId = `request.${askFormVerb}`;
const targetAction = 'target';

/** "Ask for access…". A form that does not open leaves the way that always works: typing it. */
export async function onAskButton(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
): Promise<void> {
  const value = parseAskValue(button.value);
  if (value === null) return ignore(handling, delivery, 'unknown-button');
  const reply = await verbsFor(handling, delivery).askForm(value.draft);
  const left = await openOrTell(handling, delivery, button, reply);
  if (left === null) return;
  const { channel, responseUrl } = button;
  await tellPrivately(handling, delivery, { channel, responseUrl, threadTs: null }, left);
}

/** A target that a refusal offered. What it comes to takes the place of the refusal; what is refused stands below it. */
export async function onMeantButton(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
): Promise<void> {
  const meant = parseMeantValue(button.value);
  if (meant === null) return ignore(handling, delivery, 'unknown-button');
  const reply = await verbsFor(handling, delivery).askAs(meant);
  const left = await openOrTell(handling, delivery, button, reply);
  if (left === null) return;
  const { channel, responseUrl, ephemeral } = button;
  const isReplacing = ephemeral && left.screen !== 'refusal' && responseUrl !== null;
  if (isReplacing && (await redrawPrivately(handling, responseUrl, left))) return;
  await tellPrivately(handling, delivery, { channel, responseUrl, threadTs: null }, left);
}

/** Each button of the row has a number behind it. */
export function isMeantButton({ actionId }: ButtonPress): boolean {
  return actionId.startsWith(`request.${askAsVerb}.`);
}

/** What is typed into the field of the target. */
export async function onSuggesting(
  handling: Handling,
  delivery: Delivery,
  { actionId, callbackId, typed }: Suggesting,
): Promise<void> {
  const isOurs = callbackId === formId && actionId === targetAction && !delivery.stranger;
  const found = isOurs ? await suggestions(handling, delivery, typed) : [];
  const options = found.map(({ id, name }) => ({
    text: { type: 'plain_text', text: targetLabel(name), emoji: false },
    value: id,
  }));
  await delivery.acknowledge({ options });
}

/** Slack shows an error of its own in the place of the list; an empty list says the same more calmly. */
async function suggestions({ inbound, log }: Handling, { envelope }: Delivery, typed: string) {
  try {
    return await inbound.suggest(envelope, typed);
  } catch (error) {
    log.error({ err: error }, 'targets could not be looked for');
    return [];
  }
}

/** A target was chosen: the form says what it allows, and what it asks for. */
export async function onChosen(
  handling: Handling,
  delivery: Delivery,
  choice: Choice,
): Promise<void> {
  const isOurs = choice.actionId === targetAction && isForm(choice) && !delivery.stranger;
  const filled = readAskForm(filledIn(choice.inputs));
  const form = isOurs ? await handling.inbound.askFormFor(delivery.envelope, filled) : null;
  await delivery.acknowledge();
  if (form === null) return;
  const { viewId, viewHash } = choice;
  const view = handling.render.modal(form);
  try {
    await handling.web((client) => client.views.update({ view_id: viewId, hash: viewHash, view }));
  } catch (error) {
    // It was closed, sent in or chosen in once more. What stands there can still be sent in.
    handling.log.warn({ err: error }, 'a form was not redrawn');
  }
}

/** What is wrong is said at its field, and what was typed stays; a request closes the form. */
export async function onAskFormSent(
  handling: Handling,
  delivery: Delivery,
  submission: Submission,
): Promise<void> {
  if (!isForm(submission)) return ignore(handling, delivery, 'unknown-form');
  const reply = await verbsFor(handling, delivery).ask(readAskForm(filledIn(submission.inputs)));
  const { privately, receiptFor } = reply;
  const inTime = await delivery.acknowledge(answerOf(handling, submission, reply));
  // A receipt comes as a direct message of its own, like that of every command.
  const isSaid = privately === null || receiptFor !== undefined || inTime;
  if (!isSaid) await tellAfterForm(handling, delivery, privately);
}

/** The form says of itself only what it is; with anything else in it, it is none of ours. */
export function isAskForm(callbackId: string): boolean {
  return callbackId === formId;
}

function isForm({ callbackId, privateMetadata }: Choice | Submission): boolean {
  return isAskForm(callbackId) && privateMetadata === askFormVerb;
}
