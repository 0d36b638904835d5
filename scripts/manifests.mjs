// `npm run manifests -- --url https://elevate.example.com`: fills in the app manifests and writes
//   dist/manifests/slack.json         to paste at https://api.slack.com/apps
//   dist/manifests/elevate-teams.zip  to upload in the Teams admin centre
// The Microsoft app id is read from MicrosoftAppId, in the environment or in .env.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { slackManifest, writeSlackManifest } from './lib/slack-manifest.mjs';
import { teamsManifest, writeTeamsPackage } from './lib/teams-manifest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const help = `Usage: npm run manifests -- [options]

  --url https://…      where Slack and browsers reach this Elevate; needed for Slack unless --socket-mode is given
  --socket-mode        Slack without a public address: Elevate connects to Slack itself
  --developer NAME     shown in Teams as the publisher (default: Elevate)
  --website https://…  shown in Teams; default: --url
  --privacy https://…  shown in Teams; default: --website
  --terms https://…    shown in Teams; default: --website
  --out FOLDER         default: dist/manifests

MicrosoftAppId (environment or .env) is needed for Teams. What is not configured is left out.`;

try {
  await run();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function run() {
  const options = read();
  if (options.help) return console.log(help);
  const appId = process.env.MicrosoftAppId;
  const wantsSlack = options.url !== undefined || options['socket-mode'];
  if (!wantsSlack && !appId) throw new Error(help);
  // Both are filled in before either is written: a mistake leaves nothing half new behind.
  const slack = wantsSlack && slackManifest(root, options.url, Boolean(options['socket-mode']));
  const teams = appId && teamsManifest(root, { ...options, appId });
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  if (slack) console.log(`Slack: ${writeSlackManifest(out, slack)}`);
  else console.log('Slack: left out. Give --url https://… or --socket-mode.');
  if (teams) console.log(`Teams: ${await writeTeamsPackage(root, out, teams)}`);
  else console.log('Teams: left out. Set MicrosoftAppId to the id of the Azure Bot.');
}

function read() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: {
      url: text,
      'socket-mode': { type: 'boolean' },
      developer: { ...text, default: 'Elevate' },
      website: text,
      privacy: text,
      terms: text,
      out: { ...text, default: join('dist', 'manifests') },
      help: { type: 'boolean' },
    },
  });
  if (existsSync('.env')) process.loadEnvFile('.env');
  for (const name of ['url', 'website', 'privacy', 'terms']) {
    if (values[name] !== undefined) values[name] = httpsAddress(name, values[name]);
  }
  return values;
}

/** Slack and Teams refuse anything but https when they read the manifest; said here, it can be put right at once. */
function httpsAddress(name, typed) {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url?.protocol !== 'https:' || url.search || url.hash) {
    throw new Error(
      `--${name} has to be an https address, for example https://elevate.example.com. It is "${typed}".`,
    );
  }
  return url.href.replace(/\/$/, '');
}
