/** Groups in groups as they are configured: who is in which, what cannot be, and what it means to change it. */
import fc from 'fast-check';
import { type Configuration } from '../../src/administration/configuration';
import { differenceLines } from '../../src/administration/difference-lines';
import { difference } from '../../src/administration/difference';
import { tooFewDeciders } from '../../src/administration/deciders';
import { editConfiguration } from '../../src/administration/edit';
import { circleOf, partsOf, peopleByGroup } from '../../src/administration/group-people';
import { inspectData } from '../../src/administration/inspect-configuration';
import { weakenings } from '../../src/administration/weakening';
import { parseCommand } from '../../src/commands/parse-command';
import { isRefusal } from '../../src/errors';

interface Sketched {
  readonly members?: readonly string[];
  readonly sources?: readonly string[];
  readonly channels?: object;
}

const channels = { slack: 'T0EXAMPLE/C0APPROVERS' };

function data(groups: Readonly<Record<string, Sketched>>, more: object = {}) {
  return {
    organisation: { name: 'Example', defaultApproverGroup: Object.keys(groups)[0] },
    people: ['ana', 'ben', 'cara', 'dan', 'eve'].map((key) => ({ key, name: key, line: key })),
    approverGroups: Object.entries(groups).map(([name, one]) => ({ name, channels, ...one })),
    ...more,
  };
}

const problemsOf = (...given: Parameters<typeof data>) => inspectData(data(...given)).problems;

function read(...given: Parameters<typeof data>): Configuration {
  const { configuration, problems } = inspectData(data(...given));
  expect(problems).toEqual([]);
  return configuration!;
}

const five = {
  One: { sources: ['group:Two'] },
  Two: { sources: ['group:Three'], members: ['ana'] },
  Three: { sources: ['group:Four'] },
  Four: { sources: ['group:Five'] },
  Five: { members: ['ben', 'cara'] },
};

describe('a file', () => {
  it('can put groups into groups, five deep, each with nobody of its own but the last', () => {
    expect(problemsOf(five)).toEqual([]);
  });

  it.each([
    ['in itself', { One: { members: ['ana', 'ben'], sources: ['group:One'] } }, 'One → One'],
    [
      'in itself by two others',
      {
        One: { members: ['ana', 'ben'], sources: ['group:Two'] },
        Two: { members: ['ana', 'ben'], sources: ['group:Three'] },
        Three: { members: ['ana', 'ben'], sources: ['group:One'] },
      },
      'One → Two → Three → One',
    ],
    [
      'beside one that is in itself',
      {
        Above: { sources: ['group:One'] },
        One: { members: ['ana', 'ben'], sources: ['group:Two'] },
        Two: { members: ['ana', 'ben'], sources: ['group:One'] },
      },
      'One → Two → One',
    ],
  ])('cannot have a group %s, and is told the way once', (_what, groups, way) => {
    const told = problemsOf(groups);
    expect(told).toEqual([
      expect.stringMatching(new RegExp(` is in itself: ${way}\\. Take one of them out`, 'u')),
    ]);
  });

  it('cannot name a group that is not there', () => {
    expect(problemsOf({ One: { members: ['ana', 'ben'], sources: ['group:Tow'] } })).toEqual([
      'approverGroups: One: there is no approver group "Tow".',
    ]);
  });

  it('says how a source is written', () => {
    const [problem] = problemsOf({ One: { members: ['ana', 'ben'], sources: ['Two'] } });
    expect(problem).toMatch(
      /^approverGroups\.0\.sources\.0: write group:NAME, for example group:Security/u,
    );
  });

  it.each([
    [{ One: { sources: ['group:Two'] }, Two: { members: ['ana'] } }, 'One has one person.'],
    [{ One: {} }, 'One has nobody in it.'],
    [
      // The same person by two ways is one.
      {
        One: { sources: ['group:Two'], members: ['ana'] },
        Two: { members: ['ana'] },
      },
      'One has one person.',
    ],
  ])('counts who is in the groups of a group: %j', (groups, problem) => {
    expect(problemsOf(groups)).toEqual([expect.stringContaining(problem)]);
  });

  it('lets a group that is only part of others have one person and no channel', () => {
    const groups = {
      One: { sources: ['group:Two', 'group:Three'] },
      Two: { members: ['ana'], channels: {} },
      Three: { members: ['ben'], channels: {} },
    };
    expect(problemsOf(groups)).toEqual([]);
    expect(tooFewDeciders(null, read(groups))).toEqual([]);
    expect(
      problemsOf(groups, { policies: [{ target: 'Exchange\\*', approverGroup: 'Two' }] }),
    ).toEqual([
      expect.stringContaining('Two has one person.'),
      expect.stringContaining('Two has no channel.'),
    ]);
  });
});

