import {
  changedSince,
  changeForm,
  fieldsSent,
  itemSent,
  reasonSent,
  type ChangeForm,
  type Filled,
  type FormPlace,
} from '../administration/change-form';
import { changeLine } from '../administration/difference-lines';
import { targetsOfEdit, type FieldEdit } from '../administration/edit';
import { type Excerpt } from '../administration/excerpt';
import { type FormCommand, type FormPress, type FormVerb } from '../commands/command';
import { type Person } from '../elevation/model';
import { typedVerb } from '../elevation/permissions';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { replyTo } from '../store/payloads';
import { changeFormView, fillInView, type DrawnForm } from '../views/change-form';
import { helpView } from '../views/help';
import { type Context } from './context';
import { draftTyped, placeOfVerb, type Drafted, type TypedChange } from './draft-change';
import { once } from './once';
import { refuseAndRecord } from './refuse-and-record';
import { presentExcerpt, type PresentExcerpt } from './read-configuration';
import { refuseSharedHere } from './refuse-shared';

type Opening = FormCommand | Exclude<FormPress, { is: 'send' }>;
type Sending = Extract<FormPress, { is: 'send' }>;

/**
 * `policy set Search-Mailbox` without a field, or "Change…": the form, filled with what is so now. What it showed is kept with the
 * payload, so that what is sent in is compared with that and not with what somebody else has made of it since.
 */
export function openChangeForm(
  context: Context,
  envelope: Envelope,
  person: Person,
  asked: Opening,
): Promise<Reply> {
  return once(context, envelope, async (tx) => {
    const drawn = await drawnFor(context, tx, envelope, { person, asked });
    const { verb } = asked;
    if (isRefusal(drawn)) return refuseAndRecord(context, tx, envelope, { verb, person }, drawn);
    const form = changeFormView(drawn);
    // Its button could not say which form it is.
    if (form === null) return { privately: helpView(nounOf(verb)), screen: null };
    return { privately: fillInView(drawn), screen: null, form };
  });
}

async function drawnFor(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, asked }: { readonly person: Person; readonly asked: Opening },
): Promise<DrawnForm | Refusal> {
  const { verb } = asked;
  if ('is' in asked && asked.is === 'again') return keptForm(context, tx, person, asked);
  const typed = 'is' in asked ? '' : (asked.item ?? '');
  const present = await presentForForm(context, tx, verb, [typed]);
  const item = 'is' in asked ? itemOfId(present, asked) : typed;
  if (item === null) return refuse('form-lapsed', { typed: typedVerb(verb) });
  const form = changeForm(present.configuration, placeOf(verb, item));
  if (isRefusal(form)) return form;
  const reason = 'form' in asked ? asked.reason : null;
  const filled: Filled = reason === null ? {} : { because: reason };
  const { payloadKey: key } = envelope;
  return { verb, key, form, filled, refusal: null, personId: person.id };
}

/** What is configured, as far as a form for one of these items needs it. Buttons open forms for policies and groups only. */
function presentForForm(
  { organisationId }: Context,
  tx: Tx,
  verb: FormVerb,
  items: readonly string[],
): Promise<PresentExcerpt> {
  return presentExcerpt(tx, organisationId, (names) =>
    items.flatMap((item) => targetsOfEdit(placeOf(verb, item), names)),
  );
}

function placeOf(verb: FormVerb, item: string): FormPlace {
  return { ...placeOfVerb(verb), item } as FormPlace;
}

/** `policy` of `policy-set`. */
function nounOf(verb: FormVerb): string {
  return verb.slice(0, verb.lastIndexOf('-'));
}

/** What the button is about is called by now; null when it is gone. */
function itemOfId(
  { rows }: PresentExcerpt,
  { verb, id }: Extract<FormPress, { is: 'open' }>,
): string | null {
  if (id === null) return '';
  const policy = verb === 'policy-set' ? rows.policies.find((one) => one.id === id) : undefined;
  const group = verb === 'group-set' ? rows.groups.find((one) => one.id === id) : undefined;
  return policy?.pattern ?? group?.name ?? null;
}

/** A form that was made before, for its own person only. */
async function keptForm(
  { organisationId }: Context,
  tx: Tx,
  person: Person,
  { verb, key }: { readonly verb: FormVerb; readonly key: string },
): Promise<DrawnForm | Refusal> {
  const reply = (await replyTo(tx, organisationId, key)) as Reply | null;
  const drawn = reply?.form?.facts.drawn as unknown as DrawnForm | undefined;
  const isTheirs = drawn?.personId === person.id && drawn.verb === verb;
  return isTheirs ? drawn : refuse('form-lapsed', { typed: typedVerb(verb) });
}

/**
 * The form as it was sent in. What was changed in it goes the way of what is typed; what is wrong with it is said in the form, with
 * all that was filled in.
 */
export async function sendChangeForm(
  context: Context,
  envelope: Envelope,
  person: Person,
  press: Sending,
): Promise<Reply> {
  const shared = await refuseSharedHere(context, envelope, Object.values(press.filled));
  return once(context, envelope, async (tx) => {
    const kept = await keptForm(context, tx, person, press);
    if (isRefusal(kept)) {
      return refuseAndRecord(context, tx, envelope, { verb: press.verb, person }, kept);
    }
    const drawn = { ...kept, filled: press.filled };
    const { reply, refusal } = await draftFilled(context, tx, envelope, { person, drawn, shared });
    if (refusal === null || isAboutPerson(refusal)) return reply;
    return { ...reply, form: changeFormView({ ...drawn, refusal }) };
  });
}

/** Nothing in the form could mend it. */
function isAboutPerson({ refused }: Refusal): boolean {
  return refused === 'needs-role';
}

async function draftFilled(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, drawn, shared }: Omit<TypedChange, 'command'> & { readonly drawn: DrawnForm },
): Promise<Drafted> {
  const { verb, form, filled } = drawn;
  const item = itemSent(form, filled);
  const present = await presentForForm(context, tx, verb, [form.item, item]);
  const fields = editedFields(present.configuration, form, filled);
  if (isRefusal(fields)) {
    const reply = await refuseAndRecord(context, tx, envelope, { verb, person }, fields);
    return { reply, refusal: fields };
  }
  const command = { verb, item, fields, reason: reasonSent(filled) };
  return draftTyped(context, tx, envelope, { person, command, present, shared });
}

/** What was changed in it; a refusal where that cannot be typed, or somebody else changed the same since it was shown. */
function editedFields(
  configuration: Excerpt,
  form: ChangeForm,
  filled: Filled,
): readonly FieldEdit[] | Refusal {
  const since = changedSince(configuration, form, filled);
  return since.length > 0
    ? refuse('form-outdated', { since: since.map(changeLine) })
    : fieldsSent(form, filled);
}
