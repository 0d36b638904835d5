/** The command line as operators use it, in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';

export interface Ended {
  /** Null: it did not end by itself. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both of them. */
  readonly said: string;
}

/** `npm run elevate -- COMMAND` with these variables only, given 20 s to end by itself. */
export function elevate(
  command: string | readonly string[],
  variables: Record<string, string>,
): Promise<Ended> {
  const main = path.join(__dirname, '../../src/main.ts');
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0', ...variables };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--require', 'tsx/cjs', main, ...[command].flat()],
      { env, timeout: 20_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        const ended = typeof code === 'number' ? code : null;
        resolve({ code: ended, stdout, stderr, said: stdout + stderr });
      },
    );
  });
}
