/**
 * What the objects of these cmdlets say, by the names that Microsoft's have where they have one. Those that Microsoft's do not have
 * stand last: what counts here must not be missing from an answer because it has no name there.
 */
import { type GrantState, type RequestState, type TargetType } from '../../elevation/model';

export const requestProperties = [
  'Identity',
  'RequestorUPN',
  'Service',
  'RequestedAccess',
  'Type',
  'DurationHours',
  'Reason',
  'RequestStatus',
  'DateCreatedUtc',
  'RequestedFor',
  'DecideByUtc',
] as const;

export const authorizationProperties = [
  'AuthorizedBy',
  'Type',
  'AuthorizedAccess',
  'StartTimeUtc',
  'EndTimeUtc',
  'Revoked',
  'RevocationDateTimeUtc',
  'RevokedBy',
  'RevocationComment',
  'Identity',
  'DateCreatedUtc',
  'DateUpdatedUtc',
  'AuthorizedFor',
  'Status',
] as const;

export const policyProperties = [
  'Identity',
  'Task',
  'ApprovalType',
  'ApproverGroup',
  'ApprovalsNeeded',
  'DefaultDurationHours',
  'MaxDurationHours',
  'Version',
  'DateUpdatedUtc',
] as const;

export const organizationProperties = ['Name', 'ElevatedAccessControl'] as const;

/** Whether a list of any of these is meant, and which. */
export type PropertyOf<Names extends readonly string[]> = Names[number];

export const requestStatuses: Readonly<Record<RequestState, string>> = {
  'awaiting-acceptance': 'AwaitingAcceptance',
  pending: 'Pending',
  approved: 'Approved',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
};

/** Null for a word that is no status. */
export function stateOfStatus(typed: string): RequestState | null {
  const found = Object.entries(requestStatuses).find(
    ([, name]) => name.toLowerCase() === typed.toLowerCase(),
  );
  return found === undefined ? null : (found[0] as RequestState);
}

export const grantStatuses: Readonly<Record<GrantState | 'still-active', string>> = {
  scheduled: 'Scheduled',
  activating: 'Activating',
  active: 'Active',
  ending: 'Ending',
  ended: 'Ended',
  failed: 'Failed',
  'still-active': 'STILL ACTIVE',
};

export const typeNames: Readonly<Record<TargetType, string>> = {
  task: 'Task',
  role: 'Role',
  'role-group': 'RoleGroup',
};

export const approvalTypes = { manual: 'Manual', auto: 'Auto', deny: 'Deny' } as const;
