/**
 * The house limits, held over the source tree itself. Who may import whom is held by import-rules.test.ts, and what
 * needs types by ESLint.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '..');
const functionLinesMax = 70;
const fileLinesMax = 400;

const product = ['src', 'playground', 'migrations', 'bench', 'scripts'];
/** A test's `describe` is a function too, but reads as a table of contents. */
const all = [...product, 'test'];

interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const sources = all.flatMap((folder) => filesUnder(folder, /\.(ts|tsx|mjs|cjs)$/)).map(read);

it('finds the sources', () => {
  expect(sources.length).toBeGreaterThan(20);
});

describe('sizes', () => {
  it(`no file has more than ${fileLinesMax} lines`, () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > fileLinesMax);
    expect(long.map(({ path, text }) => `${path}: ${text.trimEnd().split('\n').length}`)).toEqual(
      [],
    );
  });

  it(`no function of the product has more than ${functionLinesMax} lines of code`, () => {
    const long = sources
      .filter(({ path }) => isProduct(path))
      .flatMap((source) => functionsOf(source))
      .filter(({ lines }) => lines > functionLinesMax);
    expect(long.map(({ place, lines }) => `${place}: ${lines}`)).toEqual([]);
  });

  it('counts code, not comments and blank lines', () => {
    const text = [
      'function f() {',
      '',
      '  // why',
      '  /* and',
      '  why */',
      '  return 1;',
      '}',
    ].join('\n');
    const [counted] = functionsOf({ path: 'x.ts', text, tree: parse('x.ts', text) });
    expect(counted?.lines).toBe(3);
  });
});

