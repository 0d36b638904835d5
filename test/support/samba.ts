/**
 * A real Active Directory domain controller: Samba, on a loopback of its own, so that its fixed ports meet nobody's. Its domain is
 * provisioned and filled once per machine (about half a minute) and copied for each run.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { administrator, domain, sambaEntries, sambaLinks, sambaPasswords } from './samba-entries';
import { startTcpProxy, type TcpProxy } from './tcp-proxy';
import { describeNeeding, until } from './third-party-program';

const needed = [
  '/usr/sbin/samba',
  '/usr/bin/samba-tool',
  '/usr/bin/python3',
  '/usr/bin/unshare',
  '/usr/bin/openssl',
  // Of samba-ad-provision.
  '/usr/share/samba/setup/provision.ldif',
];

/** A describe that needs Samba; REQUIRE_SAMBA=1 has it fail where there is none. */
export function describeWithSamba(story: string, body: () => void): void {
  describeNeeding({ missing: whatIsMissing(), switch: 'REQUIRE_SAMBA' }, story, body);
}

function whatIsMissing(): string | null {
  const absent = needed.filter((path) => !existsSync(path));
  if (absent.length > 0) {
    return `There is no ${absent[0]}. On Debian: apt-get install --no-install-recommends samba samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind openssl`;
  }
  return process.getuid?.() === 0 ? null : 'A domain controller can only be run as root.';
}

export interface Samba {
  /** In front of LDAPS, and of LDAP without encryption. */
  readonly ldaps: TcpProxy;
  readonly ldap: TcpProxy;
  /** Its certificate authority, and one that is none of its, as PEM. */
  readonly ca: string;
  readonly otherCa: string;
  stop(): Promise<void>;
}

/** A domain as sambaEntries fill it, on ports of its own. */
export async function startSamba(): Promise<Samba> {
  const folder = mkdtempSync(join(tmpdir(), 'elevate-samba-'));
  cpSync(provisioned(), folder, { recursive: true, preserveTimestamps: true });
  writeFileSync(join(folder, 'etc/run.conf'), runConfiguration(folder));
  const output: string[] = [];
  const child = spawn(
    '/usr/bin/unshare',
    [
      ...['--net', '--pid', '--fork', '--kill-child', '--'],
      ...[process.execPath, resolve(__dirname, 'samba-inside.mjs'), folder],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk));
  }
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const proxies: TcpProxy[] = [];
  async function stop(): Promise<void> {
    await Promise.all(proxies.map((one) => one.stop()));
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await until('a domain controller', () => answers(join(folder, 'ldaps')), 60_000);
    for (const name of ['ldaps', 'ldap']) {
      proxies.push(await startTcpProxy({ path: join(folder, name) }));
    }
  } catch (error) {
    await stop();
    throw new Error(`Samba did not start: ${output.join('')}`, { cause: error });
  }
  const authority = (name: string) => readFileSync(join(folder, 'private/tls', name), 'utf8');
  const [ldaps, ldap] = [proxies[0]!, proxies[1]!];
  return { ldaps, ldap, ca: authority('ca.pem'), otherCa: authority('other-ca.pem'), stop };
}

/** Whether something behind the socket keeps the connection. */
function answers(path: string): Promise<true | null> {
  return new Promise((done) => {
    const socket = connect(path);
    const wait = setTimeout(() => end(true), 200);
    const end = (isThere: true | null): void => {
      clearTimeout(wait);
      socket.destroy();
      done(isThere);
    };
    socket.on('error', () => end(null)).on('close', () => end(null));
  });
}

/** The folder of a domain as it comes out of the box, made when this machine has none of this version and these entries. */
function provisioned(): string {
  const version = execFileSync('/usr/sbin/samba', ['--version'], { encoding: 'utf8' });
  const sources = ['samba.ts', 'samba-entries.ts'].map((name) =>
    readFileSync(join(__dirname, name)),
  );
  const hash = createHash('sha256').update(version);
  for (const one of sources) hash.update(one);
  const cache = resolve(__dirname, '../../node_modules/.cache/elevate-samba');
  const wanted = join(cache, hash.digest('hex').slice(0, 16));
  if (existsSync(wanted)) return wanted;
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, 'making-'));
  try {
    provision(made);
    fill(made);
    certify(made);
    renameSync(made, wanted);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another run was faster.
    if (!existsSync(wanted)) throw error;
  }
  return wanted;
}

