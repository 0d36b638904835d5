import {
  judgeEnding,
  judgeRetry,
  judgeWithdrawal,
  type EndingInput,
  type RetryInput,
  type WithdrawalInput,
} from '../../src/elevation/ending';
import { type Membership } from '../../src/elevation/membership';
import { factsDigest } from '../../src/elevation/digest';
import {
  type Decision,
  type Grant,
  type GrantState,
  type RequestSnapshot,
} from '../../src/elevation/model';
import { after, ana, ben, dan, grant, now, person, rules, snapshot } from './samples';

describe('taking a request back', () => {
  function judge(changes: Partial<WithdrawalInput> = {}) {
    return judgeWithdrawal({ request: snapshot(), person: ana, now, ...changes });
  }

  test('whoever asked and whoever would receive may, while it is open', () => {
    const request = snapshot({ requester: ana, subject: dan });
    expect(judge({ request, person: ana })).toEqual({ becomes: 'withdrawn' });
    expect(judge({ request, person: dan })).toEqual({ becomes: 'withdrawn' });
    const waiting = snapshot({ state: 'awaiting-acceptance' });
    expect(judge({ request: waiting })).toEqual({ becomes: 'withdrawn' });
  });

  test('nobody else may, nor learns its state', () => {
    const request = snapshot({ state: 'denied' });
    const refusal = { refused: 'not-yours', facts: { request: 142 } };
    expect(judge({ person: ben })).toEqual(refusal);
    expect(judge({ person: ben, request })).toEqual(refusal);
  });

  test('a disabled person may not', () => {
    expect(judge({ person: { ...ana, disabled: true } })).toEqual({
      refused: 'disabled',
      facts: { person: 'Ana' },
    });
  });

  test.each([
    ['approved', 'already-decided'],
    ['denied', 'already-decided'],
    ['withdrawn', 'request-closed'],
    ['expired', 'request-closed'],
  ] as const)('%s is told as it is', (state, refused) => {
    expect(judge({ request: snapshot({ state }) })).toEqual({
      refused,
      facts: { request: 142, state },
    });
  });

  test('the deadline counts by the clock: a millisecond before it yes, at it no', () => {
    expect(judge({ request: snapshot({ decideBy: after(1) }) })).toEqual({
      becomes: 'withdrawn',
    });
    for (const decideBy of [now, after(-1)]) {
      expect(judge({ request: snapshot({ decideBy }) })).toEqual({
        refused: 'request-closed',
        facts: { request: 142, state: 'expired' },
      });
    }
  });
});

function judgeEnd(changes: Partial<EndingInput> = {}) {
  return judgeEnding({
    grant: grant(),
    request: snapshot({ state: 'approved' }),
    person: ana,
    memberships: [],
    roles: [],
    reason: null,
    how: 'end',
    now,
    ...changes,
  });
}

const facts = { request: 142, target: 'Exchange\\Search-Mailbox' };

describe('giving a right back', () => {
  test('its holder and whoever asked for it may, without a reason', () => {
    const request = snapshot({ state: 'approved', requester: ana, subject: dan });
    expect(judgeEnd({ request, person: dan })).toEqual({ cause: 'relinquished' });
    expect(judgeEnd({ request, person: ana })).toEqual({ cause: 'relinquished' });
  });

  test('nobody else may, an approver either, nor learns whether there is one', () => {
    const memberships = [reading()];
    expect(judgeEnd({ person: ben, memberships })).toEqual({ refused: 'not-yours', facts });
    expect(judgeEnd({ person: ben, grant: null })).toEqual({ refused: 'not-yours', facts });
  });

  test('a disabled person may not', () => {
    expect(judgeEnd({ person: { ...ana, disabled: true } })).toEqual({
      refused: 'disabled',
      facts: { person: 'Ana' },
    });
  });

  test('a reason has at most 500 characters', () => {
    expect(judgeEnd({ reason: 'x'.repeat(500) })).toEqual({ cause: 'relinquished' });
    expect(judgeEnd({ reason: 'x'.repeat(501) })).toEqual({
      refused: 'reason-too-long',
      facts: { length: 501, maximum: 500 },
    });
  });
});

