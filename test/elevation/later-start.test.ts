import fc from 'fast-check';
import { grantStart } from '../../src/elevation/extending';
import { noTerms } from '../../src/elevation/model';
import { isRefusal } from '../../src/errors';
import { judge } from './judge-decision';
import { after, now, rules, snapshot } from './samples';

const hourMs = 3_600_000;
const hours = (count: number) => after(count * hourMs);

function granted(request: { startAt: Date | null; fixedEnd?: Date | null; durationS?: number }) {
  const outcome = judge({ request });
  return isRefusal(outcome) ? outcome.refused : outcome.grant;
}

describe('an approval of what starts later', () => {
  test('before the start: it begins then, and lasts its whole length', () => {
    expect(granted({ startAt: hours(2) })).toEqual({ startsAt: hours(2), endsAt: hours(6) });
  });

  test.each([
    ['in the moment of the start', 0],
    ['after the start', -hourMs],
  ])('%s: it begins at once, and lasts its whole length', (_, ms) => {
    expect(granted({ startAt: after(ms) })).toEqual({ startsAt: now, endsAt: hours(4) });
  });

  test('an end that was asked for stays, whenever it is approved', () => {
    const wish = { fixedEnd: hours(5), durationS: 3 * 3600 };
    expect(granted({ ...wish, startAt: hours(2) })).toEqual({
      startsAt: hours(2),
      endsAt: hours(5),
    });
    expect(granted({ ...wish, startAt: hours(-1), fixedEnd: hours(2) })).toEqual({
      startsAt: now,
      endsAt: hours(2),
    });
  });

  test('is refused once less than a minute is left until the end that was asked for', () => {
    const late = { startAt: hours(-1), durationS: 7200 };
    expect(granted({ ...late, fixedEnd: after(60_000) })).toMatchObject({ startsAt: now });
    expect(granted({ ...late, fixedEnd: after(59_999) })).toBe('fixed-end-passed');
  });

  test('for less time: it is less from the start on', () => {
    expect(judge({ request: { startAt: hours(2) }, durationS: 3600 })).toMatchObject({
      grant: { startsAt: hours(2), endsAt: hours(3) },
    });
  });

  test('the policy has to be open now, and at the start', () => {
    // Now is Friday, 14:02 UTC.
    const open = (days: number[], from: string, to: string) => {
      const terms = { ...noTerms, availability: { days, from, to, zone: 'UTC' } };
      const policy = rules({ terms });
      const outcome = judge({ pinned: policy, present: policy, request: { startAt: hours(19) } });
      return isRefusal(outcome) ? outcome.refused : outcome.becomes;
    };
    expect(open([5, 6], '09:00', '18:00')).toBe('approved');
    expect(open([5], '09:00', '18:00')).toBe('outside-hours');
    expect(open([6], '09:00', '18:00')).toBe('outside-hours');
    expect(open([5, 6], '09:30', '18:00')).toBe('outside-hours');
  });

  test('whenever it is asked for and approved: it never begins before its start, nor before now', () => {
    const times = fc.integer({ min: -30 * 24, max: 30 * 24 });
    fc.assert(
      fc.property(times, fc.integer({ min: 60, max: 28_800 }), (startH, durationS) => {
        const startAt = hours(startH);
        const grant = granted({ startAt, durationS });
        if (typeof grant === 'string' || grant === null) throw new Error('it was not granted');
        expect(grant.startsAt).toEqual(startAt > now ? startAt : now);
        expect(grant.endsAt.getTime() - grant.startsAt.getTime()).toBe(durationS * 1000);
      }),
    );
  });

  test('more time begins where the grant ends that it lets go on', () => {
    const extended = {
      grantId: 'grant-1',
      number: 141,
      since: hours(-2),
      endsAt: hours(1),
      state: 'active',
      endCause: null,
    } as const;
    expect(grantStart(snapshot({ extends: extended }), now)).toEqual(hours(1));
  });
});
