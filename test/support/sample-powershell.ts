/** Refusals of Microsoft's cmdlets, as they are read. */
import { refuse, type Fact, type Refusal } from '../../src/errors';

const example =
  "New-ElevatedAccessRequest -Task 'Exchange\\New-MoveRequest' -Reason 'Mailbox error' -DurationHours 4";

export const powershellFacts: Partial<Record<Refusal['refused'], Record<string, Fact>>> = {
  'cmdlet-unknown': {
    typed: 'Set-ElevatedAccessRequest',
    nearest: 'Get-ElevatedAccessRequest',
  },
  'cmdlet-parameter-unknown': {
    cmdlet: 'New-ElevatedAccessRequest',
    typed: 'Hours',
    nearest: ['-DurationHours'],
    example,
  },
  'cmdlet-parameter-ambiguous': { typed: 'D', candidates: ['-DurationHours', '-Debug'] },
  'cmdlet-parameter-twice': { parameter: 'Reason' },
  'cmdlet-parameter-missing': { cmdlet: 'New-ElevatedAccessRequest', parameter: 'Task', example },
  'cmdlet-parameter-foreign': { parameter: 'RequestContext' },
  'cmdlet-value-missing': { parameter: 'Task', example },
  'cmdlet-value-unfit': { parameter: 'DurationHours', typed: 'four', example },
  'cmdlet-word-left': { cmdlet: 'New-ElevatedAccessRequest', typed: 'error', example },
  'cmdlet-property-unknown': { typed: 'Status', known: ['Identity', 'RequestStatus'] },
  'powershell-beyond': { what: 'variable', found: '$requestId' },
  'system-accounts-unknown': { names: ['sys1@fabrikam.example', 'sys2@fabrikam.example'] },
  'powershell-quote': { found: "' -Reason x" },
};

const kinds = [
  'subexpression',
  'block',
  'hashtable',
  'statement',
  'pipe',
  'redirection',
  'placeholder',
  'call',
  'sign',
] as const;

/** Each kind of what is beyond a cmdlet, and a parameter that nothing is like. */
export const powershellRefusals: readonly (readonly [string, Refusal])[] = [
  ...kinds.map(
    (what) =>
      [`powershell-${what}`, refuse('powershell-beyond', { what, found: '<here>' })] as const,
  ),
  [
    'cmdlet-parameter-far',
    refuse('cmdlet-parameter-unknown', {
      cmdlet: 'Get-OrganizationConfig',
      typed: 'Identity',
      nearest: [],
      example: 'Get-OrganizationConfig | fl ElevatedAccessControl',
    }),
  ],
];
