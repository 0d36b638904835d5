// `npm run mutation [-- stryker options]`: both parts, or the one that MUTATION_PART names. One PostgreSQL for the run. Stryker starts Jest anew for every changed
// line, and a server each would take longer than the tests. Run by tsx, because the set-up is the tests' own.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parts } from '../stryker.config.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { default: setUp } = require('../test/support/global-setup.ts');
const { default: tearDown } = require('../test/support/global-teardown.ts');

await setUp();
try {
  const wanted = process.env.MUTATION_PART;
  for (const part of wanted === undefined ? Object.keys(parts) : [wanted]) {
    console.log(`== ${part}`);
    process.exitCode = Math.max(process.exitCode ?? 0, await stryker(part));
  }
} finally {
  await tearDown();
}

function stryker(part) {
  const program = fileURLToPath(
    new URL('../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url),
  );
  const child = spawn(process.execPath, [program, 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_PART: part },
  });
  // An interrupt reaches the child from the terminal; we only have to outlive it, to stop the server.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
