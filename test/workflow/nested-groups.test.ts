/** Whoever is in a group of the approver group decides like everybody else in it, as long as that is so. */
import { v7 as uuidv7 } from 'uuid';
import { type ConfigurationRows } from '../../src/administration/rows';
import { type View } from '../../src/views/view';
import {
  createChangeWorld,
  linesIn,
  messageTo,
  pressesOn,
  refusedAs,
} from '../support/change-world';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

const levels = Array.from({ length: 5 }, () => uuidv7());

/** Under the approver group, of which Ben and Cara are, five groups, each in the one above it; Dan is in the last. */
function fiveDeep(rows: ConfigurationRows): ConfigurationRows {
  const dan = rows.persons.find(({ name }) => name === 'Dan')!.id;
  const [approvers] = rows.groups;
  return {
    ...rows,
    groups: [
      { ...approvers!, nestedIds: [levels[0]!] },
      ...levels.map((id, at) => ({
        id,
        name: `Level ${at + 1}`,
        memberIds: at === levels.length - 1 ? [dan] : [],
        nestedIds: levels.slice(at + 1, at + 2),
        channels: [],
      })),
    ],
  };
}

const leave = (): Promise<unknown> =>
  world.db.query('delete from elevate.approver_group_members where group_id = $1', [levels.at(-1)]);

async function asked(): Promise<void> {
  world = await createWorld({ change: fiveDeep });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
}

it('asks whoever is five groups down, and lets them decide', async () => {
  await asked();
  const pending = await world.says('dan', 'pending');
  expect(pending.privately?.notification).toContain('1');
  await world.presses('dan', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('approved');
});

it('refuses whoever was taken out of the innermost group after they were asked', async () => {
  await asked();
  await leave();
  const reply = await world.presses('dan', 'approve', 1);
  // Whoever is nobody in it any more learns nothing of it.
  expect(refusedAs(reply)).toBe('unknown-request');
  expect((await world.snapshot(1)).state).toBe('pending');
});

it('counts them among those who could decide, so that nobody waits for nobody', async () => {
  world = await createWorld({
    change: (rows) => {
      const nested = fiveDeep(rows);
      return {
        ...nested,
        groups: nested.groups.map((one, at) => (at === 0 ? { ...one, memberIds: [] } : one)),
      };
    },
  });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  expect((await world.snapshot(1)).approverGroup.size).toBe(1);
  expect(refusedAs(await world.says('dan', 'Search-Mailbox 4h phishing'))).toBe(
    'nobody-could-decide',
  );
});

describe('changed by typing', () => {
  const lines = (view: View | null) => Object.values(linesIn(view)).flat();

  it('needs a second admin, says why, and is so once it is approved', async () => {
    world = await createChangeWorld({
      change: (rows) => ({
        ...rows,
        groups: [
          ...rows.groups,
          {
            id: levels[0]!,
            name: 'Night watch',
            memberIds: rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id),
            channels: rows.groups[0]!.channels,
          },
        ],
      }),
    });
    const drawn = await world.says(
      'ben',
      'group set "Exchange approvers" sources add "night watch" because of the nights',
    );
    expect(lines(drawn.privately)).toContain('• sources: + group:Night watch');
    expect(lines(drawn.privately).join('\n')).toContain('the group gets a member');
    await pressesOn(world, 'ben', drawn.privately, 'send');
    await world.settle();
    await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
    const shown = await world.says('ben', 'group show "Exchange approvers"');
    expect(linesIn(shown.privately)).toMatchObject({
      'Groups in it': ['Night watch: 1 person'],
    });
    expect(linesIn(shown.privately)['Members']!.join(' ')).toContain('Dan');
    const inner = await world.says('ben', 'group show "Night watch"');
    expect(linesIn(inner.privately)).toMatchObject({
      'Groups that it is in': ['Exchange approvers'],
    });
  });
});
