/** Choices that are found by typing: what the client asks of the bot, and what of its answer it shows. */
import { isRecord, list, parseJson, record, text, type Json } from '../shared/json';
import { searchInvoke } from './activities';
import { inputOf } from './card-actions';
import { deliver } from './delivery';
import { limits } from './limits';
import { type TeamsDelivery, type TeamsMessage, type TeamsUser } from './model';
import { breach, type TeamsState } from './state';

export interface Searched {
  readonly choices: readonly { readonly title: string; readonly value: string }[];
  readonly error: string | null;
  readonly delivery: TeamsDelivery;
}

const answerType = 'application/vnd.microsoft.search.searchResponse';

/** Types into an Input.ChoiceSet whose choices come from a Data.Query. */
export async function search(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
  { card, input, typed }: { readonly card: Json; readonly input: string; readonly typed: string },
): Promise<Searched> {
  const query = record(inputOf(card, input)['choices.data']);
  if (query.type !== 'Data.Query') throw new Error(`Nothing is looked for in "${input}"`);
  const asked = { queryText: typed, dataset: text(query.dataset) };
  const delivery = await deliver(state, searchInvoke(state, user, message, asked));
  const failed = { choices: [], error: 'Unable to load results.', delivery };
  if (delivery.outcome !== 'answered' || delivery.status !== 200) return failed;
  const choices = choicesIn(state, delivery.answer);
  if (choices === null) return failed;
  const key = keyOf(user, message, input);
  const known = state.offered.get(key) ?? [];
  state.offered.set(key, [...known, ...choices.map(({ value }) => value)]);
  return { choices, error: null, delivery };
}

function choicesIn(state: TeamsState, answer: string): Searched['choices'] | null {
  const { type, value } = record(parseJson(answer));
  const results = list(record(value).results);
  const choices = results
    .filter(isRecord)
    .map(({ title, value: chosen }) => ({ title: text(title), value: text(chosen) }));
  const isWhole = choices.every(({ title, value: chosen }) => title !== '' && chosen !== '');
  if (type !== answerType || !isWhole || choices.length !== results.length) {
    breach(state, 'bad-answer', 'application/search', answer.slice(0, 200));
    return null;
  }
  if (choices.length > limits.searchResults) {
    breach(state, 'bad-answer', 'application/search', `${choices.length} results`);
  }
  return choices.slice(0, limits.searchResults);
}

function keyOf(user: TeamsUser, message: TeamsMessage, input: string): string {
  return `${user.id} ${message.id} ${input}`;
}

/** What this input has found for this person so far: a client sends nothing else. */
export function offeredIn(
  state: TeamsState,
  user: TeamsUser,
  message: TeamsMessage,
): (input: string) => readonly string[] {
  return (input) => state.offered.get(keyOf(user, message, input)) ?? [];
}
