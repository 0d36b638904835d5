/** What one admin alone lays where nothing lies yet decides about nothing that the other one has not seen. */
import { type Reply } from '../../src/platforms/contract';
import { type View } from '../../src/views/view';
import {
  createChangeWorld,
  linesIn,
  messageTo,
  pressesOn,
  refusedAs,
  summary,
} from '../support/change-world';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createChangeWorld();
});
afterEach(() => world.close());

/** As Ben sends it. */
async function sent(text: string): Promise<View> {
  const drafted = await world.says('ben', text);
  expect(refusedAs(drafted)).toBe('allowed');
  const { screen } = await pressesOn(world, 'ben', drafted.privately, 'send');
  await world.settle();
  return screen!;
}

async function approved(): Promise<Reply> {
  const reply = await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
  expect(refusedAs(reply)).toBe('allowed');
  await world.settle();
  return reply;
}

const decidesThen = (view: View | null) => linesIn(view)['What decides then'];

it('is not made alone: a policy for a target that is not there yet', async () => {
  const screen = await sent('policy create Exchange\\New-* approval auto max 20h');
  expect(summary(screen)).toContain('It waits for another admin');
});

it('is not made alone: a policy under one that denies', async () => {
  await sent('policy create Exchange\\* approval deny');
  const screen = await sent('policy create Exchange\\Search-Mailbox approval auto');
  expect(summary(screen)).toContain('It waits for another admin');
  expect(linesIn(screen)['Why it weakens control']).toContain(
    '• approval: less is left to people to decide',
  );
});

it('is named where a target is added, where a denial goes and where nothing is left', async () => {
  await sent('policy create Exchange\\New-* approval auto max 20h');
  await approved();
  await sent('target add Exchange\\New-Rule type task');
  const rule =
    '• Exchange\\New-Rule: nobody is asked, at most 20 hours, by the policy Exchange\\New-*';
  expect(decidesThen(messageTo(world, 'ana'))).toEqual([rule]);
  await approved();
  await sent('policy create Exchange\\* approval deny');
  await sent('policy remove Exchange\\*');
  const search =
    '• Exchange\\Search-Mailbox: 1 approval of Exchange approvers, at most 8 hours, by the policy Exchange\\Search-*';
  expect(decidesThen(messageTo(world, 'ana'))).toEqual(expect.arrayContaining([rule, search]));
  const { screen } = await approved();
  expect(decidesThen(screen)).toBeUndefined();
  const bare = await world.says('ben', 'policy remove Exchange\\Search-*');
  expect(decidesThen(bare.privately)).toEqual([
    '• Exchange\\Search-Mailbox: no policy, so nobody can ask for it',
  ]);
  const denied = await world.says('ben', 'policy create Exchange\\Search-Mailbox approval deny');
  expect(decidesThen(denied.privately)).toEqual([
    '• Exchange\\Search-Mailbox: nobody gets it, by the policy Exchange\\Search-Mailbox',
  ]);
});

it('is not named where the same policy stands, with other rules', async () => {
  const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
  expect(decidesThen(privately)).toBeUndefined();
});

it('lets nothing be approved on a screen that names another policy than would decide', async () => {
  await sent('policy create Exchange\\New-* approvals 2 default 1h max 1h');
  await approved();
  await sent('target add Exchange\\New-Rule type task');
  const prompt = messageTo(world, 'ana');
  await sent('policy create Exchange\\New-Rule approvals 2 default 30m max 30m');
  const stale = await pressesOn(world, 'ana', prompt, 'approve');
  expect(refusedAs(stale)).toBe('stale-screen');
  expect(decidesThen(stale.screen)).toEqual([
    '• Exchange\\New-Rule: 2 approvals of Exchange approvers, at most 30 minutes, by the policy Exchange\\New-Rule',
  ]);
  expect(refusedAs(await pressesOn(world, 'ana', stale.screen, 'approve'))).toBe('allowed');
});
