import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fillIn } from './placeholders.mjs';

/**
 * @param {string} root the clone
 * @param {string | undefined} url https address without a slash at its end; not needed in Socket Mode
 * @param {boolean} socketMode
 * @returns {object} the manifest as Slack takes it
 */
export function slackManifest(root, url, socketMode) {
  const template = parse(readFileSync(join(root, 'manifests', 'slack', 'manifest.yaml'), 'utf8'));
  if (!socketMode) return fillIn(template, { ELEVATE_URL: url });
  // Slack sends everything through the connection that Elevate opens, so there is no address to give.
  for (const command of template.features.slash_commands) delete command.url;
  delete template.settings.event_subscriptions.request_url;
  delete template.settings.interactivity.request_url;
  delete template.settings.interactivity.message_menu_options_url;
  template.settings.socket_mode_enabled = true;
  return fillIn(template, {});
}

/** @returns {string} the path of the file */
export function writeSlackManifest(folder, manifest) {
  const path = join(folder, 'slack.json');
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return path;
}
