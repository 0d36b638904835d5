import fc from 'fast-check';
import { hashOfCode, linkDigest } from '../../src/elevation/digest';
import {
  afterFailure,
  codeLength,
  codeOf,
  guessesMost,
  judgeAnswer,
  judgeTie,
  lockOf,
  lockS,
  readCode,
  refuseTyping,
  spacedCode,
  type Guesses,
  type Link,
  type LinkedAccount,
  type MetLink,
} from '../../src/elevation/linking';
import { type AccountKey, type Person } from '../../src/elevation/model';

const start = new Date('2026-11-13T14:02:00.000Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

const ana: Person = { id: 'ana', name: 'Ana', line: 'ana@example.com', disabled: false };
const ben: Person = { id: 'ben', name: 'Ben', line: 'ben@example.com', disabled: false };
const slack: AccountKey = { platform: 'slack', tenant: 'T1', user: 'U1' };
const teams: AccountKey = { platform: 'teams', tenant: 'tenant', user: 'object' };

function side(account: AccountKey, person: Person | null = null): LinkedAccount {
  const platforms = person === null ? [] : [account.platform];
  return { account, name: account.user, person, platforms, confirmedAt: null };
}

function met(asker = side(slack, ana), typer = side(teams)): MetLink {
  return { id: 'link', state: 'met', asker, typer, validUntil: after(300), readAt: start };
}

const asked: Link = { ...met(), state: 'asked', typer: null };

describe('a code', () => {
  it('is read as it was shown, and as people type it', () => {
    const bytes = fc.uint8Array({ minLength: codeLength, maxLength: codeLength });
    fc.assert(
      fc.property(bytes, (random) => {
        const code = codeOf(random);
        expect(code).toHaveLength(codeLength);
        expect(readCode(code)).toBe(code);
        expect(readCode(spacedCode(code))).toBe(code);
        expect(readCode(code.toLowerCase())).toBe(code);
        expect(readCode(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code);
      }),
    );
  });

  it('uses every sign equally often', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const signs = new Map<string, number>();
    for (let at = 0; at < 256; at += codeLength) {
      for (const sign of codeOf(all.subarray(at))) signs.set(sign, (signs.get(sign) ?? 0) + 1);
    }
    expect(signs.size).toBe(32);
    expect(new Set(signs.values())).toEqual(new Set([8]));
  });

  it.each(['', 'K7QM', 'K7QM-3TRW-K', 'K7QM-3TR!', 'K7QM-3TRU', '\u0000'.repeat(8)])(
    'is not read in %j',
    (typed) => {
      expect(readCode(typed)).toBeNull();
    },
  );

  it('has another hash in every organisation', () => {
    expect(hashOfCode('one', 'K7QM3TRW')).not.toBe(hashOfCode('other', 'K7QM3TRW'));
    expect(hashOfCode('one', 'K7QM3TRW')).not.toContain('K7QM');
  });
});

describe('typing a code', () => {
  it('is good on the other platform while it is valid', () => {
    expect(refuseTyping(asked, teams, after(299))).toBeNull();
  });

  it.each<[string, Link | null, AccountKey, Date]>([
    ['was never given', null, teams, start],
    ['has run out', asked, teams, after(300)],
    ['was typed before', met(), teams, start],
    ['was given on the same platform', asked, { ...slack, user: 'U2' }, start],
    ['was given to the same account', asked, slack, start],
    ['was replaced', { ...asked, state: 'replaced' }, teams, start],
  ])('of a code that %s is refused with the same words', (_why, link, typer, now) => {
    expect(refuseTyping(link, typer, now)).toEqual({ refused: 'link-code-wrong', facts: {} });
  });
});

describe('wrong codes', () => {
  const none: Guesses = { failures: 0, since: start, lockedUntil: null };

  function failing(times: number, everyS: number): Guesses {
    let guesses = none;
    for (let n = 0; n < times; n += 1) guesses = afterFailure(guesses, after(n * everyS));
    return guesses;
  }

  it('lock the account with the fifth, for a while', () => {
    expect(lockOf(failing(guessesMost - 1, 1), after(5))).toBeNull();
    const locked = failing(guessesMost, 1);
    expect(lockOf(locked, after(4))).toEqual(after(4 + lockS));
    expect(lockOf(locked, after(4 + lockS))).toBeNull();
  });

  it('count for a quarter of an hour', () => {
    expect(afterFailure(failing(4, 1), after(lockS))).toEqual({
      failures: 1,
      since: after(lockS),
      lockedUntil: null,
    });
  });

  it('are counted anew after a lock', () => {
    const again = afterFailure(failing(5, 1), after(4 + lockS));
    expect(again).toEqual({ failures: 1, since: after(4 + lockS), lockedUntil: null });
  });
});

describe('what linking does', () => {
  it('ties the account that is nobody’s, whichever side it is on', () => {
    expect(judgeTie(met())).toEqual({ account: teams, person: ana });
    expect(judgeTie(met(side(slack), side(teams, ana)))).toEqual({ account: slack, person: ana });
  });

  it('makes no person', () => {
    expect(judgeTie(met(side(slack)))).toMatchObject({ refused: 'link-nobody' });
  });

  it('takes no account from anybody', () => {
    expect(judgeTie(met(side(slack, ana), side(teams, ben)))).toMatchObject({
      refused: 'link-two-people',
    });
    expect(judgeTie(met(side(slack, ana), side(teams, ana)))).toMatchObject({
      refused: 'link-same',
    });
  });

  it('gives nobody a second account on a platform', () => {
    const both = { ...side(slack, ana), platforms: ['slack', 'teams'] as const };
    expect(judgeTie(met(both))).toEqual({
      refused: 'link-taken',
      facts: { person: 'Ana', platform: 'teams' },
    });
  });

  it('gives nothing to somebody who is disabled', () => {
    expect(judgeTie(met(side(slack, { ...ana, disabled: true })))).toMatchObject({
      refused: 'disabled',
    });
  });
});

describe('an answer', () => {
  const digest = linkDigest(met());

  it('is taken from the two accounts that met', () => {
    expect(judgeAnswer(met(), slack, digest)).toMatchObject({ side: 'asker' });
    expect(judgeAnswer(met(), teams, digest)).toMatchObject({ side: 'typer' });
  });

  it.each<[string, Link | null, AccountKey, string]>([
    ['of nobody’s link', null, slack, digest],
    ['from a third account', met(), { ...slack, user: 'U2' }, digest],
    ['from the same id on another workspace', met(), { ...slack, tenant: 'T2' }, digest],
    ['that comes too late', { ...met(), readAt: after(300) }, slack, digest],
    ['to what was refused', { ...met(), state: 'refused' }, slack, digest],
    ['to what is linked', { ...met(), state: 'linked' }, slack, digest],
    ['before the code was typed', asked, slack, linkDigest(asked)],
    ['to other people than were shown', met(side(slack, ben)), slack, digest],
  ])('%s does not count', (_what, link, account, shown) => {
    expect(judgeAnswer(link, account, shown)).toMatchObject({ refused: 'link-over' });
  });
});
