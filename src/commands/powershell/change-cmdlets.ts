/** The cmdlets of Microsoft's that change what is configured, as changes of ours: shown first, and decided by two where they weaken control. */
import { type Refusal } from '../../errors';
import { type ChangeCommand, type Command, type TypedField } from '../command';
import { unfit, type Bound, type Signature } from './binding';
import { acting, namesIn, nameIn, type Cmdlet } from './reading';

const nothing = { item: '', fields: [], reason: null } as const;

export const changeCmdlets: readonly Cmdlet[] = [
  {
    name: 'Enable-ElevatedAccessControl',
    parameters: [
      { name: 'AdminGroup', takes: 'one' },
      { name: 'SystemAccounts', takes: 'several' },
    ],
    example: "Enable-ElevatedAccessControl -AdminGroup 'Exchange approvers'",
    read: acting(readEnable),
  },
  {
    name: 'Disable-ElevatedAccessControl',
    parameters: [],
    example: 'Disable-ElevatedAccessControl',
    read: acting(() => ({ ...nothing, verb: 'disable' })),
  },
  {
    name: 'New-ElevatedAccessApprovalPolicy',
    parameters: [
      { name: 'Task', takes: 'one', required: true },
      { name: 'ApprovalType', takes: 'one', required: true },
      { name: 'ApproverGroup', takes: 'one' },
    ],
    example:
      "New-ElevatedAccessApprovalPolicy -Task 'Exchange\\New-MoveRequest' -ApprovalType Manual -ApproverGroup 'Exchange approvers'",
    read: acting(readNewPolicy),
  },
  {
    name: 'Remove-ElevatedAccessApprovalPolicy',
    parameters: [{ name: 'Identity', takes: 'one', first: true, required: true }],
    example: "Remove-ElevatedAccessApprovalPolicy -Identity 'Exchange\\New-MoveRequest'",
    read: acting((bound) => ({
      ...nothing,
      verb: 'policy-remove',
      item: nameIn(bound, 'Identity')!,
    })),
  },
];

function set(field: string, ...values: readonly string[]): TypedField {
  return { field, how: 'set', values };
}

/** Microsoft's forgets what is not named; here it stays as it is. */
function readEnable(bound: Bound): ChangeCommand {
  const group = nameIn(bound, 'AdminGroup');
  const exempt = namesIn(bound, 'SystemAccounts');
  return {
    ...nothing,
    verb: 'enable',
    fields: group === null ? [] : [set('defaultApproverGroup', group)],
    ...(exempt.length > 0 && { exempt }),
  };
}

const approvals: ReadonlySet<string> = new Set(['manual', 'auto']);

function readNewPolicy(bound: Bound, _chosen: unknown, { example }: Signature): Command | Refusal {
  const typed = nameIn(bound, 'ApprovalType')!;
  const approval = typed.toLowerCase();
  if (!approvals.has(approval)) return unfit('ApprovalType', [typed], example);
  const group = nameIn(bound, 'ApproverGroup');
  return {
    verb: 'policy-create',
    item: nameIn(bound, 'Task')!,
    fields: [set('approval', approval), ...(group === null ? [] : [set('approverGroup', group)])],
    reason: null,
  };
}
