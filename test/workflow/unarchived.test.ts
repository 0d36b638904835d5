/** What an event about a channel undoes: only the loss that it speaks of. */
import { type PlaceKey, type PlaceNews } from '../../src/elevation/places';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => void (world = await createWorld()));
afterEach(() => world.close());

async function happens(news: Omit<PlaceNews, 'place' | 'code'>, key: string): Promise<void> {
  const place: PlaceKey = { ...world.made.channels.slack, scope: 'channel' };
  await world.inbound.placeSeen({ place, code: 'an_event', ...news }, key);
}

async function trail(): Promise<readonly string[]> {
  const found = await world.db.query<{ kind: string }>(
    `select kind from elevate.audit_events where kind like 'place.%' order by seq`,
  );
  return found.map(({ kind }) => kind);
}

describe('that a channel is unarchived', () => {
  const unarchived = { loss: null, undoes: 'channel-gone' } as const;

  it('leaves it lost while Elevate is not in it', async () => {
    await happens({ loss: 'not-in-channel' }, 'removed');
    await happens(unarchived, 'unarchived');
    expect(await trail()).toEqual(['place.lost']);
  });

  it('is the end of its loss where it was lost by being archived', async () => {
    await happens({ loss: 'channel-gone' }, 'archived');
    await happens(unarchived, 'unarchived');
    expect(await trail()).toEqual(['place.lost', 'place.back']);
  });
});
