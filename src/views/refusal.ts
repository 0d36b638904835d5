import { requestId } from '../elevation/model';
import { type Fact, type Refusal } from '../errors';
import {
  isWordKey,
  plain,
  say,
  type Sentence,
  type SentenceFact,
  type SentenceFacts,
} from '../words';
import { fitted, lines, notificationMost } from './facts';
import { middleCut, targetMost } from './people';
import { type View } from './view';

/** What was not done, why, and what to do next. Private; nothing on it can be pressed. */
export function refusalView(refusal: Refusal): View {
  const facts = sentenceFacts(refusal.facts);
  const said = say(`refusal.${refusal.refused}`, facts);
  const nextKey = `refusal.${refusal.refused}.next` as const;
  const next = isWordKey(nextKey) ? say(nextKey, facts) : null;
  return {
    screen: 'refusal',
    notification: noteOf(refusal, said, next),
    facts: { refused: refusal.refused, summary: lines(said, next) },
  };
}

/**
 * What somebody was told, on one line; null when today's sentence needs what was not written down then. For the trail, which
 * outlives the versions that wrote it.
 */
export function refusalLine({ refused, facts }: Refusal): string | null {
  try {
    return fitted(`refusal.${refused}`, sentenceFacts(facts), notificationMost);
  } catch {
    return null;
  }
}

/** Both sentences where they fit; else the first, with names in it shortened. */
function noteOf(refusal: Refusal, said: Sentence, next: Sentence | null): string {
  const whole = [said, next].flatMap((one) => (one === null ? [] : [plain(one)])).join(' ');
  if (whole.length <= notificationMost) return whole;
  const facts = sentenceFacts(refusal.facts);
  return fitted(`refusal.${refusal.refused}`, facts, notificationMost);
}

/** Facts that a rule does not always know; their sentences have words for both cases. */
const mayBeMissing: SentenceFacts = {
  request: '',
  group: '',
  also: '',
  person: '',
  nearest: '',
  owners: '',
  admins: '',
  platform: '',
  source: '',
  state: 'unknown',
  count: 0,
  at: new Date(0),
  opens: new Date(0),
};

/** The facts of a refusal as its sentences take them: cleaned, and said to be known or not. */
export function sentenceFacts(facts: Readonly<Record<string, Fact>>): SentenceFacts {
  const known = Object.entries(facts).map(([name, fact]) => [name, factOf(name, fact)] as const);
  const present = new Set(known.filter(([, fact]) => fact !== '').map(([name]) => name));
  const flags = Object.keys(mayBeMissing).map(
    (name) => [`${name}Known`, present.has(name) ? 'yes' : 'no'] as const,
  );
  return { ...mayBeMissing, ...Object.fromEntries([...known, ...flags]) };
}

function factOf(name: string, fact: Fact): SentenceFact {
  if ((name === 'request' || name === 'other') && typeof fact === 'number') return requestId(fact);
  if (typeof fact === 'string') return middleCut(fact, targetMost);
  if (typeof fact === 'number' || fact instanceof Date) return fact;
  return fact
    .slice(0, 5)
    .map((one) => middleCut(name === 'problems' ? one.replace(/\.$/u, '') : one, targetMost))
    .join(', ');
}