describe('what can be ended', () => {
  test.each([
    ['scheduled', { cause: 'never-started' }],
    ['activating', { cause: 'relinquished' }],
    ['active', { cause: 'relinquished' }],
    ['ending', { refused: 'nothing-to-end', facts }],
    ['ended', { refused: 'nothing-to-end', facts }],
    ['failed', { cause: 'never-started' }],
  ] as const)('%s', (state: GrantState, outcome) => {
    expect(judgeEnd({ grant: grant({ state }) })).toEqual(outcome);
  });

  test('a request without a grant has nothing to end', () => {
    expect(judgeEnd({ grant: null })).toEqual({ refused: 'nothing-to-end', facts });
  });

  test('a press at the end or later cut nothing short', () => {
    expect(judgeEnd({ grant: grant({ endsAt: after(1) }) })).toEqual({ cause: 'relinquished' });
    expect(judgeEnd({ grant: grant({ endsAt: now }) })).toEqual({ cause: 'expired' });
    expect(judgeEnd({ grant: grant({ endsAt: after(-1) }) })).toEqual({ cause: 'expired' });
    const never = grant({ state: 'scheduled', endsAt: after(-1) });
    expect(judgeEnd({ grant: never })).toEqual({ cause: 'never-started' });
  });
});

function reading(changes: Partial<Membership> = {}): Membership {
  return { groupId: 'group-1', member: true, disabled: false, readAt: now, ...changes };
}

describe('revoking a right', () => {
  function revoke(changes: Partial<EndingInput> = {}) {
    return judgeEnd({
      person: ben,
      memberships: [reading()],
      reason: 'left the project',
      how: 'revoke',
      ...changes,
    });
  }

  const group = 'Exchange approvers';

  test('an approver may, with a reason', () => {
    expect(revoke()).toEqual({ cause: 'revoked' });
    expect(revoke({ grant: grant({ state: 'activating' }) })).toEqual({ cause: 'revoked' });
  });

  test('an approver may take back their own as well, and that is giving it back', () => {
    const request = snapshot({ subject: ben });
    expect(revoke({ request })).toEqual({ cause: 'relinquished' });
    const asked = snapshot({ requester: ben, subject: dan });
    expect(revoke({ request: asked })).toEqual({ cause: 'revoked' });
  });

  test('nobody outside the approver group may, the holder either', () => {
    const memberships = [reading({ member: false })];
    const refusal = { refused: 'may-not-revoke', facts: { ...facts, group } };
    expect(revoke({ memberships })).toEqual(refusal);
    expect(revoke({ memberships, person: ana })).toEqual(refusal);
  });

  test.each(['owner', 'admin'] as const)(
    'an %s in no group may as well, with a reason; an auditor may not',
    (role) => {
      const memberships = [reading({ member: false })];
      expect(revoke({ memberships, roles: [role] })).toEqual({ cause: 'revoked' });
      expect(revoke({ memberships: [], roles: [role] })).toEqual({ cause: 'revoked' });
      const unsaid = { memberships, roles: [role], reason: ' ' };
      expect(revoke(unsaid)).toMatchObject({ refused: 'revoke-reason-required' });
      const disabled = [reading({ member: false, disabled: true })];
      expect(revoke({ memberships: disabled, roles: [role] })).toMatchObject({
        refused: 'disabled',
      });
      expect(revoke({ memberships, roles: ['auditor'] })).toMatchObject({
        refused: 'may-not-revoke',
      });
    },
  );

  test('a disabled person may not, here or in the directory', () => {
    const refusal = { refused: 'disabled', facts: { person: 'Ben' } };
    expect(revoke({ person: person('Ben', { disabled: true }) })).toEqual(refusal);
    expect(revoke({ memberships: [reading({ disabled: true })] })).toEqual(refusal);
  });

  test('without a reading of at most 30 s it is refused', () => {
    expect(revoke({ memberships: [reading({ readAt: after(-30_000) })] })).toEqual({
      cause: 'revoked',
    });
    const old = { refused: 'membership-too-old', facts: { ...facts, group } };
    expect(revoke({ memberships: [reading({ readAt: after(-30_001) })] })).toEqual(old);
    expect(revoke({ memberships: [] })).toEqual(old);
    expect(revoke({ memberships: [reading({ groupId: 'group-9' })] })).toEqual(old);
  });

  test('being in the group of the pinned or of the present policy is enough', () => {
    const changed = snapshot({ policyNow: rules({ approverGroupId: 'group-2' }) });
    const inFirst = [reading(), reading({ groupId: 'group-2', member: false })];
    const inSecond = [reading({ member: false }), reading({ groupId: 'group-2' })];
    expect(revoke({ request: changed, memberships: inFirst })).toEqual({ cause: 'revoked' });
    expect(revoke({ request: changed, memberships: inSecond })).toEqual({ cause: 'revoked' });
    expect(revoke({ request: changed, memberships: [reading()] })).toEqual({ cause: 'revoked' });
    expect(revoke({ request: snapshot({ policyNow: null }) })).toEqual({ cause: 'revoked' });
  });

  test.each([null, '', ' \n', '\u200B'])('needs a reason; %j is none', (reason) => {
    expect(revoke({ reason })).toEqual({ refused: 'revoke-reason-required', facts });
  });

  test('a reason has at most 500 characters', () => {
    expect(revoke({ reason: 'x'.repeat(500) })).toEqual({ cause: 'revoked' });
    expect(revoke({ reason: 'x'.repeat(501) })).toMatchObject({ refused: 'reason-too-long' });
  });

  test('gives up what could not be granted, as long as it could be tried again', () => {
    const failed = grant({ state: 'failed', endsAt: after(1) });
    expect(revoke({ grant: failed })).toEqual({ cause: 'never-started' });
    expect(revoke({ grant: { ...failed, endsAt: now } })).toMatchObject({
      refused: 'nothing-to-end',
    });
    expect(judgeEnd({ grant: failed })).toEqual({ cause: 'never-started' });
  });

  test('who it is comes before what there is, and that before the reason', () => {
    const memberships = [reading({ member: false })];
    expect(revoke({ memberships, grant: null, reason: null })).toMatchObject({
      refused: 'may-not-revoke',
    });
    expect(revoke({ grant: null, reason: null })).toMatchObject({ refused: 'nothing-to-end' });
  });
});

