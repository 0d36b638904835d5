import { type Press } from '../../commands/command';
import { parseChosenLength, parsePressValue, parseWasRight } from '../../commands/press-value';
import { type RefusalCode } from '../../errors';
import { type View } from '../../views/view';
import { type Delivery } from './delivery';
import { type Handling, verbsFor } from './handling';
import { formVerbs } from './on-button';
import { type FormInput, type Submission } from './payloads';
import { tellPrivately } from './private-answers';

/** Refusals that the person mends in the form itself, or gets past by sending the same again: what was typed stays. */
const saidAtField: ReadonlySet<unknown> = new Set<RefusalCode>([
  'deny-reason-required',
  'revoke-reason-required',
  'review-comment-required',
  'reason-required',
  'reason-too-short',
  'reason-too-long',
  'database-unavailable',
  'recording-uncertain',
  'directory-unavailable',
  'membership-too-old',
]);

/** The same about how long. */
const saidAtLength: ReadonlySet<unknown> = new Set<RefusalCode>([
  'bad-duration',
  'duration-without-unit',
  'duration-too-long',
  'duration-too-short',
  'duration-in-the-past',
  'zone-unknown',
  'extension-too-long',
]);

/** A form with its reason. What is wrong is said in the form: at its field, or in place of the form. */
export async function onSubmission(
  handling: Handling,
  delivery: Delivery,
  submission: Submission,
): Promise<void> {
  const press = readPress(submission);
  if (press === null) {
    handling.count('slack_ignored', { type: 'unknown-form' });
    await delivery.acknowledge();
    return;
  }
  const { privately } = await verbsFor(handling, delivery).press(press);
  const inTime = await delivery.acknowledge(answerOf(handling, submission, privately));
  const isSaid = privately === null || (inTime && privately.screen === 'refusal');
  if (isSaid) return;
  const nowhere = { channel: null, responseUrl: null, threadTs: null };
  await tellPrivately(handling, delivery, nowhere, privately);
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

/** A form has one of these at most. */
const textFields: ReadonlySet<string> = new Set(['reason', 'comment']);
const lengthFields: ReadonlySet<string> = new Set(['duration']);

/** Undefined closes the form. */
function answerOf(
  { render }: Handling,
  submission: Submission,
  view: View | null,
): object | undefined {
  if (view?.screen !== 'refusal') return undefined;
  const { refused } = view.facts;
  const isAboutLength = saidAtLength.has(refused);
  const fields = isAboutLength ? lengthFields : textFields;
  const field = submission.inputs.find(({ actionId }) => fields.has(actionId))?.blockId;
  if (field !== undefined && (isAboutLength || saidAtField.has(refused))) {
    return { response_action: 'errors', errors: { [field]: view.notification } };
  }
  return { response_action: 'update', view: render.modal(view) };
}
