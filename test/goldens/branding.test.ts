/** Messages of an organisation that has a name, an icon, a colour, a footer and a help link of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Branding } from '../../src/administration/configuration';
import { branded as brandedOnSlack } from '../../src/platforms/slack/branding';
import {
  renderSlackHome,
  renderSlackMessage,
  renderSlackModal,
} from '../../src/platforms/slack/render';
import { branded as brandedOnTeams } from '../../src/platforms/teams/branding';
import { renderTeamsCard } from '../../src/platforms/teams/render';
import { promptView } from '../../src/views/prompt';
import { receiptView } from '../../src/views/receipt';
import { sampleViews } from '../support/sample-views';
import { pending } from '../support/snapshots';

const isUpdate = process.env.UPDATE_GOLDENS === '1';
const folder = join(__dirname, 'branded');
mkdirSync(folder, { recursive: true });

const ours: Branding = {
  name: 'Contoso Access',
  icon: 'https://static.contoso.example/access.png',
  colour: '#26337a',
  footer: 'Questions? The identity team answers on weekdays.',
  helpLink: 'https://help.contoso.example/access',
};
const none: Branding = { name: null, icon: null, colour: null, footer: null, helpLink: null };

const slackCards = {
  message: renderSlackMessage,
  modal: renderSlackModal,
  home: renderSlackHome,
};

function onSlack(branding: Branding | null) {
  const render = brandedOnSlack(slackCards, () => branding);
  return (view: Parameters<typeof render.message>[0]) => ({
    ...render.sender!(),
    ...render.message(view),
  });
}

function onTeams(branding: Branding | null) {
  const render = brandedOnTeams(renderTeamsCard, () => branding);
  return (view: Parameters<typeof render>[0]) => render(view);
}

const platforms = { slack: onSlack, teams: onTeams };
const views = {
  'approval-prompt': promptView(pending(), { buttons: true }),
  receipt: receiptView(pending()),
};

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  it.each(Object.entries(views))(
    'draws %s as it was accepted (UPDATE_GOLDENS=1 accepts what is drawn now)',
    (name, view) => {
      const path = join(folder, `${platform}-${name}.json`);
      const drawn = `${JSON.stringify(platforms[platform](ours)(view), null, 2)}\n`;
      if (isUpdate) writeFileSync(path, drawn);
      expect(existsSync(path)).toBe(true);
      expect(drawn).toBe(readFileSync(path, 'utf8'));
    },
  );

  it.each([
    ['nothing is set', null],
    ['nothing of it is', none],
  ])('changes nothing where %s', (_what, branding) => {
    const plain = { slack: renderSlackMessage, teams: renderTeamsCard };
    for (const { view } of sampleViews().filter((one) => !one.view.screen.endsWith('-form'))) {
      expect(platforms[platform](branding)(view)).toEqual(plain[platform](view));
    }
  });

  it('keeps what is written in it inert and on one line', () => {
    const hostile: Branding = {
      ...none,
      name: '<!channel>\n*x*',
      footer: '<!channel> [a](https://evil.example) {{DATE(2026-11-13T14:02:00Z,SHORT)}} *b*\n# c',
      helpLink: 'https://help.contoso.example/a|b)>(<!channel>',
    };
    const drawn = JSON.stringify(platforms[platform](hostile)(views.receipt));
    const last = drawn.slice(drawn.indexOf('evil.example') - 80);
    if (platform === 'slack') {
      expect(last).toContain('&lt;!channel&gt;');
      expect(last.replace('"username":"<!channel> *x*"', '')).not.toContain('<!channel');
    } else {
      expect(last).not.toContain('{{DATE');
      expect(last).toContain('"type":"TextRun"');
    }
    expect(drawn).not.toContain('\\n# c');
  });
});

it('leaves what is asked whole where Slack takes no more', () => {
  const blocks = Array.from({ length: 50 }, () => ({ type: 'divider' as const }));
  const full = { ...slackCards, message: () => ({ text: '', blocks }) };
  const render = brandedOnSlack(full, () => ours);
  expect(render.message(views.receipt).blocks).toHaveLength(50);
});
