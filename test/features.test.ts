/**
 * Holds docs/features.md to the tests that it names: a "yes" of ours that no test shows any more, because the test was
 * renamed or taken away, turns this red.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '..');
const groups = ['Policies', 'Asking', 'Deciding', 'Grants and ends', 'Evidence', 'Operation'];
const comparisonColumns = [
  'Feature',
  'Elevate',
  'M365 PAM',
  'Entra PIM',
  'Customer Lockbox',
  'AD PAM',
  'Open-source peers',
  'Commercial peers',
];
const evidenceColumns = ['Feature', 'Shown by', 'Its title'];
const peers = {
  'Open-source peers':
    'Teleport, accessbot, sso-elevator, TEAM, Glide, JIT Groups, hoop, Infisical, tailscale',
  'Commercial peers':
    'Google PAM, ConductorOne, Opal, Apono, Entitle, Sym, StrongDM, Lumos, Indent, Okta',
};

/** Between the title of a `describe` and what is in it. */
const nested = ' › ';

const document = readFileSync(join(root, 'docs/features.md'), 'utf8');

interface Table {
  readonly group: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

describe('docs/features.md', () => {
  const tables = tablesOf(document);

  it('has a comparison and its evidence for each group', () => {
    const found = tables.filter(({ group }) => groups.includes(group));
    expect(found.map(({ group, columns }) => [group, columns])).toEqual(
      groups.flatMap((group) => [
        [group, comparisonColumns],
        [group, evidenceColumns],
      ]),
    );
  });

  it('names tests that are there', () => {
    expect(missingTests(tables, titlesIn)).toEqual([]);
  });

  it('shows a test for whatever Elevate has, and for nothing that it has not', () => {
    expect(unshownRows(tables)).toEqual([]);
  });

  it('says yes, partly and how, no, or that it is not known, and names each peer once', () => {
    expect(oddCells(tables)).toEqual([]);
  });

  it('has a source for every key, and a key for every source', () => {
    const defined = [...document.matchAll(/^\[\^([^\]]+)\]: \S/gm)].map(([, key]) => key);
    const used = [...document.matchAll(/\[\^([^\]]+)\](?!:)/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual([...defined].sort());
  });
});

describe('what holds docs/features.md', () => {
  const sample = (elevate: string, ...evidence: string[]) =>
    tablesOf(
      [
        '## Asking',
        `| ${comparisonColumns.join(' | ')} |`,
        '| --- |',
        `| In one line | ${elevate} | no | unknown | no | no | unknown | unknown |`,
        '',
        `| ${evidenceColumns.join(' | ')} |`,
        '| --- |',
        ...evidence,
      ].join('\n'),
    );
  const titles = (file: string) =>
    file === 'test/a.test.ts' ? ['asking', 'asking › takes %s as a length', 'lives'] : null;

  it('sees a test that is not there', () => {
    const named = (file: string, title: string) =>
      missingTests(sample('yes', `| In one line | \`${file}\` | \`${title}\` |`), titles);
    expect(named('test/a.test.ts', 'lives')).toEqual([]);
    expect(named('test/a.test.ts', 'asking › takes 4h as a length')).toEqual([]);
    expect(named('test/a.test.ts', 'asking › takes %s as a length')).toEqual([]);
    expect(named('test/a.test.ts', 'live')).toHaveLength(1);
    expect(named('test/a.test.ts', 'asking › refuses 4h')).toHaveLength(1);
    expect(named('test/a.test.ts', 'takes 4h as a length')).toHaveLength(1);
    expect(named('test/b.test.ts', 'lives')).toHaveLength(1);
  });

  it('sees a yes without a test, and a test without a yes', () => {
    const shown = '| In one line | `test/a.test.ts` | `lives` |';
    expect(unshownRows(sample('yes', shown))).toEqual([]);
    expect(unshownRows(sample('no'))).toEqual([]);
    expect(unshownRows(sample('yes'))).toHaveLength(1);
    expect(unshownRows(sample('partly: on Slack'))).toHaveLength(1);
    expect(unshownRows(sample('not yet', shown))).toHaveLength(1);
    expect(unshownRows(sample('yes', shown.replace('one line', 'two')))).toHaveLength(2);
  });

  it('sees a cell that says nothing it may say', () => {
    expect(oddCells(sample('partly: on Slack'))).toEqual([]);
    expect(oddCells(sample('partly'))).toHaveLength(1);
    expect(oddCells(sample('perhaps'))).toHaveLength(1);
  });

  it('reads titles as they nest, with each, templates and names of their own', () => {
    const text = [
      'describe.each([1])("on %s", () => {',
      '  it("lives", () => {});',
      '  test.each<string>(["a"])(`takes ${one} in`, () => {});',
      '});',
      'describeInBrowser("a page", () => { test("opens", async () => {}); });',
      'call("no test", () => {});',
    ].join('\n');
    expect(titlesOf(text)).toEqual([
      'on %s',
      'on %s › lives',
      'on %s › takes %s in',
      'a page',
      'a page › opens',
    ]);
  });
});

/** Tables under the last heading before them; cells without the spaces around them. */
function tablesOf(text: string): Table[] {
  const tables: { group: string; columns: string[]; rows: string[][] }[] = [];
  let group = '';
  let previous = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) group = line.slice(3).trim();
    if (line.startsWith('|')) {
      const cells = line.split('|').slice(1, -1);
      const trimmed = cells.map((cell) => cell.trim());
      if (!previous.startsWith('|')) tables.push({ group, columns: trimmed, rows: [] });
      else if (!/^-+$/.test(trimmed[0] ?? '')) tables.at(-1)!.rows.push(trimmed);
    }
    previous = line;
  }
  return tables;
}

