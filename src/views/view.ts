/**
 * A screen as flat data. Views are JSON: they are stored as the reply of a payload and drawn by each platform
 * from the template of the same name in cards/<platform>/.
 */

import { type Sentence } from '../words';

/** One screen = one template per platform with this file name. */
export const screens = [
  'approval-prompt',
  'approval-active',
  'approval-closed',
  'receipt',
  'acceptance',
  'notice',
  'refusal',
  'help',
  'list',
  'home',
  'approve-less-form',
  'deny-form',
  'revoke-form',
  'extend-form',
  'review-form',
  'break-glass',
  'request-form',
  'ask',
  'which-target',
  'line',
  'full-reason',
  'timeline',
  'who',
  'reminder',
  'sheet',
  'in-kind',
  'change',
  'change-form',
  'fill-in',
  'link',
] as const;

export type Screen = (typeof screens)[number];

export type ViewValue =
  string | number | boolean | null | Sentence | ViewFacts | readonly ViewFacts[];

export interface ViewFacts {
  readonly [name: string]: ViewValue;
}

export interface View {
  readonly screen: Screen;
  /** One line, at most 120 characters, whole on its own; never a reason, ticket or comment. */
  readonly notification: string;
  readonly facts: ViewFacts;
}
