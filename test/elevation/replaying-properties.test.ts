import fc from 'fast-check';
import { noTerms, type Policy } from '../../src/elevation/model';
import { type PastRequest } from '../../src/elevation/past-fate';
import { otherwiseWhys } from '../../src/elevation/replaying';
import { minute, otherwiseOf, past, pastDecision, replayWorld } from './past';
import { after, ana, ben, cleo, dan, now, person, rules } from './samples';

const flo = person('Flo');
const office = { days: [1, 2, 3, 4, 5], from: '08:00', to: '14:20', zone: 'UTC' };

const someRules: fc.Arbitrary<Policy> = fc
  .record({
    approval: fc.constantFrom(
      'manual' as const,
      'manual' as const,
      'auto' as const,
      'deny' as const,
    ),
    approverGroupId: fc.constantFrom('group-1', 'group-2'),
    approvalsNeeded: fc.integer({ min: 1, max: 2 }),
    durationDefaultS: fc.constantFrom(3600, 7200, 14_400),
    durationMaxS: fc.constantFrom(3600, 14_400, 28_800),
    decideWithinS: fc.constantFrom(600, 3600, 86_400),
    budget: fc.boolean(),
    office: fc.boolean(),
  })
  .map(({ budget, office: isOffice, ...one }) =>
    rules({
      ...one,
      terms: {
        ...noTerms,
        autoBudget: budget ? { count: 1, windowS: 86_400 } : null,
        availability: isOffice ? office : null,
      },
    }),
  );

const somePast: fc.Arbitrary<readonly PastRequest[]> = fc
  .array(
    fc.record({
      durationS: fc.constantFrom(3600, 7200, 14_400, 28_800),
      durationWasDefault: fc.boolean(),
      minutes: fc.integer({ min: 0, max: 60 }),
      requester: fc.constantFrom(ana, dan, flo),
      decisions: fc.array(
        fc.record({
          person: fc.constantFrom(ben, cleo, dan, flo),
          verdict: fc.constantFrom('approve' as const, 'approve' as const, 'deny' as const),
          minutes: fc.integer({ min: 1, max: 90 }),
          groupId: fc.constantFrom('group-1', 'group-2', null),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ minutes, decisions, requester, ...one }, index) =>
      past({
        ...one,
        number: index + 1,
        requester,
        subject: requester,
        askedAt: after(minutes * minute, now),
        decisions: decisions
          .map(({ minutes: later, ...made }) =>
            pastDecision({
              ...made,
              comment: made.verdict === 'deny' ? 'no' : null,
              decidedAt: after((minutes + later) * minute),
            }),
          )
          .sort((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime()),
      }),
    ),
  );

describe('a replay', () => {
  it('of no change says that nothing would have ended otherwise', () => {
    fc.assert(
      fc.property(someRules, somePast, (policy, all) => {
        expect(otherwiseOf(all, { before: [policy], after: [policy] }, replayWorld)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const opposite: Readonly<Record<string, readonly string[]>> = {
    shorter: ['longer'],
    longer: ['shorter'],
    refused: ['allowed'],
    allowed: ['refused'],
  };

  it('names the same requests the other way round, each with the opposite', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(someRules, someRules, somePast, (one, other, all) => {
        const there = otherwiseOf(all, { before: [one], after: [other] }, replayWorld);
        const back = otherwiseOf(all, { before: [other], after: [one] }, replayWorld);
        expect(
          back.map(({ request, before, after: then }) => [request.number, then, before]),
        ).toEqual(there.map(({ request, before, after: then }) => [request.number, before, then]));
        there.forEach(({ why }, index) => {
          seen.add(why);
          expect(opposite[why] ?? [back[index]!.why]).toContain(back[index]!.why);
        });
      }),
      { numRuns: 800 },
    );
    expect(otherwiseWhys.filter((why) => seen.has(why)).length).toBeGreaterThan(8);
  });
});
