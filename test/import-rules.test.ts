/**
 * Proves that each line of .dependency-cruiser.cjs bites: a small house is built in a temporary folder in which every
 * room tries to import every other one, and each rule's own trespass is made once.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const rulesFile = join(root, '.dependency-cruiser.cjs');

const pure = ['elevation', 'commands', 'audit', 'administration'];
const facing = [...pure, 'errors', 'words', 'log'];

/** The floor plan once more, in its own words: what each room may import. */
const floorPlan: Record<string, readonly string[]> = {
  errors: [],
  log: [],
  'read-body': [],
  words: ['errors', 'elevation'],
  config: facing,
  elevation: ['errors', 'words'],
  commands: ['errors', 'words', 'elevation'],
  audit: ['errors', 'words', 'elevation'],
  administration: ['errors', 'words', 'elevation'],
  store: [...facing, 'migrations'],
  views: facing,
  directory: facing,
  connectors: facing,
  platforms: [...facing, 'read-body', 'views'],
  workflow: [
    ...facing,
    'store',
    'views',
    'platforms/contract',
    'connectors/contract',
    'directory/contract',
  ],
  jobs: [...facing, 'workflow', 'store'],
  http: ['errors', 'log', 'read-body'],
};

/** One file per room that the others reach for. */
const doors: Record<string, string> = {
  errors: 'src/errors.ts',
  log: 'src/log.ts',
  'read-body': 'src/read-body.ts',
  words: 'src/words.ts',
  config: 'src/config.ts',
  app: 'src/app.ts',
  main: 'src/main.ts',
  cli: 'src/cli/door.ts',
  playground: 'playground/door.ts',
  migrations: 'migrations/door.ts',
  'platforms/contract': 'src/platforms/contract.ts',
  'connectors/contract': 'src/connectors/contract.ts',
  'directory/contract': 'src/directory/contract.ts',
  ...Object.fromEntries(
    [
      ...pure,
      'store',
      'views',
      'directory',
      'connectors',
      'platforms',
      'workflow',
      'jobs',
      'http',
    ].map((name) => [name, `src/${name}/door.ts`]),
  ),
};

const files = ['errors', 'log', 'read-body', 'words', 'config'];

/** Where a room tries everything: a file of a folder, or the file itself. */
function trier(room: string): string {
  return files.includes(room) ? `src/${room}.ts` : `src/${room}/tries-everything.ts`;
}

/** [rule, importing file, imported file or package], each a trespass. */
const trespasses: readonly (readonly [string, string, string])[] = [
  ['plug-in-platforms-alone', 'src/platforms/slack/a.ts', 'src/platforms/teams/b.ts'],
  ['plug-in-connectors-alone', 'src/connectors/one/a.ts', 'src/connectors/two/b.ts'],
  ['plug-in-directory-alone', 'src/directory/one/a.ts', 'src/directory/two/b.ts'],
  ['plug-in-platforms-by-registry', 'src/cli/reaches-slack.ts', 'src/platforms/slack/b.ts'],
  ['plug-in-connectors-by-registry', 'src/connectors/set.ts', 'src/connectors/two/b.ts'],
  ['plug-in-directory-by-registry', 'src/workflow/reaches-source.ts', 'src/directory/two/b.ts'],
  ['app-is-the-top', 'src/jobs/reaches-app.ts', 'src/app.ts'],
  ['command-line-is-an-entrance', 'src/app.ts', 'src/cli/door.ts'],
  ['playground-from-the-command-line-only', 'src/http/reaches-playground.ts', 'playground/door.ts'],
  ['simulations-are-independent-judges', 'playground/slack/a.ts', 'src/commands/door.ts'],
  ['simulations-do-not-know-each-other', 'playground/teams/a.ts', 'playground/slack/a.ts'],
  ['simulated-connector-is-a-connector', 'playground/exchange/connector.ts', 'src/store/door.ts'],
  ['migrations-stand-alone', 'migrations/0001-a.ts', 'src/elevation/door.ts'],
  ['product-knows-no-tests', 'src/views/reaches-tests.ts', 'test/door.ts'],
  ['only-home-of-bolt', 'src/platforms/teams/bolt.ts', '@slack/bolt'],
  ['only-home-of-bolt', 'src/workflow/web-api.ts', '@slack/web-api'],
  ['only-home-of-bolt', 'playground/slack/bolt.ts', '@slack/bolt'],
  ['only-home-of-botbuilder', 'src/platforms/slack/botbuilder.ts', 'botbuilder'],
  ['only-home-of-botbuilder', 'src/app-teams.ts', 'botframework-connector'],
  ['only-home-of-typeorm', 'src/workflow/typeorm.ts', 'typeorm'],
  ['rules-use-pure-packages', 'src/elevation/pg.ts', 'pg'],
  ['rules-have-no-outside', 'src/commands/fs.ts', 'node:fs'],
  ['hashes-where-digests-are-made', 'src/elevation/secret.ts', 'node:crypto'],
  ['no-cycle', 'src/views/chicken.ts', 'src/views/egg.ts'],
  ['resolvable', 'src/views/lost.ts', 'src/views/nowhere.ts'],
  ['declared-packages', 'src/views/undeclared.ts', 'undeclared'],
  ['service-runs-without-development-packages', 'src/store/jest.ts', 'a-development-package'],
];

