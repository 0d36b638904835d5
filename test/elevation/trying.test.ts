import fc from 'fast-check';
import { isRefusal } from '../../src/errors';
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { judgeOpening } from '../../src/elevation/opening';
import { tryOpening, verdictOf, type Trial } from '../../src/elevation/trying';
import { ana, now, rules, target } from './samples';

type Input = Parameters<typeof tryOpening>[0];

const usual: Input = {
  switchedOff: false,
  requester: ana,
  subject: ana,
  target,
  policy: rules({}),
  typedDuration: '4h',
  clock: { now, zone: 'UTC' },
  reason: null,
  ticket: null,
  typedScope: null,
  requesterGroupIds: ['group-mail'],
  present: { now, lastDeniedAt: null, autoApproved: 0 },
  groupMembersAbleToDecide: 2,
  ableByStage: [['ben', 'cleo'], ['dan']],
  targetAccount: 'ana',
  leastDurationS: 60,
};

const terms = (changes: Partial<PolicyTerms>) => rules({ terms: { ...noTerms, ...changes } });
const ticket = { required: true, form: { pattern: 'INC-[0-9]+', example: 'INC-1' }, url: null };

function tried(changes: Partial<Input> = {}): Trial {
  return tryOpening({ ...usual, ...changes });
}

const refusedAs = (trial: Trial) => isRefusal(trial.outcome) && trial.outcome.refused;

describe('a trial', () => {
  it('takes a reason and a ticket that were left out as given, and says so', () => {
    const trial = tried({ policy: terms({ ticket }) });
    expect(trial.lacks).toEqual(['reason', 'ticket']);
    expect(verdictOf(trial)).toBe('people');
    expect(tried({ reason: 'phishing clean-up' }).lacks).toEqual([]);
    expect(tried({ policy: rules({ reasonRequired: false }) }).lacks).toEqual([]);
  });

  it('judges those that are there', () => {
    expect(refusedAs(tried({ reason: 'short' }))).toBe('reason-too-short');
    expect(refusedAs(tried({ policy: terms({ ticket }), ticket: 'x' }))).toBe('ticket-form');
  });

  it('says who is asked in each stage, and how many could decide', () => {
    const stages = [{ groupId: 'group-2', approvalsNeeded: 1 }];
    expect(tried({ policy: terms({ stages }) }).stages).toEqual([
      { groupId: 'group-1', needed: 1, able: 2 },
      { groupId: 'group-2', needed: 1, able: 1 },
    ]);
    const short = tried({
      policy: terms({ stages: [{ groupId: 'group-2', approvalsNeeded: 2 }] }),
    });
    expect(refusedAs(short)).toBe('nobody-could-decide');
  });

  it('tells apart whether the person may ask from what else is wrong', () => {
    const requesters = [{ groupId: 'group-other', until: null }];
    expect(tried({ policy: terms({ requesters }) })).toMatchObject({
      mayAsk: false,
      outcome: { refused: 'not-eligible' },
    });
    expect(tried({ typedDuration: '9h' })).toMatchObject({
      mayAsk: true,
      outcome: { refused: 'duration-too-long' },
    });
  });

  it('of a policy that denies asks nobody', () => {
    const trial = tried({ policy: rules({ approval: 'deny' }) });
    expect(trial).toMatchObject({
      mayAsk: false,
      stages: [],
      outcome: { refused: 'target-denied' },
    });
    expect(verdictOf(trial)).toBe('refused');
  });

  it('is approved by the policy only within its budget', () => {
    const autoBudget = { count: 3, windowS: 3600 };
    const policy = rules({ approval: 'auto', terms: { ...noTerms, autoBudget } });
    const used = (autoApproved: number) =>
      verdictOf(tried({ policy, present: { now, lastDeniedAt: null, autoApproved } }));
    expect([used(2), used(3)]).toEqual(['auto', 'people']);
  });
});

test('a trial with reason and ticket ends as the real request would', () => {
  const input = fc.record({
    approval: fc.constantFrom('manual' as const, 'auto' as const, 'deny' as const),
    minimum: fc.nat(20),
    required: fc.boolean(),
    withTicket: fc.boolean(),
    reason: fc.constantFrom('x', 'phishing clean-up', 'because of an outage of the shop'),
    ticket: fc.constantFrom('INC-1', 'nothing', 'INC-4711'),
    typedDuration: fc.constantFrom(null, '4h', '9h', '10', '30m'),
    able: fc.constantFrom([['ben']], [[]], [['ben', 'cleo']]),
  });
  fc.assert(
    fc.property(input, ({ approval, minimum, required, withTicket, able, ...typed }) => {
      const policy = rules({
        approval,
        reasonRequired: required,
        reasonMinLength: minimum,
        terms: { ...noTerms, ticket: withTicket ? ticket : null },
      });
      const all = {
        ...usual,
        ...typed,
        policy,
        ableByStage: able,
        groupMembersAbleToDecide: able[0].length,
      };
      const trial = tryOpening(all);
      const real = judgeOpening(all);
      if (isRefusal(real)) expect(trial.outcome).toEqual(real);
      else expect({ ...trial.outcome, policy }).toEqual(real);
      expect(trial.lacks).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
