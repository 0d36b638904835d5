/** The form for a change of the configuration: opened by a button, and sent in. */
import { type FormPress } from '../../commands/command';
import { formAction, parseFormValue } from '../../commands/form-value';
import { type Delivery } from './delivery';
import { answerOf, filledIn, ignore, openOrTell, tellAfterForm } from './forms';
import { type Handling, verbsFor } from './handling';
import { type ButtonPress, type Submission } from './payloads';
import { tellPrivately } from './private-answers';

const prefix = 'request.form-';

export function isFormButton({ actionId }: ButtonPress): boolean {
  return actionId.startsWith(prefix);
}

export function isChangeForm(callbackId: string): boolean {
  return callbackId.startsWith(prefix);
}

/** "Change…" and "Fill in a form…". A form that does not open leaves the way that always works: typing it. */
export async function onFormButton(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
): Promise<void> {
  const press = parseFormValue(button.value);
  if (press === null || !isSaidBy(button.actionId, press) || press.is === 'send') {
    return ignore(handling, delivery, 'unknown-button');
  }
  const reply = await verbsFor(handling, delivery).changeForm(press);
  const left = await openOrTell(handling, delivery, button, reply);
  if (left === null) return;
  const { channel, responseUrl } = button;
  await tellPrivately(handling, delivery, { channel, responseUrl, threadTs: null }, left);
}

/** What is wrong is said at its field, and what was filled in stays; a difference comes as a message and closes the form. */
export async function onChangeFormSent(
  handling: Handling,
  delivery: Delivery,
  submission: Submission,
): Promise<void> {
  const { callbackId, privateMetadata, inputs } = submission;
  const press = parseFormValue(privateMetadata, filledIn(inputs));
  if (press?.is !== 'send' || !isSaidBy(callbackId, press)) {
    return ignore(handling, delivery, 'unknown-form');
  }
  const reply = await verbsFor(handling, delivery).changeForm(press);
  const { privately } = reply;
  const inTime = await delivery.acknowledge(answerOf(handling, submission, reply));
  const isSaid = privately === null || (inTime && privately.screen === 'refusal');
  if (!isSaid) await tellAfterForm(handling, delivery, privately);
}

/** The button or form and its value must agree; only the value is trusted to name anything. */
function isSaidBy(actionId: string, press: FormPress): boolean {
  return actionId === `request.${formAction(press)}`;
}
