/** The characters that mean something to PowerShell, with those that keyboards put in their place; it takes these, too. */

const singleQuotes = "'\u2018\u2019\u201A\u201B";
const doubleQuotes = '"\u201C\u201D\u201E';
const dashes = '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212';

/** What stands behind the end of a text is no character of any kind. */
function isOneOf(all: string, character: string): boolean {
  return character !== '' && all.includes(character);
}

export function isSingleQuote(character: string): boolean {
  return isOneOf(singleQuotes, character);
}

export function isDoubleQuote(character: string): boolean {
  return isOneOf(doubleQuotes, character);
}

export function isDash(character: string): boolean {
  return isOneOf(dashes, character);
}

/** Format characters that clients leave behind count as spaces between words; a line break is one by itself. */
export function isSpace(character: string): boolean {
  return /[\s\u200B\u200E\u200F\u2060]/u.test(character) && !isLineBreak(character);
}

export function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

/** What a name of a parameter, a cmdlet or a variable is made of. */
export function isNameCharacter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

/** A name as a keyboard would have sent it: compatibility forms and dashes undone, what cannot be seen left out. */
export function plainName(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim();
}
