import { askFormVerb, formatAskValue, partChoice, wholeChoice } from '../commands/ask-value';
import { formatDuration, typedDuration } from '../elevation/duration';
import { type ApproverGroup, type Policy, type Target } from '../elevation/model';
import { type Refusal, type RefusalCode } from '../errors';
import { plain, say, type Sentence } from '../words';
import { lines } from './facts';
import { cut, groupMost, middleCut, scopeMost } from './people';
import { refusalView } from './refusal';
import { type View, type ViewFacts } from './view';

/** The fields of the form, by the names that both platforms give their inputs. */
export type FormField = 'target' | 'scope' | 'duration' | 'reason' | 'ticket' | 'at' | 'subject';

/** What a form about a target that is known says about it. */
export interface ChosenTarget {
  readonly target: Target;
  readonly policy: Policy;
  readonly group: ApproverGroup;
}

export interface RequestForm {
  /** Null while nothing is chosen that this person may ask for. */
  readonly chosen: ChosenTarget | null;
  /** As typed; null is nothing. `target` is what was typed for it, or the name of what was chosen. */
  readonly typed: TypedWish;
  /** Some of what this person may ask for, to begin with; at least one. */
  readonly choices: readonly Pick<Target, 'id' | 'name'>[];
  /** What was wrong with it, when something was. */
  readonly refusal: Refusal | null;
  /** Id of whoever typed it: nobody else is shown it again. */
  readonly personId: string;
}

export interface TypedWish {
  readonly target: string | null;
  /** Null is all of the target, or nothing chosen. */
  readonly scope: string | null;
  readonly duration: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** When it is to start, and whom it is for. */
  readonly at?: string | null | undefined;
  readonly subject?: string | null | undefined;
}

/** Where a refusal belongs in the form; null for one that is about no field. */
export function fieldOf(code: RefusalCode): FormField | null {
  return fields.get(code) ?? null;
}

const fields: ReadonlyMap<RefusalCode, FormField> = new Map([
  ...(
    [
      'no-target',
      'unknown-target',
      'ambiguous-target',
      'no-policy',
      'target-denied',
      'not-eligible',
      'outside-hours',
      'cool-down',
      'no-account-in-target',
    ] as const
  ).map((code) => [code, 'target'] as const),
  ...(['scope-none', 'scope-required', 'scope-unknown'] as const).map(
    (code) => [code, 'scope'] as const,
  ),
  ...(
    [
      'bad-duration',
      'duration-without-unit',
      'duration-too-long',
      'duration-too-short',
      'duration-in-the-past',
      'zone-unknown',
      'end-before-start',
    ] as const
  ).map((code) => [code, 'duration'] as const),
  ...(['reason-required', 'reason-too-short', 'reason-too-long', 'reason-form'] as const).map(
    (code) => [code, 'reason'] as const,
  ),
  ...(['bad-start', 'start-in-the-past', 'start-too-far', 'start-zone-unknown'] as const).map(
    (code) => [code, 'at'] as const,
  ),
  ...(
    [
      'unknown-person',
      'ambiguous-person',
      'subject-not-eligible',
      'subject-not-member',
      'subject-unreachable',
    ] as const
  ).map((code) => [code, 'subject'] as const),
  ...(['ticket-required', 'ticket-form', 'ticket-too-long'] as const).map(
    (code) => [code, 'ticket'] as const,
  ),
]);

/** Slack's limit for an option; Teams shows about as much. */
const optionMost = 75;
/** One sentence, as a rule. */
const aboutMost = { graphemes: 300, lines: 3 };
/** What the fields take, in characters. */
const most = { duration: 100, reason: 3000, ticket: 100, at: 100, subject: 250 } as const;

/** The form to ask for access with, as far as it is filled in. */
export function requestFormView(form: RequestForm): View {
  const { chosen, typed, refusal, personId } = form;
  const title = say('form.ask.title');
  const wrong = refusal && fieldOf(refusal.refused);
  const said = refusal === null ? [] : saidOf(refusal);
  const at = (field: FormField) => (wrong === field ? said : []);
  return {
    screen: 'request-form',
    notification: plain(say('form.ask.note')),
    facts: {
      title,
      press: {
        action: `request.${askFormVerb}`,
        verb: askFormVerb,
        value: askFormVerb,
      },
      problem: said,
      problemText: said.map(({ say: sentence }) => plain(sentence)).join(' '),
      wrong,
      target: chosen && { label: targetLabel(chosen.target.name), value: chosen.target.id },
      targetId: chosen?.target.id ?? null,
      choices: targetChoices(form),
      targetWrong: at('target'),
      about: chosen && aboutTarget(chosen.target),
      scope: scopeField(chosen, typed),
      scopeWrong: at('scope'),
      duration: durationField(chosen, typed),
      durationWrong: at('duration'),
      at: fitted(typed.at ?? null, most.at),
      atWrong: at('at'),
      reason: reasonField(chosen, typed),
      reasonWrong: at('reason'),
      ticket: ticketField(chosen, typed),
      ticketWrong: at('ticket'),
      subject: fitted(typed.subject ?? null, most.subject),
      subjectWrong: at('subject'),
      who: whoIsAsked(chosen),
      personId,
      typed: { ...typed, at: typed.at ?? null, subject: typed.subject ?? null },
    },
  };
}

/** What to do next is to type it, for these; in the form the field says so. */
const saidShort: ReadonlySet<RefusalCode> = new Set([
  'no-target',
  'reason-required',
  'ticket-required',
  'scope-none',
  'scope-required',
]);

