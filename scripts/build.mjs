// Compiles the sources to dist/ and bundles the playground's page. `npm run build` always builds; scripts/prepare.mjs
// builds only what changed.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './lib/page.mjs';

const sourceFolders = ['src', 'playground', 'migrations', 'bench'];
const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/**
 * Whether dist/ was made from exactly these sources.
 * @param {string} root the clone
 */
export function isBuilt(root) {
  const stamp = readText(join(root, 'dist', '.built.json'));
  return stamp !== null && stamp === JSON.stringify(inputs(root));
}

/**
 * @param {string} root the clone
 * @throws {Error} when the sources do not compile
 */
export async function build(root) {
  console.error('Building…');
  const dist = join(root, 'dist');
  const stamp = join(dist, '.built.json');
  // What tsc remembers is only worth something while its outputs are known to be whole.
  if (!existsSync(stamp)) rmSync(join(dist, '.tsbuildinfo'), { force: true });
  // Read before compiling: a file that is saved meanwhile makes the next run build again.
  const made = JSON.stringify(inputs(root));
  rmSync(stamp, { force: true });
  compile(root);
  removeOrphans(root, dist);
  await bundlePage(root);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, made);
}

function compile(root) {
  const tsc = createRequire(join(root, 'package.json')).resolve('typescript/bin/tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) throw new Error('The sources do not compile; see above.');
}

/** tsc leaves the output of a deleted source behind, and a deleted migration must not run. */
function removeOrphans(root, dist) {
  for (const folder of sourceFolders) {
    for (const file of filesUnder(join(dist, folder))) {
      const source = join(root, relative(dist, file)).replace(/\.js(\.map)?$/, '');
      const isOutput = /\.js(\.map)?$/.test(file);
      if (isOutput && !existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) rmSync(file);
    }
  }
}

/** Path, size and time of every input. */
function inputs(root) {
  const own = fileURLToPath(import.meta.url);
  const files = [
    ...sourceFolders.flatMap((folder) => filesUnder(join(root, folder))),
    ...settings.map((name) => join(root, name)),
    own,
    join(dirname(own), 'lib', 'page.mjs'),
  ];
  return files.sort().map((file) => {
    const found = statSync(file, { throwIfNoEntry: false });
    return [relative(root, file), found?.size ?? null, found?.mtimeMs ?? null];
  });
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  build(resolve(dirname(fileURLToPath(import.meta.url)), '..')).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
