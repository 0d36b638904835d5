/** Targets that a connected system says it could grant. */
import { type Offer } from '../../src/connectors/contract';
import { RemoteError } from '../../src/errors';
import { createChangeWorld, linesIn, pressesOn, refusedAs, summary } from '../support/change-world';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createChangeWorld();
});
afterEach(() => world.close());

const role = (name: string): Offer => ({ name, type: 'role', settings: { role: name } });

function offer(...offers: readonly Offer[]): void {
  world.exchange.offers = async () => offers;
}

async function targets(): Promise<string[]> {
  const found = await world.db.query<{ name: string }>(
    'select name from elevate.targets where removed_at is null order by name',
  );
  return found.map(({ name }) => name);
}

describe('target import', () => {
  it('drafts what is offered and is no target yet, and adds it at the press', async () => {
    offer(role('reports'), role('search-mailbox'), role('no\\slash'));
    const { privately } = await world.says('ben', 'target import exchange');
    expect(linesIn(privately)['What changes']!.join()).toContain('Exchange\\reports');
    const before = await targets();
    await pressesOn(world, 'ben', privately, 'send');
    expect(await targets()).toEqual([...before, 'Exchange\\reports'].sort());
    expect(refusedAs(await world.says('ben', 'target import Exchange'))).toBe('import-nothing');
    expect(refusedAs(await world.says('dan', 'reports 1h audit'))).toBe('no-policy');
  });

  it('needs a second admin where a policy covers what is added already', async () => {
    offer(role('Search-Everything'));
    const { privately } = await world.says('ben', 'target import Exchange');
    expect(linesIn(privately)['Why it weakens control']).toBeDefined();
    const before = await targets();
    await pressesOn(world, 'ben', privately, 'send');
    expect(await targets()).toEqual(before);
  });

  it('adds nothing that another target grants under another name', async () => {
    await world.db.query(
      `update elevate.targets set settings = '{"role": "reports", "endSessions": false}'
       where name = 'Exchange\\Search-Mailbox'`,
    );
    offer(role('reports'));
    expect(refusedAs(await world.says('ben', 'target import Exchange'))).toBe('import-nothing');
  });

  it('adds a few at a time, and says how many more there are', async () => {
    offer(...Array.from({ length: 30 }, (_one, n) => role(`task-${n}`)));
    const { privately } = await world.says('ana', 'target import Exchange', 'teams');
    expect(summary(privately)).toContain('18 more could be added');
    const before = await targets();
    await pressesOn(world, 'ana', privately, 'send', { platform: 'teams' });
    expect(await targets()).toHaveLength(before.length + 12);
  });

  it('changes nothing where the system cannot tell, or does not answer', async () => {
    expect(refusedAs(await world.says('ben', 'target import Exchange'))).toBe('import-untold');
    expect(refusedAs(await world.says('ben', 'target import Warehouse'))).toBe('import-untold');
    expect(refusedAs(await world.says('ben', 'target import Exchnage'))).toBe('unknown-connector');
    const error = new RemoteError('Exchange', 'unavailable', 'x');
    world.exchange.offers = () => Promise.reject(error);
    expect(refusedAs(await world.says('ben', 'target import Exchange'))).toBe('import-unread');
    expect(refusedAs(await world.says('cara', 'target import Exchange'))).toBe('needs-role');
  });
});
