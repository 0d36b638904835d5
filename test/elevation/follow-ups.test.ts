import fc from 'fast-check';
import {
  firstFollowUpS,
  followUpDue,
  isLongOnItsWay,
  isSettled,
  nextReviewReminder,
  waitsForApprovers,
} from '../../src/elevation/follow-ups';
import { membershipOfEach } from '../../src/elevation/membership';
import { type AskedGroup } from '../../src/elevation/model';
import { stricter } from '../../src/elevation/policy';
import { stageAsked } from '../../src/elevation/stages';
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { aDenial, judge, membership } from './judge-decision';
import { after, grant, now, rules } from './samples';

const hourS = 3600;
const hourMs = 3_600_000;
const terms = {
  reminders: [2 * hourS, 4 * hourS, 8 * hourS],
  escalation: { afterS: 6 * hourS, groupId: 'group-2' },
};

/** What is due so many hours after asking, when the first of it was due at `sinceHours`. */
function due(hours: number, sinceHours: number, decideHours = 24) {
  return followUpDue(terms, {
    askedAt: now,
    decideBy: after(decideHours * hourMs),
    since: after(sinceHours * hourMs),
    now: after(hours * hourMs),
  });
}

describe('what is due on a request that nobody decided', () => {
  test('begins with what comes first, whichever kind it is', () => {
    expect(firstFollowUpS(terms)).toBe(2 * hourS);
    expect(firstFollowUpS({ ...terms, reminders: [] })).toBe(6 * hourS);
    expect(firstFollowUpS({ reminders: [8 * hourS], escalation: terms.escalation })).toBe(
      6 * hourS,
    );
    expect(firstFollowUpS(noTerms)).toBeNull();
  });

  test.each([
    [2, 2, { remind: true, escalate: false, next: after(4 * hourMs) }],
    [4, 4, { remind: true, escalate: false, next: after(6 * hourMs) }],
    [6, 6, { remind: false, escalate: true, next: after(8 * hourMs) }],
    [8, 8, { remind: true, escalate: false, next: null }],
  ])('after %i hours is what the policy names for then', (hours, since, expected) => {
    expect(due(hours, since)).toEqual(expected);
  });

  test('is made up for once after a long outage: one reminder, and the escalation', () => {
    expect(due(9, 2)).toEqual({ remind: true, escalate: true, next: null });
    expect(due(7, 6)).toEqual({ remind: false, escalate: true, next: after(8 * hourMs) });
  });

  test('is not done again for moments before the one that it was due for', () => {
    expect(due(5, 4)).toMatchObject({ remind: true, next: after(6 * hourMs) });
    expect(due(6.5, 6)).toMatchObject({ remind: false, escalate: true });
  });

  test('ends with the time to decide', () => {
    expect(due(2, 2, 4)).toMatchObject({ next: null });
    expect(due(2, 2, 4.5)).toMatchObject({ next: after(4 * hourMs) });
  });
});

function asked(why: AskedGroup['why'], id = 'group-2'): AskedGroup {
  return { group: { id, name: 'Owners', size: 3 }, why, stage: 1, at: now };
}

function escalatingTo(groupId: string): { terms: PolicyTerms } {
  return { terms: { ...noTerms, escalation: { afterS: hourS, groupId } } };
}

const naming = rules(escalatingTo('group-2'));
const silent = rules({});
/** In the group that was asked later, and not in the first. */
const memberOf2 = [membership({ member: false }), membership({ groupId: 'group-2' })];

