/** A real browser on the playground that `npm start` runs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
function openBrowser(): Promise<Browser> {
  if (!hasBrowser) {
    throw new Error(`REQUIRE_BROWSER=1, and there is no Chromium at ${chromiumPath}`);
  }
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: chromiumFlags });
}

interface RunningPlayground {
  readonly server: ChildProcess;
  readonly url: string;
  /** What it printed so far. */
  said(): string;
}

/** The playground on a free port, once it says where. Rejects with what it printed when it ends before. */
function startPlayground(dataDir: string): Promise<RunningPlayground> {
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

/** What the tests of one `describe` work on; `url` is where the page of the playground is. */
export interface OnPlayground {
  readonly page: Page;
  readonly playground: RunningPlayground;
  readonly url: string;
}

interface Opening {
  /** Begins the name of the folder where it keeps its data. */
  readonly name: string;
  /** Of the window. */
  readonly height: number;
}

/**
 * Starts a playground for the tests of a `describe`, opens a page for it, and ends both after them.
 * @param opened before the first of them; the page is still empty
 * @returns `it` for these tests: one that fails says what stood on the page then and what the playground had printed
 */
export function onPlayground(
  { name, height }: Opening,
  opened: (on: OnPlayground) => Promise<void>,
): (title: string, story: () => Promise<void>) => void {
  let dataDir: string;
  let playground: RunningPlayground | undefined;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), name));
    playground = await startPlayground(dataDir);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height } });
    page.setDefaultTimeout(60_000);
    await opened({ page, playground, url: playground.url });
  });
  afterAll(async () => {
    await browser?.close();
    await stopPlayground(playground?.server);
    rmSync(dataDir, { recursive: true, force: true });
  });

  return (title, story) => {
    test(title, async () => {
      try {
        await story();
      } catch (thrown) {
        const panes = await page.locator('.pane').allInnerTexts().catch(String);
        const printed = playground?.said().slice(-printedMost) ?? '';
        throw new Error([String(thrown), ...panes, printed].join('\n\n---- seen then\n'), {
          cause: thrown,
        });
      }
    });
  };
}

async function stopPlayground(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}
