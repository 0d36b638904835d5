import { type RemoteError } from '../../../src/errors';
import { createPacing, type Pacing } from '../../../src/platforms/slack/pacing';

/** Time moves only when everybody sleeps, and then to the next waker. */
function manualTime() {
  let ms = 1_000_000;
  const sleepers: { at: number; wake: () => void }[] = [];
  const settle = async () => {
    await new Promise((done) => setImmediate(done));
  };
  return {
    now: () => ms,
    sleep: (forMs: number) => new Promise<void>((wake) => sleepers.push({ at: ms + forMs, wake })),
    settle,
    async advance(byMs: number) {
      const until = ms + byMs;
      await settle();
      for (;;) {
        sleepers.sort((one, other) => one.at - other.at);
        const next = sleepers[0];
        if (next === undefined || next.at > until) break;
        sleepers.shift();
        ms = next.at;
        next.wake();
        await settle();
      }
      ms = until;
    },
  };
}

let time: ReturnType<typeof manualTime>;
let pacing: Pacing;
let turns: string[];
let start: number;

beforeEach(() => {
  time = manualTime();
  turns = [];
  start = time.now();
  pacing = createPacing({ ...time, intervalMs: 1_000, burst: 3, waitMaxMs: 5_000 });
});

/** Notes at which millisecond the turn came, or how long the caller was told to stay away. */
function ask(name: string, lane = 'C1'): void {
  pacing.turn(lane).then(
    () => turns.push(`${name} at ${time.now() - start}`),
    (error: RemoteError) =>
      turns.push(`${name} ${error.kind} ${error.code} for ${error.retryAfterMs}`),
  );
}

test('gives a rested lane a short burst, then one turn per interval, in the order of asking', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name);
  await time.advance(10_000);
  expect(turns).toEqual(['a at 0', 'b at 0', 'c at 0', 'd at 1000', 'e at 2000']);
});

test('never gives more turns in a stretch than the burst and one per interval', async () => {
  for (let i = 0; i < 8; i += 1) {
    ask(String(i));
    await time.advance(700);
  }
  await time.advance(5_000);
  const at = turns.map((turn) => Number(turn.split(' at ')[1]));
  expect(at).toHaveLength(8);
  for (const from of at) {
    for (const to of at.filter((one) => one >= from)) {
      const inStretch = at.filter((one) => one >= from && one <= to).length;
      expect(inStretch).toBeLessThanOrEqual(3 + Math.floor((to - from) / 1_000));
    }
  }
});

test('does not save up turns while a lane rests', async () => {
  ask('early');
  await time.advance(60_000);
  for (const name of ['a', 'b', 'c', 'd']) ask(name);
  await time.advance(5_000);
  expect(turns).toEqual(['early at 0', 'a at 60000', 'b at 60000', 'c at 60000', 'd at 61000']);
});

test('keeps lanes apart', async () => {
  for (const name of ['a', 'b', 'c', 'd']) ask(name, 'C1');
  ask('other', 'C2');
  await time.settle();
  expect(turns).toContain('other at 0');
  expect(turns).not.toContain('d at 0');
});

test('sends away who would wait longer than 5 s, with the wait, and takes who would wait exactly 5 s', async () => {
  for (let i = 1; i <= 9; i += 1) ask(String(i));
  await time.settle();
  expect(turns).toContain('9 throttled paced for 6000');
  await time.advance(5_000);
  expect(turns).toContain('8 at 5000');
  expect(turns).toHaveLength(9);
});

test('who was sent away leaves no gap behind', async () => {
  for (let i = 1; i <= 10; i += 1) ask(String(i));
  await time.advance(5_000);
  ask('next');
  await time.advance(1_000);
  expect(turns.at(-1)).toBe('next at 6000');
});

test('gives no turn before the time that Slack said, and no burst after it', async () => {
  pacing.hold('C1', 4_000);
  for (const name of ['a', 'b']) ask(name);
  await time.advance(3_999);
  expect(turns).toEqual([]);
  await time.advance(2_000);
  expect(turns).toEqual(['a at 4000', 'b at 5000']);
});

test('a hold stops those who wait already, and sends them away when it is long', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name);
  await time.advance(500);
  pacing.hold('C1', 30_000);
  await time.advance(1_000);
  expect(turns.slice(3)).toEqual(['d throttled paced for 29500', 'e throttled paced for 29500']);
  ask('f');
  await time.settle();
  expect(turns.at(-1)).toBe('f throttled paced for 29000');
});

test('a shorter hold does not shorten a longer one', async () => {
  pacing.hold('C1', 4_000);
  pacing.hold('C1', 1_000);
  ask('a');
  await time.advance(10_000);
  expect(turns).toEqual(['a at 4000']);
});

test('waits on when a sleep ends early', async () => {
  const sleeps: number[] = [];
  pacing = createPacing({
    now: time.now,
    sleep: (ms) => {
      sleeps.push(ms);
      return time.sleep(Math.ceil(ms / 2));
    },
    intervalMs: 1_000,
    burst: 1,
    waitMaxMs: 5_000,
  });
  ask('a');
  ask('b');
  await time.advance(5_000);
  expect(turns).toEqual(['a at 0', 'b at 1000']);
  expect(sleeps.length).toBeGreaterThan(1);
});
