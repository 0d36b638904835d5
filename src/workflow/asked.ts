import { type Command } from '../commands/command';

/** What is typed to ask for something. */
export type TypedAsk = Omit<Extract<Command, { verb: 'ask' }>, 'verb'>;

/** What is asked for, typed or pressed. */
export interface Asked extends TypedAsk {
  /** The request that is asked for once more: 142 in ELV-142. */
  readonly again?: number;
  /** The request whose grant shall go on. */
  readonly extended?: number;
  /** Sent in with the form, which comes back with what is wrong in it; an empty target is none. */
  readonly filledIn?: true;
  /** Whom it is for, where that is known better than by what `subject` says. */
  readonly subjectId?: string;
  /** Under which it is opened once, whichever payload it comes with. */
  readonly onceAs?: string;
}
