// `npm start` and `npm run elevate -- …`: prepares, then becomes the command line in this same process.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const main = join(root, 'dist', 'src', 'main.js');
const parentPollMs = 500;

/**
 * npm passes SIGTERM on to the shell between us, and Debian's shell dies of it without telling us: a service stopped
 * by a supervisor would live on without its parent. So the loss of the parent counts as that signal.
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    process.kill(process.pid, 'SIGTERM');
  }, parentPollMs);
  poll.unref();
}

try {
  await prepare();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
stopWithNpm();
process.argv[1] = main;
createRequire(import.meta.url)(main);
