/** What a form that was sent in is answered with when it was refused. */
import { type RefusalCode } from '../../errors';
import { type View } from '../../views/view';
import { type Handling } from './handling';
import { type Submission } from './payloads';

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

/** A form has one of these at most. */
const textFields: ReadonlySet<string> = new Set(['reason', 'comment']);
const lengthFields: ReadonlySet<string> = new Set(['duration']);

/** What is wrong is said in the form: at its field, or in place of the form. */
export function refusalAnswer({ render }: Handling, submission: Submission, view: View): object {
  const { refused } = view.facts;
  const isAboutLength = saidAtLength.has(refused);
  const fields = isAboutLength ? lengthFields : textFields;
  const field = submission.inputs.find(({ actionId }) => fields.has(actionId))?.blockId;
  if (field !== undefined && (isAboutLength || saidAtField.has(refused))) {
    return { response_action: 'errors', errors: { [field]: view.notification } };
  }
  return { response_action: 'update', view: render.modal(view) };
}
