import { judgeOpening, type OpeningInput } from '../../src/elevation/opening';
import { after, ana, ben, now, person, policy, rules, target } from './samples';

function judge(changes: Partial<OpeningInput> = {}) {
  return judgeOpening({
    switchedOff: false,
    requester: ana,
    subject: ana,
    target,
    policy: policy(),
    typedDuration: '2h',
    reason: 'phishing clean-up',
    ticket: null,
    typedScope: null,
    requesterGroupIds: [],
    present: { now, lastDeniedAt: null, autoApproved: 0 },
    groupMembersAbleToDecide: 1,
    ableByStage: [],
    targetAccount: 'ana',
    leastDurationS: 60,
    clock: { now, zone: 'UTC' },
    ...changes,
  });
}

describe('a request that may be opened', () => {
  test('carries the length, the trimmed reason, its policy and its deadline', () => {
    expect(judge({ reason: '  phishing clean-up \n' })).toEqual({
      durationS: 7200,
      durationWasDefault: false,
      startAt: null,
      fixedEnd: null,
      reason: 'phishing clean-up',
      ticket: null,
      scope: '',
      policy: policy(),
      becomes: 'pending',
      decideWithinS: 24 * 3600,
      autoApproved: false,
    });
  });

  test('takes the default of the policy when no duration was typed, and says so', () => {
    expect(judge({ typedDuration: null })).toMatchObject({
      durationS: 4 * 3600,
      durationWasDefault: true,
      fixedEnd: null,
    });
  });

  test('never takes a default beyond the maximum of the same policy', () => {
    const odd = rules({ durationDefaultS: 8 * 3600, durationMaxS: 3600 });
    expect(judge({ typedDuration: null, policy: odd })).toMatchObject({ durationS: 3600 });
  });

  test('starts later where that was asked for, and lasts from then on', () => {
    const clock = { now, zone: 'Europe/Berlin' };
    expect(judge({ typedStart: 'tomorrow 09:00', clock })).toMatchObject({
      startAt: new Date('2026-11-14T08:00:00Z'),
      durationS: 7200,
      fixedEnd: null,
    });
    const until = { typedDuration: 'until 11:00', typedStart: 'tomorrow 09:00', clock };
    expect(judge(until)).toMatchObject({
      startAt: new Date('2026-11-14T08:00:00Z'),
      durationS: 7200,
      fixedEnd: new Date('2026-11-14T10:00:00Z'),
    });
  });

  test('is not longer than the maximum from its start, whenever that is', () => {
    const start = { typedStart: 'tomorrow 09:00', clock: { now, zone: 'UTC' } };
    expect(judge({ ...start, typedDuration: 'until 17:00' })).toMatchObject({ durationS: 28_800 });
    expect(judge({ ...start, typedDuration: 'until 17:01' })).toMatchObject({
      refused: 'duration-too-long',
    });
  });

  test.each([
    ['noon', { now, zone: 'UTC' }, 'bad-start'],
    ['18:00', null, 'start-zone-unknown'],
    ['14:02', { now, zone: 'UTC' }, 'start-in-the-past'],
  ])('is refused with a start such as %j', (typedStart, clock, refused) => {
    expect(judge({ typedStart, clock })).toMatchObject({ refused });
  });

  test('reads a time of day in the zone of the requester', () => {
    expect(
      judge({ typedDuration: 'until 18:00', clock: { now, zone: 'Europe/Berlin' } }),
    ).toMatchObject({
      durationS: 10_680,
      durationWasDefault: false,
      fixedEnd: new Date('2026-11-13T17:00:00Z'),
    });
  });

  test('needs no clock but for a time of day', () => {
    expect(judge({ clock: null })).toMatchObject({ durationS: 7200 });
    expect(judge({ typedDuration: 'until 18:00', clock: null })).toEqual({
      refused: 'zone-unknown',
      facts: { typed: 'until 18:00' },
    });
  });

  test('has the time to decide of its policy', () => {
    const soon = rules({ decideWithinS: 600 });
    expect(judge({ policy: soon })).toMatchObject({ decideWithinS: 600 });
  });

  test('is approved by itself only under an auto policy, and then needs no approver', () => {
    const auto = rules({ approval: 'auto' });
    expect(judge({ policy: auto, groupMembersAbleToDecide: 0 })).toMatchObject({
      autoApproved: true,
    });
  });

  test('keeps what was typed but for what no database can hold', () => {
    expect(judge({ reason: 'phish\u0000ing \u202Eclean-up \uD800' })).toMatchObject({
      reason: 'phishing \u202Eclean-up \uFFFD',
    });
  });
});

