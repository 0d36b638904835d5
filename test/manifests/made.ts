/** Runs `npm run manifests` as an operator would and reads what came out. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inflateRawSync } from 'node:zlib';

export const root = resolve(__dirname, '..', '..');
export const appId = '00000000-1111-2222-3333-444444444444';

export interface Made {
  readonly status: number | null;
  readonly output: string;
  readonly slack: Record<string, unknown> | null;
  /** Files of the Teams package by name. */
  readonly teams: ReadonlyMap<string, Buffer> | null;
}

export function makeManifests(args: readonly string[], env: Record<string, string> = {}): Made {
  const out = mkdtempSync(join(tmpdir(), 'elevate-manifests-'));
  const { MicrosoftAppId: _ours, ...environment } = process.env;
  const program = join(root, 'scripts', 'manifests.mjs');
  const run = spawnSync(process.execPath, [program, ...args, '--out', out], {
    // A folder without .env of its own: what is set here is all there is.
    cwd: out,
    env: { ...environment, ...env },
    encoding: 'utf8',
  });
  const slack = join(out, 'slack.json');
  const teams = join(out, 'elevate-teams.zip');
  return {
    status: run.status,
    output: run.stdout + run.stderr,
    slack: existsSync(slack)
      ? (JSON.parse(readFileSync(slack, 'utf8')) as Record<string, unknown>)
      : null,
    teams: existsSync(teams) ? unzip(readFileSync(teams)) : null,
  };
}

/** Reads a zip by its central directory, as Teams does. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    files.set(name, zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
