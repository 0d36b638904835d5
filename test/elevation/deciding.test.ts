import fc from 'fast-check';
import { isRefusal } from '../../src/errors';
import { aDenial, judge, membership, type Changes } from './judge-decision';
import { after, ana, ben, cleo, dan, decision, now, person, policy, rules } from './samples';

describe('one approval of one', () => {
  test('approves, from now for as long as was asked', () => {
    expect(judge()).toEqual({
      becomes: 'approved',
      grant: { startsAt: now, endsAt: after(4 * 3600_000) },
      approvals: 1,
      approvalsNeeded: 1,
      stage: 1,
      stages: 1,
      asksNext: [],
    });
  });

  test('never grants more than either version of the policy allows', () => {
    const short = rules({ durationMaxS: 3600 });
    const ends = { becomes: 'approved', grant: { endsAt: after(3600_000) } };
    expect(judge({ present: short })).toMatchObject(ends);
    expect(judge({ pinned: short })).toMatchObject(ends);
  });

  test('ends at the fixed end when that comes first', () => {
    const request = { durationS: 4 * 3600, fixedEnd: after(3600_000) };
    expect(judge({ request })).toMatchObject({ grant: { endsAt: after(3600_000) } });
  });

  test('ends before the fixed end when the policy allows less', () => {
    const request = { durationS: 4 * 3600, fixedEnd: after(4 * 3600_000) };
    expect(judge({ request, present: rules({ durationMaxS: 600 }) })).toMatchObject({
      grant: { endsAt: after(600_000) },
    });
  });

  test('needs exactly a minute before a fixed end; a millisecond less is refused', () => {
    expect(judge({ request: { fixedEnd: after(60_000) } })).toMatchObject({
      becomes: 'approved',
      grant: { endsAt: after(60_000) },
    });
    for (const fixedEnd of [after(59_999), now, after(-1)]) {
      expect(judge({ request: { fixedEnd } })).toEqual({
        refused: 'fixed-end-passed',
        facts: { request: 142, end: fixedEnd },
      });
    }
  });

  test('may carry a comment of up to 500 characters', () => {
    expect(judge({ comment: 'x'.repeat(500) })).toMatchObject({ becomes: 'approved' });
    expect(judge({ comment: 'x'.repeat(501) })).toEqual({
      refused: 'reason-too-long',
      facts: { length: 501, maximum: 500 },
    });
    expect(judge({ comment: '  ' })).toMatchObject({ becomes: 'approved' });
  });
});

describe('a person who was disabled after asking', () => {
  const gone = { ...ana, disabled: true };

  test.each([{ requester: gone }, { subject: gone }])('gets no approval %#', (request) => {
    expect(judge({ request })).toEqual({ refused: 'disabled', facts: { person: 'Ana' } });
  });

  test('can still be denied', () => {
    const request = { requester: gone, subject: gone };
    expect(judge({ request, verdict: 'deny', comment: 'left' })).toMatchObject({
      becomes: 'denied',
    });
  });
});

describe('several approvals', () => {
  const two = rules({ approvalsNeeded: 2 });
  const both = { pinned: two, present: two };

  test('the first of two keeps it pending and grants nothing', () => {
    expect(judge(both)).toEqual({
      becomes: 'pending',
      grant: null,
      approvals: 1,
      approvalsNeeded: 2,
      stage: 1,
      stages: 1,
      asksNext: [],
    });
  });

  test('the second of two approves', () => {
    expect(judge({ ...both, decisions: [decision(cleo)] })).toMatchObject({
      becomes: 'approved',
      approvals: 2,
      approvalsNeeded: 2,
    });
  });

  test('the larger number counts, whether it was shown or has come since', () => {
    expect(judge({ pinned: two })).toMatchObject({ becomes: 'pending', approvalsNeeded: 2 });
    expect(judge({ present: two })).toMatchObject({ becomes: 'pending', approvalsNeeded: 2 });
  });

  test('one person counts once, also when rows of merged accounts say otherwise', () => {
    const three = rules({ approvalsNeeded: 3 });
    const twice = [decision(cleo), decision(cleo, { id: 'other', platform: 'teams' })];
    expect(judge({ pinned: three, present: three, decisions: twice })).toMatchObject({
      becomes: 'pending',
      approvals: 2,
    });
  });

  test('a stored approval by whoever turned out to be requester or subject does not count', () => {
    const request = { requester: ana, subject: dan };
    for (const self of [ana, dan]) {
      expect(judge({ ...both, request, decisions: [decision(self)] })).toMatchObject({
        becomes: 'pending',
        approvals: 1,
      });
    }
  });

  test('less time allowed by an earlier approver binds the grant', () => {
    const decisions = [decision(cleo, { durationS: 1800 })];
    expect(judge({ ...both, decisions })).toMatchObject({
      grant: { startsAt: now, endsAt: after(1800_000) },
    });
  });

  test('the same person cannot approve twice', () => {
    const refusal = { refused: 'already-approved-by-you', facts: { request: 142 } };
    expect(judge({ ...both, decisions: [decision(ben)] })).toEqual(refusal);
  });

  test('the same person can still deny what they approved by mistake', () => {
    const judged = judge({ ...both, decisions: [decision(ben)], ...aDenial });
    expect(judged).toMatchObject({ becomes: 'denied', grant: null });
  });
});

