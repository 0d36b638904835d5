/**
 * What runs Samba, as the first process of namespaces of its own (unshare): its ports are fixed, so each run has a loopback of its own.
 * Sockets with a name in the file system lead in: `ldaps` and `ldap` in the folder. Ends with its standard input, and everything with it.
 *
 * node samba-inside.mjs FOLDER
 */
import { execFileSync, spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';

const folder = process.argv[2];

// Brings the loopback up without needing a program for that: Samba brings this Python along.
const upwards = [
  'import fcntl, socket, struct',
  "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 0x41))",
];
execFileSync('/usr/bin/python3', ['-c', upwards.join('\n')], {
  stdio: ['ignore', 'inherit', 'inherit'],
});

const samba = spawn(
  '/usr/sbin/samba',
  ['-i', '-M', 'single', '-s', join(folder, 'etc/run.conf'), '--debug-stdout'],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
samba.on('exit', (code) => process.exit(code ?? 1));
process.stdin.on('end', () => process.exit(0)).resume();

for (const [name, port] of [
  ['ldaps', 636],
  ['ldap', 389],
]) {
  createServer((outside) => {
    const inside = connect(port, '127.0.0.1');
    outside.on('error', () => inside.destroy()).on('close', () => inside.destroy());
    inside.on('error', () => outside.destroy()).on('close', () => outside.destroy());
    outside.pipe(inside).pipe(outside);
  }).listen(join(folder, name));
}
