/** What the buttons under two accounts that met say: which link, and over what was shown. It is about no request. */
import { type LinkPress, linkVerbs } from './command';

const pattern = new RegExp(
  `^(?<verb>${linkVerbs.join('|')}) (?<link>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (?<digest>[A-Za-z0-9_-]{12})$`,
  'u',
);

/** `link-confirm 0190b5a0-… k7QmPz01_-aB` */
export function formatLinkValue({ verb, link, digest }: LinkPress): string {
  return `${verb} ${link} ${digest}`;
}

/** Null for everything that `formatLinkValue` did not write: values come from outside and may be forged. */
export function parseLinkValue(value: unknown): LinkPress | null {
  if (typeof value !== 'string' || value.length > 80) return null;
  const found = pattern.exec(value)?.groups;
  if (found === undefined) return null;
  return { verb: found.verb as LinkPress['verb'], link: found.link!, digest: found.digest! };
}
