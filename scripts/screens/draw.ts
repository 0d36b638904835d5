/** Takes the pictures: one Chromium, and one page for each width. */
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { widths, type Picture, type Width } from './list';
import { shrinkPng } from './small-png';

/** Where Debian puts it; CHROMIUM_PATH names another one. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The same edges on every screen, and few colours.
  '--disable-lcd-text',
];

/** No server is there: what the page asks for is answered here, and nothing leaves the machine. */
const origin = 'http://screens.localhost';

/**
 * Draws each picture and hands its PNG (palette, with the digest as note) to `keep`, in order per width.
 * @throws {Error} when there is no Chromium, or when the page reports an error
 */
export async function drawPictures(
  wanted: readonly Picture[],
  keep: (picture: Picture, png: Buffer) => void,
): Promise<void> {
  if (!existsSync(chromiumPath)) {
    throw new Error(
      `No Chromium at ${chromiumPath}. Install it (apt-get install chromium), or name one in CHROMIUM_PATH.`,
    );
  }
  const files = await bundleStage();
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: chromiumFlags,
  });
  try {
    for (const width of widths) {
      const pictures = wanted.filter((picture) => picture.width === width);
      if (pictures.length > 0) await drawWidth(browser, files, width, pictures, keep);
    }
  } finally {
    await browser.close();
  }
}

async function drawWidth(
  browser: Browser,
  files: ReadonlyMap<string, string>,
  width: Width,
  pictures: readonly Picture[],
  keep: (picture: Picture, png: Buffer) => void,
): Promise<void> {
  // A phone has two pixels where a desktop has one.
  const deviceScaleFactor = width === 360 ? 2 : 1;
  const viewport = { width, height: 1000 };
  const settings = { locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' } as const;
  const page = await browser.newPage({ viewport, deviceScaleFactor, ...settings });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.route('**/*', (route) => {
    const body = files.get(new URL(route.request().url()).pathname);
    const contentType = route.request().url().endsWith('.css') ? 'text/css' : undefined;
    return body === undefined ? route.abort() : route.fulfill({ body, contentType });
  });
  await page.goto(`${origin}/stage.html`);
  for (const picture of pictures) {
    const png = await draw(page, picture);
    if (problems.length > 0) throw new Error(`${picture.file}: ${problems.join('\n')}`);
    keep(picture, shrinkPng(png, picture.digest));
  }
  await page.close();
}

async function draw(page: Page, { scene, readAt, pane, file }: Picture): Promise<Buffer> {
  await page.clock.setFixedTime(readAt);
  await page.evaluate((drawn) => {
    // The page is the browser's; this file is not compiled for one.
    (globalThis as unknown as { drawScene: (scene: unknown) => void }).drawScene(drawn);
  }, scene);
  if (pane !== null) {
    const button = page.locator('.ac-pushButton.expandable', { hasText: pane }).first();
    await button.click({ timeout: 5_000 });
    await button.blur();
  }
  const box = page.locator(isDialog(scene.kind) ? '.slack-dialog' : '.stage');
  const png = await box.screenshot({ animations: 'disabled', caret: 'hide', timeout: 10_000 });
  if (png.length === 0) throw new Error(`${file}: nothing was drawn.`);
  return png;
}

function isDialog(kind: Picture['scene']['kind']): boolean {
  return kind === 'slack-modal' || kind === 'slack-confirm';
}

/** The page and what it asks for, by path. */
async function bundleStage(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, '..', '..', 'playground', 'page', 'stage.tsx')],
    outdir: '/',
    bundle: true,
    write: false,
    target: ['es2022'],
    jsx: 'automatic',
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const html = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">',
    '<link rel="stylesheet" href="/stage.css"><div id="page"></div><script src="/stage.js"></script></html>',
  ].join('\n');
  return new Map([
    ['/stage.html', html],
    ...outputFiles.map(({ path, text }) => [path, text] as const),
  ]);
}
