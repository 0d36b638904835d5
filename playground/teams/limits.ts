/** Published limits of Teams and the Bot Framework. Sources: format-your-bot-messages, rate-limit, card reference. */
import { type WindowLimit } from '../shared/windows';

export const limits = {
  /** Safe everywhere; above it a breach is recorded. */
  messageAdvisedBytes: 28 * 1024,
  /** Counted in UTF-16; above it 413 MessageSizeTooBig. */
  messageBytes: 100 * 1024,
  cardVersion: '1.5',
  actions: 6,
  refreshUsers: 60,
  /** Of a typeahead; more are not shown. */
  searchResults: 15,
  /** Refresh without a list of users works for everybody up to this many members. */
  refreshMembers: 60,
  answerMs: 10_000,
  membersPage: 500,
} as const;

/** Per bot and thread. Creating a conversation and changing a message count like sending. */
export const sendWindows: readonly WindowLimit[] = [
  { most: 7, seconds: 1 },
  { most: 8, seconds: 2 },
  { most: 60, seconds: 30 },
  { most: 1800, seconds: 3600 },
];

/** All calls of one app in one tenant. */
export const appWindows: readonly WindowLimit[] = [{ most: 30, seconds: 1 }];

export const memberWindows: readonly WindowLimit[] = [
  { most: 14, seconds: 1 },
  { most: 16, seconds: 2 },
  { most: 120, seconds: 30 },
  { most: 3600, seconds: 3600 },
];
