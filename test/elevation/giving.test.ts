import { refuseGiving } from '../../src/elevation/giving';
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { judge } from './judge-decision';
import { after, ana, dan, now, policy, rules, snapshot } from './samples';

const terms = (changes: Partial<PolicyTerms>) => rules({ terms: { ...noTerms, ...changes } });
const only = (until: Date | null = null) =>
  terms({ requesters: [{ groupId: 'askers', until: until?.toISOString() ?? null }] });
const standing = (requesterGroupIds: string[], subjectGroupIds = requesterGroupIds) => ({
  requesterGroupIds,
  subjectGroupIds,
  isAccountTheirs: true,
});
const inside = standing(['askers']);
const outside = standing(['others']);

describe('who may have it when it is approved', () => {
  test.each(['pinned', 'present'] as const)('is judged by the %s version, too', (version) => {
    const facts = { request: 142, target: 'Exchange\\Search-Mailbox', person: 'Ana' };
    const refused = { refused: 'no-longer-eligible', facts };
    expect(judge({ request: { standing: outside }, [version]: only() })).toEqual(refused);
    expect(judge({ request: { standing: inside }, [version]: only() })).toMatchObject({
      becomes: 'approved',
    });
  });

  test('can still be denied', () => {
    const request = { standing: outside };
    const denial = { verdict: 'deny', comment: 'not yours' } as const;
    expect(judge({ request, present: only(), ...denial })).toMatchObject({ becomes: 'denied' });
  });

  test.each([
    ['who asks', standing(['others'], ['askers']), 'Ana'],
    ['who receives it', standing(['askers'], ['others']), 'Dan'],
  ])('is judged for %s, where those are two', (_who, both, person) => {
    const request = { requester: ana, subject: dan, standing: both };
    expect(judge({ request, present: only() })).toMatchObject({
      refused: 'no-longer-eligible',
      facts: { person },
    });
  });

  test('is judged by the clock, to the millisecond, and at a later start', () => {
    const request = { standing: inside };
    expect(judge({ request, pinned: only(now) })).toMatchObject({ refused: 'no-longer-eligible' });
    expect(judge({ request, pinned: only(after(1)) })).toMatchObject({ becomes: 'approved' });
    const later = { ...request, startAt: after(3600_000) };
    expect(judge({ request: later, present: only(after(3600_000)) })).toMatchObject({
      refused: 'no-longer-eligible',
    });
    expect(judge({ request: later, present: only(after(3600_001)) })).toMatchObject({
      becomes: 'approved',
    });
  });
});

describe('what the present version demands', () => {
  const ticket = { required: true, form: { pattern: 'INC-[0-9]+', example: 'INC-1' }, url: null };

  test.each([
    [null, 'ticket-now-required'],
    ['CHG-1', 'ticket-now-required'],
    ['INC-1', undefined],
  ])('a ticket %s', (typed, refused) => {
    const judged = judge({ request: { ticket: typed }, present: terms({ ticket }) });
    expect('refused' in judged ? judged.refused : undefined).toBe(refused);
  });

  test('is not demanded of what was asked under it before', () => {
    const request = { ticket: null };
    expect(judge({ request, pinned: terms({ ticket }) })).toMatchObject({ becomes: 'approved' });
  });

  test.each([
    [null, 'reason-now-required'],
    ['short', 'reason-now-required'],
    ['phishing clean-up', undefined],
  ])('a reason %s', (reason, refused) => {
    const pinned = rules({ reasonRequired: false });
    const judged = judge({ request: { reason }, pinned });
    expect('refused' in judged ? judged.refused : undefined).toBe(refused);
  });
});

describe('the account that it goes to', () => {
  test('gets nothing once it is not the subject’s any more', () => {
    const request = { standing: { ...inside, isAccountTheirs: false } };
    const facts = { request: 142, person: 'Ana', workload: 'Exchange' };
    expect(judge({ request })).toEqual({ refused: 'account-changed', facts });
  });

  test('is judged also where no policy covers the target any more', () => {
    const request = snapshot({ standing: { ...inside, isAccountTheirs: false } });
    expect(refuseGiving(request, { pinned: policy(), present: null }, now)).toMatchObject({
      refused: 'account-changed',
    });
  });
});
