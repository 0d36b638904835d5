/** The pictures in docs/screens: one list with the registry of screens, and none that shows what is no longer sent. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPictures } from '../../scripts/screens/draw';
import { describeInBrowser } from './browser-support';
import { folder, pictures, widths, type Picture } from '../../scripts/screens/list';
import { readPngFacts, type PngFacts } from '../../scripts/screens/small-png';
import { screens } from '../../src/views/view';
import { sampleViews } from '../support/sample-views';

const every = pictures();

/** Pictures of the playground are made by its own test. */
const drawn = readdirSync(folder).filter((file) => !file.startsWith('playground'));

function facts({ file }: Picture): PngFacts {
  return readPngFacts(readFileSync(join(folder, file)));
}

describe('the list of pictures', () => {
  it('has every sample of every screen on both platforms in both widths', () => {
    const wanted = sampleViews().flatMap(({ name }) =>
      ['slack', 'teams'].flatMap((platform) =>
        widths.map((width) => `${name}.${platform}.${width}.png`),
      ),
    );
    const listed = new Set(every.map(({ file }) => file));
    expect(wanted.filter((file) => !listed.has(file))).toEqual([]);
  });

  it.each(screens)('has the screen %s of the registry', (screen) => {
    const platforms = every
      .filter(({ sample }) => sample.startsWith(`${screen}.`))
      .map(({ platform, width }) => `${platform} ${width}`);
    expect([...new Set(platforms)].sort()).toEqual([
      'slack 360',
      'slack 720',
      'teams 360',
      'teams 720',
    ]);
  });

  it('has no screen that the registry does not know', () => {
    const known: readonly string[] = screens;
    expect(every.filter(({ sample }) => !known.includes(sample.split('.')[0] ?? ''))).toEqual([]);
  });

  it('names each picture once', () => {
    expect(new Set(every.map(({ file }) => file)).size).toBe(every.length);
  });

  it('opens each pane of Teams and each question of Slack', () => {
    const opened = every.filter(({ file }) => /\.[a-z-]+-(open|question)\./u.test(file));
    expect(opened.map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'approval-prompt.pending.approve-open.teams.360.png',
        'approval-prompt.pending.deny-open.teams.360.png',
        'approval-prompt.pending.approve-question.slack.360.png',
      ]),
    );
  });
});

describe('the pictures in docs/screens', () => {
  it('are all there, and nothing else (npm run screens draws them)', () => {
    expect([...drawn].sort()).toEqual(every.map(({ file }) => file).sort());
  });

  it('show what is sent today (npm run screens draws what has changed)', () => {
    const outdated = every.filter((picture) => facts(picture).note !== picture.digest);
    expect(outdated.map(({ file }) => file)).toEqual([]);
  });

  it('are as wide as they say, with two pixels for one on a phone', () => {
    const wrong = every.filter((picture) => facts(picture).width !== 720);
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('take less than 25 KB each on average', () => {
    const bytes = drawn.map((file) => readFileSync(join(folder, file)).length);
    const average = bytes.reduce((sum, one) => sum + one, 0) / drawn.length;
    expect(average).toBeLessThan(25 * 1024);
  });
});

describeInBrowser('drawing', () => {
  let made: string;

  beforeAll(() => {
    made = mkdtempSync(join(tmpdir(), 'elevate-screens-'));
  });

  afterAll(() => made && rmSync(made, { recursive: true, force: true }));

  it('draws one of each kind: message, form, home, question, card and open pane', async () => {
    const kinds = [
      'approval-prompt.pending.slack.720.png',
      'refusal.own-request.slack.360.png',
      'deny-form.plain.slack.360.png',
      'home.some.slack.360.png',
      'approval-prompt.pending.approve-question.slack.360.png',
      'approval-prompt.pending.teams.360.png',
      'approval-prompt.pending.deny-open.teams.360.png',
    ];
    const wanted = every.filter(({ file }) => kinds.includes(file));
    await drawPictures(wanted, ({ file }, png) => writeFileSync(join(made, file), png));
    const sizes = new Map(
      kinds.map((file) => [file, readPngFacts(readFileSync(join(made, file)))] as const),
    );
    for (const { width, height } of sizes.values()) {
      expect(width).toBe(720);
      expect(height).toBeGreaterThan(150);
    }
    const closed = sizes.get('approval-prompt.pending.teams.360.png')?.height ?? 0;
    const open = sizes.get('approval-prompt.pending.deny-open.teams.360.png')?.height ?? 0;
    expect(open).toBeGreaterThan(closed + 200);
  });
});
