/**
 * The same model as in the everyday run, 300 times in `npm run test:full` and 2,000 times in `npm run test:model`, which
 * takes a quarter of an hour. The seed is printed; MODEL_SEED=… repeats a run, MODEL_RUNS=… makes it shorter or longer,
 * MODEL_SHRINK=1 looks for the shortest story that fails.
 */
import { runModel, tableOf } from '../model/run-model';

const runs = Number(process.env.MODEL_RUNS ?? 300);

it(`keeps every promise in ${runs} random stories`, async () => {
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 1_000_000_000);
  process.stdout.write(`MODEL_SEED=${seed}\n`);
  const result = await runModel({ runs, seed });
  process.stdout.write(`${tableOf(result, runs)}\n`);
  expect(result.steps / runs).toBeGreaterThanOrEqual(30);
  for (const [verb, { done, refused }] of result.counts) {
    expect({ verb, times: done + refused >= runs / 20 }).toEqual({ verb, times: true });
  }
}, 2_400_000);
