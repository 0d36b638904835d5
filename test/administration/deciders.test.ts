/** Whether those who decide are enough people. */
import fc from 'fast-check';
import { type Configuration } from '../../src/administration/configuration';
import { tooFewDeciders } from '../../src/administration/deciders';
import { inspectData } from '../../src/administration/inspect-configuration';

interface Sketch {
  readonly disabled?: readonly string[];
  readonly merged?: Readonly<Record<string, string>>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly policy?: Record<string, unknown>;
}

const channels = { slack: 'T0EXAMPLE/C0APPROVERS' };

/** Four people, two groups that share Ben, and one policy. */
function sketch({ disabled = [], merged = {}, groups, policy }: Sketch = {}): Configuration {
  const people = ['ana', 'ben', 'cara', 'dan'].map((key) => ({
    key,
    name: key,
    line: key,
    disabled: disabled.includes(key),
    mergedInto: merged[key] ?? null,
  }));
  const all = { Mail: ['ana', 'ben'], Owners: ['ben', 'cara', 'dan'], ...groups };
  const { configuration, problems } = inspectData({
    organisation: { name: 'Example', defaultApproverGroup: 'Mail' },
    people,
    approverGroups: Object.entries(all).map(([name, members]) => ({ name, members, channels })),
    policies: [{ target: 'Exchange\\*', ...policy }],
  });
  expect(problems).toEqual([]);
  return configuration!;
}

const stage = (approverGroup: string, approvalsNeeded: number) => ({
  approverGroup,
  approvalsNeeded,
});

describe('a policy', () => {
  const cases: readonly (readonly [string, Sketch, string | null])[] = [
    ['wants as many as there are', { policy: { approvalsNeeded: 2 } }, null],
    [
      'wants one more than there are',
      { policy: { approvalsNeeded: 3 } },
      'needs 3 approvals, and 2 of Mail could give them',
    ],
    [
      'wants one who is disabled',
      { policy: { approvalsNeeded: 3, approverGroup: 'Owners' }, disabled: ['dan'] },
      'needs 3 approvals, and 2 of Owners could give them',
    ],
    [
      'counts one person twice who is merged',
      { policy: { approvalsNeeded: 3, approverGroup: 'Owners' }, merged: { dan: 'cara' } },
      'needs 3 approvals, and 2 of Owners could give them',
    ],
    ['has a stage of other people', { policy: { stages: [stage('Owners', 2)] } }, null],
    [
      'has a stage that is too large',
      { policy: { stages: [stage('Owners', 4)] } },
      'needs 4 approvals, and 3 of Owners could give them',
    ],
    [
      'asks the same people in two stages',
      { policy: { approvalsNeeded: 2, stages: [stage('Mail', 1)] } },
      'needs 3 approvals, and 2 of Mail could give them',
    ],
    [
      'has stages that share people, and each is large enough alone',
      { policy: { approvalsNeeded: 2, stages: [stage('Owners', 3)] } },
      'needs 5 approvals, and 4 of Mail and Owners could give them',
    ],
    ['approves by itself', { policy: { approval: 'auto', approvalsNeeded: 9 } }, null],
    [
      'approves by itself until a budget is used up',
      { policy: { approval: 'auto', approvalsNeeded: 9, autoBudget: { count: 1, per: '1d' } } },
      'needs 9 approvals, and 2 of Mail could give them',
    ],
    ['denies', { policy: { approval: 'deny', approvalsNeeded: 9 } }, null],
  ];

  it.each(cases)('that %s', (_what, given, problem) => {
    const found = tooFewDeciders(null, sketch(given)).filter((one) => one.startsWith('policies'));
    expect(found).toEqual(problem === null ? [] : [`policies: Exchange\\* ${problem}`]);
  });

  it('is told of once it is changed, and not again with every other change', () => {
    const before = sketch({ policy: { approvalsNeeded: 3 } });
    const renamed = { ...before, organisation: { ...before.organisation, name: 'Another' } };
    expect(tooFewDeciders(before, renamed)).toEqual([]);
    expect(tooFewDeciders(sketch(), before)).toHaveLength(1);
    expect(tooFewDeciders(before, sketch({ policy: { approvalsNeeded: 4 } }))).toHaveLength(1);
    expect(tooFewDeciders(before, sketch({ policy: { approvalsNeeded: 2 } }))).toEqual([]);
  });

  it('is told of where the group it names becomes smaller, or another one becomes the default', () => {
    const policy = { approvalsNeeded: 3, approverGroup: 'Owners' };
    const smaller = sketch({ policy, groups: { Owners: ['ben', 'cara'] } });
    expect(tooFewDeciders(sketch({ policy }), smaller)).toEqual([
      'policies: Exchange\\* needs 3 approvals, and 2 of Owners could give them',
    ]);
    const owners = sketch({ policy: { approvalsNeeded: 3 } });
    const organisation = { ...owners.organisation, defaultApproverGroup: 'Owners' };
    expect(tooFewDeciders({ ...owners, organisation }, owners)).toHaveLength(1);
  });

  it('never wants more than can be found: each person once, one stage after the other', () => {
    const people = ['ana', 'ben', 'cara', 'dan'];
    const some = fc.subarray(people, { minLength: 2 });
    const stages = fc.array(
      fc.tuple(fc.constantFrom('Mail', 'Owners', 'Third'), fc.integer({ min: 1, max: 3 })),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(some, some, some, stages, (Mail, Owners, Third, wanted) => {
        const [[approverGroup, approvalsNeeded], ...rest] = wanted as [
          [string, number],
          ...[string, number][],
        ];
        const policy = {
          approverGroup,
          approvalsNeeded,
          stages: rest.map(([name, count]) => stage(name, count)),
        };
        const groups: Readonly<Record<string, readonly string[]>> = { Mail, Owners, Third };
        const found = tooFewDeciders(null, sketch({ groups, policy }));
        const places = wanted.flatMap(([name, count]) => Array<string>(count).fill(name));
        const isTold = found.some((one) => one.startsWith('policies'));
        expect(isTold).toBe(!canFill(places, groups, new Set()));
      }),
      { numRuns: 300 },
    );
  });
});