describe('who may ask for what', () => {
  const disabled = person('Eve', { disabled: true });

  test('a disabled requester or subject is refused by name', () => {
    const refusal = { refused: 'disabled', facts: { person: 'Eve' } };
    expect(judge({ requester: disabled })).toEqual(refusal);
    expect(judge({ subject: disabled })).toEqual(refusal);
  });

  test('a target without a policy cannot be asked for', () => {
    expect(judge({ policy: null })).toEqual({
      refused: 'no-policy',
      facts: { target: 'Exchange\\Search-Mailbox' },
    });
  });

  test('a denied target cannot be asked for', () => {
    expect(judge({ policy: rules({ approval: 'deny' }) })).toEqual({
      refused: 'target-denied',
      facts: { target: 'Exchange\\Search-Mailbox' },
    });
  });
});

describe('how long', () => {
  test('what is no duration is refused', () => {
    expect(judge({ typedDuration: '4' })).toMatchObject({ refused: 'duration-without-unit' });
    expect(judge({ typedDuration: '-2h' })).toMatchObject({ refused: 'bad-duration' });
    expect(judge({ typedDuration: 'until 14:00' })).toMatchObject({
      refused: 'duration-in-the-past',
    });
  });

  test('exactly the maximum is allowed, a minute more is not', () => {
    expect(judge({ typedDuration: '8h' })).toMatchObject({ durationS: 8 * 3600 });
    expect(judge({ typedDuration: '8h1m' })).toEqual({
      refused: 'duration-too-long',
      facts: { asked: '8\u00A0hours 1\u00A0minute', maximum: '8\u00A0hours', example: '8h' },
    });
  });

  test('a fixed end a second beyond the maximum is refused with a length that reads as more', () => {
    expect(judge({ typedDuration: 'until 22:02' })).toMatchObject({ durationS: 8 * 3600 });
    expect(
      judge({ typedDuration: 'until 22:02', clock: { now: after(-1000), zone: 'UTC' } }),
    ).toMatchObject({
      refused: 'duration-too-long',
      facts: { asked: '8\u00A0hours 1\u00A0minute' },
    });
  });

  test('the example for a maximum that is no whole minute stays below it', () => {
    expect(judge({ policy: rules({ durationMaxS: 5399 }) })).toMatchObject({
      facts: { example: '1h29m' },
    });
  });

  test('exactly the least of the target is allowed, less is not', () => {
    expect(judge({ typedDuration: '5m', leastDurationS: 300 })).toMatchObject({ durationS: 300 });
    expect(judge({ typedDuration: '4m', leastDurationS: 300 })).toEqual({
      refused: 'duration-too-short',
      facts: { asked: '4\u00A0minutes', minimum: '5\u00A0minutes', example: '5m' },
    });
  });

  test('the example for a least that is no whole minute is long enough', () => {
    expect(judge({ typedDuration: '4m', leastDurationS: 301 })).toMatchObject({
      facts: { example: '6m' },
    });
  });
});

