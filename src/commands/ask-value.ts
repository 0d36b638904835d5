/**
 * What the buttons say that ask for access. They are about no request, so there are no facts and no digest: a button opens
 * the form, empty or with what was typed before, or asks for a target in the place of the one that was typed before; and the
 * form says only what it is. What is filled in beside it is judged like anything that is typed.
 */
import { z } from 'zod';
import { storable } from '../elevation/typed-text';
import { type AskForm, type Meant } from './command';
import { payloadKey } from './payload-key';

/** Opens the form. */
export const askVerb = 'ask';
/** Sends it in. */
export const askFormVerb = 'ask-form';

/** Asks for a target that was offered in the place of what was typed. */
export const askAsVerb = 'ask-as';

const pattern = new RegExp(`^ask(?: (?<draft>${payloadKey}))?$`, 'u');

/** @param key of the payload whose words fill the form in, when there was one; of one that no button can carry it opens empty */
export function formatAskValue(key: string | null): string {
  const value = `ask ${key ?? ''}`.trim();
  return pattern.test(value) ? value : askVerb;
}

/** Null for everything that `formatAskValue` did not write: values come from outside and may be forged. */
export function parseAskValue(value: unknown): { readonly draft: string | null } | null {
  if (typeof value !== 'string') return null;
  const found = pattern.exec(value);
  return found === null ? null : { draft: found.groups?.draft ?? null };
}

const meantPattern = new RegExp(`^ask-as (?<target>[0-9a-f-]{36}) (?<draft>${payloadKey})$`, 'u');

/** `ask-as 0197f0a4-… slack:event:Ev0123`; null when no button can carry the key of the payload. */
export function formatMeantValue({ target, draft: key }: Meant): string | null {
  const value = `${askAsVerb} ${target} ${key}`;
  return meantPattern.test(value) ? value : null;
}

/** Null for everything that `formatMeantValue` did not write, as above. */
export function parseMeantValue(value: unknown): Meant | null {
  if (typeof value !== 'string') return null;
  const found = meantPattern.exec(value)?.groups;
  if (found === undefined || !z.uuid().safeParse(found.target).success) return null;
  return { target: found.target!, draft: found.draft! };
}

/** Some more than the longest reason, so that what is too long is told so. */
const longest = 10_000;

const Text = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => (text ?? '').trim() && storable((text ?? '').slice(0, longest)))
  .transform((text) => (text === '' ? null : text));

/** All of a target, where it has parts. */
export const wholeChoice = 'whole';

const partMark = 'part:';

/** What an option for a part of a target says. */
export function partChoice(scope: string): string {
  return `${partMark}${scope}`;
}

const Part = Text.transform((text) =>
  text?.startsWith(partMark) ? text.slice(partMark.length) : null,
);

const Filled = z.object({
  target: z.uuid().nullish().catch(null),
  scope: Part,
  duration: Text,
  reason: Text,
  ticket: Text,
  at: Text,
  subject: Text,
});

/** What is filled in, by the names of its fields; whatever is no text, or no id of a target, is left out. */
export function readAskForm(fields: unknown): AskForm {
  const { data } = Filled.safeParse(fields);
  return {
    target: data?.target ?? null,
    scope: data?.scope ?? null,
    duration: data?.duration ?? null,
    reason: data?.reason ?? null,
    ticket: data?.ticket ?? null,
    ...(data?.at && { at: data.at }),
    ...(data?.subject && { subject: data.subject }),
  };
}