/** By trying: whether everybody who is wanted can be somebody else. */
function canFill(
  places: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
  taken: ReadonlySet<string>,
): boolean {
  const [first, ...others] = places;
  if (first === undefined) return true;
  if (places.length + taken.size > 4) return false;
  return groups[first]!.some(
    (one) => !taken.has(one) && canFill(others, groups, new Set([...taken, one])),
  );
}

describe('a group', () => {
  it('needs two who can act', () => {
    expect(tooFewDeciders(null, sketch({ disabled: ['ana'] }))).toEqual([
      'approverGroups: Mail has only one person who can act: two or more have to decide for each other',
    ]);
    expect(tooFewDeciders(null, sketch({ disabled: ['ana', 'ben'] }))[0]).toMatch(
      /^approverGroups: Mail has nobody who can act/u,
    );
    expect(tooFewDeciders(null, sketch({ disabled: ['dan'] }))).toEqual([]);
  });

  it('keeps nobody from being disabled, and nothing else from being changed then', () => {
    const disabled = sketch({ disabled: ['ana'] });
    expect(tooFewDeciders(sketch(), disabled)).toEqual([]);
    expect(tooFewDeciders(disabled, disabled)).toEqual([]);
  });

  it('may not lose those who can act', () => {
    const before = sketch({ groups: { Mail: ['ana', 'ben', 'cara'] }, disabled: ['cara'] });
    const after = sketch({ groups: { Mail: ['ana', 'cara'] }, disabled: ['cara'] });
    expect(tooFewDeciders(before, after)).toHaveLength(1);
  });

  it('that only asks, takes or is told may be one, and that nothing names yet may not', () => {
    const groups = { Third: ['cara', 'dan'] };
    const disabled = ['dan'];
    for (const policy of [
      { requesters: [{ group: 'Third' }] },
      { breakGlass: { groups: ['Third'] } },
      { notify: ['Third'] },
    ]) {
      expect(tooFewDeciders(null, sketch({ groups, disabled, policy }))).toEqual([]);
    }
    for (const policy of [
      {},
      { requesters: [{ group: 'Third' }], stages: [stage('Third', 1)] },
      { requesters: [{ group: 'Third' }], escalation: { after: '1h', approverGroup: 'Third' } },
      { notify: ['Third'], approverGroup: 'Third' },
    ]) {
      expect(tooFewDeciders(null, sketch({ groups, disabled, policy }))).toHaveLength(1);
    }
  });
});
