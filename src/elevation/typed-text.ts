/** What people typed, made safe to store, to measure and to repeat in a sentence. It is never rewritten beyond that. */

/** PostgreSQL's text cannot hold U+0000 and its jsonb no lone surrogate; everything else is kept as it was typed. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Whether a text can be stored as it is. For ids, which are never mended: what is mended may be somebody else's. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}

/** Trimmed and storable, or null when nothing in it can be seen. */
export function typedOrNull(text: string | null): string | null {
  const kept = storable(text ?? '').trim();
  return isVisible(kept) ? kept : null;
}

/** How long a text is, in code points: an emoji is one, a family joined from four people is seven. */
export function characterCount(text: string): number {
  return [...text].length;
}

/** How many code points of a text a reader can see; a row of zero-width characters is no reason. */
export function visibleCount(text: string): number {
  return characterCount(text.replace(unseen, ''));
}

/** The first `most` code points, with an ellipsis when something was left out. For facts of a refusal. */
export function excerpt(text: string, most = 60): string {
  const start = [...text.slice(0, most * 2 + 2)];
  return start.length > most ? `${start.slice(0, most - 1).join('')}…` : text;
}

/** Spaces, controls, format characters, fillers that fonts draw as nothing, and the empty Braille cell. */
const unseen = /[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function isVisible(text: string): boolean {
  return visibleCount(text) > 0;
}
