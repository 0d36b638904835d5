/** Which fields of the configuration have a place in a form: those that are changed most. The others are typed. Pure. */
import { type Section } from './difference';

export interface FieldForm {
  /** Of its input; letters only. */
  readonly name: string;
  readonly path: string;
  /**
   * Chosen from what is given here, or from the groups; or written: a line, a number, a list with one on each line, settings with a
   * name and a value on each line, a channel of a platform.
   */
  readonly as: 'choice' | 'group' | 'line' | 'number' | 'lines' | 'settings' | 'slack' | 'teams';
  /** As they would be typed; empty for nothing. */
  readonly options?: readonly string[];
  /** Whether it may be emptied, or left empty. */
  readonly canUnset?: true;
  /** In the place of what would be typed. */
  readonly example?: string;
}

const yesOrNo = ['yes', 'no'] as const;

const policyForm: readonly FieldForm[] = [
  { name: 'approval', path: 'approval', as: 'choice', options: ['manual', 'auto', 'deny'] },
  { name: 'approverGroup', path: 'approverGroup', as: 'group' },
  { name: 'reasonRequired', path: 'reason.required', as: 'choice', options: yesOrNo },
  { name: 'ticketRequired', path: 'ticket.required', as: 'choice', options: ['', ...yesOrNo] },
  {
    name: 'extension',
    path: 'extension',
    as: 'choice',
    options: ['', ...yesOrNo],
    canUnset: true,
  },
  { name: 'approvalsNeeded', path: 'approvalsNeeded', as: 'number' },
  { name: 'durationDefault', path: 'durationDefault', as: 'line' },
  { name: 'durationMax', path: 'durationMax', as: 'line' },
  { name: 'decideWithin', path: 'decideWithin', as: 'line' },
  { name: 'reasonMinLength', path: 'reason.minLength', as: 'number' },
  { name: 'requesters', path: 'requesters', as: 'lines', canUnset: true },
];

const settingsForm: readonly FieldForm[] = [
  { name: 'defaultApproverGroup', path: 'defaultApproverGroup', as: 'group' },
  { name: 'organisationName', path: 'name', as: 'line' },
  { name: 'brandName', path: 'branding.name', as: 'line', canUnset: true },
  { name: 'icon', path: 'branding.icon', as: 'line', canUnset: true },
  { name: 'colour', path: 'branding.colour', as: 'line', canUnset: true },
  { name: 'footer', path: 'branding.footer', as: 'line', canUnset: true },
  { name: 'helpLink', path: 'branding.helpLink', as: 'line', canUnset: true },
];

const groupForm: readonly FieldForm[] = [
  { name: 'members', path: 'members', as: 'lines', canUnset: true, example: 'ben@example.com' },
  { name: 'sources', path: 'sources', as: 'lines', canUnset: true, example: 'group:Security' },
  {
    name: 'slackChannel',
    path: 'channels',
    as: 'slack',
    canUnset: true,
    example: 'T0123ABCD/C0456EFGH',
  },
  {
    name: 'teamsChannel',
    path: 'channels',
    as: 'teams',
    canUnset: true,
    example: '9f2c…/19:abc@thread.tacv2',
  },
];

const targetForm: readonly FieldForm[] = [
  { name: 'targetType', path: 'type', as: 'choice', options: ['task', 'role', 'role-group'] },
  { name: 'description', path: 'description', as: 'line', canUnset: true },
  {
    name: 'targetSettings',
    path: 'settings',
    as: 'settings',
    canUnset: true,
    example: 'role prod_rw',
  },
];

const systemAccountForm: readonly FieldForm[] = [
  { name: 'told', path: 'told', as: 'group' },
  { name: 'owner', path: 'owner', as: 'line', example: 'ben@example.com' },
  { name: 'purpose', path: 'reason', as: 'line' },
  { name: 'targets', path: 'targets', as: 'lines' },
  { name: 'systemDurationMax', path: 'durationMax', as: 'line' },
  { name: 'until', path: 'until', as: 'line' },
];

const forms: Readonly<Partial<Record<Section, readonly FieldForm[]>>> = {
  organisation: settingsForm,
  policies: policyForm,
  approverGroups: groupForm,
  targets: targetForm,
  systemAccounts: systemAccountForm,
};

/** None for what comes from its source or from the file: people and connectors. */
export function formFields(section: Section): readonly FieldForm[] {
  return forms[section] ?? [];
}
