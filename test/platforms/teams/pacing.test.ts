import { RemoteError } from '../../../src/errors';
import {
  conversationWindows,
  createPacing,
  tenantWindows,
  type Pacing,
} from '../../../src/platforms/teams/pacing';

interface Bench {
  readonly pacing: Pacing;
  at: number;
  /** When each turn was taken, in ms since the start. */
  readonly taken: number[];
}

function bench(windows = conversationWindows): Bench {
  const taken: number[] = [];
  const state = { at: 0 };
  const pacing = createPacing(windows, {
    now: () => state.at,
    sleep: async (ms) => void (state.at += ms),
  });
  return Object.assign(state, { pacing, taken });
}

async function take(one: Bench, count: number, key = 'c'): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await one.pacing.turn(key);
    one.taken.push(one.at);
  }
}

/** The most turns within any window of that length. */
function most(taken: readonly number[], perMs: number): number {
  return Math.max(
    ...taken.map((start) => taken.filter((at) => at >= start && at < start + perMs).length),
  );
}

test('the published limits', () => {
  expect(conversationWindows).toEqual([
    { sends: 7, perMs: 1_000 },
    { sends: 8, perMs: 2_000 },
    { sends: 60, perMs: 30_000 },
    { sends: 1_800, perMs: 3_600_000 },
  ]);
  expect(tenantWindows).toEqual([{ sends: 30, perMs: 1_000 }]);
});

test('seven go at once, the eighth over a second later, the ninth over two seconds after the first', async () => {
  const one = bench();
  await take(one, 9);
  expect(one.taken).toEqual([0, 0, 0, 0, 0, 0, 0, 1_250, 2_250]);
});

test('no window is ever exceeded, whatever comes', async () => {
  const one = bench();
  for (let i = 0; i < 2_500; i += 1) {
    try {
      await take(one, 1);
    } catch (error) {
      one.at += (error as RemoteError).retryAfterMs!;
    }
  }
  for (const { sends, perMs } of conversationWindows) {
    expect(most(one.taken, perMs)).toBeLessThanOrEqual(sends);
  }
  expect(most(one.taken, 3_600_000)).toBe(1_800);
}, 30_000);

test('no window is exceeded either when a message is on its way for a quarter of a second longer than the next', async () => {
  const one = bench();
  await take(one, 40);
  const arrived = one.taken.map((at, turn) => at + (turn % 7 === 0 ? 250 : 0));
  for (const { sends, perMs } of conversationWindows) {
    expect(most(arrived, perMs)).toBeLessThanOrEqual(sends);
  }
});

test('a wait of more than five seconds is thrown with its length, and takes no slot', async () => {
  const one = bench();
  await take(one, 60);
  const before = one.at;
  await expect(one.pacing.turn('c')).rejects.toMatchObject({
    system: 'Teams',
    kind: 'throttled',
    code: 'paced',
    retryAfterMs: 30_250 - before,
  });
  expect(one.at).toBe(before);
  one.at = 30_000;
  await expect(one.pacing.turn('c')).resolves.toBeUndefined();
});

test('a wait of exactly five seconds is waited for', async () => {
  const one = bench();
  one.pacing.hold('c', 5_000);
  await take(one, 1);
  expect(one.taken).toEqual([5_000]);
  one.pacing.hold('d', 5_001);
  await expect(one.pacing.turn('d')).rejects.toBeInstanceOf(RemoteError);
});

test('conversations do not wait for each other', async () => {
  const one = bench();
  await take(one, 7, 'c');
  await take(one, 7, 'd');
  expect(one.at).toBe(0);
});

test('turns are given in the order of asking, also when they are asked for at once', async () => {
  const order: number[] = [];
  const waiting: (() => void)[] = [];
  const pacing = createPacing([{ sends: 1, perMs: 1_000 }], {
    now: () => 0,
    sleep: (ms) => new Promise((resolve) => waiting.push(() => (order.push(ms), resolve()))),
  });
  const turns = [pacing.turn('c'), pacing.turn('c'), pacing.turn('c')];
  await turns[0];
  for (const wake of waiting) wake();
  await Promise.all(turns);
  expect(order).toEqual([1_250, 2_500]);
});

test('a hold is never shortened by a later, shorter one', async () => {
  const one = bench();
  one.pacing.hold('c', 4_000);
  one.pacing.hold('c', 1_000);
  await take(one, 1);
  expect(one.at).toBe(4_000);
});

test('conversations that went quiet are forgotten, those that did not are not', async () => {
  const one = bench([{ sends: 1, perMs: 1_000 }]);
  one.pacing.hold('held', 60_000);
  for (let i = 0; i < 2_000; i += 1) await one.pacing.turn(`c-${i}`);
  await expect(one.pacing.turn('held')).rejects.toMatchObject({ code: 'paced' });
  await take(one, 1, 'c-1999');
  expect(one.at).toBe(1_250);
});
