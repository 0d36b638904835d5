import { runModel, tableOf } from '../model/run-model';

it('keeps every promise, whatever people, clocks and targets do (more runs in npm run test:full)', async () => {
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 1_000_000_000);
  const runs = 12;
  const result = await runModel({ runs, seed }).catch((error: unknown) => {
    throw new Error(`MODEL_SEED=${seed} finds it again`, { cause: error });
  });
  expect(tableOf(result, runs)).toContain('approve');
}, 120_000);
