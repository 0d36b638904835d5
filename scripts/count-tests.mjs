// `node scripts/count-tests.mjs FOLDER [failed step…]`: adds up Jest's results and ends with the line that is read
// from outside, "N passed, N failed, N skipped". Fails when anything failed, when nothing ran, and when a test that
// had to run was skipped.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);
const results = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

const sum = (count) => results.reduce((total, result) => total + result[count], 0);
const passed = sum('numPassedTests');
// A suite that does not even load has no failed test of its own.
const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
const skipped = results.flatMap(skippedTests);

if (skipped.length > 0)
  console.log(`Skipped, though everything has to run here:\n${skipped.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failedSteps.length + failed + skipped.length > 0 || passed === 0 ? 1 : 0;

function skippedTests(result) {
  return result.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ status, fullName }) => `  ${status}: ${name}: ${fullName}`),
  );
}
