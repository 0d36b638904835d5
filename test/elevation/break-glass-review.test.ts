import { judgeReview, type ReviewInput } from '../../src/elevation/break-glass';
import { type Review } from '../../src/elevation/model';
import { isRefusal } from '../../src/errors';
import { after, ana, ben, cleo, dan, now, policy, snapshot } from './samples';

function member(groupId: string, changes = {}) {
  return { groupId, member: true, disabled: false, readAt: now, ...changes };
}

function told(outcome: unknown): string {
  return isRefusal(outcome) ? outcome.refused : 'allowed';
}

describe('closing its review', () => {
  const open: Review = { openedAt: after(-60_000), closed: null };
  const closed: Review = {
    ...open,
    closed: { by: cleo, wasRight: true, comment: null, at: after(-1) },
  };
  function reviewing(changes: Partial<ReviewInput> = {}): ReviewInput {
    return {
      request: snapshot({ kind: 'review', state: 'approved', review: open }),
      person: ben,
      memberships: [member('group-1')],
      wasRight: true,
      comment: null,
      pressedDigest: 'digest-12345',
      digest: 'digest-12345',
      now,
      ...changes,
    };
  }
  function withReview(review: Review | null, changes = {}) {
    return { request: snapshot({ kind: 'review', state: 'approved', review, ...changes }) };
  }

  const newGroup = policy({ version: 4 }, { approverGroupId: 'group-2' });
  const owners = { id: 'owners', name: 'Owners', size: 3 };
  const asked = { alsoAsked: [{ group: owners, why: 'stage', stage: 2, at: now }] };
  const cases: readonly [string, Partial<ReviewInput>, string][] = [
    ['an approver who says that it was right', {}, 'allowed'],
    ['an approver who says why it was not', { wasRight: false, comment: 'Not down.' }, 'allowed'],
    ['no answer', { wasRight: null, comment: 'Well.' }, 'review-answer-required'],
    ['a no without a word', { wasRight: false }, 'review-comment-required'],
    [
      'a no with words that nobody can see',
      { wasRight: false, comment: '\u200B' },
      'review-comment-required',
    ],
    ['a comment of 500 characters', { comment: 'x'.repeat(500) }, 'allowed'],
    ['a comment of 501 characters', { comment: 'x'.repeat(501) }, 'reason-too-long'],
    ['whoever took it', { person: ana }, 'own-review'],
    [
      'whoever it was taken for',
      { person: dan, ...withReview(open, { subject: dan }) },
      'own-review',
    ],
    ['whoever is disabled', { person: { ...ben, disabled: true } }, 'disabled'],
    [
      'somebody in no group of it',
      { memberships: [member('group-1', { member: false })] },
      'may-not-review',
    ],
    ['somebody in another group', { memberships: [member('group-9')] }, 'membership-too-old'],
    [
      'somebody whom the directory calls disabled',
      { memberships: [member('group-1', { disabled: true })] },
      'disabled',
    ],
    [
      'a reading of more than 30 s',
      { memberships: [member('group-1', { readAt: after(-30_001) })] },
      'membership-too-old',
    ],
    [
      'somebody in the group of the present policy',
      {
        ...withReview(open, { policyNow: newGroup }),
        memberships: [member('group-1', { member: false }), member('group-2')],
      },
      'allowed',
    ],
    [
      'somebody in the group of a later stage',
      {
        ...withReview(open, asked),
        memberships: [member('group-1', { member: false }), member('owners')],
      },
      'allowed',
    ],
    ['one that is closed', withReview(closed), 'review-closed'],
    ['what was approved', { request: snapshot({ state: 'approved' }) }, 'no-review'],
    ['a press on other facts', { pressedDigest: 'digest-other' }, 'stale-screen'],
  ];
  test.each(cases)('%s', (_who, changes, expected) => {
    expect(told(judgeReview(reviewing(changes)))).toBe(expected);
  });

  test('nobody learns how it stands who may not close it', () => {
    const memberships = [member('group-1', { member: false })];
    const outcome = judgeReview(reviewing({ ...withReview(closed), memberships }));
    expect(told(outcome)).toBe('may-not-review');
  });

  test('keeps the comment as it was typed, and none where none can be seen', () => {
    expect(judgeReview(reviewing({ comment: ' It was. ' }))).toEqual({
      wasRight: true,
      comment: 'It was.',
    });
    expect(judgeReview(reviewing({ comment: ' ' }))).toEqual({
      wasRight: true,
      comment: null,
    });
  });
});
