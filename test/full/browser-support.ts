/** A real browser on the playground that `npm start` runs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumFlags, chromiumPath } from '../../scripts/screens/draw';

export const root = join(__dirname, '..', '..');

const hasBrowser = existsSync(chromiumPath);
const required = process.env.REQUIRE_BROWSER === '1';

if (!hasBrowser && !required) {
  console.warn(
    `Skipped: no Chromium at ${chromiumPath}. Install it (apt-get install chromium), or name one in CHROMIUM_PATH.`,
  );
}

// Without a browser there is nothing to run, and the message above says so; .ci/run sets REQUIRE_BROWSER, and fails then.
export const describeInBrowser = hasBrowser || required ? describe : describe.skip;

/** Throws where REQUIRE_BROWSER asks for a browser that is not there. */
export function openBrowser(): Promise<Browser> {
  if (!hasBrowser) {
    throw new Error(`REQUIRE_BROWSER=1, and there is no Chromium at ${chromiumPath}`);
  }
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: chromiumFlags });
}

export interface RunningPlayground {
  readonly server: ChildProcess;
  readonly url: string;
  /** What it printed so far. */
  said(): string;
}

/** The playground on a free port, once it says where. Rejects with what it printed when it ends before. */
export function startPlayground(dataDir: string): Promise<RunningPlayground> {
  const server = spawn(process.execPath, [join(root, 'dist/src/main.js'), 'playground'], {
    cwd: root,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ELEVATE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (url !== undefined) resolve({ server, url, said: () => said });
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('exit', (code) => reject(new Error(`the playground ended (${code}):\n${said}`)));
  });
}

/** How much of what the playground printed stands with a failure, in characters. */
const printedMost = 6_000;

/** A test that says, when it fails, what stood on the page then and what the playground had printed. */
export function testOnPage(
  name: string,
  seen: () => { readonly page: Page; readonly playground: RunningPlayground },
  story: () => Promise<void>,
): void {
  test(name, async () => {
    try {
      await story();
    } catch (thrown) {
      const { page, playground } = seen();
      const panes = await page.locator('.pane').allInnerTexts().catch(String);
      const printed = playground.said().slice(-printedMost);
      throw new Error([String(thrown), ...panes, printed].join('\n\n---- seen then\n'), {
        cause: thrown,
      });
    }
  });
}

export async function stopPlayground(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}