describe('who decides after another group was asked', () => {
  function byOwner(pinned = naming, present = naming, why: AskedGroup['why'] = 'unanswered') {
    const request = { alsoAsked: [asked(why)] };
    return judge({ pinned, present, request, memberships: memberOf2 });
  }

  test('its members as well, to approve and to deny', () => {
    expect(byOwner()).toMatchObject({ becomes: 'approved' });
    const request = { alsoAsked: [asked('unanswered')] };
    expect(
      judge({ pinned: naming, present: naming, request, memberships: memberOf2, ...aDenial }),
    ).toMatchObject({ becomes: 'denied' });
  });

  test('members of the first group as before', () => {
    const memberships = [membership(), membership({ groupId: 'group-2', member: false })];
    const request = { alsoAsked: [asked('unanswered')] };
    expect(judge({ pinned: naming, present: naming, request, memberships })).toMatchObject({
      becomes: 'approved',
    });
  });

  test('nobody else', () => {
    const memberships = [
      membership({ member: false }),
      membership({ groupId: 'group-2', member: false }),
    ];
    const request = { alsoAsked: [asked('unanswered')] };
    expect(judge({ pinned: naming, present: naming, request, memberships })).toMatchObject({
      refused: 'not-an-approver',
    });
  });

  test('not its members before it was asked', () => {
    expect(judge({ pinned: naming, present: naming, memberships: memberOf2 })).toMatchObject({
      refused: 'not-an-approver',
    });
  });

  test.each([
    ['the version that was shown', silent, naming],
    ['the present version', naming, silent],
    ['another group by the present version', naming, rules(escalatingTo('group-3'))],
  ])('not its members where it is not named by %s', (_which, pinned, present) => {
    expect(byOwner(pinned, present)).toMatchObject({ refused: 'not-an-approver' });
  });

  test('whoever was asked because no prompt arrived, where no group is named for it', () => {
    expect(byOwner(silent, silent, 'undeliverable')).toMatchObject({ becomes: 'approved' });
    expect(byOwner(naming, naming, 'undeliverable')).toMatchObject({ becomes: 'approved' });
    expect(byOwner(silent, rules(escalatingTo('group-3')), 'undeliverable')).toMatchObject({
      refused: 'not-an-approver',
    });
  });

  test('one person once, whichever group they are in', () => {
    const two = { approvalsNeeded: 2, ...escalatingTo('group-2') };
    const request = { alsoAsked: [asked('unanswered')] };
    const both = [membership(), membership({ groupId: 'group-2' })];
    expect(
      judge({ pinned: rules(two), present: rules(two), request, memberships: both }),
    ).toMatchObject({ becomes: 'pending', approvals: 1 });
  });

  test('both groups are read of the directory', () => {
    expect(
      stricter(naming, silent, { stage: 1, alsoAsked: [asked('unanswered')] }).groupIds,
    ).toEqual(['group-1', 'group-2']);
  });
});

describe('membership in one group of each list', () => {
  const yes = membership();
  const no = membership({ groupId: 'group-2', member: false });
  const gone = membership({ groupId: 'group-3', disabled: true });
  const each = (...oneOf: string[][]) => membershipOfEach(oneOf, [yes, no, gone], now);

  test('is there with one of several, and not without any', () => {
    expect(each(['group-1'])).toBe('member');
    expect(each(['group-2', 'group-1'])).toBe('member');
    expect(each(['group-2'])).toBe('not-member');
    expect(each(['group-1'], ['group-2'])).toBe('not-member');
  });

  test('is unknown where a group that was not read could settle it', () => {
    expect(each(['group-2', 'group-9'])).toBe('unknown');
    expect(each(['group-1', 'group-9'])).toBe('member');
    expect(each(['group-1'], ['group-9'])).toBe('unknown');
  });

  test('is disabled when any source says so', () => {
    expect(each(['group-1', 'group-3'])).toBe('disabled');
    expect(each(['group-2'], ['group-3'])).toBe('disabled');
  });

  test('is nothing without any group', () => {
    expect(membershipOfEach([[]], [yes], now)).toBe('not-member');
  });
});