describe('why', () => {
  test.each([null, '', '   ', '\u200B\u200D\u2060', '\u3164\u2800', '\u0000', '\u202E \n'])(
    'a reason of %j is none',
    (reason) => {
      expect(judge({ reason })).toEqual({
        refused: 'reason-required',
        facts: {
          target: 'Exchange\\Search-Mailbox',
          minimum: 10,
          example: 'Search-Mailbox 4h phishing clean-up',
        },
      });
      expect(judge({ reason, policy: rules({ reasonRequired: false }) })).toMatchObject({
        reason: null,
      });
    },
  );

  test('exactly the least number of visible characters is enough', () => {
    expect(judge({ reason: 'abcde abcde' })).toMatchObject({ reason: 'abcde abcde' });
    expect(judge({ reason: 'abcde abcd' })).toEqual({
      refused: 'reason-too-short',
      facts: { length: 9, minimum: 10 },
    });
  });

  test('characters that cannot be seen do not make a reason longer', () => {
    expect(judge({ reason: `abcde${'\u200B'.repeat(50)}` })).toMatchObject({
      refused: 'reason-too-short',
      facts: { length: 5 },
    });
  });

  test('an emoji counts as one character', () => {
    expect(judge({ reason: '🙂'.repeat(10) })).toMatchObject({ reason: '🙂'.repeat(10) });
    expect(judge({ reason: '🙂'.repeat(9) })).toMatchObject({ refused: 'reason-too-short' });
  });

  test('a reason that need not be given may be short, but not too long', () => {
    const free = rules({ reasonRequired: false });
    expect(judge({ reason: 'ok', policy: free })).toMatchObject({ reason: 'ok' });
    expect(judge({ reason: 'x'.repeat(3001), policy: free })).toMatchObject({
      refused: 'reason-too-long',
    });
  });

  test('3,000 characters are allowed, emoji too, and one more is not', () => {
    expect(judge({ reason: 'x'.repeat(3000) })).toMatchObject({ reason: 'x'.repeat(3000) });
    expect(judge({ reason: '🙂'.repeat(3000) })).toMatchObject({ durationS: 7200 });
    expect(judge({ reason: 'x'.repeat(3001) })).toEqual({
      refused: 'reason-too-long',
      facts: { length: 3001, maximum: 3000 },
    });
  });
});

describe('whether it could come to anything', () => {
  test('a subject without an account in the target is refused', () => {
    expect(judge({ subject: ben, targetAccount: null })).toEqual({
      refused: 'no-account-in-target',
      facts: { person: 'Ben', workload: 'Exchange' },
    });
  });

  test('a request that nobody could decide is refused', () => {
    expect(judge({ groupMembersAbleToDecide: 0 })).toEqual({
      refused: 'nobody-could-decide',
      facts: { target: 'Exchange\\Search-Mailbox', able: 0, needed: 1 },
    });
  });

  test('so is one that too few could approve', () => {
    const two = rules({ approvalsNeeded: 2 });
    expect(judge({ policy: two, groupMembersAbleToDecide: 2 })).toMatchObject({ durationS: 7200 });
    expect(judge({ policy: two, groupMembersAbleToDecide: 1 })).toMatchObject({
      refused: 'nobody-could-decide',
      facts: { able: 1, needed: 2 },
    });
  });

  test('a policy that asks for no approval by mistake still needs one', () => {
    const none = rules({ approvalsNeeded: 0 });
    expect(judge({ policy: none, groupMembersAbleToDecide: 0 })).toMatchObject({
      refused: 'nobody-could-decide',
      facts: { able: 0, needed: 1 },
    });
  });
});

test('the first thing that is wrong is told, from the person to the policy to the words to the others', () => {
  const wrong: Partial<OpeningInput> = {
    requester: person('Eve', { disabled: true }),
    policy: null,
    typedDuration: 'nonsense',
    reason: null,
    leastDurationS: 3 * 3600,
    targetAccount: null,
    groupMembersAbleToDecide: 0,
  };
  const repairs: readonly [string, Partial<OpeningInput>][] = [
    ['disabled', { requester: ana }],
    ['no-policy', { policy: rules({ approval: 'deny' }) }],
    ['target-denied', { policy: policy() }],
    ['bad-duration', { typedDuration: '9h' }],
    ['duration-too-long', { typedDuration: '2h' }],
    ['duration-too-short', { leastDurationS: 60 }],
    ['reason-required', { reason: 'short' }],
    ['reason-too-short', { reason: 'x'.repeat(3001) }],
    ['reason-too-long', { reason: 'phishing clean-up' }],
    ['no-account-in-target', { targetAccount: 'ana' }],
    ['nobody-could-decide', { groupMembersAbleToDecide: 1 }],
  ];
  let input = wrong;
  for (const [refused, repair] of repairs) {
    expect(judge(input)).toMatchObject({ refused });
    input = { ...input, ...repair };
  }
  expect(judge(input)).toMatchObject({ durationS: 7200 });
});
