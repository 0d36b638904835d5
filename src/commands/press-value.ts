import { requestId } from '../elevation/model';
import { pressVerbs, type PressVerb } from './command';

/** What a button says when it is pressed: which verb, on which request, on what facts. Everything else is read from the database. */
export interface PressValue {
  readonly verb: PressVerb;
  /** 142 in ELV-142. */
  readonly request: number;
  readonly digest: string;
}

/** `approve ELV-142 k7QmPz01_-aB` */
export function formatPressValue(verb: PressVerb, number: number, digest: string): string {
  return `${verb} ${requestId(number)} ${digest}`;
}

const pattern = new RegExp(
  `^(?<verb>${pressVerbs.join('|')}) ELV-(?<request>[1-9][0-9]{0,8}) (?<digest>[A-Za-z0-9_-]{12})$`,
  'u',
);

/** Null for everything that `formatPressValue` did not write: values come from outside and may be forged. */
export function parsePressValue(value: unknown): PressValue | null {
  if (typeof value !== 'string' || value.length > 64) return null;
  const found = pattern.exec(value)?.groups;
  if (found === undefined) return null;
  return {
    verb: found.verb as PressVerb,
    request: Number(found.request),
    digest: found.digest!,
  };
}

/** What is chosen to approve as it was asked. */
export const asAsked = 'asked';

/**
 * The length that was chosen beside a button, in seconds; null is as it was asked. Undefined for what no choice of ours
 * says: it comes from outside, and must not turn into an approval of something else.
 */
export function parseChosenLength(value: unknown): number | null | undefined {
  if (value === asAsked) return null;
  return typeof value === 'string' && /^[1-9][0-9]{0,8}$/u.test(value) ? Number(value) : undefined;
}

/** What a review found, as it is chosen. Undefined for what no choice of ours says. */
export function parseWasRight(value: unknown): boolean | undefined {
  return value === 'yes' || value === 'no' ? value === 'yes' : undefined;
}