function provision(folder: string): void {
  run('/usr/bin/samba-tool', [
    ...['domain', 'provision', `--realm=${domain.name.toUpperCase()}`, `--domain=${domain.short}`],
    ...['--server-role=dc', '--dns-backend=NONE', `--adminpass=${administrator.password}`],
    ...['--host-ip=127.0.0.1', '--host-name=dc1', `--targetdir=${folder}`],
    ...['--option=interfaces=lo', '--option=bind interfaces only=yes', '--option=vfs objects='],
  ]);
  writeFileSync(join(folder, 'etc/run.conf'), runConfiguration(folder));
}

/** In one transaction of the database itself: over the network it would take minutes. */
const filling = `
import json, sys
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB
given = json.load(sys.stdin)
settings = LoadParm()
settings.load(given["settings"])
db = SamDB(url=given["database"], lp=settings, session_info=system_session(settings))
db.transaction_start()
db.add_ldif(given["entries"])
db.modify_ldif(given["links"])
for name, password in given["passwords"].items():
    db.setpassword("(sAMAccountName=%s)" % name, password)
db.transaction_commit()
`;

function fill(folder: string): void {
  const given = {
    settings: join(folder, 'etc/run.conf'),
    database: join(folder, 'private/sam.ldb'),
    entries: sambaEntries(),
    links: sambaLinks(),
    passwords: sambaPasswords,
  };
  run('/usr/bin/python3', ['-c', filling], JSON.stringify(given));
}

/** An authority and a certificate of its own for 127.0.0.1, and for no name. */
function certify(folder: string): void {
  const tls = join(folder, 'private/tls');
  mkdirSync(tls, { recursive: true });
  const inside = (name: string) => join(tls, name);
  const openssl = (...args: string[]) => run('/usr/bin/openssl', args);
  const fresh = ['-newkey', 'rsa:2048', '-nodes', '-days', '3650'];
  for (const name of ['ca', 'other-ca']) {
    openssl(
      ...['req', '-x509', ...fresh, '-subj', '/CN=Test authority'],
      ...['-keyout', inside(`${name}-key.pem`), '-out', inside(`${name}.pem`)],
    );
  }
  openssl(
    ...['req', '-x509', ...fresh, '-subj', '/CN=dc1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-CA', inside('ca.pem'), '-CAkey', inside('ca-key.pem')],
    ...['-keyout', inside('key.pem'), '-out', inside('cert.pem')],
  );
}

function run(program: string, args: readonly string[], input = ''): void {
  execFileSync(program, args, { input, stdio: ['pipe', 'pipe', 'pipe'], timeout: 280_000 });
}

/** Everything that Samba writes is in the folder, and of its services only LDAP runs. */
function runConfiguration(folder: string): string {
  const at = (name: string) => join(folder, name);
  for (const name of ['run', 'cache']) mkdirSync(at(name), { recursive: true });
  const settings = {
    'netbios name': 'DC1',
    realm: domain.name.toUpperCase(),
    workgroup: domain.short,
    'server role': 'active directory domain controller',
    'server services': 'ldap',
    'bind interfaces only': 'yes',
    interfaces: 'lo',
    'private dir': at('private'),
    'state directory': at('state'),
    'lock directory': folder,
    'cache directory': at('cache'),
    'binddns dir': at('bind-dns'),
    'pid directory': at('run'),
    'ncalrpc dir': at('run/ncalrpc'),
    'log file': at('samba.log'),
    'vfs objects': '',
    'tls keyfile': at('private/tls/key.pem'),
    'tls certfile': at('private/tls/cert.pem'),
    'tls cafile': at('private/tls/ca.pem'),
  };
  return [
    '[global]',
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    '',
  ].join('\n');
}
