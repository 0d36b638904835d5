import { type PressVerb } from '../../src/commands/command';
import { parseCommand } from '../../src/commands/parse-command';
import { type Envelope, type Reply } from '../../src/platforms/contract';
import { type PersonKey } from '../support/seed';
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

describe('a number of a request that somebody may not see', () => {
  beforeEach(async () => {
    await world.says('ana', 'Search-Mailbox 4h the secret reason');
    await world.says('ana', 'Search-Mailbox 4h --for ben@example.com the secret reason');
  });

  /** The same of a number that nobody has, with the number taken out. */
  const typedOf = async (person: PersonKey, text: string, number: number) =>
    JSON.stringify(await world.says(person, text.replace('N', String(number)))).replaceAll(
      `ELV-${number}`,
      'ELV-x',
    );
  const digest = 'k7QmPz01_-aB';
  const pressedOf = async (person: PersonKey, verb: PressVerb, number: number) => {
    const press = { verb, request: number, digest, reason: 'x', comment: 'x', wasRight: true };
    const reply = await world.inbound.press(world.envelope(person), press);
    return JSON.stringify(reply).replaceAll(`ELV-${number}`, 'ELV-x');
  };
  const opened = async (person: PersonKey, verb: PressVerb, number: number) => {
    const press = { verb, request: number, digest, reason: null, comment: null };
    const reply = await world.inbound.form(world.envelope(person), press);
    return JSON.stringify(reply).replaceAll(`ELV-${number}`, 'ELV-x');
  };

  const words = ['again N', 'withdraw N', 'end N', 'extend N 1h', 'accept N', 'decline N'];

  it.each(words)('reads like a number that nobody has, typed: %s', async (text) => {
    const unknown = await typedOf('dan', text, 7);
    expect(unknown).toContain('There is no request');
    for (const number of [1, 2]) expect(await typedOf('dan', text, number)).toBe(unknown);
  });

  const presses = [
    ...(['again', 'withdraw', 'end', 'extend', 'accept', 'decline', 'approve', 'deny'] as const),
    ...(['approve-less', 'reason', 'revoke', 'review', 'show'] as const),
  ];

  it.each(presses)('reads like a number that nobody has, pressed: %s', async (verb) => {
    const unknown = await pressedOf('dan', verb, 7);
    expect(unknown).toContain('There is no request');
    for (const number of [1, 2]) expect(await pressedOf('dan', verb, number)).toBe(unknown);
  });

  it.each(['approve-less', 'deny', 'revoke', 'review', 'extend'] as const)(
    'reads like a number that nobody has where a form is opened: %s',
    async (verb) => {
      const unknown = await opened('dan', verb, 7);
      expect(unknown).toContain('There is no request');
      expect(await opened('dan', verb, 1)).toBe(unknown);
    },
  );

  it.each(presses)(
    'says no more to somebody who is disabled, or a guest here: %s',
    async (verb) => {
      expect(await pressedOf('eve', verb, 1)).toBe(await pressedOf('eve', verb, 7));
      world.slack.kinds.set('U0DAN', 'guest');
      expect(await pressedOf('dan', verb, 1)).toBe(await pressedOf('dan', verb, 7));
    },
  );

  it('reads so too on the true screen, and after what became of it', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    for (const verb of ['approve', 'revoke', 'end'] as const) {
      expect(refusedAs(await world.presses('dan', verb, 1, { reason: 'x' }))).toBe(
        'unknown-request',
      );
    }
    expect(await world.snapshot(1)).toMatchObject({ grant: { state: 'active' } });
  });

  it('keeps its own words where it is pressed in the channel that everybody there reads', async () => {
    await world.settle();
    const { key: on } = world.slack.messages.find(({ account }) => account === null)!;
    const pressed = await world.presses('dan', 'approve', 1, { on });
    expect(refusedAs(pressed)).toBe('not-an-approver');
    const elsewhere = { ...on, conversation: { ...on.conversation, id: 'C0ELSEWHERE' } };
    const other = await world.presses('dan', 'approve', 1, { on: elsewhere });
    expect(refusedAs(other)).toBe('unknown-request');
  });

  it('keeps its own words for those who may see it', async () => {
    expect(refusedAs(await world.says('cara', 'withdraw 1'))).toBe('not-yours');
    expect(refusedAs(await world.says('ana', 'again 1'))).toBe('not-over');
    expect(refusedAs(await world.presses('ana', 'approve', 1))).toBe('own-request');
    expect(refusedAs(await world.presses('cara', 'accept', 2))).toBe('not-yours');
  });

  it('stands in the trail with the true cause, and with what was told', async () => {
    await world.says('dan', 'withdraw 1');
    await world.presses('dan', 'approve', 1);
    const events = await world.db.query(
      `select r.number::int, e.facts->>'refused' as refused, e.facts->>'told' as told
       from elevate.audit_events e join elevate.requests r on r.id = e.request_id
       where e.kind = 'request.refused' order by e.seq`,
    );
    const told = 'unknown-request';
    expect(events).toEqual([
      { number: 1, refused: 'not-yours', told },
      { number: 1, refused: 'not-an-approver', told },
    ]);
    const timeline = JSON.stringify(await world.says('ben', 'show 1'));
    expect(timeline).toContain('There is no request ELV-1 that you can see.');
  });
});
