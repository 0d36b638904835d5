import { refuse } from '../../src/errors';
import {
  grantStart,
  isExtendable,
  judgeExtension,
  judgeSpan,
  mayExtend,
  refuseExtending,
} from '../../src/elevation/extending';
import {
  noTerms,
  type ExtendedGrant,
  type Grant,
  type PolicyRules,
  type PolicyTerms,
  type RequestSnapshot,
} from '../../src/elevation/model';
import { type OpeningInput } from '../../src/elevation/opening';
import { judge as judgeDecision } from './judge-decision';
import { after, ana, ben, grant, now, person, rules, snapshot, target } from './samples';

const hourMs = 3_600_000;
const end = after(hourMs);

/** Ana holds it since three hours, for one more. */
function held(grantChanges: Partial<Grant> = {}, changes: Partial<RequestSnapshot> = {}) {
  const startsAt = after(-3 * hourMs);
  const made = grant({ startsAt, activeAt: startsAt, endsAt: end, ...grantChanges });
  return snapshot({ state: 'approved', grant: made, ...changes });
}

function under(extension: PolicyTerms['extension'], changes: Partial<PolicyRules> = {}) {
  return rules({ terms: { ...noTerms, extension }, ...changes });
}

const usual: OpeningInput = {
  switchedOff: false,
  requester: ana,
  subject: ana,
  target,
  policy: rules({}),
  typedDuration: '2h',
  clock: { now, zone: 'UTC' },
  reason: null,
  ticket: null,
  typedScope: null,
  requesterGroupIds: [],
  present: null,
  groupMembersAbleToDecide: 2,
  ableByStage: [],
  targetAccount: 'ana',
  leastDurationS: 60,
};

function judge(changes: Partial<OpeningInput> = {}, extended = held()) {
  return judgeExtension({ ...usual, ...changes }, extended);
}

const name = 'Exchange\\Search-Mailbox';

function refusedAs(outcome: unknown): unknown {
  return (outcome as { refused?: string } | null)?.refused ?? null;
}

describe('what an extension asks for', () => {
  test('is so much more, from the end of the grant that goes on', () => {
    expect(judge()).toMatchObject({ durationS: 7200, fixedEnd: after(2 * hourMs, end) });
  });

  test('is until a time of day after that end', () => {
    // 15:02 is the end.
    const judged = judge({ typedDuration: 'until 16:32' });
    expect(judged).toMatchObject({ durationS: 5400, fixedEnd: after(1.5 * hourMs, end) });
    expect(refusedAs(judge({ typedDuration: 'until 15:00' }))).toBe('duration-in-the-past');
  });

  test('is the usual length of the policy when none is typed', () => {
    expect(judge({ typedDuration: null })).toMatchObject({
      durationS: 4 * 3600,
      durationWasDefault: true,
    });
  });

  test('has the earlier reason and ticket where none is given', () => {
    const extended = held({}, { ticket: 'INC-4711' });
    expect(judge({ reason: ' ' }, extended)).toMatchObject({
      reason: 'phishing clean-up',
      ticket: 'INC-4711',
    });
    const given = { reason: 'it takes longer', ticket: 'INC-4712' };
    expect(judge(given, extended)).toMatchObject(given);
  });

  test('is judged as anything that is asked for', () => {
    expect(refusedAs(judge({ typedDuration: '9h' }))).toBe('duration-too-long');
    expect(refusedAs(judge({ typedDuration: '4' }))).toBe('duration-without-unit');
    expect(refusedAs(judge({ groupMembersAbleToDecide: 0 }))).toBe('nobody-could-decide');
    expect(refusedAs(judge({ reason: 'short' }))).toBe('reason-too-short');
  });
});

describe('who may ask for more time, and on what', () => {
  function refused(extended = held(), by = ana, policy = rules({})) {
    return refusedAs(refuseExtending(extended, by, policy));
  }

  test('its holder, while it is in force', () => {
    expect(refused()).toBeNull();
    expect(refused(held(), ben)).toBe('not-yours');
    expect(refused(held(), person('Ana', { disabled: true }))).toBe('disabled');
  });

  test.each(['scheduled', 'activating', 'ending', 'ended', 'failed'] as const)(
    'not while it is %s',
    (state) => {
      expect(refused(held({ state }))).toBe('nothing-to-extend');
    },
  );

  test('not from the moment of its end, nor before there is a grant', () => {
    expect(refused(held({ endsAt: after(1) }))).toBeNull();
    expect(refused(held({ endsAt: now }))).toBe('nothing-to-extend');
    expect(refused(snapshot())).toBe('nothing-to-extend');
  });

  test.each<[string, object, ReturnType<typeof refuseExtending>]>([
    ['disabled', { by: person('Ana', { disabled: true }) }, refuse('disabled', { person: 'Ana' })],
    ['not theirs', { by: ben }, refuse('not-yours', { request: 142 })],
    [
      'not in force',
      { extended: snapshot() },
      refuse('nothing-to-extend', { request: 142, target: name }),
    ],
    [
      'extended already',
      { extended: held({ extendedThrough: 150 }) },
      refuse('already-extended', { request: 142, other: 150 }),
    ],
    ['covered by nothing', { policy: null }, refuse('no-policy', { target: name })],
    [
      'denied by its policy',
      { policy: rules({ approval: 'deny' }) },
      refuse('target-denied', { target: name }),
    ],
    [
      'approved by its policy, which says nothing of more time',
      { policy: rules({ approval: 'auto' }) },
      refuse('extension-not-allowed', { target: name }),
    ],
  ])('told why not: %s', (_why, changes, refusal) => {
    const asked = { extended: held(), by: ana, policy: rules({}), ...changes };
    expect(refuseExtending(asked.extended, asked.by, asked.policy)).toEqual(refusal);
  });

  test('not twice at the same time', () => {
    expect(refused(held({ extendedThrough: 150 }))).toBe('already-extended');
  });

  test('not where no policy covers it any more, or it is denied', () => {
    expect(refusedAs(refuseExtending(held(), ana, null))).toBe('no-policy');
    expect(refused(held(), ana, rules({ approval: 'deny' }))).toBe('target-denied');
  });

  test('where people decide unless the policy says no, and otherwise only if it says yes', () => {
    expect(mayExtend(rules({ approval: 'manual' }))).toBe(true);
    expect(mayExtend(rules({ approval: 'auto' }))).toBe(false);
    const yes = { allowed: true, maxTotalS: null };
    expect(mayExtend(under(yes, { approval: 'auto' }))).toBe(true);
    expect(mayExtend(under({ ...yes, allowed: false }))).toBe(false);
    expect(refused(held(), ana, under({ ...yes, allowed: false }))).toBe('extension-not-allowed');
  });

  test('is offered to the holder until it goes on through another grant', () => {
    expect(isExtendable(held())).toBe(true);
    expect(isExtendable(held({ extendedThrough: 150 }))).toBe(true);
    const goesOn = { alsoHeldThrough: { number: 150, until: after(1, end) } };
    expect(isExtendable(held(goesOn))).toBe(false);
    expect(isExtendable(held({ state: 'ended' }))).toBe(false);
  });
});

