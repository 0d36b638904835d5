/**
 * What Microsoft's Get-ElevatedAccessApprovalPolicy and Get-OrganizationConfig give, written as JSON. Microsoft publishes no
 * reference of these objects: what is read is what its guides show, and what is not read is named, so that nothing is lost in silence. Pure.
 */
import { LineCounter, parseDocument, isMap, isSeq, type Node } from 'yaml';
import { z } from 'zod';
import { nearestNames } from '../elevation/nearest';
import { ConfigError } from '../errors';

export interface PamFile {
  readonly name: string;
  readonly text: string;
}

export interface PamPolicy {
  /** `Exchange\New-MoveRequest` */
  readonly target: string;
  readonly type: 'task' | 'role' | 'role-group';
  readonly approval: 'manual' | 'auto';
  /** Null where it names none: then the default group decides. */
  readonly approverGroup: string | null;
}

export interface PamOrganization {
  readonly name: string | null;
  readonly enabled: boolean;
  readonly adminGroup: string | null;
  readonly systemAccounts: readonly string[];
}

export interface PamObjects {
  readonly policies: readonly PamPolicy[];
  readonly organization: PamOrganization | null;
  /** Names of properties that say something and were not read. */
  readonly unread: readonly string[];
}

type Plain = Readonly<Record<string, unknown>>;

/** One object of a file, and where it begins. */
interface Found {
  readonly where: string;
  readonly value: Plain;
}

/** Windows PowerShell writes the members of an enumeration as objects with their name in `Value`. */
const EnumText = z.union(
  [z.string(), z.object({ Value: z.string() }).transform((one) => one.Value)],
  {
    error: 'has to be text; ConvertTo-Json of PowerShell 7 writes it so with -EnumsAsStrings',
  },
);

const Name = z.string('has to be text').trim().min(1, 'is empty').max(120, 'is longer than 120');

const Policy = z.object({
  ApprovalType: EnumText.transform((text) => text.trim().toLowerCase()).pipe(
    z.enum(['manual', 'auto'], 'has to be Manual or Auto'),
  ),
  ApproverGroup: Name.nullish(),
  Task: Name.nullish(),
  Role: Name.nullish(),
  RoleGroup: Name.nullish(),
});

const Control = z.object(
  {
    Enabled: z.boolean('has to be true or false'),
    AdminGroup: Name.nullish(),
    SystemAccounts: z
      .union([z.array(Name), Name.transform((one) => [one])], {
        error: 'has to be a list of addresses',
      })
      .nullish(),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type'
        ? 'has to be an object; ConvertTo-Json writes it so with -Depth 5'
        : undefined,
  },
);

const Organization = z.object({
  Name: Name.nullish(),
  ElevatedAccessControl: Control.nullable(),
});

/** What every object that comes over the wire has, and says nothing about privileged access. */
const bookkeeping =
  /^(?:@|PS[A-Z]|RunspaceId$|Identity$|Guid$|Id$|Exchange|OriginatingServer$|Organi[sz]ation|ObjectState$|ObjectCategory$|ObjectClass$|IsValid$|When|Date|DistinguishedName$|AdminDisplayName$)/u;

/**
 * All objects of all files.
 * @throws ConfigError that says everything that is wrong with them: file, line, field
 */
export function readPamObjects(files: readonly PamFile[]): PamObjects {
  const problems: string[] = [];
  const found = files.flatMap((file) => objectsIn(file, problems));
  const policies: PamPolicy[] = [];
  const organizations: PamOrganization[] = [];
  const unread = new Set<string>();
  for (const one of found) {
    const { ElevatedAccessControl: control } = one.value;
    if (control !== undefined) {
      organizations.push(...readOrganization(one, problems));
      const left = unreadIn(isPlain(control) ? control : {}, Object.keys(Control.shape));
      for (const name of left) unread.add(`ElevatedAccessControl.${name}`);
    } else {
      policies.push(...readPolicy(one, problems));
      for (const name of unreadIn(one.value, Object.keys(Policy.shape))) unread.add(name);
    }
  }
  problems.push(...twins(policies), ...severalOrganizations(organizations));
  if (problems.length === 0 && found.length === 0) problems.push('nothing stands in it.');
  if (problems.length > 0) throw unusable(files, problems);
  return { policies, organization: organizations[0] ?? null, unread: [...unread].sort() };
}

