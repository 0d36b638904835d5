/** Every sentence that people read, by key. A language is one more table of the same keys. */
import { type RefusalCode } from './errors';
import { administrationWords } from './words/administration';
import { changeWords } from './words/changes';
import { configurationWords } from './words/configuration';
import { controlWords } from './words/controls';
import { formWords } from './words/forms';
import { firstStepWords } from './words/first-steps';
import { linkWords } from './words/link';
import { type Message, readMessage, type SentenceFacts } from './words/message';
import { newsWords } from './words/news';
import { placeWords } from './words/places';
import { powershellWords } from './words/powershell';
import { refusalWords } from './words/refusals';
import { screenWords } from './words/screens';
import { type Sentence } from './words/sentence';
import { systemAccountWords } from './words/system-accounts';
import { timelineWords } from './words/timeline';

export { isolated } from './words/isolate';
export { type SentenceFact, type SentenceFacts } from './words/message';
export { plain, utcText, type Segment, type Sentence } from './words/sentence';

const english = {
  ...screenWords,
  ...controlWords,
  ...newsWords,
  ...timelineWords,
  ...administrationWords,
  ...configurationWords,
  ...powershellWords,
  ...systemAccountWords,
  ...changeWords,
  ...placeWords,
  ...firstStepWords,
  ...formWords,
  ...linkWords,
};

export type RefusalKey = `refusal.${RefusalCode}` | `refusal.${RefusalCode}.next`;
export type WordKey = keyof typeof english | RefusalKey;

const words: ReadonlyMap<string, string> = new Map([
  ...Object.entries(english),
  ...Object.entries(refusalWords).flatMap(([code, { said, ...more }]) => [
    [`refusal.${code}`, said] as const,
    ...('next' in more ? [[`refusal.${code}.next`, more.next] as const] : []),
  ]),
]);

/** All keys with their messages, for tests that read every sentence. */
export function allWords(): ReadonlyMap<string, string> {
  return words;
}

export function isWordKey(key: string): key is WordKey {
  return words.has(key);
}

const messages = new Map<WordKey, Message>();

/**
 * The sentence of a key with its facts set as values.
 * @throws Error when the key is unknown or a fact is missing: the programmer's mistake, held by tests
 */
export function say(key: WordKey, facts: SentenceFacts = {}): Sentence {
  return { say: messageOf(key)(facts) };
}

/** Read when first said, and kept: there are as many as there are keys. */
function messageOf(key: WordKey): Message {
  const known = messages.get(key);
  if (known !== undefined) return known;
  const message = words.get(key);
  if (message === undefined) throw new Error(`words.ts has no sentence ${key}`);
  const made = readMessage(message);
  messages.set(key, made);
  return made;
}