function missingTests(
  tables: readonly Table[],
  titles: (file: string) => readonly string[] | null,
): string[] {
  return evidenceOf(tables)
    .filter(({ file, title }) => !titles(file)?.some((one) => isTitle(title, one)))
    .map(({ file, title }) => `${file}: ${title}`);
}

/** Part by part; what is filled in from a table is compared up to the first `%`. */
function isTitle(named: string, title: string): boolean {
  const parts = title.split(nested);
  const namedParts = named.split(nested);
  return (
    parts.length === namedParts.length &&
    parts.every((part, index) => isPart(namedParts[index] ?? '', part))
  );
}

function isPart(named: string, part: string): boolean {
  const fixed = part.slice(0, Math.max(part.indexOf('%'), 0));
  return named === part || (fixed !== '' && named.startsWith(fixed));
}

function unshownRows(tables: readonly Table[]): string[] {
  const rows = comparisonsOf(tables);
  const shown = evidenceOf(tables);
  const odd = rows
    .filter(({ group, feature, cells }) => {
      const isShown = shown.some((one) => one.group === group && one.feature === feature);
      return isShown !== /^(yes|partly)\b/.test(cells[1] ?? '');
    })
    .map(({ feature }) => feature);
  const strays = shown.filter(
    (one) => !rows.some(({ group, feature }) => one.group === group && one.feature === feature),
  );
  return [...odd, ...strays.map(({ feature }) => feature)];
}

function oddCells(tables: readonly Table[]): string[] {
  return comparisonsOf(tables).flatMap(({ feature, cells }) => {
    const [, ours, ...others] = cells;
    const odd = /^(yes\b|partly: |no\b|not yet\b)/.test(ours ?? '') ? [] : [`Elevate: ${ours}`];
    const microsoft = others
      .slice(0, 4)
      .filter((cell) => !/^(yes\b|partly: |no\b|unknown\b|n\/a\b)/.test(cell));
    const columns = Object.values(peers).map((names, index) =>
      oddPeers(others[4 + index] ?? '', names.split(', ')),
    );
    return [...odd, ...microsoft, ...columns.flat()].map((what) => `${feature}: ${what}`);
  });
}

/** `yes: A, B (how) · partly: C (how)`: names of the column, each once; those that are not named are unknown. */
function oddPeers(cell: string, names: readonly string[]): string[] {
  if (cell === 'unknown') return [];
  const bare = cell.replace(/\[\^[^\]]+\]/g, '').replace(/ \([^()]*\)/g, '');
  const seen: string[] = [];
  return bare.split(' · ').flatMap((part) => {
    const [, verdict, list = ''] = /^(yes|partly|no): (.+)$/.exec(part) ?? [];
    if (verdict === undefined) return [part];
    return list.split(', ').filter((name) => {
      const isOdd = (!names.includes(name) && name !== 'all') || seen.includes(name);
      seen.push(name);
      return isOdd;
    });
  });
}

function comparisonsOf(tables: readonly Table[]) {
  return tables
    .filter(({ columns }) => columns.includes('Elevate'))
    .flatMap(({ group, rows }) => rows.map((cells) => ({ group, feature: cells[0] ?? '', cells })));
}

function evidenceOf(tables: readonly Table[]) {
  return tables
    .filter(({ columns }) => columns[1] === evidenceColumns[1])
    .flatMap(({ group, rows }) =>
      rows.map(([feature = '', file = '', title = '']) => ({
        group,
        feature,
        file: file.replaceAll('`', ''),
        title: title.replaceAll('`', ''),
      })),
    );
}

const read = new Map<string, readonly string[]>();

function titlesIn(file: string): readonly string[] | null {
  if (!/^test\/.+\.test\.ts$/.test(file) || !existsSync(join(root, file))) return null;
  const titles = read.get(file) ?? titlesOf(readFileSync(join(root, file), 'utf8'));
  read.set(file, titles);
  return titles;
}

/** Titles with those around them, `a › b`. What is filled into a template stands as `%s`. */
function titlesOf(text: string): string[] {
  const tree = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
  const titles: string[] = [];
  function visit(node: ts.Node, around: string): void {
    const own = titleOf(node, tree);
    const path = own === null ? around : around === '' ? own : around + nested + own;
    if (own !== null) titles.push(path);
    node.forEachChild((child) => visit(child, path));
  }
  visit(tree, '');
  return titles;
}

function titleOf(node: ts.Node, tree: ts.SourceFile): string | null {
  if (!ts.isCallExpression(node)) return null;
  const [title] = node.arguments;
  if (title === undefined || !/^(describe|test|it)(?![a-z])/.test(node.expression.getText(tree)))
    return null;
  if (ts.isStringLiteralLike(title)) return title.text;
  if (!ts.isTemplateExpression(title)) return null;
  return title.head.text + title.templateSpans.map(({ literal }) => `%s${literal.text}`).join('');
}
