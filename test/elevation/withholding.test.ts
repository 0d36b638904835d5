import { noTerms, type Policy, type PolicyTerms, type Withheld } from '../../src/elevation/model';
import { isReadAgain, withheldFrom } from '../../src/elevation/withholding';
import { after, ana, dan, now, rules, snapshot } from './samples';

const startsAt = after(3600_000);
const only = (until: Date | null = null) =>
  under({ requesters: [{ groupId: 'askers', until: until?.toISOString() ?? null }] });
const under = (terms: Partial<PolicyTerms>): Policy => rules({ terms: { ...noTerms, ...terms } });
const standing = (subjectGroupIds: readonly string[], requesterGroupIds = subjectGroupIds) => ({
  requesterGroupIds,
  subjectGroupIds,
  isAccountTheirs: true,
});
const open = rules({});

function found(changes: Parameters<typeof snapshot>[0]): Withheld | null {
  return withheldFrom(snapshot({ policy: open, policyNow: open, ...changes }), startsAt);
}

describe('what was approved', () => {
  test('is made while everybody and everything is as it was', () => {
    expect(found({})).toBeNull();
    const policyNow = under({ scopes: { allowed: ['Finance'], whole: true } });
    expect(found({ policyNow })).toBeNull();
    expect(found({ scope: 'Finance', policyNow })).toBeNull();
  });

  const parts = under({ scopes: { allowed: ['Finance'], whole: false } });
  const stranger = { ...standing([]), isAccountTheirs: false };
  test.each<[string, Parameters<typeof snapshot>[0], Withheld]>([
    ['whoever receives it is disabled', { subject: { ...ana, disabled: true } }, 'disabled'],
    ['no policy covers it', { policyNow: null }, 'uncovered'],
    ['the policy offers other parts of it only', { scope: 'HR', policyNow: parts }, 'uncovered'],
    ['the policy offers parts of it only', { policyNow: parts }, 'uncovered'],
    ['its policy denies it', { policyNow: rules({ approval: 'deny' }) }, 'denied'],
    ['the account in the target is another person’s', { standing: stranger }, 'moved'],
    ['the policy lets others only', { policyNow: only(), standing: standing(['x']) }, 'ineligible'],
    ['they left the group', { policy: only(), standing: standing([]) }, 'ineligible'],
  ])('is not made any more when %s', (_what, changes, why) => {
    expect(found(changes)).toBe(why);
  });

  test('is made for the one who receives it, whatever became of the one who asked', () => {
    const requester = { ...dan, disabled: true };
    const both = { requester, subject: ana, standing: standing(['askers'], ['x']) };
    expect(found({ ...both, policyNow: only() })).toBeNull();
  });

  test('counts the end of a group by its start, to the millisecond', () => {
    const inside = standing(['askers']);
    expect(found({ policyNow: only(startsAt), standing: inside })).toBe('ineligible');
    expect(found({ policyNow: only(after(1, startsAt)), standing: inside })).toBeNull();
  });

  test('is made of what was taken without approval, whoever may ask for it', () => {
    expect(found({ kind: 'review', policyNow: only() })).toBeNull();
    const ana2 = { ...ana, disabled: true };
    expect(found({ kind: 'review', subject: ana2 })).toBe('disabled');
  });

  test('is made of a system account, whoever may ask, as long as its owner is there', () => {
    const systemAccount = { name: 'Nightly', owner: dan };
    expect(found({ systemAccount, policyNow: only() })).toBeNull();
    const left = { ...systemAccount, owner: { ...dan, disabled: true } };
    expect(found({ systemAccount: left })).toBe('disabled');
    expect(found({ systemAccount, policyNow: null })).toBe('uncovered');
    const parts = under({ scopes: { allowed: ['Finance'], whole: false } });
    expect(found({ systemAccount, scope: 'HR', policyNow: parts })).toBeNull();
  });

  test('is made whatever the policy asks for by now of a ticket, a reason or the hour', () => {
    const ticket = { required: true, form: null, url: null };
    const availability = { days: [], from: '00:00', to: '00:01', zone: 'UTC' };
    expect(found({ policyNow: under({ ticket, availability }), ticket: null })).toBeNull();
  });
});

test('the platforms are asked again a minute after the approval', () => {
  expect(isReadAgain(now, after(59_999))).toBe(false);
  expect(isReadAgain(now, after(60_000))).toBe(true);
});
