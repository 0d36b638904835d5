/** What is new in the configuration, changed from chat: how messages look, and what is exempt from approval. */
import { createChangeWorld, messageTo, pressesOn, refusedAs } from '../support/change-world';
import { teamsTenant } from '../support/seed';
import { keyOf, startSystemApi } from '../support/system-api';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createChangeWorld();
});
afterEach(() => world.close());

/** Ben proposes, and Ana approves where it weakens control. */
async function agreed(text: string): Promise<void> {
  const drafted = await world.says('ben', text);
  expect([text, refusedAs(drafted)]).toEqual([text, 'allowed']);
  await pressesOn(world, 'ben', drafted.privately, 'send');
  await world.settle();
  const asked = messageTo(world, 'ana');
  if (asked?.facts['approve']) await pressesOn(world, 'ana', asked, 'approve');
  await world.settle();
}

async function settings(): Promise<Record<string, unknown>> {
  const [found] = await world.db.query<{ value: Record<string, unknown> }>(
    'select value from elevate.settings order by version desc limit 1',
  );
  return found!.value;
}

it('sets how messages look one by one, keeps the rest, and takes it back', async () => {
  await agreed('settings set colour "#26337a"');
  await agreed('settings set footer "Questions? Ask #access."');
  expect(await settings()).toMatchObject({
    enabled: true,
    branding: { colour: '#26337a', footer: 'Questions? Ask #access.', name: null },
  });
  await agreed('settings set footer none colour none');
  expect(await settings()).toMatchObject({ enabled: true, branding: null });
});

it('sets what stands in for a channel that is lost, one on each platform, and takes it back', async () => {
  await agreed('settings set fallback-channel slack:T0001/C0LAST');
  await agreed(`settings set fallback teams:${teamsTenant}/19:last@thread.tacv2`);
  expect((await settings())['fallbackChannels']).toEqual([
    { platform: 'slack', tenant: 'T0001', id: 'C0LAST' },
    { platform: 'teams', tenant: teamsTenant, id: '19:last@thread.tacv2' },
  ]);
  const shown = JSON.stringify((await world.says('ben', 'settings show')).privately);
  expect(shown).toContain('C0LAST');
  expect(shown).toContain('19:last@thread.tacv2');
  await agreed('settings set fallback-channel none');
  expect((await settings())['fallbackChannels']).toEqual([]);
});

it('lets a system account that two admins agreed to ask, until it is removed', async () => {
  await agreed(
    'system-account add copy owner @ben reason "Nightly copy" targets Exchange\\Search-Mailbox ' +
      'until 2027-06-30 accounts.Exchange svc-copy',
  );
  const api = await startSystemApi(world, await keyOf(world, 'copy'));
  expect((await api.ask()).status).toBe(201);
  await world.settle();
  expect([...world.exchange.holders]).toEqual(['svc-copy']);
  await agreed('system-account set copy max 30m');
  expect((await api.ask()).body['code']).toBe('system-account-length');
  await agreed('system-account remove copy');
  expect((await api.ask()).status).toBe(401);
  await world.db.advance(3_600_000);
  await world.settle();
  expect([...world.exchange.holders]).toEqual([]);
  await api.stop();
});
