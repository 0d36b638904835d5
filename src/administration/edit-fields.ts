/** The fields of the configuration that can be changed by what people type, with the names that they are known by. Pure. */
import { nearestNames } from '../elevation/nearest';
import { type FieldKind } from './edit-values';
import { type Section } from './difference';

export interface EditField {
  /** Where it stands in its item, as the file has it. */
  readonly path: string;
  readonly kind: FieldKind;
  /** What people may call it beside its path, in lower case and without hyphens. */
  readonly also?: readonly string[];
  /** A value that could stand there. */
  readonly example: string;
  /** Whether it is left out where nothing is to stand there: null is refused there, or would say something. */
  readonly isLeftOut?: true;
}

const policyFields: readonly EditField[] = [
  { path: 'approval', kind: 'text', example: 'manual' },
  {
    path: 'approverGroup',
    kind: 'group',
    also: ['approvers', 'group', 'approvergroup'],
    example: '"Security"',
  },
  { path: 'approvalsNeeded', kind: 'count', also: ['approvals', 'needed'], example: '2' },
  { path: 'durationDefault', kind: 'text', also: ['default', 'usual'], example: '2h' },
  { path: 'durationMax', kind: 'text', also: ['max', 'maximum', 'longest'], example: '4h' },
  { path: 'decideWithin', kind: 'text', also: ['decide', 'deadline'], example: '24h' },
  { path: 'reason.required', kind: 'yes-or-no', also: ['reason'], example: 'yes' },
  { path: 'reason.minLength', kind: 'count', also: ['reasonlength'], example: '20' },
  {
    path: 'reason.form.pattern',
    kind: 'text',
    also: ['reasonpattern'],
    example: '"[A-Z]+-[0-9]+ .*"',
  },
  {
    path: 'reason.form.example',
    kind: 'text',
    also: ['reasonexample'],
    example: '"INC-4711 phishing"',
  },
  { path: 'requesters', kind: 'requesters', also: ['who'], example: '"Mail team"' },
  { path: 'ticket.required', kind: 'yes-or-no', also: ['ticket'], example: 'yes' },
  { path: 'ticket.form.pattern', kind: 'text', also: ['ticketpattern'], example: '"INC-[0-9]+"' },
  { path: 'ticket.form.example', kind: 'text', also: ['ticketexample'], example: 'INC-4711' },
  {
    path: 'ticket.url',
    kind: 'text',
    also: ['ticketurl'],
    example: '"https://tickets.example.com/{ticket}"',
  },
  { path: 'scopes.allowed', kind: 'list', also: ['scopes', 'parts'], example: 'Finance,Sales' },
  { path: 'scopes.whole', kind: 'yes-or-no', also: ['whole'], example: 'no' },
  {
    path: 'availability',
    kind: 'hours',
    also: ['hours'],
    example: '"mon-fri 08:00-18:00 Europe/Vienna"',
  },
  { path: 'coolDown', kind: 'text', example: '1h' },
  { path: 'autoBudget', kind: 'budget', also: ['budget'], example: '"5 per 1d"' },
  { path: 'stages', kind: 'stages', also: ['stage'], example: '"Security"' },
  { path: 'reminders', kind: 'list', also: ['remind'], example: '30m,2h' },
  { path: 'escalation', kind: 'escalation', also: ['escalate'], example: '"2h to Security"' },
  { path: 'extension', kind: 'allowed', example: 'yes' },
  { path: 'extension.maxTotal', kind: 'text', also: ['extensionmax'], example: '12h' },
  { path: 'breakGlass.groups', kind: 'groups', also: ['breakglass'], example: '"On call"' },
  { path: 'breakGlass.maxDuration', kind: 'text', also: ['breakglassmax'], example: '1h' },
  { path: 'notify', kind: 'groups', also: ['told'], example: '"Auditors"' },
];

const groupFields: readonly EditField[] = [
  { path: 'members', kind: 'people', also: ['member', 'people'], example: '+@ben' },
  { path: 'sources', kind: 'sources', also: ['source'], example: '"+group:Security"' },
  { path: 'channels', kind: 'channel', also: ['channel'], example: 'here' },
];

