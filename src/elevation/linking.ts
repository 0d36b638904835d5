/**
 * Tying a second account to the person who has the first, by a code that they carry from one platform to the other. Pure.
 *
 *   asked ──> met ──> linked
 *     │        ├────> refused       one of the two said that the other account is not theirs
 *     │        ├────> impossible    what it would have tied cannot be tied
 *     │        └────> replaced      nobody answered in time, and another code was asked for
 *     └──> replaced
 *
 * A code and what came of it are good for five minutes each; what is open after that does nothing any more.
 */
import { refuse, type Refusal } from '../errors';
import { linkDigest } from './digest';
import { type AccountKey, type Person, type PlatformName } from './model';

export const linkStates = ['asked', 'met', 'linked', 'refused', 'replaced', 'impossible'] as const;
export type LinkState = (typeof linkStates)[number];

/** asker: the account that the code was shown to; typer: the one that typed it. */
export const linkSides = ['asker', 'typer'] as const;
export type LinkSide = (typeof linkSides)[number];

/** One of the two accounts. */
export interface LinkedAccount {
  readonly account: AccountKey;
  /** As its platform named it when it took part. */
  readonly name: string;
  /** Whose it is now; of merged people the survivor. */
  readonly person: Person | null;
  /** On which platforms that person has an account now. */
  readonly platforms: readonly PlatformName[];
  readonly confirmedAt: Date | null;
}

export interface Link {
  readonly id: string;
  readonly state: LinkState;
  readonly asker: LinkedAccount;
  /** Null until somebody typed the code. */
  readonly typer: LinkedAccount | null;
  readonly validUntil: Date;
  /** elevate.now() when it was read. */
  readonly readAt: Date;
}

/** A link whose code was typed: both accounts are known from then on. */
export interface MetLink extends Link {
  readonly typer: LinkedAccount;
}

/** How long a code can be typed, and how long it can be confirmed after that. */
export const linkValidS = 300;

/** Without I, L, O and U: nobody has to wonder which of two signs it is. 32 of them, so that a byte is used evenly. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 40 bits: with five tries in a quarter of an hour nobody finds one that is good for five minutes. */
export const codeLength = 8;

/** @param bytes random, as many as a code has signs */
export function codeOf(bytes: Uint8Array): string {
  return [...bytes.subarray(0, codeLength)].map((byte) => letters[byte & 31]!).join('');
}

/** `K7QM-3T8W`, as it is shown. */
export function spacedCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What was typed as a code: signs that look alike are the same. Null for what cannot be one. */
export function readCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/gu, '');
  const read = plain.replace(/O/gu, '0').replace(/[IL]/gu, '1');
  const isCode = read.length === codeLength && [...read].every((sign) => letters.includes(sign));
  return isCode ? read : null;
}

/** The wrong codes that one account typed lately. */
export interface Guesses {
  readonly failures: number;
  /** When the first of them was typed. */
  readonly since: Date;
  /** Set with the last one that was let pass. */
  readonly lockedUntil: Date | null;
}

export const guessesMost = 5;
/** How long an account is locked, and how long a wrong code counts. */
export const lockS = 900;

/** Until when this account types no code; null when it may. */
export function lockOf({ lockedUntil }: Guesses, now: Date): Date | null {
  return lockedUntil !== null && now < lockedUntil ? lockedUntil : null;
}

/** After one more wrong code. */
export function afterFailure({ failures, since, lockedUntil }: Guesses, now: Date): Guesses {
  const isOver = lockedUntil !== null || now.getTime() - since.getTime() >= lockS * 1000;
  const counted = isOver ? 1 : failures + 1;
  return {
    failures: counted,
    since: isOver || failures === 0 ? now : since,
    lockedUntil: counted < guessesMost ? null : new Date(now.getTime() + lockS * 1000),
  };
}

/**
 * Null when this account may type the code of the link. Whatever is wrong with it, the answer is the same: whoever guesses learns
 * nothing.
 * @param link null when no code is like it
 */
export function refuseTyping(link: Link | null, typer: AccountKey, now: Date): Refusal | null {
  const isGood =
    link !== null &&
    link.state === 'asked' &&
    now < link.validUntil &&
    link.asker.account.platform !== typer.platform;
  return isGood ? null : refuse('link-code-wrong');
}

/** Which account becomes whose. */
export interface Tie {
  readonly account: AccountKey;
  readonly person: Person;
}

/** What confirming would do, by whose the two accounts are now. Linking makes no person. */
export function judgeTie({ asker, typer }: MetLink): Tie | Refusal {
  const [tied, free] = asker.person === null ? [typer, asker] : [asker, typer];
  const { person, platforms } = tied;
  if (person === null) return refuse('link-nobody');
  if (person.disabled) return refuse('disabled', { person: person.name });
  if (free.person !== null) {
    if (free.person.id === person.id) return refuse('link-same', { person: person.name });
    return refuse('link-two-people');
  }
  const { account } = free;
  const { platform } = account;
  if (platforms.includes(platform)) return refuse('link-taken', { person: person.name, platform });
  return { account, person };
}

export function isOpen({ state, validUntil }: Link, now: Date): boolean {
  return (state === 'asked' || state === 'met') && now < validUntil;
}

export function isMet(link: Link): link is MetLink {
  return link.typer !== null;
}

/** Which of the two an account is; null for all others. */
export function sideOf({ asker, typer }: Link, account: AccountKey): LinkSide | null {
  if (isSame(asker.account, account)) return 'asker';
  return typer !== null && isSame(typer.account, account) ? 'typer' : null;
}

function isSame(one: AccountKey, other: AccountKey): boolean {
  return one.platform === other.platform && one.tenant === other.tenant && one.user === other.user;
}

export function otherSide(side: LinkSide): LinkSide {
  return side === 'asker' ? 'typer' : 'asker';
}

/** The side on which an account answers, or why it cannot: all others, and too late, are told the same. */
export function judgeAnswer(
  link: Link | null,
  account: AccountKey,
  digest: string,
): { readonly link: MetLink; readonly side: LinkSide } | Refusal {
  const over = refuse('link-over');
  if (link === null || !isMet(link) || link.state !== 'met') return over;
  const side = sideOf(link, account);
  const isNow = isOpen(link, link.readAt) && linkDigest(link) === digest;
  return side !== null && isNow ? { link, side } : over;
}
