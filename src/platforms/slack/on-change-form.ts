/** The form for a change of the configuration: opened by a button, and sent in. */
import { type FormPress } from '../../commands/command';
import { formAction, parseFormValue } from '../../commands/form-value';
import { type Reply } from '../contract';
import { type Delivery } from './delivery';
import { type Handling, verbsFor } from './handling';
import { openedForm } from './on-ask-form';
import { type ButtonPress, type Submission } from './payloads';
import { tellPrivately } from './private-answers';
import { refusalAnswer } from './refusal-answer';

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
    handling.count('slack_ignored', { type: 'unknown-button' });
    await delivery.acknowledge();
    return;
  }
  const { form, privately } = await verbsFor(handling, delivery).changeForm(press);
  const isOpen = form ? await openedForm(handling, button.triggerId, form) : false;
  await delivery.acknowledge();
  if (isOpen || privately === null) return;
  const { channel, responseUrl } = button;
  await tellPrivately(handling, delivery, { channel, responseUrl, threadTs: null }, privately);
}

/** What is wrong is said at its field, and what was filled in stays; a difference comes as a message and closes the form. */
export async function onChangeFormSent(
  handling: Handling,
  delivery: Delivery,
  submission: Submission,
): Promise<void> {
  const { callbackId, privateMetadata, inputs } = submission;
  const filled = Object.fromEntries(inputs.map(({ actionId, value }) => [actionId, value]));
  const press = parseFormValue(privateMetadata, filled);
  if (press?.is !== 'send' || !isSaidBy(callbackId, press)) {
    handling.count('slack_ignored', { type: 'unknown-form' });
    await delivery.acknowledge();
    return;
  }
  const reply = await verbsFor(handling, delivery).changeForm(press);
  const { privately } = reply;
  const inTime = await delivery.acknowledge(answerOf(handling, submission, reply));
  if (privately === null || (inTime && privately.screen === 'refusal')) return;
  const nowhere = { channel: null, responseUrl: null, threadTs: null };
  await tellPrivately(handling, delivery, nowhere, privately);
}

/** Undefined closes the form. */
function answerOf(
  handling: Handling,
  submission: Submission,
  { form, privately }: Reply,
): object | undefined {
  if (privately?.screen !== 'refusal') return undefined;
  const { wrong, problemText } = form?.facts ?? {};
  const field = submission.inputs.find(({ actionId }) => actionId === wrong)?.blockId;
  if (field !== undefined) {
    return { response_action: 'errors', errors: { [field]: problemText } };
  }
  if (form) return { response_action: 'update', view: handling.render.modal(form) };
  return refusalAnswer(handling, submission, privately);
}

/** The button or form and its value must agree; only the value is trusted to name anything. */
function isSaidBy(actionId: string, press: FormPress): boolean {
  return actionId === `request.${formAction(press)}`;
}