describe('a denial', () => {
  test('closes the request at once, however many approvals there are', () => {
    const three = rules({ approvalsNeeded: 3 });
    const decisions = [decision(cleo)];
    expect(judge({ pinned: three, present: three, decisions, ...aDenial })).toEqual({
      becomes: 'denied',
      grant: null,
      approvals: 1,
      approvalsNeeded: 3,
      stage: 1,
      stages: 1,
      asksNext: [],
    });
  });

  test.each([null, '', '  ', '\u200B'])('needs a reason; %j is none', (comment) => {
    expect(judge({ verdict: 'deny', comment })).toEqual({
      refused: 'deny-reason-required',
      facts: { request: 142 },
    });
  });

  test('has a reason of at most 500 characters', () => {
    expect(judge({ verdict: 'deny', comment: 'x'.repeat(500) })).toMatchObject({
      becomes: 'denied',
    });
    expect(judge({ verdict: 'deny', comment: 'x'.repeat(501) })).toMatchObject({
      refused: 'reason-too-long',
    });
  });

  test('is possible when the policy is gone, denies, or the fixed end has come', () => {
    expect(judge({ present: null, ...aDenial })).toMatchObject({ becomes: 'denied' });
    expect(judge({ present: rules({ approval: 'deny' }), ...aDenial })).toMatchObject({
      becomes: 'denied',
    });
    expect(judge({ request: { fixedEnd: now }, ...aDenial })).toMatchObject({ becomes: 'denied' });
  });
});

describe('a request that is closed', () => {
  test('already approved or denied is told with who decided and when', () => {
    const at = after(-60_000);
    expect(judge({ request: { state: 'approved' }, decisions: [decision(cleo)] })).toEqual({
      refused: 'already-decided',
      facts: { request: 142, state: 'approved', person: 'Cleo', at },
    });
    const denial = decision(dan, { verdict: 'deny', decidedAt: after(-5000) });
    expect(judge({ request: { state: 'denied' }, decisions: [denial] })).toEqual({
      refused: 'already-decided',
      facts: { request: 142, state: 'denied', person: 'Dan', at: after(-5000) },
    });
  });

  test('of several decisions the denial is named, else the last approval', () => {
    const denial = decision(dan, { verdict: 'deny' });
    expect(
      judge({ request: { state: 'denied' }, decisions: [denial, decision(cleo)] }),
    ).toMatchObject({ facts: { person: 'Dan' } });
    expect(
      judge({ request: { state: 'approved' }, decisions: [decision(dan), decision(cleo)] }),
    ).toMatchObject({ facts: { person: 'Cleo' } });
  });

  test('approved by the policy alone names nobody', () => {
    expect(judge({ request: { state: 'approved' } })).toEqual({
      refused: 'already-decided',
      facts: { request: 142, state: 'approved' },
    });
  });

  test('a stored denial closes it even while the row still says pending', () => {
    const decisions = [decision(dan, { verdict: 'deny' })];
    expect(judge({ decisions })).toMatchObject({
      refused: 'already-decided',
      facts: { state: 'denied', person: 'Dan' },
    });
  });

  test.each(['withdrawn', 'expired', 'awaiting-acceptance'] as const)(
    '%s is told as it is',
    (state) => {
      expect(judge({ request: { state } })).toEqual({
        refused: 'request-closed',
        facts: { request: 142, state },
      });
    },
  );

  test('the deadline counts by the clock: a millisecond before it yes, at it no', () => {
    expect(judge({ request: { decideBy: after(1) } })).toMatchObject({ becomes: 'approved' });
    for (const decideBy of [now, after(-1)]) {
      expect(judge({ request: { decideBy } })).toEqual({
        refused: 'request-closed',
        facts: { request: 142, state: 'expired' },
      });
      expect(judge({ request: { decideBy }, ...aDenial })).toMatchObject({
        refused: 'request-closed',
      });
    }
  });
});

