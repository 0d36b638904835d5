/**
 * What the buttons say that open a form for a change of the configuration, and what such a form says of itself: which change, and
 * what it is about. What is filled in beside it is judged like anything that is typed.
 */
import { z } from 'zod';
import { storable } from '../elevation/typed-text';
import { formVerbs, type FormPress } from './command';
import { payloadKey } from './payload-key';

const pattern = new RegExp(
  `^form-(?<is>open|again|send) (?<verb>${formVerbs.join('|')})(?: (?<of>${payloadKey}))?$`,
  'u',
);

/** As buttons and forms name it: `form-open`. */
export function formAction({ is }: Pick<FormPress, 'is'>): string {
  return `form-${is}`;
}

type Said =
  Extract<FormPress, { is: 'open' | 'again' }> | Omit<Extract<FormPress, { is: 'send' }>, 'filled'>;

/**
 *     form-open policy-set 0197f0a4-… · form-open settings-set
 *     form-again policy-set slack:event:Ev0123 · form-send policy-set slack:event:Ev0123
 *
 * @returns null when no button can carry the key of the payload
 */
export function formatFormValue(press: Said): string | null {
  const of = press.is === 'open' ? press.id : press.key;
  const value = [formAction(press), press.verb, ...(of === null ? [] : [of])].join(' ');
  return pattern.test(value) ? value : null;
}

/**
 * Null for everything that `formatFormValue` did not write: values come from outside and may be forged.
 * @param filled what stands beside it, by the names of its fields
 */
export function parseFormValue(value: unknown, filled: unknown = {}): FormPress | null {
  const found = typeof value === 'string' ? pattern.exec(value)?.groups : undefined;
  if (found === undefined) return null;
  const { is, of } = found;
  const verb = formVerbs.find((one) => one === found.verb)!;
  if (is === 'open') {
    if (of !== undefined && !z.uuid().safeParse(of).success) return null;
    return { is, verb, id: of ?? null };
  }
  if (of === undefined) return null;
  return is === 'again'
    ? { is, verb, key: of }
    : { is: 'send', verb, key: of, filled: readFilled(filled) };
}

/** More than any field takes, so that what is too long is told so. */
const longest = 10_000;

/** Fields of no form of ours are left out later; whatever is no text is none. */
function readFilled(fields: unknown): Readonly<Record<string, string>> {
  const { data } = z.record(z.string(), z.unknown()).safeParse(fields);
  const texts = Object.entries(data ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, storable(value.slice(0, longest))] as const] : [],
  );
  return Object.fromEntries(texts);
}
