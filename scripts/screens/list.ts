/** Which pictures there are: every sample of every screen, on both platforms, in both widths. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Scene } from '../../playground/page/scene';
import { sampleViews } from '../../test/support/sample-views';

export type Platform = 'slack' | 'teams';

export interface Picture {
  /** `approval-prompt.pending.slack.720.png`; with what is opened: `approval-prompt.pending.approve-open.teams.360.png`. */
  readonly file: string;
  readonly sample: string;
  readonly platform: Platform;
  readonly width: Width;
  readonly scene: Scene;
  /** The reader's clock, in ISO 8601: it says what is today. */
  readonly readAt: string;
  /** Title of the pane that is opened before the picture is taken. */
  readonly pane: string | null;
  /** Of all that is drawn: a picture with another one shows what is no longer sent. */
  readonly digest: string;
}

/** In CSS pixels: a desktop's column, and a phone. */
export const widths = [720, 360] as const;

export type Width = (typeof widths)[number];

export const folder = join(__dirname, '..', '..', 'docs', 'screens');

const goldens = join(__dirname, '..', '..', 'test', 'goldens');

/** On the day of the samples; the time to decide is over on the day after. */
const evening = '2026-11-12T18:30:00.000Z';
const dayAfter = '2026-11-13T14:03:00.000Z';

const writtenAt = '2026-11-12T14:02:00.000Z';

/** Shown to one person in the place where they typed or pressed. */
const privateScreens = new Set([
  'ask',
  'receipt',
  'break-glass',
  'refusal',
  'which-target',
  'help',
  'list',
  'full-reason',
  'timeline',
  'who',
]);

type Json = Record<string, unknown>;

interface Shot {
  readonly sample: string;
  readonly opened: string | null;
  readonly platform: Platform;
  readonly scene: Scene;
  readonly pane: string | null;
}

/** Every picture, in the order of the samples. Reads the goldens: what is drawn is what was accepted. */
export function pictures(): readonly Picture[] {
  const shots = [...plainShots(), ...questionShots(), ...paneShots()];
  return shots.flatMap((shot) => widths.map((width) => picture(shot, width)));
}

function picture({ opened, ...shot }: Shot, width: Width): Picture {
  const parts = [shot.sample, opened, shot.platform, width, 'png'];
  const file = parts.filter((part) => part !== null).join('.');
  const readAt = shot.sample === 'approval-closed.expired' ? dayAfter : evening;
  const content = JSON.stringify([shot.scene, readAt, shot.pane, width]);
  const digest = createHash('sha256').update(withoutPressDigests(content)).digest('hex');
  return { ...shot, file, width, readAt, digest };
}

/** Nobody sees what a button carries behind its label; it changes with every fact that requests learn to have. */
function withoutPressDigests(content: string): string {
  return content
    .replace(/(ELV-[0-9]+) [A-Za-z0-9_-]{12}(?![A-Za-z0-9_-])/gu, '$1')
    .replace(/"d":"[A-Za-z0-9_-]{12}"/gu, '"d":""');
}

function plainShots(): Shot[] {
  return sampleNames().flatMap((sample) =>
    (['slack', 'teams'] as const).map((platform) => {
      const payload = golden(platform, sample);
      const scene = { kind: kindOf(platform, sample), payload, at: writtenAt };
      return { sample, opened: null, platform, scene, pane: null };
    }),
  );
}

/** Each question that Slack asks before a press counts, once per screen. */
function questionShots(): Shot[] {
  return oncePerScreen('slack', isQuestion).map(({ sample, found }) => ({
    sample,
    opened: `${slug(labelOf(found))}-question`,
    platform: 'slack',
    scene: { kind: 'slack-confirm', payload: found.confirm as Json, at: writtenAt },
    pane: null,
  }));
}

/** Each pane that a button opens inside a card, once per screen. */
function paneShots(): Shot[] {
  return oncePerScreen('teams', isPane).map(({ sample, found }) => ({
    sample,
    opened: `${slug(labelOf(found))}-open`,
    platform: 'teams',
    scene: { kind: 'teams', payload: golden('teams', sample), at: writtenAt },
    pane: labelOf(found),
  }));
}

function isQuestion(value: Json): boolean {
  return value.type === 'button' && value.confirm !== undefined;
}

function isPane(value: Json): boolean {
  return value.type === 'Action.ShowCard';
}

interface Found {
  readonly sample: string;
  readonly found: Json;
}

/** Buttons of this kind in the first sample of each screen that has one of that name. */
function oncePerScreen(platform: Platform, wanted: (value: Json) => boolean): readonly Found[] {
  const first = new Map<string, Found>();
  for (const sample of sampleNames()) {
    for (const found of buttons(golden(platform, sample), wanted)) {
      const key = `${screenOf(sample)} ${labelOf(found)}`;
      if (!first.has(key)) first.set(key, { sample, found });
    }
  }
  return [...first.values()];
}

function buttons(value: unknown, wanted: (value: Json) => boolean): Json[] {
  if (Array.isArray(value)) return value.flatMap((inside) => buttons(inside, wanted));
  if (typeof value !== 'object' || value === null) return [];
  const own = wanted(value as Json) ? [value as Json] : [];
  return [...own, ...Object.values(value).flatMap((inside) => buttons(inside, wanted))];
}

/** A Slack button has a text object, a Teams action a title. */
function labelOf({ title, text }: Json): string {
  return typeof title === 'string' ? title : String((text as Json).text);
}

function slug(label: string): string {
  return label.toLowerCase().replace(/[^a-z0-9]+/gu, '-');
}

function sampleNames(): readonly string[] {
  return sampleViews().map(({ name }) => name);
}

function screenOf(sample: string): string {
  return sample.slice(0, sample.indexOf('.'));
}

function kindOf(platform: Platform, sample: string): Scene['kind'] {
  const screen = screenOf(sample);
  if (platform === 'teams') return 'teams';
  if (screen === 'home') return 'slack-home';
  if (screen.endsWith('-form')) return 'slack-modal';
  return privateScreens.has(screen) ? 'slack-private' : 'slack-message';
}

function golden(platform: Platform, sample: string): Json {
  return JSON.parse(readFileSync(join(goldens, platform, `${sample}.json`), 'utf8')) as Json;
}
