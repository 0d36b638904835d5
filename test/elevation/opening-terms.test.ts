import { judgeOpening, needsPresent, type OpeningInput } from '../../src/elevation/opening';
import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { after, ana, ben, dan, now, rules, target } from './samples';

const read = { now, lastDeniedAt: null, autoApproved: 0 };

function judge(
  terms: Partial<PolicyTerms>,
  changes: Partial<OpeningInput> = {},
  more: Partial<PolicyRules> = {},
) {
  return judgeOpening({
    switchedOff: false,
    requester: ana,
    subject: ana,
    target,
    policy: rules({ ...more, terms: { ...noTerms, ...terms } }),
    typedDuration: '2h',
    clock: { now, zone: 'UTC' },
    reason: 'phishing clean-up',
    ticket: null,
    typedScope: null,
    requesterGroupIds: ['group-1', 'group-2'],
    present: read,
    groupMembersAbleToDecide: 1,
    ableByStage: [],
    targetAccount: 'ana',
    leastDurationS: 60,
    ...changes,
  });
}

const opened = { durationS: 7200 };
const name = 'Exchange\\Search-Mailbox';

describe('who may ask', () => {
  test('is everybody where no group is named', () => {
    expect(judge({}, { requesterGroupIds: [] })).toMatchObject(opened);
  });

  test('is a member of any of the groups that are named, and nobody else', () => {
    const requesters = ['group-0', 'group-2'].map((groupId) => ({ groupId, until: null }));
    expect(judge({ requesters })).toMatchObject(opened);
    expect(judge({ requesters }, { requesterGroupIds: ['group-1'] })).toEqual({
      refused: 'not-eligible',
      facts: { target: name },
    });
  });

  test('ends when it is said to end', () => {
    const until = (ms: number) => [{ groupId: 'group-1', until: after(ms).toISOString() }];
    expect(judge({ requesters: until(1) })).toMatchObject(opened);
    expect(judge({ requesters: until(0) })).toMatchObject({ refused: 'not-eligible' });
    const ended = { groupId: 'group-1', until: after(-1).toISOString() };
    const lasting = { groupId: 'group-2', until: null };
    expect(judge({ requesters: [ended, lasting] })).toMatchObject(opened);
  });
});

describe('a later start', () => {
  // 13 November 2026, the day of the tests, is a Friday.
  const availability = { days: [5, 6], from: '08:00', to: '18:00', zone: 'UTC' };

  test('is within the hours as well as the moment of asking', () => {
    const at = (typedStart: string) => judge({ availability }, { typedStart });
    expect(at('tomorrow 09:00')).toMatchObject({ startAt: new Date('2026-11-14T09:00:00Z') });
    expect(at('tomorrow 17:59')).toMatchObject({ startAt: new Date('2026-11-14T17:59:00Z') });
    expect(at('tomorrow 18:00')).toMatchObject({
      refused: 'outside-hours',
      facts: { opens: new Date('2026-11-20T08:00:00Z') },
    });
  });

  test('does not help outside of them', () => {
    const later = { ...availability, days: [6] };
    expect(judge({ availability: later }, { typedStart: 'tomorrow 09:00' })).toMatchObject({
      refused: 'outside-hours',
    });
  });
});

describe('what is asked for somebody else', () => {
  const requesters = [{ groupId: 'group-2', until: null }];

  test('is for people who could ask for it themselves', () => {
    const judged = (subjectGroupIds: string[]) =>
      judge({ requesters }, { subject: ben, subjectGroupIds });
    expect(judged(['group-2'])).toMatchObject({ becomes: 'awaiting-acceptance' });
    expect(judged(['group-1'])).toEqual({
      refused: 'subject-not-eligible',
      facts: { target: name, person: 'Ben' },
    });
    expect(judge({ requesters }, { subject: ben })).toMatchObject({
      refused: 'subject-not-eligible',
    });
  });

  test('is asked by people who could ask for it themselves', () => {
    const changes = { subject: ben, subjectGroupIds: ['group-2'], requesterGroupIds: ['group-1'] };
    expect(judge({ requesters }, changes)).toMatchObject({ refused: 'not-eligible' });
  });
});

describe('a ticket', () => {
  const form = { pattern: 'INC-[0-9]+', example: 'INC-4711' };
  const required = { ticket: { required: true, form, url: null } };

  test('is kept where none is asked for', () => {
    expect(judge({}, { ticket: ' CHG 1 ' })).toMatchObject({ ticket: 'CHG 1' });
  });

  test.each([null, '', ' \u200B '])('that is required may not be %j', (ticket) => {
    expect(judge(required, { ticket })).toEqual({
      refused: 'ticket-required',
      facts: { target: name, example: 'Search-Mailbox 4h --ticket INC-4711 phishing clean-up' },
    });
  });

  test('that is not required may be left out, and has its form all the same', () => {
    const free = { ticket: { required: false, form, url: null } };
    expect(judge(free)).toMatchObject({ ticket: null });
    expect(judge(free, { ticket: 'INC-1' })).toMatchObject({ ticket: 'INC-1' });
    expect(judge(free, { ticket: 'CHG-1' })).toEqual({
      refused: 'ticket-form',
      facts: { ticket: 'CHG-1', example: 'INC-4711' },
    });
  });

  test('has at most 100 characters', () => {
    expect(judge({}, { ticket: 'x'.repeat(100) })).toMatchObject(opened);
    expect(judge({}, { ticket: 'x'.repeat(101) })).toEqual({
      refused: 'ticket-too-long',
      facts: { length: 101, maximum: 100 },
    });
  });
});

