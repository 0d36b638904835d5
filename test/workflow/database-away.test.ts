import { DatabaseUnavailable } from '../../src/store/unavailable';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** What a person is told when every transaction fails like this. */
async function toldWhen(
  failure: Error,
  act = () => world.says('ana', 'Search-Mailbox 4h phishing'),
): Promise<string> {
  const { database } = world.context;
  const fail = () => Promise.reject(failure);
  const away = { ...database, transaction: fail, statement: fail };
  const failing = jest.spyOn(database, 'within').mockReturnValue(away);
  try {
    const reply = await act();
    return reply.privately!.notification;
  } finally {
    failing.mockRestore();
  }
}

describe('when PostgreSQL is away', () => {
  it('says that nothing was recorded when the transaction never began', async () => {
    expect(await toldWhen(new DatabaseUnavailable(null))).toMatch(/^Nothing was recorded/u);
  });

  it('does not say so when the answer to the commit was lost', async () => {
    const told = await toldWhen(new DatabaseUnavailable(null, true));
    expect(told).not.toMatch(/nothing was recorded/iu);
    expect(told).toMatch(/may be recorded/u);
  });

  it.each([
    ['a press', () => world.presses('ben', 'approve', 7, { digest: 'anotherone12' })],
    ['a word', () => world.says('ana', 'end ELV-7')],
  ])('names the request that was meant with %s', async (_how, act) => {
    const away = await toldWhen(new DatabaseUnavailable(null), act);
    expect(away).toMatch(/^Nothing was recorded. ELV-7 was not changed./u);
    const uncertain = await toldWhen(new DatabaseUnavailable(null, true), act);
    expect(uncertain).toContain('ELV-7');
    expect(uncertain).toMatch(/may be recorded/u);
  });

  it('does not hide a fault of its own behind the database', async () => {
    await expect(toldWhen(new TypeError('a fault'))).rejects.toThrow('a fault');
  });
});