describe('when approvers are reminded of a review that is open', () => {
  const next = (hours: number, reminders: readonly number[] = []) =>
    (nextReviewReminder({ reminders }, { openedAt: now, after: after(hours * hourMs) }).getTime() -
      now.getTime()) /
    hourMs;

  test.each([
    [0, 4],
    [3.9, 4],
    [4, 28],
    [27.9, 28],
    [28, 52],
    [300, 316],
  ])(
    'after four hours and then once a day, where the policy says nothing: after %d, %d',
    (hours, due) => {
      expect(next(hours)).toBe(due);
    },
  );

  test.each([
    [0, 2],
    [2, 8],
    [5, 8],
    [8, 32],
    [32, 56],
  ])('when the policy reminds of requests, and then once a day: after %d, %d', (hours, due) => {
    expect(next(hours, [2 * hourS, 8 * hourS])).toBe(due);
  });

  test('always comes, is yet to come, and no moment between is left out', () => {
    const terms = fc.uniqueArray(fc.integer({ min: 60, max: 1_000_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(terms, fc.integer({ min: 0, max: 5_000_000 }), (seconds, passedS) => {
        const reminders = [...seconds].sort((a, b) => a - b);
        const at = (after: Date) => nextReviewReminder({ reminders }, { openedAt: now, after });
        const due = at(after(passedS * 1000));
        expect(due.getTime()).toBeGreaterThan(now.getTime() + passedS * 1000);
        expect(at(new Date(due.getTime() - 1))).toEqual(due);
        const waitS = (due.getTime() - now.getTime()) / 1000 - passedS;
        expect(waitS).toBeLessThanOrEqual(Math.max(24 * hourS, ...reminders));
      }),
    );
  });
});

describe('a prompt on its way', () => {
  const asked = { askedAt: now, acceptedAt: null, alsoAsked: [] };
  const owners = { id: 'group-2', name: 'Owners', size: 3 };
  const begun = { group: owners, why: 'stage', stage: 2, at: after(hourMs) } as const;

  test.each([
    ['from when it was asked', asked, 1, 0],
    ['from when it was accepted', { ...asked, acceptedAt: after(2 * hourMs) }, 1, 2 * hourMs],
    ['from when its stage began', { ...asked, alsoAsked: [begun] }, 2, hourMs],
    [
      'and not from when others were asked',
      { ...asked, alsoAsked: [{ ...begun, why: 'unanswered' as const }] },
      2,
      0,
    ],
  ])('is so for long after five minutes, %s', (_, request, stage, fromMs) => {
    const at = (ms: number) => isLongOnItsWay({ ...request, readAt: after(fromMs + ms) }, stage);
    expect([at(300_000 - 1), at(300_000)]).toEqual([false, true]);
  });

  test('is waited for while there is something to decide or to review', () => {
    const open = { openedAt: now, closed: null };
    expect(waitsForApprovers({ state: 'pending', review: null })).toBe(true);
    expect(waitsForApprovers({ state: 'approved', review: null })).toBe(false);
    expect(waitsForApprovers({ state: 'approved', review: open })).toBe(true);
    expect(waitsForApprovers({ state: 'denied', review: null })).toBe(false);
  });

  test('belongs to the stage that had begun when it was posted', () => {
    const third = { ...begun, stage: 3, at: after(2 * hourMs) };
    const unanswered = { ...begun, why: 'unanswered' as const, stage: 9, at: now };
    const alsoAsked = [unanswered, begun, third];
    const at = (ms: number) => stageAsked({ alsoAsked }, after(ms));
    expect([at(hourMs - 1), at(hourMs), at(2 * hourMs - 1), at(2 * hourMs)]).toEqual([1, 2, 2, 3]);
  });

  const open = { openedAt: now, closed: null };
  const held = (state: Parameters<typeof grant>[0]) => ({
    state: 'approved' as const,
    review: null,
    grant: grant(state),
    readAt: now,
  });

  test.each([
    ['is pending', { state: 'pending' as const, grant: null }, false],
    ['waits to be accepted', { state: 'awaiting-acceptance' as const, grant: null }, false],
    ['was denied', { state: 'denied' as const, grant: null }, true],
    ['was withdrawn', { state: 'withdrawn' as const, grant: null }, true],
    ['was decided by nobody', { state: 'expired' as const, grant: null }, true],
    ['begins later', held({ state: 'scheduled' }), false],
    ['is held', held({ state: 'active' }), false],
    ['is being taken away', held({ state: 'ending' }), false],
    ['could not be given', held({ state: 'failed' }), false],
    ['has ended', held({ state: 'ended' }), true],
    ['has ended and has to be reviewed', { ...held({ state: 'ended' }), review: open }, false],
  ])('is of no use any more once all is settled: %s', (_, request, settled) => {
    expect(isSettled({ review: null, readAt: now, ...request })).toBe(settled);
  });
});