test('a reason has the form that the policy asks for', () => {
  const reasonForm = { pattern: '.*(phishing|audit).*', example: 'audit of mailboxes' };
  expect(judge({ reasonForm })).toMatchObject(opened);
  expect(judge({ reasonForm }, { reason: 'because I want to' })).toEqual({
    refused: 'reason-form',
    facts: { example: 'audit of mailboxes' },
  });
});

describe('when it may be asked for', () => {
  // `now` is a Friday at 14:02 in UTC.
  const hours = { days: [5], from: '08:00', to: '14:02', zone: 'UTC' };

  test('is refused outside of the window, with the hours and the next time', () => {
    expect(judge({ availability: { ...hours, to: '14:03' } })).toMatchObject(opened);
    expect(judge({ availability: hours })).toEqual({
      refused: 'outside-hours',
      facts: {
        target: name,
        hours: 'Fri, 08:00 to 14:02 (UTC)',
        opens: new Date('2026-11-20T08:00:00Z'),
      },
    });
  });
});

describe('after a denial', () => {
  const lastDeniedAt = after(-3600_000);

  test('nothing is asked for again until the cool-down is over', () => {
    expect(judge({ coolDownS: 3600 }, { present: { ...read, lastDeniedAt } })).toMatchObject(
      opened,
    );
    expect(judge({ coolDownS: 3601 }, { present: { ...read, lastDeniedAt } })).toEqual({
      refused: 'cool-down',
      facts: { target: name, at: lastDeniedAt, until: after(1000) },
    });
  });

  test('a policy without a cool-down does not mind', () => {
    expect(judge({}, { present: { ...read, lastDeniedAt: now } })).toMatchObject(opened);
    expect(judge({ coolDownS: 3600 })).toMatchObject(opened);
  });
});

describe('a budget of approvals without a person', () => {
  const autoBudget = { count: 2, windowS: 86_400 };
  const auto = { approval: 'auto' } as const;
  const used = (autoApproved: number) => ({ present: { ...read, autoApproved } });

  test('approves by itself until it is used up; then people decide', () => {
    expect(judge({ autoBudget }, used(1), auto)).toMatchObject({ autoApproved: true });
    expect(judge({ autoBudget }, used(2), auto)).toMatchObject({ autoApproved: false });
  });

  test('that is used up is refused where nobody could decide', () => {
    const nobody = { ...used(2), groupMembersAbleToDecide: 0 };
    expect(judge({ autoBudget }, nobody, auto)).toMatchObject({ refused: 'nobody-could-decide' });
  });

  test('is refused so where it may be used up before it is accepted, and not where it counts at once', () => {
    const nobody = { ...used(1), groupMembersAbleToDecide: 0 };
    expect(judge({ autoBudget }, nobody, auto)).toMatchObject({ autoApproved: true });
    const forDan = { ...nobody, subject: dan };
    expect(judge({ autoBudget }, forDan, auto)).toMatchObject({ refused: 'nobody-could-decide' });
    expect(judge({}, forDan, auto)).toMatchObject({ autoApproved: true });
  });
});

describe('what only the present moment can tell', () => {
  test.each<[string, Partial<PolicyTerms>, string]>([
    [
      'an end of who may ask',
      { requesters: [{ groupId: 'group-1', until: '2099-01-01T00:00:00Z' }] },
      'not-eligible',
    ],
    [
      'hours',
      { availability: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59', zone: 'UTC' } },
      'outside-hours',
    ],
    ['a cool-down', { coolDownS: 60 }, 'cool-down'],
  ])('is refused while it is not read: %s', (_, terms, refused) => {
    expect(judge(terms)).toMatchObject(opened);
    expect(judge(terms, { present: null })).toMatchObject({ refused });
    expect(needsPresent(rules({ terms: { ...noTerms, ...terms } }))).toBe(true);
  });

  test('is not approved without a person while the budget is not read', () => {
    const autoBudget = { count: 2, windowS: 60 };
    const auto = { approval: 'auto' } as const;
    expect(judge({ autoBudget }, { present: null }, auto)).toMatchObject({ autoApproved: false });
    expect(needsPresent(rules({ terms: { ...noTerms, autoBudget } }))).toBe(true);
  });

  test('is nothing for a usual policy', () => {
    expect(judge({}, { present: null })).toMatchObject(opened);
    const lasting = { requesters: [{ groupId: 'group-1', until: null }] };
    expect(judge(lasting, { present: null })).toMatchObject(opened);
    expect(needsPresent(rules({ terms: { ...noTerms, ...lasting } }))).toBe(false);
  });
});
