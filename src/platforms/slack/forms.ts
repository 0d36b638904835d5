/** One way for all forms: opened in front of a person, and answered where they were sent in. */
import { type View } from '../../views/view';
import { type Reply } from '../contract';
import { type Delivery } from './delivery';
import { type Handling } from './handling';
import { type ButtonPress, type FormInput, type Submission } from './payloads';
import { tellPrivately } from './private-answers';
import { refusalAnswer } from './refusal-answer';

/** Nothing of ours is answered and counted: somebody made it up, or it is of another version. */
export async function ignore(
  handling: Handling,
  delivery: Delivery,
  type: 'unknown-button' | 'unknown-form',
): Promise<void> {
  handling.count('slack_ignored', { type });
  await delivery.acknowledge();
}

/**
 * Opens a form in front of the person. The trigger is good for 3 s, so this comes before Slack gets its answer.
 * @returns false when there is no trigger, or Slack did not take it
 */
export async function openedForm(
  handling: Handling,
  triggerId: string | null,
  form: View,
): Promise<boolean> {
  if (triggerId === null) return false;
  const view = handling.render.modal(form);
  try {
    await handling.web((client) => client.views.open({ trigger_id: triggerId, view }));
    return true;
  } catch (error) {
    handling.log.warn({ err: error }, 'a form could not be opened');
    return false;
  }
}

/**
 * Opens what a button came to, and answers Slack.
 * @returns what is left to be told: a form that does not open leaves the way that always works, typing it
 */
export async function openOrTell(
  handling: Handling,
  delivery: Delivery,
  { triggerId }: ButtonPress,
  { form, privately }: Reply,
): Promise<View | null> {
  const isOpen = form ? await openedForm(handling, triggerId, form) : false;
  await delivery.acknowledge();
  return isOpen ? null : privately;
}

/** By the name of each field. */
export function filledIn(inputs: readonly FormInput[]): Readonly<Record<string, string>> {
  return Object.fromEntries(inputs.map(({ actionId, value }) => [actionId, value]));
}

/** What is wrong is said at its field, and what was filled in stays. Undefined closes the form. */
export function answerOf(
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
  // The field is not there: more is asked for than when the form was drawn.
  if (form) return { response_action: 'update', view: handling.render.modal(form) };
  return refusalAnswer(handling, submission, privately);
}

/** A form that is closed has no place: by direct message. */
export async function tellAfterForm(
  handling: Handling,
  delivery: Delivery,
  view: View,
): Promise<void> {
  const nowhere = { channel: null, responseUrl: null, threadTs: null };
  await tellPrivately(handling, delivery, nowhere, view);
}
