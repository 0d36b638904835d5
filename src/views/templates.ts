import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Encoder, type Json, readTemplate, type Template } from './expand';
import { screens, type Screen } from './view';

/**
 * The templates of one platform, read once. A view is drawn by the template of its screen.
 * @throws Error when a screen has none, or one with a mistake in it
 */
export function loadTemplates(
  platform: 'slack' | 'teams',
  encoder: Encoder,
): Readonly<Record<Screen, Template>> {
  const folder = join(cardsFolder(__dirname), platform);
  const read = screens.map((screen) => {
    const text = readFileSync(join(folder, `${screen}.json`), 'utf8');
    return [screen, readTemplate(JSON.parse(text) as Json, encoder)] as const;
  });
  return Object.fromEntries(read) as Record<Screen, Template>;
}

/** The package's cards/: code runs from src/ and from dist/src/, which lie at different depths. */
function cardsFolder(from: string): string {
  const here = join(from, 'cards');
  if (existsSync(join(here, 'slack')) && existsSync(join(here, 'teams'))) return here;
  const parent = dirname(from);
  if (parent === from) throw new Error('the folder cards/ with its templates is missing');
  return cardsFolder(parent);
}
