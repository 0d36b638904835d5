/** Letters that are written from right to left: Hebrew to Arabic with their presentation forms, and rarer scripts. */
const rightToLeft =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

const firstStrongIsolate = '\u2068';
const popDirectionalIsolate = '\u2069';

/**
 * A name as it stands in one of our sentences. One that is written from right to left would draw the words, numbers and
 * ids beside it to its other side; between isolates it keeps its direction to itself. Others are left as they are.
 */
export function isolated(text: string): string {
  if (!rightToLeft.test(text) || text.includes(firstStrongIsolate)) return text;
  return `${firstStrongIsolate}${text}${popDirectionalIsolate}`;
}
