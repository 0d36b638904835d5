import { type RequestSnapshot } from '../elevation/model';
import { say, type Sentence } from '../words';
import { nameOf } from './facts';
import { cut } from './people';
import { reasonButton } from './presses';
import { type ViewFacts } from './view';

/** How much of a person's text is shown: on a prompt, of the reason once nothing is left to decide, in a direct message. */
export const promptCut = { graphemes: 600, lines: 10 };
export const closedCut = { graphemes: 140, lines: 4 };
export const directCut = { graphemes: 140, lines: 10 };

type Most = typeof promptCut;

/** Somebody's words in their own element, marked as theirs; null when there is nothing to see in them. */
export function textQuote(label: Sentence, text: string | null, most: Most): ViewFacts | null {
  const shown = cut(text ?? '', most);
  if (shown.text === '') return null;
  const isCut = shown.shown < shown.whole;
  return {
    label,
    text: shown.text,
    lines: linesOf(shown.text),
    more: null,
    cut: isCut ? say('quote.cut', { shown: shown.shown, whole: shown.whole }) : null,
    hidden: shown.hidden ? say('quote.hidden') : null,
  };
}

/**
 * Lines as elements, for renderers that run lines together; an empty line would vanish.
 * @param most elements; when there are more lines, the last one holds all the others
 */
export function linesOf(text: string, most = Infinity): readonly ViewFacts[] {
  const all = text.split('\n');
  const shown =
    all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join(' ¶ ')];
  return shown.map((line) => ({ text: line.trim() === '' ? '\u00A0' : line }));
}

function present(quotes: readonly (ViewFacts | null)[]): readonly ViewFacts[] {
  return quotes.filter((one) => one !== null);
}

/**
 * The reason, with a button that shows all of it where it was cut.
 * @param label what others read over it, or the requester
 */
export function reasonQuote(
  snapshot: RequestSnapshot,
  most: Most,
  label: 'quote.reason' | 'quote.reason.own' = 'quote.reason',
): readonly ViewFacts[] {
  const shown = textQuote(say(label), snapshot.reason, most);
  if (shown === null || shown.cut === null) return present([shown]);
  return [{ ...shown, more: reasonButton(snapshot) }];
}

/** The same button for screens that cannot have it inside of a quote. */
export function fullReason(quotes: readonly ViewFacts[]): ViewFacts | null {
  const found = quotes.find(({ more }) => more !== null)?.more ?? null;
  return found as ViewFacts | null;
}

/** Comments of those who approved, in the order in which they did. */
export function commentQuotes(snapshot: RequestSnapshot, most: Most): readonly ViewFacts[] {
  const comments = snapshot.decisions.filter(({ verdict }) => verdict === 'approve').slice(0, 3);
  return present(
    comments.map(({ person, comment }) =>
      textQuote(say('quote.comment', { person: nameOf(person) }), comment, most),
    ),
  );
}

export function denyQuote(snapshot: RequestSnapshot, most: Most): readonly ViewFacts[] {
  const denial = snapshot.decisions.find(({ verdict }) => verdict === 'deny');
  if (denial === undefined) return [];
  return present([
    textQuote(say('quote.deny', { person: nameOf(denial.person) }), denial.comment, most),
  ]);
}

export function endQuote(snapshot: RequestSnapshot, most: Most): readonly ViewFacts[] {
  const { endReason = null, endedBy = null } = snapshot.grant ?? {};
  if (endedBy === null) return [];
  return present([textQuote(say('quote.end', { person: nameOf(endedBy) }), endReason, most)]);
}

/** What the reviewer wrote about a right that was taken without approval. */
export function reviewQuote({ review }: RequestSnapshot, most: Most): readonly ViewFacts[] {
  if (review === null || review.closed === null) return [];
  const { by, comment } = review.closed;
  return present([textQuote(say('quote.review', { person: nameOf(by) }), comment, most)]);
}
