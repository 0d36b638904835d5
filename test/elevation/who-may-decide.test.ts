import { isOwn } from '../../src/elevation/deciding';
import { membershipOf, type Membership } from '../../src/elevation/membership';
import { aDenial, judge, membership, type Changes } from './judge-decision';
import { after, ana, ben, dan, now, person, rules } from './samples';

describe('who may decide', () => {
  test.each(['approve', 'deny'] as const)('nobody on their own request: %s', (verdict) => {
    const comment = 'a comment';
    const facts = { request: 142, group: 'Exchange approvers', count: 4 };
    const own = { refused: 'own-request', facts };
    expect(judge({ decider: ana, verdict, comment })).toEqual(own);
    const forDan = { requester: ana, subject: dan };
    const { count: _count, ...uncounted } = facts;
    const theirs = { ...own, facts: uncounted };
    expect(judge({ decider: ana, request: forDan, verdict, comment })).toEqual(theirs);
    expect(judge({ decider: dan, request: forDan, verdict, comment })).toEqual(theirs);
  });

  test('how many others could decide is told only where it is known', () => {
    const own = (memberships: Membership[], changes: Changes = {}) => {
      const judged = judge({ decider: ana, memberships, ...changes });
      return 'facts' in judged ? judged.facts.count : 'not refused';
    };
    expect(own([membership()])).toBe(4);
    expect(own([membership({ member: false })])).toBe(5);
    expect(own([])).toBeUndefined();
    const alone = { approverGroup: { id: 'group-1', name: 'Exchange approvers', size: 1 } };
    expect(own([membership()], { request: alone })).toBeUndefined();
    const present = rules({ approverGroupId: 'group-2' });
    const both = [membership(), membership({ groupId: 'group-2' })];
    expect(own(both, { present })).toBeUndefined();
  });

  test('persons are compared by id, not by name', () => {
    const namesake = person('Ana', { id: 'person-Ana-2' });
    expect(judge({ decider: namesake })).toMatchObject({ becomes: 'approved' });
    const renamed = person('Somebody', { id: ana.id });
    expect(judge({ decider: renamed })).toMatchObject({ refused: 'own-request' });
    expect(isOwn({ requester: ana, subject: ana }, ben)).toBe(false);
  });

  test('nobody who is disabled, here or in the directory', () => {
    const refusal = { refused: 'disabled', facts: { person: 'Ben' } };
    expect(judge({ decider: person('Ben', { disabled: true }) })).toEqual(refusal);
    expect(judge({ memberships: [membership({ disabled: true })] })).toEqual(refusal);
  });

  test('nobody outside the approver group', () => {
    expect(judge({ memberships: [membership({ member: false })] })).toEqual({
      refused: 'not-an-approver',
      facts: { request: 142, group: 'Exchange approvers', target: 'Exchange\\Search-Mailbox' },
    });
  });

  test('nobody without a reading, or with one about another group', () => {
    const unknown = { refused: 'membership-too-old', facts: { request: 142 } };
    expect(judge({ memberships: [] })).toMatchObject(unknown);
    expect(judge({ memberships: [membership({ groupId: 'group-9' })] })).toMatchObject(unknown);
  });

  test('a reading of exactly 30 s counts, one a millisecond older does not', () => {
    expect(judge({ memberships: [membership({ readAt: after(-30_000) })] })).toMatchObject({
      becomes: 'approved',
    });
    expect(judge({ memberships: [membership({ readAt: after(-30_001) })] })).toEqual({
      refused: 'membership-too-old',
      facts: { request: 142, group: 'Exchange approvers', target: 'Exchange\\Search-Mailbox' },
    });
  });

  test('a reading from the future counts within the same bound only', () => {
    expect(judge({ memberships: [membership({ readAt: after(30_000) })] })).toMatchObject({
      becomes: 'approved',
    });
    expect(judge({ memberships: [membership({ readAt: after(30_001) })] })).toMatchObject({
      refused: 'membership-too-old',
    });
  });

  test('a reading without a valid time does not count', () => {
    expect(judge({ memberships: [membership({ readAt: new Date(NaN) })] })).toMatchObject({
      refused: 'membership-too-old',
    });
  });

  test('an old no is no answer either', () => {
    const old = membership({ member: false, readAt: after(-30_001) });
    expect(judge({ memberships: [old] })).toMatchObject({ refused: 'membership-too-old' });
  });

  describe('when the approver group changed since', () => {
    const present = rules({ approverGroupId: 'group-2' });
    const first = membership();
    const second = membership({ groupId: 'group-2' });

    test('only who is in both', () => {
      expect(judge({ present, memberships: [first, second] })).toMatchObject({
        becomes: 'approved',
      });
    });

    test('not who is in one of them', () => {
      const no = { member: false };
      expect(judge({ present, memberships: [first, { ...second, ...no }] })).toMatchObject({
        refused: 'not-an-approver',
      });
      expect(judge({ present, memberships: [{ ...first, ...no }, second] })).toMatchObject({
        refused: 'not-an-approver',
      });
    });

    test.each([
      ['the first', true, false],
      ['the second', false, true],
    ])('whoever is in %s of them may deny: a denial is the safe direction', (_which, a, b) => {
      const memberships = [
        { ...first, member: a },
        { ...second, member: b },
      ];
      expect(judge({ present, memberships, ...aDenial })).toMatchObject({ becomes: 'denied' });
    });

    test('nobody denies who is in neither', () => {
      const memberships = [first, second].map((one) => ({ ...one, member: false }));
      expect(judge({ present, memberships, ...aDenial })).toMatchObject({
        refused: 'not-an-approver',
      });
    });

    test('the refusal names the group that is lacking, and the one that they are in', () => {
      const namedSince = [{ id: 'group-2', name: 'Owners', size: 2, shares: [] }];
      const told = (a: boolean, b: boolean) =>
        judge({
          present,
          request: { namedSince },
          memberships: [
            { ...first, member: a },
            { ...second, member: b },
          ],
        });
      const both = { group: 'Owners', also: 'Exchange approvers' };
      expect(told(true, false)).toMatchObject({ facts: both });
      const other = { group: 'Exchange approvers', also: 'Owners' };
      expect(told(false, true)).toMatchObject({ facts: other });
    });

    test('not who was read for one of them only', () => {
      expect(judge({ present, memberships: [first] })).toMatchObject({
        refused: 'membership-too-old',
      });
      expect(judge({ present, memberships: [second] })).toMatchObject({
        refused: 'membership-too-old',
      });
    });

    test('a no is told before a missing reading, a disabled account before both', () => {
      const outside = membership({ member: false });
      expect(judge({ present, memberships: [outside] })).toMatchObject({
        refused: 'not-an-approver',
      });
      const left = membership({ groupId: 'group-2', disabled: true });
      expect(judge({ present, memberships: [outside, left] })).toMatchObject({
        refused: 'disabled',
      });
    });
  });
});

describe('what several readings of one group say', () => {
  test('member only when all fresh ones agree', () => {
    const yes = membership();
    const no = membership({ member: false });
    const oldNo = membership({ member: false, readAt: after(-30_001) });
    expect(membershipOf('group-1', [yes, yes], now)).toBe('member');
    expect(membershipOf('group-1', [yes, no], now)).toBe('not-member');
    expect(membershipOf('group-1', [yes, oldNo], now)).toBe('member');
    expect(membershipOf('group-1', [yes, membership({ disabled: true })], now)).toBe('disabled');
    expect(membershipOf('group-1', [oldNo], now)).toBe('unknown');
    expect(membershipOf('group-2', [yes], now)).toBe('unknown');
  });
});
