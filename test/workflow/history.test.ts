import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

function idsOf(reply: Reply, section = 'rows'): string[] {
  const rows = reply.privately!.facts[section] as readonly ViewFacts[];
  return rows.map(({ title }) => plain(title as Sentence).split(' ')[0]!);
}

async function asks(person: PersonKey, times = 1): Promise<void> {
  for (let asked = 0; asked < times; asked += 1) {
    await world.says(person, 'Search-Mailbox 4h phishing');
  }
}

/** Presses "Show 10 more" on a list that was shown. */
function goesOn(person: PersonKey, list: Reply): Promise<Reply> {
  const { verb, request } = list.privately!.facts['next'] as { verb: 'history'; request: string };
  return world.presses(person, verb, Number(request.slice('ELV-'.length)));
}

describe('history', () => {
  it('shows people their own requests and approvers those of their group, and nobody else’s', async () => {
    await asks('ana');
    await asks('dan');
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    expect(idsOf(await world.says('ana', 'history'))).toEqual(['ELV-1']);
    expect(idsOf(await world.says('dan', 'history'))).toEqual(['ELV-2']);
    expect(idsOf(await world.says('cara', 'history', 'teams'))).toEqual(['ELV-2', 'ELV-1']);
    const none = await world.says('eve', 'history');
    expect(idsOf(none)).toEqual([]);
    expect(none.privately!.notification).toBe('You have asked for nothing yet');
  });

  it.each(['history', 'pending'])(
    'shows nothing to an account that may not decide, nor while nobody can say so: %s',
    async (list) => {
      await asks('ana');
      world.slack.kinds.set('U0BEN', 'external');
      const refused = await world.says('ben', list);
      expect(refused.privately?.facts['refused']).toBe('external');
      const error = new RemoteError('Slack', 'unavailable', 'timeout');
      world.slack.failures.push({ call: 'readAccount', error });
      const unread = await world.says('cara', list);
      expect(unread.privately?.facts['refused']).toBe('directory-unavailable');
      for (const reply of [refused, unread]) {
        expect(JSON.stringify(reply)).not.toMatch(/Search-Mailbox|Ana/u);
      }
    },
  );

  it('keeps what is over', async () => {
    await asks('ana');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.presses('ana', 'end', 1);
    await world.settle();
    await world.db.advance(30 * 24 * hourMs);
    const reply = await world.says('ana', 'history');
    expect(JSON.stringify(reply.privately)).toContain('Ended');
  });

  it('goes on with the next ten, down to the first', async () => {
    await asks('ana', 23);
    const first = await world.says('ana', 'history');
    expect(first.privately!.notification).toBe('23\u00A0requests');
    expect(idsOf(first)).toHaveLength(10);
    expect(idsOf(first)[0]).toBe('ELV-23');
    const second = await goesOn('ana', first);
    expect(second.screen).toBeNull();
    expect(idsOf(second)).toEqual(Array.from({ length: 10 }, (_, row) => `ELV-${13 - row}`));
    const third = await goesOn('ana', second);
    expect(idsOf(third)).toEqual(['ELV-3', 'ELV-2', 'ELV-1']);
    expect(third.privately!.facts['next']).toBeNull();
  });

  it('shows a button’s reader their own rows only, wherever it came from', async () => {
    await asks('ana', 2);
    await asks('dan');
    expect(idsOf(await world.presses('dan', 'history', 2))).toEqual([]);
  });
});

describe('Show 10 more', () => {
  it('goes on in what is held and in what waits for a decision', async () => {
    await asks('ana', 12);
    const pending = await world.says('ben', 'pending');
    expect(idsOf(await goesOn('ben', pending))).toEqual(['ELV-11', 'ELV-12']);
    for (let number = 1; number <= 12; number += 1) await world.presses('ben', 'approve', number);
    await world.settle();
    const mine = await world.says('ana', 'mine');
    expect(idsOf(await goesOn('ana', mine))).toEqual(['ELV-11', 'ELV-12']);
  });

  it('begins at the top after a request that the reader may not read', async () => {
    await asks('ana', 2);
    await world.presses('ben', 'approve', 2);
    await asks('dan');
    await world.presses('ben', 'approve', 3);
    await world.settle();
    expect(idsOf(await world.presses('dan', 'mine', 2))).toEqual(['ELV-3']);
    expect(idsOf(await world.presses('dan', 'mine', 3))).toEqual([]);
  });
});

describe('home', () => {
  beforeEach(async () => {
    await asks('ana');
    await world.presses('ben', 'approve', 1);
    await world.settle();
  });

  const home = async (person: PersonKey): Promise<Reply> => {
    const privately = await world.inbound.home(world.envelope(person));
    return { privately, screen: null };
  };

  it('shows approvers first whose right should have ended', async () => {
    expect(idsOf(await home('ben'), 'alarms')).toEqual([]);
    await world.db.advance(4 * hourMs + 59_000);
    expect(idsOf(await home('ben'), 'alarms')).toEqual([]);
    await world.db.advance(1_000);
    expect(idsOf(await home('ben'), 'alarms')).toEqual(['ELV-1']);
    expect(idsOf(await home('cara'), 'alarms')).toEqual(['ELV-1']);
  });

  it('shows it to its holder among what they hold, and to nobody else', async () => {
    await world.db.advance(5 * hourMs);
    expect(idsOf(await home('ana'), 'alarms')).toEqual([]);
    expect(idsOf(await home('ana'), 'held')).toEqual(['ELV-1']);
    expect(idsOf(await home('dan'), 'alarms')).toEqual([]);
  });

  it('no longer shows it once it has ended', async () => {
    await world.db.advance(5 * hourMs);
    await world.settle();
    expect(idsOf(await home('ben'), 'alarms')).toEqual([]);
  });

  it('keeps what is other people’s from an account that may not decide, and says so', async () => {
    await asks('ana');
    await world.db.advance(5 * hourMs);
    world.slack.kinds.set('U0BEN', 'guest');
    const reply = await home('ben');
    expect(idsOf(reply, 'alarms')).toEqual([]);
    expect(idsOf(reply, 'waiting')).toEqual([]);
    expect(plain(reply.privately!.facts['waitingEmpty'] as Sentence)).toMatch(/members .* only/u);
    world.slack.kinds.set('U0ANA', 'guest');
    expect(idsOf(await home('ana'), 'held')).toEqual(['ELV-1']);
  });

  it('can be typed, on both platforms', async () => {
    for (const platform of ['slack', 'teams'] as const) {
      const reply = await world.says('ana', 'home', platform);
      expect(reply).toMatchObject({ privately: { screen: 'home' }, screen: null });
      expect(idsOf(reply, 'held')).toEqual(['ELV-1']);
    }
  });
});
