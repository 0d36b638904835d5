/**
 * What the buttons of forms send, of the one to ask with and of those for changes of the configuration, and what the field of
 * targets looks for. Pure.
 */
import { z } from 'zod';
import {
  askAsVerb,
  askFormVerb,
  askVerb,
  parseAskValue,
  parseMeantValue,
  readAskForm,
} from '../../commands/ask-value';
import { type AskForm, type FormPress, type Meant } from '../../commands/command';
import { formAction, parseFormValue } from '../../commands/form-value';

export type AskPress =
  | { readonly is: 'opened'; readonly draft: string | null }
  | { readonly is: 'sent'; readonly filled: AskForm }
  | { readonly is: 'meant'; readonly meant: Meant }
  | { readonly is: 'change'; readonly press: FormPress };

/** What is filled in stands beside it. */
const Data = z.looseObject({ v: z.string() });

/** Null for everything that no button of ours sends. Data comes from outside and may be forged. */
export function askOfData(data: unknown): AskPress | null {
  const read = Data.safeParse(data);
  if (!read.success) return null;
  if (read.data.v === askFormVerb) return { is: 'sent', filled: readAskForm(read.data) };
  const meant = parseMeantValue(read.data.v);
  if (meant !== null) return { is: 'meant', meant };
  const press = parseFormValue(read.data.v, read.data);
  if (press !== null) return { is: 'change', press };
  const value = parseAskValue(read.data.v);
  return value === null ? null : { is: 'opened', draft: value.draft };
}

const verbs = { opened: askVerb, sent: askFormVerb, meant: askAsVerb } as const;

function verbOf(press: AskPress): string {
  return press.is === 'change' ? formAction(press.press) : verbs[press.is];
}

const Execute = z.object({
  action: z.object({ verb: z.string(), data: z.unknown() }),
});

/** The press in an `adaptiveCard/action` invoke, or null when its verb and its data do not say the same. */
export function askOfExecute(value: unknown): AskPress | null {
  const read = Execute.safeParse(value);
  if (!read.success) return null;
  const { verb, data } = read.data.action;
  const press = askOfData(data);
  return press !== null && verb === `request.${verbOf(press)}` ? press : null;
}

/** The name that our cards give to what is looked for. */
const dataset = 'targets';

const Search = z.object({ dataset: z.literal(dataset), queryText: z.string().default('') });

/** What was typed so far in an `application/search` invoke; null when it looks for nothing of ours. */
export function typedInSearch(value: unknown): string | null {
  return Search.safeParse(value).data?.queryText ?? null;
}
