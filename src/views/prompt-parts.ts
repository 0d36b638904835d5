import { type Sentence } from '../words';
import { type ViewFacts } from './view';

/** What the states of a prompt have in common; each state fills in its own. */
export interface PromptParts {
  readonly notification: string;
  /** The headline where a state word stands above it. */
  readonly title: Sentence;
  /** Sentences without times, and the same facts with the times in them. */
  readonly summary: readonly ViewFacts[];
  readonly timedSummary: readonly ViewFacts[];
  readonly quotes: readonly ViewFacts[];
  /** Of those who approved, where they stand with the approvals. */
  readonly comments: readonly ViewFacts[];
  readonly fields: readonly ViewFacts[];
  /** Fields that say what only `timedSummary` has. */
  readonly timeFields: readonly ViewFacts[];
  readonly unusual: readonly ViewFacts[];
  readonly approve: ViewFacts | null;
  readonly approveLess: ViewFacts | null;
  readonly deny: ViewFacts | null;
  readonly revoke: ViewFacts | null;
  readonly retry: ViewFacts | null;
  readonly review: ViewFacts | null;
  readonly show: ViewFacts | null;
  readonly small: Sentence;
  readonly smallWithId: Sentence;
}

export const noButtons = {
  approve: null,
  approveLess: null,
  deny: null,
  revoke: null,
  retry: null,
  review: null,
  show: null,
} as const;
