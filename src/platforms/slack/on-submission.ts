import { type Press } from '../../commands/command';
import { parseChosenLength, parsePressValue, parseWasRight } from '../../commands/press-value';
import { type View } from '../../views/view';
import { type Delivery } from './delivery';
import { ignore, tellAfterForm } from './forms';
import { type Handling, verbsFor } from './handling';
import { formVerbs } from './on-button';
import { type FormInput, type Submission } from './payloads';
import { refusalAnswer } from './refusal-answer';

/** A form with its reason. What is wrong is said in the form: at its field, or in place of the form. */
export async function onSubmission(
  handling: Handling,
  delivery: Delivery,
  submission: Submission,
): Promise<void> {
  const press = readPress(submission);
  if (press === null) return ignore(handling, delivery, 'unknown-form');
  const { privately } = await verbsFor(handling, delivery).press(press);
  const inTime = await delivery.acknowledge(answerOf(handling, submission, privately));
  const isSaid = privately === null || (inTime && privately.screen === 'refusal');
  if (!isSaid) await tellAfterForm(handling, delivery, privately);
}

function readPress(submission: Submission): Press | null {
  const value = parsePressValue(submission.privateMetadata);
  if (value === null || submission.callbackId !== `request.${value.verb}`) return null;
  if (!formVerbs.includes(value.verb)) return null;
  const durationS =
    value.verb === 'approve-less' ? parseChosenLength(inputOf(submission, 'length')?.value) : null;
  if (durationS === undefined) return null;
  const found = inputOf(submission, 'right')?.value;
  const wasRight = found === undefined ? null : parseWasRight(found);
  if (wasRight === undefined) return null;
  const duration = inputOf(submission, 'duration')?.value;
  return {
    ...value,
    ...(durationS !== null && { durationS }),
    reason: inputOf(submission, 'reason')?.value ?? null,
    comment: inputOf(submission, 'comment')?.value ?? null,
    ...(duration === undefined ? {} : { duration }),
    ...(wasRight !== null && { wasRight }),
  };
}

/** An empty field counts as left out. */
function inputOf(submission: Submission, name: string): FormInput | undefined {
  const input = submission.inputs.find((one) => one.actionId === name || one.blockId === name);
  return input?.value.trim() === '' ? undefined : input;
}

/** Undefined closes the form. */
function answerOf(
  handling: Handling,
  submission: Submission,
  view: View | null,
): object | undefined {
  return view?.screen === 'refusal' ? refusalAnswer(handling, submission, view) : undefined;
}