function unusable(files: readonly PamFile[], problems: readonly string[]): ConfigError {
  const names = files.map(({ name }) => name).join(', ');
  const lines = problems.map((one) => `  ${one}`).join('\n');
  return new ConfigError(`${names} cannot be imported:\n${lines}`);
}

/** One object or a list of them; their lines are those of the file. */
function objectsIn({ name, text }: PamFile, problems: string[]): readonly Found[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'json' });
  const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
  const [error] = document.errors;
  if (error !== undefined || !isJson(text)) {
    const line = error?.linePos?.[0].line ?? 1;
    problems.push(`${name}, line ${line}: this is not JSON.`);
    return [];
  }
  const { contents } = document;
  const nodes = isSeq(contents) ? (contents.items as Node[]) : contents === null ? [] : [contents];
  return nodes.flatMap((node) => {
    const where = `${name}, line ${lineOf(node)}`;
    if (isMap(node)) return [{ where, value: node.toJS(document) as Plain }];
    problems.push(`${where}: an object of Get-ElevatedAccessApprovalPolicy belongs here.`);
    return [];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const kinds = { Task: 'task', Role: 'role', RoleGroup: 'role-group' } as const;

function readPolicy({ where, value }: Found, problems: string[]): readonly PamPolicy[] {
  if (value.ApprovalType === undefined) {
    problems.push(
      `${where}: it has neither ApprovalType nor ElevatedAccessControl.${meant(value)}`,
    );
    return [];
  }
  const parsed = Policy.safeParse(value);
  if (!parsed.success) {
    problems.push(...said(where, parsed.error));
    return [];
  }
  const { ApprovalType: approval, ApproverGroup: approverGroup, ...named } = parsed.data;
  const names = (['Task', 'Role', 'RoleGroup'] as const).filter((kind) => named[kind]);
  const [kind, ...others] = names;
  if (kind === undefined || others.length > 0) {
    problems.push(`${where}: one of Task, Role and RoleGroup has to be there, and not more.`);
    return [];
  }
  const target = withWorkload(named[kind]!);
  if (target === null) {
    problems.push(`${where}, ${kind}: ${named[kind]!} is no Workload\\Name.`);
    return [];
  }
  return [{ target, type: kinds[kind], approval, approverGroup: approverGroup ?? null }];
}

/** A slip in the one name that tells what an object is. */
function meant(value: Plain): string {
  const [nearest] = nearestNames('ApprovalType', Object.keys(value), 1);
  return nearest !== undefined && /^appro/iu.test(nearest) ? ` It has ${nearest}.` : '';
}

/** Microsoft has one workload, and leaves it out in places. */
function withWorkload(name: string): string | null {
  const full = name.includes('\\') ? name : `Exchange\\${name}`;
  return /^[A-Za-z][A-Za-z0-9-]{0,62}\\[^\\*]+$/u.test(full) ? full : null;
}

function readOrganization({ where, value }: Found, problems: string[]): readonly PamOrganization[] {
  const parsed = Organization.safeParse(value);
  if (!parsed.success) {
    problems.push(...said(where, parsed.error));
    return [];
  }
  const { Name: name, ElevatedAccessControl: control } = parsed.data;
  return [
    {
      name: name ?? null,
      enabled: control?.Enabled ?? false,
      adminGroup: control?.AdminGroup ?? null,
      systemAccounts: control?.SystemAccounts ?? [],
    },
  ];
}

function said(where: string, error: z.ZodError): readonly string[] {
  return error.issues.map(({ path, message }) => `${where}, ${path.join('.')}: it ${message}.`);
}

/** Names with a value that are neither read nor bookkeeping. */
function unreadIn(value: Plain, read: readonly string[]): readonly string[] {
  return Object.entries(value).flatMap(([name, one]) => {
    const isRead = read.includes(name) || bookkeeping.test(name);
    return isRead || one === null || one === '' ? [] : [name];
  });
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function twins(policies: readonly PamPolicy[]): readonly string[] {
  const names = policies.map(({ target }) => target.toLowerCase());
  const again = policies.filter((_one, index) => names.indexOf(names[index]!) !== index);
  return again.map(({ target }) => `${target} has two policies.`);
}

function severalOrganizations(all: readonly PamOrganization[]): readonly string[] {
  return all.length > 1 ? ['there is more than one object of Get-OrganizationConfig.'] : [];
}
