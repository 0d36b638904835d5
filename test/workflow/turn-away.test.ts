import { refuse } from '../../src/errors';
import { DatabaseUnavailable } from '../../src/store/unavailable';
import { turnAway } from '../../src/workflow/turn-away';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const visitor = { platform: 'slack', tenant: 'T0ELSEWHERE', user: 'U0VISITOR' } as const;

describe('somebody refused at the door', () => {
  it('stands in the audit trail with the account that tried', async () => {
    await turnAway(
      world.context,
      { ...world.envelope('ana'), account: visitor },
      refuse('external'),
    );
    const events = await world.db.query(
      `select actor, facts->>'refused' as refused from elevate.audit_events
       where kind = 'request.refused'`,
    );
    expect(events).toEqual([{ actor: { type: 'account', account: visitor }, refused: 'external' }]);
  });

  it('stays refused when the trail cannot be written', async () => {
    const away = new DatabaseUnavailable(null);
    const failing = jest.spyOn(world.context.database, 'transaction').mockRejectedValue(away);
    await expect(
      turnAway(world.context, world.envelope('ana'), refuse('external')),
    ).resolves.toBeUndefined();
    failing.mockRestore();
  });
});
