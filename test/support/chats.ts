/**
 * What people do in a chat, in the same words for both platforms, so that one test can hold on each.
 * What somebody is told is all the words that they alone saw: answers, cards in their personal chat, lines, forms.
 */
import { type PersonKey } from './bot-places';

export interface Told {
  /** Words of the client itself when something went wrong, null otherwise. */
  readonly error: string | null;
  readonly words: string;
}

/** A message as everybody in the channel sees it. */
export interface Screen {
  readonly id: string;
  readonly notification: string;
  /** All of it, notification too, in reading order. */
  readonly words: string;
  /** Labels of what can be pressed. */
  readonly buttons: readonly string[];
  /** The platform's own message, for what is drawn. */
  readonly raw: unknown;
}

export type OldPress = 'approve' | 'deny';

export interface Chat {
  /** `/elevate …`, or the same in the personal chat with the bot. */
  asks(person: PersonKey, words: string): Promise<Told>;
  /** A mention in a thread of the general channel. */
  mentionsInThread(person: PersonKey, words: string): Promise<Told>;
  /** The request's only message in the approvers' channel, as a person without a part in it sees it. */
  prompt(request: number): Screen;
  /** Every message about it there, alarms too. */
  prompts(request: number): readonly Screen[];
  /** What in these messages would do something by itself: mentions that notify, links that can be pressed. */
  alive(request: number): readonly string[];
  /** The same as this approver sees it. */
  promptFor(person: PersonKey, request: number): Promise<Screen>;
  approves(person: PersonKey, request: number): Promise<Told>;
  denies(person: PersonKey, request: number, reason: string): Promise<Told>;
  revokes(person: PersonKey, request: number, reason: string): Promise<Told>;
  /** Presses Withdraw on the receipt. */
  withdraws(person: PersonKey, request: number): Promise<Told>;
  /** Presses End now on the message that said it is held. */
  ends(person: PersonKey, request: number): Promise<Told>;
  /** Presses Break glass on what was shown to them alone. */
  breaksGlass(person: PersonKey, request: number): Promise<Told>;
  closesReview(
    person: PersonKey,
    request: number,
    found: { readonly right: 'yes' | 'no'; readonly comment: string },
  ): Promise<Told>;
  /** Presses a target, by its name, that the last refusal offered. */
  pressesOffered(person: PersonKey, target: string): Promise<Told>;
  /** Presses what stood on the prompt when it was looked at, whatever it shows by now. */
  pressesOld(person: PersonKey, screen: Screen, verb: OldPress): Promise<Told>;
  /** Runs what somebody does and waits until they alone were told something about it. */
  answerTo(person: PersonKey, act: () => Promise<Told>): Promise<string>;
  /** Messages of the bot to this person, oldest first, without answers. */
  direct(person: PersonKey): readonly string[];
  home(person: PersonKey): Promise<string>;
  /** Sends the last payload of this kind again as the platform does after a lost answer. */
  redeliverLast(): Promise<number>;
  /** Sends the very same bytes again. */
  replayLast(): Promise<number>;
}

/** Every string under these keys, in reading order. */
export function wordsOf(value: unknown, keys: readonly string[]): string {
  const found: string[] = [];
  gather(value, keys, found);
  return found.join('\n');
}

function gather(value: unknown, keys: readonly string[], found: string[]): void {
  if (Array.isArray(value)) for (const item of value) gather(item, keys, found);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, inside] of Object.entries(value)) {
    if (typeof inside !== 'string') gather(inside, keys, found);
    else if (keys.includes(key)) found.push(inside);
  }
}

/** Every object of one of these types, in reading order. */
export function partsOf(value: unknown, types: readonly string[]): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((item) => partsOf(item, types));
  if (typeof value !== 'object' || value === null) return [];
  const part = value as Record<string, unknown>;
  const inside = Object.values(part).flatMap((item) => partsOf(item, types));
  return types.includes(String(part['type'])) ? [part, ...inside] : inside;
}