describe('what was shown is what is decided', () => {
  test.each(['approve', 'deny'] as const)('%s on a stale screen is refused', (verdict) => {
    const comment = 'a comment';
    expect(judge({ pressedDigest: 'digest-old45', verdict, comment })).toEqual({
      refused: 'stale-screen',
      facts: { request: 142 },
    });
  });

  test('a policy that is gone or denies since stops an approval', () => {
    const facts = { target: 'Exchange\\Search-Mailbox' };
    expect(judge({ present: null })).toEqual({ refused: 'no-policy', facts });
    const denying = rules({ approval: 'deny' });
    expect(judge({ present: denying })).toEqual({ refused: 'target-denied', facts });
    expect(judge({ pinned: denying })).toEqual({ refused: 'target-denied', facts });
  });
});

test('the first thing that is wrong is told, who presses before what the request is', () => {
  const present = rules({ approval: 'deny' });
  let input: Changes = {
    decider: person('Ana', { disabled: true }),
    memberships: [membership({ member: false })],
    request: { state: 'denied', decideBy: after(-1), fixedEnd: now },
    pressedDigest: 'digest-old45',
    decisions: [decision(ben)],
    comment: 'x'.repeat(501),
    present,
  };
  const steps: readonly [string, Changes][] = [
    ['disabled', { decider: ana }],
    ['own-request', { decider: ben }],
    ['not-an-approver', { memberships: [] }],
    ['membership-too-old', { memberships: [membership()] }],
    ['already-decided', { request: { decideBy: after(-1), fixedEnd: now } }],
    ['request-closed', { request: { fixedEnd: now } }],
    ['stale-screen', { pressedDigest: 'digest-12345' }],
    ['already-approved-by-you', { decisions: [] }],
    ['reason-too-long', { comment: null }],
    ['target-denied', { present: policy() }],
    ['fixed-end-passed', { request: {} }],
  ];
  for (const [refused, repair] of steps) {
    expect(judge(input)).toMatchObject({ refused });
    input = { ...input, ...repair };
  }
  expect(judge(input)).toMatchObject({ becomes: 'approved' });
});

test('whoever presses in whatever order: no self-approval, no short quorum, no longer grant, one no ends it', () => {
  const people = [ana, ben, cleo, dan];
  const presses = fc.array(
    fc.record({
      who: fc.constantFrom(...people),
      verdict: fc.constantFrom('approve' as const, 'approve' as const, 'deny' as const),
      member: fc.boolean(),
      ageMs: fc.integer({ min: -40_000, max: 40_000 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(presses, fc.integer({ min: 1, max: 3 }), (pressed, approvalsNeeded) => {
      const pinned = rules({ approvalsNeeded });
      let state: 'pending' | 'approved' | 'denied' = 'pending';
      let decisions = [] as ReturnType<typeof decision>[];
      for (const press of pressed) {
        const outcome = judge({
          request: { state },
          decisions,
          pinned,
          decider: press.who,
          verdict: press.verdict,
          comment: 'a comment',
          memberships: [membership({ member: press.member, readAt: after(-press.ageMs) })],
        });
        if (isRefusal(outcome)) continue;
        expect(state).toBe('pending');
        expect(press.who).not.toBe(ana);
        expect(press.member && Math.abs(press.ageMs) <= 30_000).toBe(true);
        decisions = [...decisions, decision(press.who, { verdict: press.verdict })];
        state = outcome.becomes;
        const approvers = new Set(
          decisions.filter((row) => row.verdict === 'approve').map((row) => row.person.id),
        );
        expect(outcome.approvals).toBe(approvers.size);
        expect(state === 'approved').toBe(outcome.grant !== null);
        if (state === 'approved') expect(approvers.size).toBe(approvalsNeeded);
        if (press.verdict === 'deny') expect(state).toBe('denied');
        if (outcome.grant) expect(outcome.grant.endsAt).toEqual(after(4 * 3600_000));
      }
    }),
    { numRuns: 500 },
  );
});

describe('approvals of facts that have changed since', () => {
  const other = { digest: 'other-facts1' };
  const two = policy({}, { approvalsNeeded: 2 });

  test('do not count towards the number needed', () => {
    const decisions = [decision(cleo, other)];
    const judged = judge({ pinned: two, present: two, decisions });
    expect(judged).toMatchObject({ becomes: 'pending', approvals: 1, approvalsNeeded: 2 });
  });

  test('let the same person approve the present facts', () => {
    const judged = judge({ decisions: [decision(ben, other)] });
    expect(judged).toMatchObject({ becomes: 'approved', approvals: 1 });
  });

  test('do not shorten what is approved now', () => {
    const decisions = [decision(cleo, { ...other, durationS: 60 })];
    const judged = judge({ decisions });
    const grant = 'grant' in judged ? judged.grant : null;
    expect(grant!.endsAt.getTime() - grant!.startsAt.getTime()).toBe(4 * 3_600_000);
  });
});