/** Imports that look like trespasses and are none. */
const permitted: readonly (readonly [string, string])[] = [
  ['src/platforms/slack/own.ts', 'src/platforms/slack/b.ts'],
  ['src/platforms/slack/own-contract.ts', 'src/platforms/contract.ts'],
  ['src/platforms/slack/own-bolt.ts', '@slack/bolt'],
  ['src/platforms/teams/own-botbuilder.ts', 'botbuilder'],
  ['src/connectors/registry.ts', 'src/connectors/two/b.ts'],
  ['src/app.ts', 'src/platforms/slack/b.ts'],
  ['src/store/own-typeorm.ts', 'typeorm'],
  ['migrations/0002-b.ts', 'typeorm'],
  ['src/elevation/digest.ts', 'node:crypto'],
  ['src/audit/seal.ts', 'node:crypto'],
  ['src/commands/zod.ts', 'zod'],
  ['src/main.ts', 'src/cli/door.ts'],
  ['src/cli/playground.ts', 'playground/door.ts'],
  ['playground/door.ts', 'src/app.ts'],
  ['playground/slack/contract.ts', 'src/connectors/contract.ts'],
  ['playground/exchange/connector.ts', 'src/connectors/deadline.ts'],
  ['test/door.ts', 'src/workflow/door.ts'],
];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

let house: string;
let violations: Violation[];

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'elevate-house-'));
  buildHouse(house);
  violations = cruise(house);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe.each(Object.keys(floorPlan))('src/%s', (from) => {
  it('may import exactly what the floor plan allows', () => {
    const others = Object.keys(doors).filter((to) => to !== from && !to.startsWith(`${from}/`));
    const refused = others.filter((to) =>
      violations.some(
        (violation) =>
          violation.rule.name === `room-${from}` &&
          violation.from === trier(from) &&
          violation.to === doors[to],
      ),
    );
    expect(others.filter((to) => !refused.includes(to)).sort()).toEqual(
      [...(floorPlan[from] ?? []), ...contractsOfAllowedRooms(from)]
        .filter((to) => to !== from)
        .sort(),
    );
  });
});

it.each(trespasses)('%s refuses that %s imports %s', (rule, from, to) => {
  const hits = violations.filter((each) => each.rule.name === rule && each.from === from);
  expect(hits.map((each) => doorName(each.to))).toContainEqual(
    expect.stringContaining(doorName(to)),
  );
});

it.each(permitted)('nothing refuses that %s imports %s', (from, to) => {
  const hits = violations.filter(
    (each) => each.from === from && doorName(each.to).includes(doorName(to)),
  );
  expect(hits.filter((each) => each.rule.name !== 'no-cycle')).toEqual([]);
});

it('has a trespass for every rule', () => {
  const rules = jest.requireActual<{ forbidden: { name: string }[] }>(rulesFile).forbidden;
  const bitten = new Set(violations.map((each) => each.rule.name));
  expect(rules.map((rule) => rule.name).filter((name) => !bitten.has(name))).toEqual([]);
});

it('knows every folder and file of src', () => {
  const known = [...Object.keys(floorPlan), 'app', 'main', 'cli'];
  const found = readdirSync(join(root, 'src'));
  expect(
    found.map((name) => name.replace(/\.ts$/, '')).filter((name) => !known.includes(name)),
  ).toEqual([]);
});

/** An import that points to nothing is reported as it was written, Node's own modules without `node:`. */
function doorName(path: string): string {
  return path.replace(/^node:/, '').replace(/^(src\/views|\.)\/nowhere(\.ts)?$/, 'nowhere');
}

/** A room that may be imported whole may be imported by its contract too. */
function contractsOfAllowedRooms(from: string): string[] {
  return Object.keys(doors).filter((door) => {
    const [room, file] = door.split('/');
    return file === 'contract' && room !== from && (floorPlan[from] ?? []).includes(room ?? '');
  });
}

function buildHouse(folder: string): void {
  const imports = new Map<string, Set<string>>();
  const add = (from: string, to?: string) => {
    const known = imports.get(from) ?? new Set();
    if (to) known.add(to);
    imports.set(from, known);
  };
  for (const door of Object.values(doors)) add(door);
  for (const from of Object.keys(floorPlan)) {
    for (const [to, door] of Object.entries(doors)) if (to !== from) add(trier(from), door);
  }
  for (const [, from, to] of trespasses) add(from, to);
  for (const [from, to] of permitted) add(from, to);
  add('src/views/egg.ts', 'src/views/chicken.ts');
  const targets = [...imports.values()].flatMap((set) => [...set]);
  for (const to of targets) if (to.endsWith('.ts') && !to.includes('nowhere')) add(to);

  for (const [from, tos] of imports) write(folder, from, source(from, tos));
  write(
    folder,
    'tsconfig.json',
    '{ "compilerOptions": { "module": "node16", "moduleResolution": "node16" } }',
  );
  write(folder, 'package.json', JSON.stringify(packageFile()));
  for (const name of packages()) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, 'module.exports = {};');
  }
}

/** Between our own files only types are imported: the rules must see those too. */
function source(from: string, tos: ReadonlySet<string>): string {
  const lines = [...tos].map((to) => {
    if (!to.endsWith('.ts')) return `import * as p${Math.abs(hash(to))} from '${to}';`;
    const path = relative(dirname(from), to).replace(/\.ts$/, '');
    return `import { type T as t${Math.abs(hash(to))} } from '${path.startsWith('.') ? path : `./${path}`}';`;
  });
  return [...lines, 'export type T = string;', ''].join('\n');
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) | 0, 7);
}

function packages(): string[] {
  const named = [...trespasses.map(([, , to]) => to), ...permitted.map(([, to]) => to)];
  return named.filter((to) => !to.endsWith('.ts') && !to.startsWith('node:'));
}

function packageFile(): object {
  const dependencies = packages().filter(
    (name) => name !== 'undeclared' && name !== 'a-development-package',
  );
  return {
    name: 'house',
    dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])),
    devDependencies: { 'a-development-package': '*' },
  };
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function cruise(folder: string): Violation[] {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, '--config', rulesFile, '--output-type', 'json', '--no-progress', '.'];
  const output = execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
  });
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}
