/** Changes of the configuration and those who have no role, or none any more. */
import { type Reply } from '../../src/platforms/contract';
import {
  createChangeWorld,
  linesIn,
  messageTo,
  pressesOn,
  refusedAs,
  summary,
} from '../support/change-world';
import { type PersonKey } from '../support/seed';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createChangeWorld();
  await world.db.query(`update elevate.persons set disabled_at = null where key = 'eve'`);
});
afterEach(() => world.close());

async function sent(person: PersonKey, text: string): Promise<Reply> {
  const drafted = await world.says(person, text);
  const reply = await pressesOn(world, person, drafted.privately, 'send');
  await world.settle();
  return reply;
}

const weaker = 'policy set Exchange\\Search-* approval auto';

async function said(text: string): Promise<unknown> {
  const { privately } = await world.says('eve', text);
  return [privately?.facts['refused'], privately?.notification.replaceAll(/\d/gu, '')];
}

async function pressed(
  verb: 'change-approve' | 'change-deny' | 'change-withdraw',
  request: number,
) {
  const press = { verb, request, digest: 'aaaaaaaaaaaa', reason: 'no', comment: null };
  const reply = await world.inbound.press(world.envelope('eve'), press);
  return [refusedAs(reply), reply.privately?.notification.replaceAll(/\d/gu, ''), reply.screen];
}

it('tells somebody without a role of a change what it tells of a number that nobody has', async () => {
  await sent('ben', weaker);
  expect(await said('withdraw ELV-1')).toEqual(await said('withdraw ELV-9'));
  for (const verb of ['change-approve', 'change-deny', 'change-withdraw'] as const) {
    expect(await pressed(verb, 1)).toEqual(await pressed(verb, 9));
  }
  const causes = await world.db.query<{ cause: string }>(
    `select facts->>'refused' as cause from elevate.audit_events
     where kind = 'request.refused' and facts->>'told' = 'unknown-request' order by seq`,
  );
  const expected = ['not-yours', 'change-no-admin', 'change-no-admin', 'not-yours'];
  expect(causes.map(({ cause }) => cause)).toEqual(expected);
});

it('tells a disabled person of each number that they are disabled', async () => {
  await sent('ben', weaker);
  await world.db.query(
    `update elevate.persons set disabled_at = elevate.now() where key in ('eve', 'ana')`,
  );
  expect(await said('withdraw ELV-1')).toEqual(await said('withdraw ELV-9'));
  expect(await pressed('change-approve', 1)).toEqual(await pressed('change-approve', 9));
});

it('shows a change no more to whoever proposed it and has no role any more, who can still take it back', async () => {
  await sent('ben', weaker);
  await world.says('ben', 'role remove ben admin');
  expect(refusedAs(await world.says('ben', 'show ELV-1'))).toBe('unknown-request');
  const pressing = await pressesOn(world, 'ben', messageTo(world, 'ana'), 'approve');
  expect(refusedAs(pressing)).toBe('change-no-admin');
  expect(pressing.screen).toBeNull();
  const reply = await world.says('ben', 'withdraw ELV-1');
  expect(refusedAs(reply)).toBe('allowed');
  expect([linesIn(reply.screen), JSON.stringify(reply)]).toEqual([
    {},
    expect.not.stringContaining('auto'),
  ]);
});

it('shows nothing of what somebody drafted or sent to them once they have no role any more', async () => {
  const first = await world.says('ben', weaker);
  const button = first.privately;
  await world.says('ben', 'role remove ben admin');
  const unsent = await pressesOn(world, 'ben', button, 'send');
  expect([refusedAs(unsent), unsent.screen]).toEqual(['change-no-admin', null]);
  await sent('ana', 'role add ben admin');
  await pressesOn(world, 'dan', messageTo(world, 'dan'), 'approve');
  const again = await world.says('ben', weaker);
  await pressesOn(world, 'ben', again.privately, 'send');
  await world.says('ben', 'role remove ben admin');
  const twice = await pressesOn(world, 'ben', again.privately, 'send');
  expect([refusedAs(twice), twice.screen]).toEqual(['change-lapsed', null]);
});

it('asks whoever becomes an admin about what waits, and takes it from whoever has no role any more', async () => {
  await sent('ben', weaker);
  await sent('ana', 'role add cara admin');
  const shown = await world.says('dan', 'show ELV-2');
  await pressesOn(world, 'dan', shown.privately, 'approve');
  await world.settle();
  expect(messageTo(world, 'cara')?.facts['approve']).not.toBeNull();
  expect(messageTo(world, 'cara')?.notification).toContain('ELV-1');
  await world.says('cara', 'role remove cara admin');
  await world.says('cara', 'role remove cara auditor');
  await world.settle();
  const left = messageTo(world, 'cara');
  expect(summary(left)).toContain('you have no role any more');
  expect(left?.facts).toMatchObject({ approve: null, deny: null, parts: [], quotes: [] });
  expect(JSON.stringify(left)).not.toContain('Search-');
});

it('draws what waits anew when what is configured changes', async () => {
  await sent('ben', weaker);
  const other = await world.says('ana', 'policy set Exchange\\Search-* approval deny');
  await pressesOn(world, 'ana', other.privately, 'send');
  await world.settle();
  expect(linesIn(messageTo(world, 'dan'))).toHaveProperty('It changed in the meantime');
  expect(messageTo(world, 'dan')?.facts['approve']).toBeNull();
});

it('tells nobody without a role what came of the change that they proposed', async () => {
  await sent('ben', weaker);
  await world.says('ben', 'role remove ben admin');
  const shown = await world.says('ana', 'show ELV-1');
  await pressesOn(world, 'ana', shown.privately, 'deny', { reason: 'gone' });
  await world.settle();
  expect(messageTo(world, 'ben')).toBeNull();
});