describe('how long it may last in all', () => {
  const sixHours = { policy: under({ allowed: true, maxTotalS: 6 * 3600 }) };

  test('is counted from the start of the first grant', () => {
    expect(judge(sixHours)).toMatchObject({ fixedEnd: after(2 * hourMs, end) });
    expect(judge({ ...sixHours, typedDuration: '2h1m' })).toEqual({
      refused: 'extension-too-long',
      facts: { asked: '6\u00A0hours 1\u00A0minute', maximum: '6\u00A0hours', example: '2h' },
    });
    const second = held({}, { extends: extended({ since: after(-4 * hourMs) }) });
    expect(judge({ ...sixHours, typedDuration: '1h' }, second)).toMatchObject({ durationS: 3600 });
    expect(refusedAs(judge(sixHours, second))).toBe('extension-too-long');
  });

  test('leaves nothing to ask for when it is used up', () => {
    const used = { policy: under({ allowed: true, maxTotalS: 4 * 3600 }) };
    expect(judge(used)).toEqual({
      refused: 'extension-used-up',
      facts: { maximum: '4\u00A0hours' },
    });
  });
});

function extended(changes: Partial<ExtendedGrant> = {}): ExtendedGrant {
  return {
    grantId: 'grant-1',
    number: 142,
    since: after(-3 * hourMs),
    endsAt: end,
    state: 'active',
    endCause: null,
    ...changes,
  };
}

describe('an approval of more time', () => {
  const asked = { extends: extended(), durationS: 7200, fixedEnd: after(2 * hourMs, end) };

  test('counts from the end of the grant that goes on', () => {
    expect(judgeDecision({ request: asked })).toMatchObject({
      grant: { startsAt: end, endsAt: after(2 * hourMs, end) },
    });
  });

  test('counts from now once that is over, and its own end stays', () => {
    const late = { now: after(1000, end), request: { ...asked, decideBy: after(9 * hourMs) } };
    const memberships = [{ groupId: 'group-1', member: true, disabled: false, readAt: late.now }];
    expect(judgeDecision({ ...late, memberships })).toMatchObject({
      grant: { startsAt: late.now, endsAt: after(2 * hourMs, end) },
    });
  });

  test('is no longer than either version of the policy lets it be', () => {
    const hour = { present: rules({ durationMaxS: 3600 }), request: asked };
    expect(judgeDecision(hour)).toMatchObject({ grant: { endsAt: after(hourMs, end) } });
    const total = under({ allowed: true, maxTotalS: 5 * 3600 });
    for (const policies of [{ pinned: total }, { present: total }]) {
      expect(judgeDecision({ ...policies, request: asked })).toMatchObject({
        grant: { endsAt: after(hourMs, end) },
      });
    }
    const used = under({ allowed: true, maxTotalS: 4 * 3600 });
    expect(refusedAs(judgeDecision({ present: used, request: asked }))).toBe('extension-used-up');
  });

  test('is refused where either version of the policy does not let it go on', () => {
    const never = under({ allowed: false, maxTotalS: null });
    for (const policies of [{ pinned: never }, { present: never }]) {
      expect(refusedAs(judgeDecision({ ...policies, request: asked }))).toBe(
        'extension-not-allowed',
      );
    }
    expect(judgeDecision({ present: never })).toMatchObject({ becomes: 'approved' });
  });

  test.each(['relinquished', 'revoked', 'removed-elsewhere', 'never-started'] as const)(
    'is refused when what goes on was %s',
    (endCause) => {
      const request = { ...asked, extends: extended({ state: 'ended', endCause }) };
      expect(judgeDecision({ request })).toEqual({
        refused: 'extended-is-over',
        facts: { request: 142, other: 142 },
      });
    },
  );

  test('is not refused when its time was up in the meantime', () => {
    const over = extended({ state: 'ended', endCause: 'expired', endsAt: after(-1) });
    const span = judgeSpan(snapshot({ extends: over }), [rules({})], now);
    expect(span).toEqual({ startsAt: now, latestMs: Infinity });
  });

  test('begins at once where nothing goes on', () => {
    expect(grantStart(snapshot(), now)).toEqual(now);
    expect(judgeSpan(snapshot(), [rules({})], now)).toEqual({ startsAt: now, latestMs: Infinity });
  });
});
