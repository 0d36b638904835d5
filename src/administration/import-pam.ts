/**
 * Microsoft's privileged access management as a configuration file of ours. What Microsoft's objects do not say (people, channels, the
 * longest time) is left to be filled in, and such a file is refused until it is: nothing is made up that would count. Pure.
 */
import { Document, isScalar } from 'yaml';
import { ConfigError } from '../errors';
import { type PamObjects, type PamPolicy } from './pam-objects';
import { placeholder } from './placeholder';

/** Where the schema of the file is, from the root of a clone. */
const schemaPath = 'docs/elevate.schema.json';

/**
 * The text of the file.
 * @throws ConfigError when there is no policy: an empty file would say nothing
 */
export function importedText(objects: PamObjects, from: readonly string[]): string {
  if (objects.policies.length === 0) {
    throw new ConfigError(
      `${from.join(', ')} holds no policy: write what Get-ElevatedAccessApprovalPolicy gives into it.`,
    );
  }
  const document = new Document(bodyOf(objects));
  for (const { path, says } of hints(objects)) {
    const node = document.getIn(path, true);
    if (isScalar(node)) node.comment = ` ${says}`;
  }
  const head = headOf(objects, from).map((line) => `# ${oneLine(line)}`);
  return `# yaml-language-server: $schema=${schemaPath}\n${head.join('\n')}\n${document.toString({ lineWidth: 0 })}`;
}

function bodyOf({ policies, organization }: PamObjects) {
  const defaultApproverGroup = organization?.adminGroup ?? placeholder;
  const groups = new Set([
    defaultApproverGroup,
    ...policies.flatMap(({ approverGroup }) => approverGroup ?? []),
  ]);
  const accounts = organization?.systemAccounts ?? [];
  const workloads = new Set(policies.map(({ target }) => target.split('\\')[0]!));
  return {
    organisation: {
      name: organization?.name ?? placeholder,
      ...(organization?.enabled === false ? { enabled: false } : {}),
      defaultApproverGroup,
    },
    people: [
      { key: placeholder, name: placeholder, line: placeholder, accounts: { slack: placeholder } },
    ],
    approverGroups: [...groups].map((name) => ({
      name,
      members: [placeholder],
      channels: { slack: placeholder },
    })),
    connectors: [...workloads].map((workload) => ({ workload, kind: placeholder, settings: {} })),
    targets: policies.map(({ target, type }) => ({ name: target, type })),
    policies: policies.map(policyOf),
    ...(accounts.length === 0 ? {} : { systemAccounts: accounts.map(systemAccountOf) }),
  };
}

/** What Microsoft documents of every policy: 4 hours where no length is given, 24 to decide, and no longest time. */
function policyOf({ target, approval, approverGroup }: PamPolicy) {
  return {
    target,
    approval,
    ...(approverGroup === null ? {} : { approverGroup }),
    durationDefault: '4h',
    durationMax: placeholder,
    decideWithin: '24h',
  };
}

/** Exempt from everything and for ever there; who answers for it, what for and until when is for somebody to say. */
function systemAccountOf(address: string) {
  return {
    name: placeholder,
    owner: placeholder,
    reason: placeholder,
    targets: [placeholder],
    until: placeholder,
    accounts: { Exchange: address },
  };
}

interface Hint {
  readonly path: readonly (string | number)[];
  readonly says: string;
}

/** What is to be filled in, beside the first place of its kind. */
function hints({ organization }: PamObjects): readonly Hint[] {
  const unless = (known: unknown, hint: Hint) => (known ? [] : [hint]);
  return [
    ...unless(organization?.name, { path: ['organisation', 'name'], says: 'of your organisation' }),
    ...unless(organization?.adminGroup, {
      path: ['organisation', 'defaultApproverGroup'],
      says: 'the name of one of approverGroups below',
    }),
    { path: ['people', 0, 'key'], says: 'one entry for each person; lower case, never changes' },
    { path: ['people', 0, 'name'], says: 'as others read it' },
    { path: ['people', 0, 'line'], says: 'an address' },
    {
      path: ['people', 0, 'accounts', 'slack'],
      says: 'T0123ABCD/U0456EFGH, or teams: TENANT-ID/OBJECT-ID, or both',
    },
    { path: ['approverGroups', 0, 'members', 0], says: 'keys of two people or more' },
    {
      path: ['approverGroups', 0, 'channels', 'slack'],
      says: 'T0123ABCD/C0456EFGH, or teams: TENANT-ID/CONVERSATION-ID, or both',
    },
    { path: ['connectors', 0, 'kind'], says: 'the kind of system, and its settings' },
    { path: ['systemAccounts', 0, 'name'], says: 'lower case' },
    { path: ['systemAccounts', 0, 'owner'], says: 'key of the person who answers for it' },
    { path: ['systemAccounts', 0, 'reason'], says: 'what it is for' },
    { path: ['systemAccounts', 0, 'targets', 0], says: 'what it gets without approval' },
    {
      path: ['systemAccounts', 0, 'until'],
      says: 'there is none without an end: 2027-01-31T00:00:00Z',
    },
    { path: ['policies', 0, 'durationMax'], says: 'Microsoft has no longest time; for example 8h' },
  ];
}

function headOf({ organization, unread }: PamObjects, from: readonly string[]): readonly string[] {
  return [
    `Privileged access management of Microsoft 365, from ${from.join(', ')}.`,
    `Fill in every ${placeholder}: the file is refused until then, and "config plan" names each place.`,
    ...(organization === null
      ? ['Get-OrganizationConfig was not there: the default approver group is to be filled in.']
      : []),
    ...(organization?.enabled === false ? ['It was not enabled there, and is not here.'] : []),
    ...(unread.length > 0
      ? [`Not read, since nothing here is like it: ${unread.join(', ')}.`]
      : []),
  ];
}

/** A name with a line break in it would end the comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
