import { createBatches } from '../../src/store/batches';
import { type Database } from '../../src/store/database';
import { DatabaseUnavailable } from '../../src/store/unavailable';

interface Run {
  readonly items: readonly string[];
  finish(outcome: readonly string[] | Error): void;
}

function harness() {
  const runs: Run[] = [];
  const batches = createBatches<string, string>(
    (_database, items) =>
      new Promise((resolve, reject) => {
        const finish = (outcome: readonly string[] | Error) =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome);
        runs.push({ items, finish });
      }),
  );
  const database = { pool: {} } as Database;
  return { runs, call: (item: string) => batches(database, item) };
}

/** Lets everything that can go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('sends a call at once while nothing is under way, and together what comes meanwhile', async () => {
  const { runs, call } = harness();
  const answers = ['a', 'b', 'c', 'd'].map(call);
  expect(runs.map((run) => run.items)).toEqual([['a']]);
  runs[0]!.finish(['A']);
  await settled();
  expect(runs.map((run) => run.items)).toEqual([['a'], ['b', 'c', 'd']]);
  runs[1]!.finish(['B', 'C', 'D']);
  expect(await Promise.all(answers)).toEqual(['A', 'B', 'C', 'D']);
  void call('e');
  expect(runs.at(-1)!.items).toEqual(['e']);
});

it('sends no more than 64 together', async () => {
  const { runs, call } = harness();
  for (let n = 0; n < 102; n += 1) void call(String(n));
  runs[0]!.finish(['0']);
  await settled();
  runs[1]!.finish(Array.from({ length: 64 }, String));
  await settled();
  expect(runs.map((run) => run.items.length)).toEqual([1, 64, 37]);
});

it('fails nobody for the row of somebody else', async () => {
  const { runs, call } = harness();
  const first = call('a');
  const [good, bad, other] = [call('good'), call('bad'), call('other')];
  const refused = expect(bad).rejects.toThrow('a row is bad');
  runs[0]!.finish(['A']);
  await settled();
  runs[1]!.finish(new Error('a row is bad'));
  await settled();
  expect(runs[2]!.items).toEqual(['good']);
  runs[2]!.finish(['Good']);
  await settled();
  runs[3]!.finish(new Error('a row is bad'));
  await settled();
  runs[4]!.finish(['Other']);
  expect(await Promise.all([first, good, other])).toEqual(['A', 'Good', 'Other']);
  await refused;
});

it('goes on after a failure', async () => {
  const { runs, call } = harness();
  const failed = expect(call('a')).rejects.toThrow('gone');
  const next = call('b');
  runs[0]!.finish(new Error('gone'));
  await failed;
  await settled();
  runs[1]!.finish(['B']);
  expect(await next).toBe('B');
});

it('does not try again what may have been recorded', async () => {
  const { runs, call } = harness();
  void call('a');
  const together = [call('b'), call('c')];
  runs[0]!.finish(['A']);
  await settled();
  const lost = new DatabaseUnavailable(null, true);
  runs[1]!.finish(lost);
  for (const outcome of await Promise.allSettled(together)) {
    expect(outcome).toEqual({ status: 'rejected', reason: lost });
  }
  expect(runs).toHaveLength(2);
});

it('keeps databases apart', () => {
  const ran: (readonly string[])[] = [];
  const batches = createBatches<string, string>((_database, items) => {
    ran.push(items);
    return new Promise(() => undefined);
  });
  for (const item of ['a', 'b', 'c']) void batches({ pool: {} } as Database, item);
  expect(ran).toEqual([['a'], ['b'], ['c']]);
});
