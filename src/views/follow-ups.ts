/** What happened because nobody decided: on the prompt, and as lines in its thread. */
import { type AccountKey, type AskedGroup, type RequestSnapshot } from '../elevation/model';
import { formatDuration } from '../elevation/duration';
import { waitsSince } from '../elevation/for-other';
import { groupOfStage } from '../elevation/stages';
import { say, type Segment, type Sentence, type SentenceFacts, type WordKey } from '../words';
import { commonFacts, nameOf, notification, targetShort } from './facts';
import { groupMost, middleCut } from './people';
import { type View, type ViewFacts } from './view';

/** Who was asked later because of silence, and why. */
export function escalations(snapshot: RequestSnapshot): readonly Sentence[] {
  const asked = snapshot.alsoAsked.filter(({ why }) => why !== 'stage');
  return asked.map((one) => {
    const { key, facts } = escalation(snapshot, one);
    return say(key, facts);
  });
}

interface Said {
  readonly key: WordKey;
  readonly facts: SentenceFacts;
}

function escalation(snapshot: RequestSnapshot, { group, why, stage }: AskedGroup): Said {
  const facts = {
    group: middleCut(groupOfStage(snapshot, stage).name, groupMost),
    next: middleCut(group.name, groupMost),
    count: group.size,
  };
  return { key: why === 'stage' ? 'escalated.undeliverable' : `escalated.${why}`, facts };
}

function nextStage({ group, stage }: AskedGroup): Said {
  const next = middleCut(group.name, groupMost);
  return { key: 'stage.next', facts: { stage, next, count: group.size } };
}

/** How often approvers were reminded; null while they were not. */
export function reminded({ reminders }: RequestSnapshot): Sentence | null {
  const last = reminders.at(-1);
  return last === undefined ? null : say('reminded', { count: reminders.length, last });
}

/** In the thread of those who were asked before: who was asked now. */
export function escalationLine(snapshot: RequestSnapshot, asked: AskedGroup): View {
  const isStage = asked.why === 'stage';
  const { key, facts } = isStage ? nextStage(asked) : escalation(snapshot, asked);
  const sentence = say(key, facts);
  return { screen: 'line', notification: notification(key, facts), facts: { sentence } };
}

/** Somebody who may decide, and where a mention reaches them. */
export interface Mentioned {
  readonly account: AccountKey;
  readonly name: string;
}

/** More people than this are not called by name: it would be noise to most of them. */
export const mentionedMost = 10;

/** In the thread of the prompt: how long it has waited, with a mention of those who may decide. */
export function reminderLine(
  snapshot: RequestSnapshot,
  at: Date,
  mentioned: readonly Mentioned[],
): View {
  const waited = formatDuration((at.getTime() - waitsSince(snapshot).getTime()) / 1000);
  const facts = { ...commonFacts(snapshot), waited, deadline: snapshot.decideBy };
  return {
    screen: 'reminder',
    notification: notification('reminder.note', {
      ...facts,
      target: targetShort(snapshot),
      person: nameOf(snapshot.requester),
    }),
    facts: {
      sentence: say('reminder.line', facts),
      ...mentions(mentioned),
    },
  };
}

/** In the thread of the prompt: that it has come to its people again, since the policy has made void what was approved. */
export function anewLine(snapshot: RequestSnapshot, mentioned: readonly Mentioned[]): View {
  const facts = commonFacts(snapshot);
  return {
    screen: 'reminder',
    notification: notification('anew.note', { ...facts, target: targetShort(snapshot) }),
    facts: { sentence: say('anew.line', facts), ...mentions(mentioned) },
  };
}

/** That nobody has closed a review, with a mention of those who can. */
export function reviewReminderLine(
  snapshot: RequestSnapshot,
  at: Date,
  mentioned: readonly Mentioned[],
): View {
  const openedAt = snapshot.review?.openedAt ?? snapshot.askedAt;
  const waited = formatDuration((at.getTime() - openedAt.getTime()) / 1000);
  const facts = { ...commonFacts(snapshot), waited };
  return {
    screen: 'reminder',
    notification: notification('reminder.review.note', {
      ...facts,
      target: targetShort(snapshot),
    }),
    facts: { sentence: say('reminder.review.line', facts), ...mentions(mentioned) },
  };
}

/** The same people twice: as the text that names them, and as Teams wants to be told who that is. */
export function mentions(mentioned: readonly Mentioned[]): {
  readonly mentions: Sentence | null;
  readonly mentioned: readonly ViewFacts[];
} {
  const people = named(mentioned.slice(0, mentionedMost));
  return {
    mentions: people.length === 0 ? null : { say: people.flatMap(mentionSegments) },
    mentioned: people.map(mentionFacts),
  };
}

/** Teams finds a mention by the name in the text, so names are letters, digits and spaces, and each is there once. */
function named(mentioned: readonly Mentioned[]): readonly Mentioned[] {
  const names = new Map<string, Mentioned>();
  for (const { account, name } of mentioned) {
    const bare = middleCut(name, 60)
      .replace(/[^\p{L}\p{M}\p{N} ]/gu, ' ')
      .trim();
    const known = bare === '' ? 'Approver' : bare;
    const unique = names.has(known) ? `${known} ${names.size + 1}` : known;
    names.set(unique, { account, name: unique });
  }
  return [...names.values()];
}

function mentionSegments({ account, name }: Mentioned): readonly Segment[] {
  const { platform, user } = account;
  return [{ mention: { platform, user }, text: name }, { text: ' ' }];
}

function mentionFacts({ account, name }: Mentioned): ViewFacts {
  return { user: account.user, name, tag: `<at>${name}</at>` };
}