function saidOf(refusal: Refusal): readonly { readonly say: Sentence }[] {
  const summary = refusalView(refusal).facts.summary as readonly { readonly say: Sentence }[];
  return saidShort.has(refusal.refused) ? summary.slice(0, 1) : summary;
}

/** Where choices stand on the card itself, what is chosen has to be among them. */
function targetChoices({ chosen, choices }: RequestForm): readonly ViewFacts[] {
  const others = choices.filter(({ id }) => id !== chosen?.target.id);
  const all = chosen === null ? others : [chosen.target, ...others];
  return all.map(({ id, name }) => ({ label: targetLabel(name), value: id }));
}

/** What a target is called where it is chosen. */
export function targetLabel(name: string): string {
  return middleCut(name, optionMost, optionMost);
}

function aboutTarget({ description, workload }: Target): Sentence {
  const { text } = cut(description ?? '', aboutMost);
  if (text !== '') return { say: [{ text }] };
  return say('target.none', { workload: middleCut(workload, groupMost) });
}

/**
 * What stands in a field is kept by Slack as long as the field is the same one. For another target it is another field, so
 * that what the target changes in it can be seen.
 */
function fieldId(name: FormField, chosen: ChosenTarget | null): string {
  return chosen === null ? name : `${name}-${chosen.target.id.slice(-12)}`;
}

/** Slack's limit for a list of options. */
const partsMost = 100;

/** Null where the target has no parts to choose from. */
function scopeField(chosen: ChosenTarget | null, { scope }: TypedWish): ViewFacts | null {
  const terms = chosen?.policy.rules.terms.scopes ?? null;
  if (terms === null) return null;
  const parts = terms.allowed.map((one) => ({
    label: middleCut(one, scopeMost),
    value: partChoice(one),
  }));
  const whole = { label: plain(say('form.ask.scope.whole')), value: wholeChoice };
  const choices = [...(terms.whole ? [whole] : []), ...parts].slice(0, partsMost);
  const wanted = scope === null ? wholeChoice : partChoice(scope);
  const preset = choices.find(({ value }) => value.toLowerCase() === wanted.toLowerCase()) ?? null;
  return { block: fieldId('scope', chosen), choices, preset, value: preset?.value ?? null };
}

function durationField(chosen: ChosenTarget | null, { duration }: TypedWish): ViewFacts {
  const block = fieldId('duration', chosen);
  if (chosen === null) {
    return {
      block,
      value: fitted(duration, most.duration),
      hint: say('form.ask.duration.hint.any'),
    };
  }
  const { durationDefaultS, durationMaxS } = chosen.policy.rules;
  const usual = typedDuration(Math.min(durationDefaultS, durationMaxS));
  return {
    block,
    value: fitted(duration ?? usual, most.duration),
    hint: say('form.ask.duration.hint', { maximum: formatDuration(durationMaxS) }),
  };
}

function reasonField(chosen: ChosenTarget | null, { reason }: TypedWish): ViewFacts {
  return {
    block: fieldId('reason', chosen),
    value: fitted(reason, most.reason),
    hint: reasonHint(chosen),
    required: chosen?.policy.rules.reasonRequired ?? false,
    optional: !(chosen?.policy.rules.reasonRequired ?? false),
  };
}

function reasonHint(chosen: ChosenTarget | null): readonly ViewFacts[] {
  if (chosen === null) return lines(say('form.ask.reason.hint'));
  const { reasonRequired, reasonMinLength: minimum, terms } = chosen.policy.rules;
  const least = minimum > 1 ? 'form.ask.reason.hint.least' : 'form.ask.reason.hint.required';
  const example = terms.reasonForm?.example;
  return lines(
    say(reasonRequired ? least : 'form.ask.reason.hint', { minimum }),
    example === undefined ? null : say('form.ask.reason.hint.form', { example }),
  );
}

/** Left out only where the target is known to want none and nothing was typed. */
function ticketField(chosen: ChosenTarget | null, { ticket }: TypedWish): ViewFacts | null {
  const terms = chosen?.policy.rules.terms.ticket ?? null;
  if (chosen !== null && terms === null && ticket === null) return null;
  const example = terms?.form?.example;
  const isRequired = terms?.required ?? false;
  return {
    block: fieldId('ticket', chosen),
    value: fitted(ticket, most.ticket),
    required: isRequired,
    optional: !isRequired,
    hint: lines(
      say(isRequired ? 'form.ask.ticket.hint.required' : 'form.ask.ticket.hint'),
      example === undefined ? null : say('form.ask.ticket.hint.form', { example }),
    ),
  };
}

function whoIsAsked(chosen: ChosenTarget | null): Sentence {
  if (chosen === null) return say('form.ask.who.any');
  if (chosen.policy.rules.approval === 'auto') return say('form.ask.who.auto');
  const { name, size } = chosen.group;
  return say('form.ask.who', { group: middleCut(name, groupMost), people: size });
}

/** What a field can take of a text; no field takes nothing at all. */
function fitted(text: string | null, length: number): string | null {
  const kept = (text ?? '').slice(0, length).replace(/\p{Surrogate}/gu, '');
  return kept === '' ? null : kept;
}

/**
 * Said where the form cannot be opened by itself: what was missing, with the button that opens it.
 * @param draft key of the payload that the form is filled in from; null for an empty one
 */
export function askView(refusal: Refusal | null, draft: string | null): View {
  const told = refusal && refusalView(refusal);
  const nothing = lines(say('ask.what'), say('ask.what.next'));
  return {
    screen: 'ask',
    notification: told?.notification ?? plain(say('ask.what')),
    facts: {
      refused: refusal?.refused ?? null,
      summary: told === null ? nothing : (told.facts.summary as readonly ViewFacts[]),
      value: formatAskValue(draft),
    },
  };
}
