/** Who is in the domain that tests ask. */
import { type Client } from 'ldapts';

export const domain = { name: 'corp.test', short: 'CORP', base: 'DC=corp,DC=test' } as const;

export const administrator = {
  bind: 'administrator@corp.test',
  password: 'Passw0rd!Corp1',
} as const;

/** Reads what everybody in the domain may read, and no more. */
export const reader = { bind: 'svc-elevate@corp.test', password: 'Str0ng!Reader-1' } as const;

export const sambaPasswords = { 'svc-elevate': reader.password } as const;

const people = `OU=People,${domain.base}`;
const groups = `OU=Groups,${domain.base}`;
/** Beside both. */
export const elsewhere = `OU=Elsewhere,${domain.base}`;

export function personDn(name: string): string {
  return `CN=${name},${people}`;
}

export function groupDn(name: string): string {
  return `CN=${name},${groups}`;
}

/** A name of signs that mean something in names and in filters, and how a DN has it. */
export const oddGroup = String.raw`Odd (*)\5C28\, \22x\22 \3CGUID\3Dy\3E \5C`;

export const manyCount = 5_000;

/** By group who is in it, as names; `group:` before those of groups. */
const members: Readonly<Record<string, readonly string[]>> = {
  // Five levels: Ana is in the innermost.
  Level1: ['Ben', 'group:Level2'],
  Level2: ['group:Level3'],
  Level3: ['group:Level4'],
  Level4: ['group:Level5'],
  Level5: ['Ana', 'Dora disabled', 'Emil expired', 'Gus locked out', 'Fay moved'],
  // In themselves, by each other.
  Circle1: ['group:Circle2'],
  Circle2: ['group:Circle3', 'Hana'],
  Circle3: ['group:Circle1'],
  [oddGroup]: ['Ana'],
  Many: Array.from({ length: manyCount }, (_, index) => `Many ${index}`),
  Empty: [],
};

const attributes: Readonly<Record<string, readonly string[]>> = {
  Ana: [],
  Ben: [],
  // In no group.
  Cara: [],
  'Dora disabled': [],
  // The year 2012.
  'Emil expired': ['accountExpires: 130000000000000000'],
  'Fay moved': [],
  'Gus locked out': [],
  Hana: [],
  'svc-elevate': [],
};

/** Everybody and every group, as LDIF that adds. */
export function sambaEntries(): string {
  const names = [...Object.keys(attributes), ...members['Many']!];
  const entries = [
    ...[people, groups, elsewhere].map((dn) => [dn, ['objectClass: organizationalUnit']] as const),
    ...names.map((name) => [personDn(name), personLines(name)] as const),
    ...Object.keys(members).map(
      (name, index) => [groupDn(name), groupLines(`group-${index}`)] as const,
    ),
  ];
  return entries.map(([dn, lines]) => [`dn: ${dn}`, ...lines, ''].join('\n')).join('\n');
}

/** Who is in what, as LDIF that changes. */
export function sambaLinks(): string {
  const changes = Object.entries(members)
    .filter(([, all]) => all.length > 0)
    .map(([name, all]) => [
      ...[`dn: ${groupDn(name)}`, 'changetype: modify', 'add: member'],
      ...all.map((one) => `member: ${memberDn(one)}`),
    ]);
  const locked = [
    ...[`dn: ${personDn('Gus locked out')}`, 'changetype: modify'],
    ...['replace: lockoutTime', 'lockoutTime: 133000000000000000'],
  ];
  return [...changes, locked].map((lines) => [...lines, '-', ''].join('\n')).join('\n');
}

function memberDn(name: string): string {
  const nested = 'group:';
  return name.startsWith(nested) ? groupDn(name.slice(nested.length)) : personDn(name);
}

function groupLines(short: string): readonly string[] {
  return ['objectClass: group', `sAMAccountName: ${short}`, 'groupType: -2147483646'];
}

function personLines(name: string): readonly string[] {
  const short = name.toLowerCase().replaceAll(' ', '-');
  // Normal accounts; nobody needs a password, and one is disabled.
  const control = name === 'Dora disabled' ? 546 : 544;
  return [
    ...['objectClass: user', `sAMAccountName: ${short}`, `userAccountControl: ${control}`],
    ...[`userPrincipalName: ${short}@${domain.name}`, ...(attributes[name] ?? [])],
  ];
}

/** The objectGUID as it is written, by other means than ours. @param client signed in */
export async function idOf(client: Client, dn: string): Promise<string> {
  const { searchEntries } = await client.search(dn, {
    scope: 'base',
    attributes: ['objectGUID'],
    explicitBufferAttributes: ['objectGUID'],
  });
  const bytes = searchEntries[0]!['objectGUID'] as Buffer;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const first = [hex(bytes.readUInt32LE(0), 8), hex(bytes.readUInt16LE(4), 4)];
  const rest = [hex(bytes.readUInt16LE(6), 4), bytes.toString('hex', 8, 10)];
  return [...first, ...rest, bytes.toString('hex', 10)].join('-');
}
