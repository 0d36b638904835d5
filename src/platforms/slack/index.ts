/** Slack: payloads in as commands and presses, views out as messages. Bolt is used in this folder only. */
import { type Platform } from '../contract';
import { branded } from './branding';
import { type SlackOptions, type SlackRender } from './options';
import { buildSlackPlatform } from './platform';
import { renderSlackHome, renderSlackMessage, renderSlackModal } from './render';

export { checkSlackToken } from './check-token';

const cards: SlackRender = {
  message: renderSlackMessage,
  modal: renderSlackModal,
  home: renderSlackHome,
};

/**
 * Slack over HTTP on the given server, or over Socket Mode when there is an app token.
 * @throws ConfigError when neither a signing secret nor an app token is there
 */
export function createSlackPlatform(options: SlackOptions): Platform {
  const render = options.render ?? cards;
  const { branding } = options;
  return buildSlackPlatform({
    ...options,
    render: branding === undefined ? render : branded(render, branding),
  });
}
