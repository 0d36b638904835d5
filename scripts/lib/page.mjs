import { cpSync, existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** What esbuild reads itself; everything else in the folder is served as it is. */
const compiled = new Set(['.ts', '.tsx']);

/**
 * Bundles playground/page/main.tsx (scripts and styles) into dist/playground/page, beside its static files.
 * @param {string} root the clone
 */
export async function bundlePage(root) {
  const page = join(root, 'playground', 'page');
  const entry = join(page, 'main.tsx');
  if (!existsSync(entry)) return;
  const output = join(root, 'dist', 'playground', 'page');
  cpSync(page, output, { recursive: true, filter: isStatic });
  // Only here: whoever serves without the playground needs no bundler.
  const { build } = await import('esbuild');
  await build({
    entryPoints: [entry],
    outdir: output,
    bundle: true,
    minify: true,
    sourcemap: true,
    target: ['es2022'],
    jsx: 'automatic',
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
}

function isStatic(path) {
  return !compiled.has(extname(path)) && basename(path) !== 'tsconfig.json';
}
