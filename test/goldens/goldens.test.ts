import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  renderSlackHome,
  renderSlackMessage,
  renderSlackModal,
} from '../../src/platforms/slack/render';
import { renderTeamsCard } from '../../src/platforms/teams/render';
import { screens, type View } from '../../src/views/view';
import { sampleViews } from '../support/sample-views';

const samples = sampleViews();
const isUpdate = process.env.UPDATE_GOLDENS === '1';

function drawSlack(view: View): object {
  if (view.screen.endsWith('-form')) return renderSlackModal(view);
  return view.screen === 'home' ? renderSlackHome(view) : renderSlackMessage(view);
}

const platforms = {
  slack: drawSlack,
  teams: (view: View) => renderTeamsCard(view, { refreshUserIds: ['29:approver-1'] }),
} as const;

describe.each(['slack', 'teams'] as const)('goldens of %s', (platform) => {
  const folder = join(__dirname, platform);
  mkdirSync(folder, { recursive: true });

  it.each(samples.map(({ name, view }) => [name, view] as const))(
    'draws %s as it was accepted (UPDATE_GOLDENS=1 accepts what is drawn now)',
    (name, view) => {
      const path = join(folder, `${name}.json`);
      const drawn = `${JSON.stringify(platforms[platform](view), null, 2)}\n`;
      if (isUpdate) writeFileSync(path, drawn);
      expect(existsSync(path)).toBe(true);
      expect(drawn).toBe(readFileSync(path, 'utf8'));
    },
  );

  it('has no golden that nothing draws any more', () => {
    const known = new Set(samples.map(({ name }) => `${name}.json`));
    expect(readdirSync(folder).filter((file) => !known.has(file))).toEqual([]);
  });
});

describe('samples', () => {
  it('show every screen of the registry', () => {
    expect(new Set(samples.map(({ view }) => view.screen))).toEqual(new Set(screens));
  });

  it('have names of their own', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
  });
});
