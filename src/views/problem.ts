import { type Refusal } from '../errors';
import { isWordKey, plain, say } from '../words';
import { sentenceFacts } from './refusal';

/** A refusal for those who read it without any marks: what, and why; and what to do, where something can be done. */
export function problemWords({ refused, facts }: Refusal): {
  readonly title: string;
  readonly next: string | null;
} {
  const known = sentenceFacts(facts);
  const nextKey = `refusal.${refused}.next` as const;
  return {
    title: plain(say(`refusal.${refused}`, known)),
    next: isWordKey(nextKey) ? plain(say(nextKey, known)) : null,
  };
}
