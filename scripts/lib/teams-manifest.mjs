import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { fillIn } from './placeholders.mjs';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The same package must come out the same, so that a change can be seen. */
const fixedTime = new Date(2020, 0, 1);

/**
 * @param {string} root the clone
 * @param {{ appId: string, url?: string, developer: string, website?: string, privacy?: string, terms?: string }} options
 * @returns {object} the manifest as Teams takes it
 */
export function teamsManifest(root, { appId, url, developer, website = url, privacy, terms }) {
  if (!guid.test(appId)) {
    throw new Error(
      `MicrosoftAppId has to be the id of the Azure Bot, for example 00000000-1111-2222-3333-444444444444. It is "${appId}".`,
    );
  }
  if (website === undefined) {
    throw new Error('Teams shows a website of the publisher: give --website https://… (or --url).');
  }
  const text = readFileSync(join(root, 'manifests', 'teams', 'manifest.json'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return fillIn(JSON.parse(text), {
    MicrosoftAppId: appId.toLowerCase(),
    VERSION: version,
    DEVELOPER_NAME: developer,
    DEVELOPER_WEBSITE: website,
    PRIVACY_URL: privacy ?? website,
    TERMS_URL: terms ?? website,
  });
}

/** @returns {Promise<string>} the path of the package */
export async function writeTeamsPackage(root, folder, manifest) {
  const path = join(folder, 'elevate-teams.zip');
  const zip = new ZipFile();
  const options = { mtime: fixedTime };
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json', options);
  for (const icon of [manifest.icons.color, manifest.icons.outline]) {
    zip.addBuffer(readFileSync(join(root, 'manifests', 'teams', icon)), icon, options);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}
