/** Lengths that an approver may choose from. */
import { asAsked } from '../commands/press-value';
import { halfOf, shorterLengths } from '../elevation/approval-length';
import { grantStart } from '../elevation/extending';
import { formatDuration } from '../elevation/duration';
import { type RequestSnapshot } from '../elevation/model';
import { say, type Sentence } from '../words';
import { drawnAt, offeredS } from './facts';
import { type ViewFacts } from './view';

export interface LengthChoices {
  /** The longest first. */
  readonly shorter: readonly ViewFacts[];
  /** As it was asked. */
  readonly whole: ViewFacts;
  /** About half of it; the whole where nothing shorter can be granted. */
  readonly half: ViewFacts;
}

/** @param leastDurationS the shortest grant that the target can carry, in seconds */
export function lengthChoices(snapshot: RequestSnapshot, leastDurationS: number): LengthChoices {
  const mostS = choosableS(snapshot);
  const lengths = shorterLengths(mostS, leastDurationS);
  const half = halfOf(mostS, lengths);
  const whole = { label: wholeLabel(snapshot), value: asAsked };
  return { shorter: lengths.map(choice), whole, half: half === null ? whole : choice(half) };
}

function choice(seconds: number): ViewFacts {
  const label: Sentence = { say: [{ text: formatDuration(seconds) }] };
  return { label, value: String(seconds) };
}

/** With a fixed end what is left until then counts, in whole minutes, or a longer length than that would be offered. */
function choosableS(snapshot: RequestSnapshot): number {
  const { fixedEnd } = snapshot;
  const seconds = offeredS(snapshot);
  if (fixedEnd === null) return seconds;
  const from = grantStart(snapshot, drawnAt(snapshot));
  return Math.min(seconds, Math.floor((fixedEnd.getTime() - from.getTime()) / 1000));
}

function wholeLabel(snapshot: RequestSnapshot): Sentence {
  if (snapshot.fixedEnd !== null) return say('length.until');
  const seconds = offeredS(snapshot);
  const duration = formatDuration(seconds);
  return say(seconds < snapshot.durationS ? 'length.most' : 'length.asked', { duration });
}