type RetryChanges = Partial<RetryInput> & { readonly grant?: Grant | null };

function approved(changes: Partial<RequestSnapshot>): RequestSnapshot {
  return snapshot({ state: 'approved', closedAt: null, ...changes });
}

describe('trying again at once', () => {
  const late = grant({ state: 'ending', endsAt: after(-60_000), heldBefore: false });
  const reading = (member: boolean, changes: Partial<Membership> = {}): readonly Membership[] => [
    { groupId: 'group-1', member, disabled: false, readAt: now, ...changes },
  ];
  const judge = ({ grant: held = late, ...changes }: RetryChanges = {}) =>
    judgeRetry({
      request: approved({ grant: held }),
      person: ben,
      memberships: reading(true),
      roles: [],
      lastDeniedAt: null,
      now,
      ...changes,
    });

  test('whoever could revoke it may, of what outlives its end, whether that has begun or not', () => {
    expect(judge()).toBe('take-away');
    expect(judge({ grant: { ...late, state: 'active' } })).toBe('take-away');
    expect(judge({ memberships: reading(false), roles: ['admin'] })).toBe('take-away');
  });

  describe('what could not be granted', () => {
    const failed = grant({ state: 'failed', endsAt: after(1), heldBefore: false });

    test.each(['owner', 'admin'] as const)(
      'is given anew when an %s says so, until its end',
      (role) => {
        expect(judge({ grant: failed, roles: [role] })).toBe('give');
        expect(judge({ grant: failed, roles: [role], memberships: reading(false) })).toBe('give');
        const over = { ...failed, endsAt: now };
        expect(judge({ grant: over, roles: [role] })).toMatchObject({
          refused: 'nothing-to-retry',
        });
      },
    );

    test('is not by those who only decide on it, nor by an auditor', () => {
      const refusal = { refused: 'retry-needs-role', facts };
      expect(judge({ grant: failed })).toEqual(refusal);
      expect(judge({ grant: failed, roles: ['auditor'] })).toEqual(refusal);
      expect(
        judge({ grant: failed, roles: ['auditor'], memberships: reading(false) }),
      ).toMatchObject({ refused: 'may-not-retry' });
    });

    const roles = ['owner'] as const;
    const nothing = { refused: 'nothing-to-retry', facts };

    test('is what was taken without approval as long as its review is open', () => {
      const review = { openedAt: after(-2), closed: null };
      const taken = (changes: Partial<RequestSnapshot>) =>
        judge({ roles, request: approved({ grant: failed, kind: 'review', ...changes }) });
      expect(taken({ review })).toBe('give');
      const closed = { by: ben, wasRight: true, comment: null, at: now };
      expect(taken({ review: { ...review, closed } })).toEqual(nothing);
    });

    test('is not when it was to prolong another, which may be over by now', () => {
      const base = { grantId: 'g', number: 7, since: now, endsAt: after(1), endedAt: null };
      const request = approved({ grant: failed, extends: base as never });
      expect(judge({ roles, request })).toEqual(nothing);
    });

    test('is not under another version of the policy, or of what it allows', () => {
      const approval = {
        ...{ person: ben, verdict: 'approve' as const, comment: null, at: now, stage: 1 },
        durationS: 3600,
      };
      const request = approved({ grant: failed });
      const agreed = { ...approval, digest: factsDigest(request) } as unknown as Decision;
      const isGiven = (changes: Partial<RequestSnapshot>) =>
        judge({ roles, request: { ...request, decisions: [agreed], ...changes } });
      expect(isGiven({})).toBe('give');
      const target = { ...request.target, description: 'More than that.' };
      expect(isGiven({ target })).toEqual(nothing);
      const policyNow = { ...request.policy, version: request.policy.version + 1 };
      expect(isGiven({ policyNow })).toEqual(nothing);
      expect(isGiven({ policyNow: null })).toEqual(nothing);
      expect(isGiven({ policyNow, decisions: [] })).toEqual(nothing);
      expect(isGiven({ decisions: [] })).toBe('give');
    });

    test('is nobody’s own to let be tried again', () => {
      const refusal = { refused: 'own-retry', facts };
      expect(judge({ grant: failed, roles, person: ana })).toEqual(refusal);
      const request = approved({ grant: failed, requester: ben, subject: ana });
      expect(judge({ roles, request })).toEqual(refusal);
    });

    test('is not once the same was denied to whoever would receive it', () => {
      const request = approved({ grant: failed, closedAt: now });
      expect(judge({ roles, request, lastDeniedAt: after(-1) })).toBe('give');
      const refusal = { refused: 'denied-since', facts };
      expect(judge({ roles, request, lastDeniedAt: now })).toEqual(refusal);
      expect(judge({ roles, grant: failed, lastDeniedAt: now })).toEqual(refusal);
    });

    test('is nothing else than what failed', () => {
      for (const state of ['scheduled', 'activating', 'active', 'ending', 'ended'] as const) {
        expect(judge({ grant: { ...failed, state }, roles })).toEqual(nothing);
      }
    });
  });

  test.each([
    ['no grant', null],
    ['one that is not a minute late', { ...late, endsAt: after(-59_999) }],
    ['one that is gone', { ...late, state: 'ended' as const }],
    ['one that was never made', { ...late, heldBefore: null }],
    ['one that is being made', { ...late, state: 'activating' as const }],
  ])('of %s nothing is tried again', (_what, held) => {
    expect(judge({ grant: held })).toMatchObject({ refused: 'nothing-to-retry' });
  });

  test.each<[string, RetryChanges, string]>([
    ['is disabled', { person: { ...ben, disabled: true } }, 'disabled'],
    [
      'is disabled by what was read',
      { memberships: reading(false, { disabled: true }) },
      'disabled',
    ],
    ['is in no group', { memberships: reading(false) }, 'may-not-retry'],
    ['was not read', { memberships: [] }, 'membership-too-old'],
  ])('nobody may who %s, whatever its state', (_what, changes, refused) => {
    expect(judge(changes)).toMatchObject({ refused });
    expect(judge({ ...changes, grant: null })).toMatchObject({ refused });
  });
});