const targetFields: readonly EditField[] = [
  { path: 'type', kind: 'text', example: 'role' },
  {
    path: 'description',
    kind: 'text',
    also: ['allows'],
    example: '"New mail rules"',
    isLeftOut: true,
  },
];

const settingsFields: readonly EditField[] = [
  { path: 'enabled', kind: 'yes-or-no', example: 'yes' },
  { path: 'name', kind: 'text', example: '"Contoso"' },
  {
    path: 'defaultApproverGroup',
    kind: 'group',
    also: ['default', 'group', 'defaultgroup', 'approvers'],
    example: '"Security"',
  },
  {
    path: 'fallbackChannel',
    kind: 'channel',
    also: ['fallback', 'fallbackchannels'],
    example: 'here',
  },
  {
    path: 'branding.name',
    kind: 'text',
    also: ['brand', 'brandname'],
    example: '"Contoso Access"',
  },
  {
    path: 'branding.icon',
    kind: 'text',
    also: ['icon'],
    example: '"https://static.example.com/icon.png"',
  },
  { path: 'branding.colour', kind: 'text', also: ['colour', 'color'], example: '"#26337a"' },
  { path: 'branding.footer', kind: 'text', also: ['footer'], example: '"Questions? Ask #access."' },
  {
    path: 'branding.helpLink',
    kind: 'text',
    also: ['help', 'helplink'],
    example: '"https://help.example.com"',
  },
];

const systemAccountFields: readonly EditField[] = [
  { path: 'owner', kind: 'person', example: '@ben' },
  { path: 'reason', kind: 'text', example: '"Nightly copy"' },
  { path: 'targets', kind: 'list', also: ['target'], example: 'Warehouse\\backup' },
  { path: 'scopes', kind: 'list', also: ['parts'], example: 'Finance,Sales' },
  { path: 'durationMax', kind: 'text', also: ['max', 'maximum', 'longest'], example: '1h' },
  { path: 'until', kind: 'moment', example: '2027-06-30' },
  { path: 'told', kind: 'group', also: ['notify', 'group'], example: '"Security"' },
];

/** What cannot be changed by typing is not here: people and connectors come from their sources and from the file. */
const fieldsOf: Readonly<Partial<Record<Section, readonly EditField[]>>> = {
  organisation: settingsFields,
  policies: policyFields,
  approverGroups: groupFields,
  targets: targetFields,
  systemAccounts: systemAccountFields,
};

/** The field that people mean; what is meant by a slip of the fingers is only named. */
export function fieldNamed(
  section: Section,
  typed: string,
): EditField | { readonly nearest: string | null } {
  const fields = fieldsOf[section] ?? [];
  const wanted = squeezed(typed);
  const found = fields.find(
    ({ path, also = [] }) => squeezed(path) === wanted || also.includes(wanted),
  );
  if (found !== undefined) return found;
  // Settings of a system have the names that it gives them.
  // What every object has by itself is no name of one.
  const isName = !(typed.slice(typed.indexOf('.') + 1) in {});
  if (isName && section === 'targets' && /^settings\.[\w-]+$/u.test(typed)) {
    return { path: typed, kind: 'text', example: 'prod_rw', isLeftOut: true };
  }
  if (isName && section === 'systemAccounts' && /^accounts?\.[\w-]+$/u.test(typed)) {
    const path = typed.replace(/^accounts?/u, 'accounts');
    return { path, kind: 'text', example: 'backup', isLeftOut: true };
  }
  const names = fields.flatMap(({ path, also = [] }) => [path, ...also]);
  return { nearest: nearestNames(typed, names, 1)[0] ?? null };
}

/** `reason.minLength`, `reason-min-length` and `reasonMinLength` are one. */
function squeezed(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/gu, '');
}

/** All that can be said about an item of a section, for help: names with an example each. */
export function fieldHelp(section: Section): readonly string[] {
  return (fieldsOf[section] ?? []).map(({ path, example }) => `${path} ${example}`);
}
