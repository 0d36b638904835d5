/** A run of a sentence. Times are drawn in the reader's zone by the platform. */
export type Segment =
  | { readonly text: string; readonly bold?: true; readonly code?: true }
  | { readonly link: string; readonly text: string }
  | {
      /** Calls somebody where the account is of the same platform; elsewhere it is their name. */
      readonly mention: { readonly platform: 'slack' | 'teams'; readonly user: string };
      readonly text: string;
    }
  | {
      /** ISO 8601, UTC. */
      readonly time: string;
      /** `time`: hour and minute. `moment`: day, hour and minute. */
      readonly form: 'time' | 'moment';
      /** Word before the time that belongs into the platform's date token ("until "). */
      readonly before?: string;
      readonly bold?: true;
    };

/** A whole sentence from words.ts with its facts set as values. */
export interface Sentence {
  readonly say: readonly Segment[];
}

const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `14:02 UTC` or `13 Nov 2026, 14:02 UTC`: for places that cannot draw a time in the reader's zone. */
export function utcText(time: string, form: 'time' | 'moment'): string {
  const at = new Date(time);
  const clock = `${at.toISOString().slice(11, 16)} UTC`;
  if (form === 'time') return clock;
  return `${at.getUTCDate()} ${monthNames[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${clock}`;
}

/** The sentence without marks, for headers, labels and notifications. Times come out in UTC and say so. */
export function plain(sentence: Sentence): string {
  return sentence.say.map(plainSegment).join('');
}

function plainSegment(segment: Segment): string {
  if ('time' in segment) return (segment.before ?? '') + utcText(segment.time, segment.form);
  return segment.text;
}
