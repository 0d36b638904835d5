import { parseCommand } from '../../src/commands/parse-command';
import { type Envelope, type Reply } from '../../src/platforms/contract';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

/** An account that nobody is tied to. */
function stranger(payloadKey?: string): Envelope {
  const envelope = world.envelope('dan', 'slack', payloadKey);
  return { ...envelope, account: { ...envelope.account, user: 'U0STRANGER' } };
}

function recorded(): Promise<{ who: string | null; verb: string; refused: string }[]> {
  return world.db.query(
    `select actor->>'name' as who, facts->>'verb' as verb, facts->>'refused' as refused
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
}

const refusedAs = (reply: Reply) => reply.privately!.facts['refused'];

describe('a list that is refused', () => {
  it.each(['mine', 'pending', 'history', 'home'])(
    'is on record for an account that is tied to nobody, once per payload: %s',
    async (list) => {
      const first = await world.inbound.command(stranger('one'), parseCommand(list));
      const again = await world.inbound.command(stranger('one'), parseCommand(list));
      expect(refusedAs(first)).toBe('unlinked-account');
      expect(again).toEqual(first);
      expect(await recorded()).toEqual([{ who: null, verb: list, refused: 'unlinked-account' }]);
    },
  );

  it.each(['pending', 'history'])('is on record for a guest, with their name: %s', async (list) => {
    world.slack.kinds.set('U0BEN', 'guest');
    expect(refusedAs(await world.says('ben', list))).toBe('guest');
    expect(await recorded()).toEqual([{ who: 'Ben', verb: list, refused: 'guest' }]);
  });

  it('is on record for the part of the home screen that is kept from a guest', async () => {
    world.slack.kinds.set('U0BEN', 'guest');
    const reply = await world.says('ben', 'home');
    expect(reply.privately!.screen).toBe('home');
    expect(await recorded()).toEqual([{ who: 'Ben', verb: 'home', refused: 'guest' }]);
  });

  it('is on record as it was pressed for, too', async () => {
    world.slack.kinds.set('U0BEN', 'guest');
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'pending', 1);
    expect(await recorded()).toEqual([{ who: 'Ben', verb: 'pending', refused: 'guest' }]);
  });

  it('leaves nothing in the trail when it is answered, or when a client looks by itself', async () => {
    for (const list of ['mine', 'pending', 'history', 'home']) await world.says('ben', list);
    await world.inbound.home(stranger());
    await world.inbound.suggest(stranger(), 'Se');
    expect(await recorded()).toEqual([]);
  });
});
