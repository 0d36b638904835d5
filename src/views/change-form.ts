/** The form for a change of the configuration, filled with what is so now; and what is said where it cannot open by itself. */
import {
  becauseField,
  fieldRefused,
  itemField,
  most,
  type ChangeForm,
  type Filled,
  type FormField,
} from '../administration/change-form';
import { changeExample } from '../commands/change-commands';
import { type FormVerb } from '../commands/command';
import { formAction, formatFormValue } from '../commands/form-value';
import { typedVerb } from '../elevation/permissions';
import { type Refusal } from '../errors';
import { isWordKey, plain, say, type Sentence, type WordKey } from '../words';
import { lines } from './facts';
import { middleCut, targetMost } from './people';
import { refusalView } from './refusal';
import { type View, type ViewFacts } from './view';

export interface DrawnForm {
  readonly verb: FormVerb;
  /** Of the payload that it was made for. */
  readonly key: string;
  readonly form: ChangeForm;
  /** What somebody filled in; what is not there stands as it was shown. */
  readonly filled: Filled;
  /** What was wrong with it, when something was. */
  readonly refusal: Refusal | null;
  /** Id of whoever it was made for: nobody else is shown it again. */
  readonly personId: string;
}

/** Null where no button can carry the key of the payload. */
export function changeFormView(drawn: DrawnForm): View | null {
  const { verb, key, form, filled, refusal } = drawn;
  const press = { is: 'send', verb, key } as const;
  const value = formatFormValue(press);
  if (value === null) return null;
  const title = say(`form.fill.title.${verb}`);
  const wrong = refusal && fieldRefused(form, filled, refusal);
  const said = refusal === null ? [] : (refusalView(refusal).facts.summary as readonly ViewFacts[]);
  const [chosen, written] = [true, false].map((isChosen) =>
    form.fields.filter(({ options }) => options.length > 0 === isChosen),
  );
  const at = (name: string) => (wrong === name ? said : []);
  return {
    screen: 'change-form',
    notification: plain(title),
    facts: {
      title,
      about: aboutForm(form),
      left: leftAsItIs(form, verb),
      press: { action: `request.${formAction(press)}`, value },
      problem: said,
      problemText: said.map((line) => plain(line.say as Sentence)).join(' '),
      wrong,
      general: wrong === null ? said : [],
      item: itemFacts(drawn, at(itemField)),
      choices: chosen!.map((field) => choiceFacts(field, filled, at(field.name))),
      texts: written!.map((field) => textFacts(field, filled, at(field.name))),
      because: fitted(filled[becauseField] ?? '', most.because),
      becauseWrong: at(becauseField),
      more: moreTyped(form),
      drawn: { ...drawn, refusal: null } as unknown as ViewFacts,
    },
  };
}

function aboutForm({ section, act, item }: ChangeForm): Sentence {
  if (act === 'create') return say('form.fill.about.new');
  if (section === 'organisation') return say('form.fill.about.settings');
  return say('form.fill.about', { item: middleCut(item, targetMost) });
}

/** What is new has a name first. */
function itemFacts({ form, filled }: DrawnForm, wrong: readonly ViewFacts[]): ViewFacts | null {
  if (form.act !== 'create') return null;
  const section = form.section as NamedSection;
  return {
    name: itemField,
    label: say(`form.fill.item.${section}`),
    hint: say('form.fill.hint', { example: itemExamples[section] }),
    value: fitted(filled[itemField] ?? form.item, most.line),
    wrong,
  };
}

type NamedSection = keyof typeof itemExamples;

const itemExamples = {
  policies: 'Exchange\\New-*',
  approverGroups: 'Security',
  targets: 'Exchange\\New-TransportRule',
  systemAccounts: 'backup',
} as const;

function choiceFacts(field: FormField, filled: Filled, wrong: readonly ViewFacts[]): ViewFacts {
  const { name, options, shown } = field;
  const choices = options.map(({ value, typed }) => ({
    value,
    label: labelOf(field, value, typed),
  }));
  const sent = filled[name];
  const at = options.findIndex(({ value, typed }) =>
    sent === undefined ? typed === shown : value === sent,
  );
  const preset = choices[at] ?? null;
  return {
    name,
    label: labelOfField(field),
    choices,
    preset,
    value: preset?.value ?? null,
    ...neededFacts(field),
    wrong,
  };
}

function labelOf({ name: field, as }: FormField, value: string, typed: string): string {
  const name = `${field}-${value}`;
  const key = `form.option.${name}`;
  return as === 'choice' && isWordKey(key) ? plain(say(key)) : typed;
}

function labelOfField({ name }: FormField): Sentence {
  return say(`form.field.${name}` as WordKey);
}

function textFacts(field: FormField, filled: Filled, wrong: readonly ViewFacts[]): ViewFacts {
  const { name, as, shown } = field;
  const isLong = as === 'lines' || as === 'settings';
  const longest = isLong ? most.lines : most.line;
  return {
    name,
    label: labelOfField(field),
    hint: hintOf(field),
    value: fitted(filled[name] ?? shown, longest),
    isLong,
    most: longest,
    ...neededFacts(field),
    wrong,
  };
}

function neededFacts({ optional }: FormField): ViewFacts {
  return { optional, required: !optional };
}

function hintOf({ name, as, example }: FormField): Sentence {
  const key = `form.field.${name}.hint`;
  if (isWordKey(key)) return say(key, { example });
  return say(as === 'lines' ? 'form.fill.hint.lines' : 'form.fill.hint', { example });
}

/** What there is no room for is not changed by the form, and it says so. */
function leftAsItIs({ left = [], item }: ChangeForm, verb: FormVerb): Sentence | null {
  const [first] = left;
  if (first === undefined) return null;
  const fields = left.map(({ name }) => plain(say(`form.field.${name}` as WordKey))).join(', ');
  const named = item === '' ? '' : ` "${middleCut(item, targetMost)}"`;
  const example = `${typedVerb(verb)}${named} ${first.typed}`;
  return say('form.fill.left', { count: left.length, fields, example });
}

/** What the form has no field for is typed. */
function moreTyped({ section, item }: ChangeForm): Sentence | null {
  if (section === 'policies') {
    const name = middleCut(item, targetMost) || itemExamples.policies;
    return say('form.fill.more.policies', { item: name });
  }
  if (section === 'organisation') return say('form.fill.more.settings');
  return section === 'systemAccounts' ? say('form.fill.more.system-accounts') : null;
}

/** What a field can take of a text; no field takes nothing at all. */
function fitted(text: string, longest: number): string | null {
  const kept = text.slice(0, longest).replace(/\p{Surrogate}/gu, '');
  return kept === '' ? null : kept;
}

/** Said where the form cannot be opened by itself, with the button that opens it. */
export function fillInView({ verb, key }: DrawnForm): View {
  const press = { is: 'again', verb, key } as const;
  const what = say('fill-in.what');
  return {
    screen: 'fill-in',
    notification: plain(what),
    facts: {
      summary: lines(what, say('fill-in.typed', { example: changeExample(verb) })),
      action: `request.${formAction(press)}`,
      value: formatFormValue(press),
    },
  };
}
