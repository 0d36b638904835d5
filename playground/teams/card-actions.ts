/** Finding what a person can press on a card, and what the client sends with it. */
import { isRecord, list, record, text, type Json } from '../shared/json';

export interface CardAction {
  readonly action: Json;
  /** Inputs whose values go with it: those of its own card and of the cards around it. */
  readonly inputs: readonly Json[];
}

/** Every action that can be pressed, those behind Action.ShowCard too, in reading order. */
function actionsIn(card: Json, around: readonly Json[] = []): CardAction[] {
  const inputs: Json[] = [...around];
  const actions: Json[] = [];
  gather([card.body, card.actions, card.selectAction], inputs, actions);
  return actions.flatMap((action) => {
    if (action.type === 'Action.ShowCard') return actionsIn(record(action.card), inputs);
    return [{ action, inputs }];
  });
}

/** Inputs and actions of one card, without those of the cards inside it. */
function gather(value: unknown, inputs: Json[], actions: Json[]): void {
  if (Array.isArray(value)) for (const item of value) gather(item, inputs, actions);
  if (!isRecord(value)) return;
  const type = text(value.type);
  if (type.startsWith('Action.')) return void actions.push(value);
  if (type.startsWith('Input.')) inputs.push(value);
  for (const [key, inside] of Object.entries(value)) {
    if (key !== 'data' && key !== 'msteams') gather(inside, inputs, actions);
  }
}

/**
 * The one action with that verb, title, id or data (as JSON); throws with all there are when it is not exactly one.
 * In a list of alike rows only the data tells them apart.
 */
export function findAction(card: Json, wanted: string): CardAction {
  const all = actionsIn(card);
  const readers = ['verb', 'title', 'id'].map((key) => (action: Json) => action[key]);
  for (const read of [...readers, (action: Json) => JSON.stringify(action.data)]) {
    const found = all.filter(({ action }) => read(action) === wanted);
    if (found.length === 1 && found[0]) return found[0];
    if (found.length > 1) throw new Error(`"${wanted}" is on the card ${found.length} times`);
  }
  const known = all.map(({ action }) => `${text(action.verb)} "${text(action.title)}"`).join(', ');
  throw new Error(`There is no "${wanted}" to press here, only: ${known || 'nothing'}`);
}

/** The input of that id, wherever it stands on the card. */
export function inputOf(card: Json, id: string): Json {
  const found = actionsIn(card)
    .flatMap(({ inputs }) => inputs)
    .find((input) => input.id === id);
  if (found === undefined) throw new Error(`There is no input "${id}" here`);
  return found;
}

export type Filled = Readonly<Record<string, string>>;

export interface Gathered {
  readonly data: Json;
  /** What the client says at inputs that it does not accept; then nothing is sent. */
  readonly errors: Readonly<Record<string, string>>;
}

/**
 * Data of the action with the values of its inputs, as the client would send it.
 * @param offered what an input has found by typing, by its id
 */
export function gatherData(
  { action, inputs }: CardAction,
  filled: Filled,
  offered: (input: string) => readonly string[] = () => [],
): Gathered {
  const given = inputs.map((input) => text(input.id));
  const unknown = Object.keys(filled).find((id) => !given.includes(id));
  if (unknown !== undefined) {
    throw new Error(`There is no input "${unknown}" here, only: ${given.join(', ') || 'none'}`);
  }
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const input of action.associatedInputs === 'none' ? [] : inputs) {
    const id = text(input.id);
    const value = filled[id] ?? text(input.value);
    const error = inputError(input, value, offered(id));
    if (error) errors[id] = error;
    values[id] = value;
  }
  return { data: { ...record(action.data), ...values }, errors };
}

function inputError(input: Json, value: string, offered: readonly string[]): string | null {
  const said = text(input.errorMessage) || 'This input is not right.';
  if (value === '') return input.isRequired === true ? said : null;
  if (typeof input.maxLength === 'number' && value.length > input.maxLength) return said;
  if (typeof input.regex === 'string' && !new RegExp(input.regex).test(value)) return said;
  if (input.type !== 'Input.ChoiceSet' || input.isMultiSelect === true) return null;
  const choices = list(input.choices).map((choice) => record(choice).value);
  return choices.includes(value) || offered.includes(value) ? null : said;
}

/** What an old client presses instead of an Action.Execute; the action itself when it is a submit. */
export function submitOf(action: Json): Json {
  if (action.type === 'Action.Submit') return action;
  const fallback = record(action.fallback);
  if (fallback.type === 'Action.Submit') return fallback;
  throw new Error(`"${text(action.title)}" has no Action.Submit for old clients`);
}