describe('names', () => {
  it('files and folders are kebab-case', () => {
    const parts = sources
      .filter(({ path }) => !path.startsWith('migrations/'))
      .flatMap(({ path }) => path.split('/').map((part) => ({ path, part })));
    const odd = parts.filter(({ part }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(part));
    expect([...new Set(odd.map(({ path }) => path))]).toEqual([]);
  });

  it('migrations are numbered without gap or repetition', () => {
    const numbers = sources
      .filter(({ path }) => /^migrations\/[^/]+\.ts$/.test(path) && basename(path) !== 'index.ts')
      .map(({ path }) => /^(\d+)-[a-z0-9]+(-[a-z0-9]+)*\.ts$/.exec(basename(path))?.[1] ?? path)
      .sort();
    expect(numbers.map(Number)).toEqual(numbers.map((_, index) => index + 1));
  });

  it('both platforms have a card of the same name for every screen', () => {
    const cards = (platform: string) =>
      filesUnder(`cards/${platform}`, /\.json$/)
        .map((path) => basename(path))
        .sort();
    expect(cards('slack')).toEqual(cards('teams'));
    expect(cards('slack').length).toBeGreaterThan(0);
  });
});

describe('plug-ins', () => {
  it.each(['connectors', 'directory'])(
    'src/%s/registry.ts has one line for each folder',
    (room) => {
      const folders = readdirSync(join(root, 'src', room), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
      expect(folders.length).toBeGreaterThan(0);
      const registry = read(join('src', room, 'registry.ts'));
      const imported = importsOf(registry)
        .map((path) => /^\.\/([^/]+)\//.exec(path)?.[1] ?? /^\.\/([^/]+)$/.exec(path)?.[1])
        .filter((name) => name !== undefined && existsSync(join(root, 'src', room, name)));
      expect([...new Set(imported)].sort()).toEqual(folders.sort());
    },
  );
});

describe('time and chance', () => {
  const pure = /^src\/(elevation|commands|audit|administration)\//;
  /** Starting an embedded server and giving up a wait go by the clock on the wall, and decide nothing about anybody. */
  const noWallClock =
    /^src\/(elevation|commands|audit|administration|workflow|views|store(?!\/(?:embedded|deadline\.ts)))\b/;

  it.each([
    [
      'Date.now()',
      'new Date()',
      'DateTime.now()',
      'DateTime.local()',
      'DateTime.utc()',
      'performance.now()',
    ],
  ])('what decides gets its time from the database: nowhere %s', (...calls) => {
    const hits = sources
      .filter(({ path }) => noWallClock.test(path))
      .flatMap((source) => uses(source, calls));
    expect(hits).toEqual([]);
  });

  it('rules neither wait nor throw dice', () => {
    const calls = [
      'setTimeout',
      'setInterval',
      'setImmediate',
      'Math.random',
      'randomUUID',
      'randomBytes',
    ];
    const hits = sources
      .filter(({ path }) => pure.test(path))
      .flatMap((source) => uses(source, calls));
    expect(hits).toEqual([]);
  });

  it('sees a clock that is read', () => {
    const text =
      'const a = Date.now();\nconst b = new Date();\nconst c = new Date(0);\nsetTimeout(f, 1);';
    const source = { path: 'x.ts', text, tree: parse('x.ts', text) };
    expect(uses(source, ['Date.now()', 'new Date()', 'setTimeout'])).toEqual([
      'x.ts:1 Date.now()',
      'x.ts:2 new Date()',
      'x.ts:4 setTimeout',
    ]);
  });
});

describe('habits', () => {
  const exported = sources.filter(({ path }) => isProduct(path) && /\.tsx?$/.test(path));

  it('there is no default export', () => {
    expect(
      exported.filter(({ tree }) => tree.statements.some(isDefaultExport)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('nothing is left to be done later', () => {
    const others = sources.filter(({ path }) => path !== relative(root, __filename));
    const left = others.filter(({ text }) => /\b(TODO|FIXME)\b/.test(text));
    expect(left.map(({ path }) => path)).toEqual([]);
  });

  it('no test runs alone, and none is skipped without saying when it runs', () => {
    const tests = sources.filter(({ path }) => path.startsWith('test/'));
    const odd = tests.flatMap((source) =>
      uses(source, [
        'it.only',
        'test.only',
        'describe.only',
        'fit',
        'fdescribe',
        'it.skip',
        'test.skip',
        'describe.skip',
        'xit',
        'xdescribe',
        'it.todo',
        'test.todo',
      ]).filter((hit) => !isConditional(source, hit)),
    );
    expect(odd).toEqual([]);
  });
});

/** `condition ? it : it.skip` says when the test runs; a bare `it.skip(…)` does not. */
function isConditional(source: Source, hit: string): boolean {
  const line = Number(/:(\d+) /.exec(hit)?.[1]);
  const text = source.text
    .split('\n')
    .slice(Math.max(0, line - 2), line)
    .join(' ');
  return /\?[^?]*:\s*(it|test|describe)\.skip/.test(text);
}

function isProduct(path: string): boolean {
  return product.some((folder) => path.startsWith(`${folder}/`));
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

function functionsOf({ path, text, tree }: Source): { place: string; lines: number }[] {
  const codeLines = linesWithCode(tree, text);
  const found: { place: string; lines: number }[] = [];
  visit(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const first = lineOf(tree, node.getStart(tree));
    const last = lineOf(tree, node.getEnd());
    const lines = [...codeLines].filter((line) => line >= first && line <= last).length;
    found.push({ place: `${path}:${first}`, lines });
  });
  return found;
}

/** Every line that a token touches; a template string of many lines is one token of many lines. */
function linesWithCode(tree: ts.SourceFile, text: string): Set<number> {
  const lines = new Set<number>();
  visit(tree, (node) => {
    if (node.getChildCount(tree) > 0 || node.getWidth(tree) === 0) return;
    const first = lineOf(tree, node.getStart(tree));
    const last = lineOf(tree, node.getEnd());
    for (let line = first; line <= last; line += 1) {
      if (text.split('\n', line)[line - 1]?.trim() !== '') lines.add(line);
    }
  });
  return lines;
}

/** Places where one of these is named: `a.b`, `a.b()` and `new A()` without an argument, or a bare name that is called. */
function uses({ path, tree }: Source, names: readonly string[]): string[] {
  const hits: string[] = [];
  visit(tree, (node) => {
    const name = usedName(node, tree);
    if (name !== null && names.includes(name))
      hits.push(`${path}:${lineOf(tree, node.getStart(tree))} ${name}`);
  });
  return hits;
}

function usedName(node: ts.Node, tree: ts.SourceFile): string | null {
  if (ts.isNewExpression(node) && (node.arguments?.length ?? 0) === 0) {
    return `new ${node.expression.getText(tree)}()`;
  }
  if (ts.isCallExpression(node)) {
    const name = node.expression.getText(tree);
    if (ts.isIdentifier(node.expression)) return name;
    return node.arguments.length === 0 ? `${name}()` : null;
  }
  return ts.isPropertyAccessExpression(node) ? node.getText(tree) : null;
}

function importsOf({ tree }: Source): string[] {
  return tree.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .map((statement) => (statement.moduleSpecifier as ts.StringLiteral).text);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  for (const child of node.getChildren()) visit(child, see);
}

function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}

function filesUnder(folder: string, kind: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, tree: parse(path, text) };
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}