it('has enough who decide where those five groups down are enough', () => {
  const policies = (approvalsNeeded: number) => ({
    policies: [{ target: 'Exchange\\*', approvalsNeeded }],
  });
  expect(tooFewDeciders(null, read(five, policies(3)))).toEqual([]);
  expect(tooFewDeciders(null, read(five, policies(4)))).toEqual([
    'policies: Exchange\\* needs 4 approvals, and 3 of One could give them',
  ]);
});

describe('taking a group into another one, or out', () => {
  const apart = { One: { members: ['ana', 'ben'] }, Two: { members: ['ana', 'cara'] } };
  const together = { ...apart, One: { ...apart.One, sources: ['group:Two'] } };

  it('weakens control both ways: more decide, and fewer hold out', () => {
    const why = (before: object, after: object) =>
      weakenings(read(before as typeof apart), read(after as typeof apart));
    const at = { section: 'approverGroups', item: 'One', field: 'sources' };
    expect(why(apart, together)).toEqual([{ ...at, why: 'member' }]);
    expect(why(together, apart)).toEqual([{ ...at, why: 'fewer-members' }]);
  });

  it('is one line of what changes', () => {
    expect(differenceLines(difference(read(apart), read(together)), [])).toEqual([
      '  ~ approverGroups One: sources + group:Two',
    ]);
  });

  it.each([
    ['group set One sources add two', together],
    ['group set One sources add "Two"', together],
    ['group set One sources +Two', together],
    ['group set One sources +group:two', together],
    ['group set One source=+group:Two', together],
    ['group set One sources group:Two', together],
  ])('can be typed: %s', (typed, wanted) => {
    const command = parseCommand(typed);
    if (command.verb !== 'group-set' || !('fields' in command)) {
      throw new Error(`${typed} is ${command.verb}`);
    }
    const done = editConfiguration(
      read(apart),
      { section: 'approverGroups', act: 'set', item: 'One', fields: command.fields },
      { people: new Map(), here: null },
    );
    expect(isRefusal(done)).toBe(false);
    expect(difference(done as Configuration, read(wanted))).toEqual([]);
  });

  it('cannot make a circle, and says which', () => {
    const done = editConfiguration(
      read(together),
      {
        section: 'approverGroups',
        act: 'set',
        item: 'Two',
        fields: [{ field: 'sources', how: 'add', values: ['one'] }],
      },
      { people: new Map(), here: null },
    );
    expect(done).toMatchObject({
      refused: 'change-not-possible',
      facts: { problems: [expect.stringContaining('One → Two → One')] },
    });
  });

  it('cannot leave a name that leads nowhere', () => {
    const done = editConfiguration(
      read(together),
      { section: 'approverGroups', act: 'remove', item: 'Two', fields: [] },
      { people: new Map(), here: null },
    );
    expect(done).toMatchObject({
      refused: 'change-not-possible',
      facts: { problems: ['approverGroups: One: there is no approver group "Two".'] },
    });
  });
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const graphs = fc.tuple(
  ...names.map((id) =>
    fc.record({
      id: fc.constant(id),
      memberIds: fc.subarray(['ana', 'ben', 'cara']),
      nestedIds: fc.subarray(names),
    }),
  ),
);

it('goes through any groups in groups, circles too, and finds exactly who can be reached', () => {
  fc.assert(
    fc.property(graphs, (groups) => {
      const byId = new Map(groups.map((one) => [one.id, one]));
      const people = peopleByGroup(groups);
      for (const { id, memberIds, nestedIds } of groups) {
        const inside = nestedIds.flatMap((one) => [...people.get(one)!]);
        expect(people.get(id)).toEqual(new Set([...memberIds, ...inside]));
        const circle = circleOf(id, byId);
        const below = nestedIds.some((one) => partsOf(one, byId).has(id));
        expect(circle !== null).toBe(below);
        for (const [at, one] of (circle ?? []).slice(1).entries()) {
          expect(byId.get(circle![at]!)!.nestedIds).toContain(one);
        }
      }
    }),
  );
});
