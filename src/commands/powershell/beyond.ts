/** What of PowerShell Elevate does not read, and how that is told. */
import { refuse, type Refusal } from '../../errors';
import { excerpt } from '../../elevation/typed-text';

/** Kinds of what is found where only a cmdlet with its parameters can stand. */
export type Beyond =
  | 'variable'
  | 'subexpression'
  | 'block'
  | 'hashtable'
  | 'statement'
  | 'pipe'
  | 'redirection'
  | 'placeholder'
  | 'call'
  | 'sign';

/** More of what was found is not repeated. */
const foundMost = 40;

export function beyond(what: Beyond, found: string): Refusal {
  return refuse('powershell-beyond', { what, found: shown(found) });
}

/** A quote that nothing closes. */
export function openQuote(found: string): Refusal {
  return refuse('powershell-quote', { found: shown(found) });
}

/** On one line, and as much of it as tells what is meant. */
export function shown(typed: string): string {
  return excerpt(typed.slice(0, 200).replace(/\s+/gu, ' ').trim(), foundMost);
}
