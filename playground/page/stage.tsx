/** One message, card, form or question by itself, in the look of its platform: what `npm run screens` takes pictures of. */
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { type Json, type SlackMessageView, type TeamsMessageView } from '../page-state';
import { json, list, text } from './json';
import { type Scene } from './scene';
import { SlackBlocks } from './slack-blocks';
import { SlackConfirm } from './slack-confirm';
import { SlackMessage } from './slack-message';
import { SlackModal } from './slack-modal';
import { TeamsMessage } from './teams-message';
import 'slack-blocks-to-jsx/dist/style.css';
import './styles/page.css';
import './styles/slack.css';
import './styles/teams.css';
import './styles/stage.css';

declare global {
  interface Window {
    drawScene: (scene: Scene) => void;
  }
}

let root: Root | undefined;

window.drawScene = (scene) => {
  root?.unmount();
  root = createRoot(document.getElementById('page')!);
  const platform = scene.kind === 'teams' ? 'teams' : 'slack';
  flushSync(() =>
    root?.render(
      <main className={`stage ${platform}`} data-kind={scene.kind}>
        {content(scene)}
      </main>,
    ),
  );
  // A window puts the focus on its first button; the ring would look like a part of the screen.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
};

async function nothing(): Promise<void> {}

function content({ kind, payload, at }: Scene) {
  switch (kind) {
    case 'slack-message':
    case 'slack-private':
      return (
        <SlackMessage
          message={slackMessage(payload, at, kind === 'slack-private')}
          names={{}}
          onPress={nothing}
        />
      );
    case 'slack-home':
      return (
        <div className="slack-home">
          <SlackBlocks blocks={list(payload.blocks).map(json)} names={{}} />
        </div>
      );
    case 'slack-modal':
      return <SlackModal person="" modal={{ id: 'stage', view: payload, errors: {} }} names={{}} />;
    case 'slack-confirm':
      return <SlackConfirm confirm={payload} onConfirm={nothing} onBack={() => undefined} />;
    case 'teams':
      return <TeamsMessage person="" message={teamsMessage(payload, at)} personal />;
  }
}

function slackMessage(payload: Json, at: string, onlyYou: boolean): SlackMessageView {
  const [ts, author, blocks] = ['1', 'Elevate', list(payload.blocks).map(json)];
  const words = text(payload.text);
  return { ts, author, blocks, at, onlyYou, text: words, thread: null, byBot: true, edited: false };
}

function teamsMessage(payload: Json, at: string): TeamsMessageView {
  // The client would ask the bot for each person's own view; here there is no bot.
  const { refresh: _refresh, ...card } = json(payload.card);
  return {
    ...{ id: '1', revision: 1, thread: null, author: 'Elevate', byBot: true, text: '' },
    ...{ mentionsBot: false, card, notices: [], edited: false, at },
  };
}
