/** What Microsoft's cmdlets are answered, and the prompt of a request for whoever typed that they decide on it. */
import { type ApproverGroup } from '../../src/elevation/model';
import {
  authorizationsInKind,
  objectsMost,
  organizationInKind,
  policiesInKind,
  requestsInKind,
} from '../../src/views/in-kind';
import { consideredLines, promptView } from '../../src/views/prompt';
import { type View } from '../../src/views/view';
import { approved, at, cem, ended, pending, policy, stillActive, worst } from './snapshots';

const readAt = at('14:10');
const all = { properties: null };
const group: ApproverGroup = { id: 'group-exchange', name: 'Exchange approvers', size: 5 };
const groups = new Map([[group.id, group]]);
const long = worst(stillActive());
const one = { count: 1, isMore: false, readAt };
const few = { count: 2, isMore: false, readAt };
const many = { count: 1000, isMore: true, readAt };

function times<T>(thing: T): T[] {
  return Array.from({ length: objectsMost }, () => thing);
}

const granted = [approved(), { ...ended(), number: 139 }];

export const inKindSamples: Readonly<Record<string, View>> = {
  'in-kind.request': requestsInKind([pending()], one, all),
  'in-kind.request-status': requestsInKind([pending()], one, { properties: ['RequestStatus'] }),
  'in-kind.requests': requestsInKind(
    [pending({ requester: cem, subject: cem, number: 147, reason: null }), approved()],
    { ...few, count: 12 },
    all,
  ),
  'in-kind.requests-none': requestsInKind([], { ...one, count: 0 }, all),
  'in-kind.authorizations': authorizationsInKind(granted, few, all),
  'in-kind.still-active': authorizationsInKind([stillActive()], one, all),
  'in-kind.policies': policiesInKind(
    [
      { policy: policy({}), since: at('09:00') },
      { policy: policy({ approval: 'auto' }, { pattern: 'Warehouse\\*' }), since: at('09:00') },
    ],
    { ...few, groups },
    all,
  ),
  'in-kind.organization': organizationInKind(
    {
      organisation: 'Example',
      enabled: true,
      adminGroup: 'Exchange approvers',
      policies: 14,
      systemAccounts: { names: ['nightly-moves', 'backup'], count: 12 },
      readAt,
    },
    { properties: ['ElevatedAccessControl'] },
  ),
  'in-kind.organization-expanded': organizationInKind(
    {
      organisation: 'Example',
      enabled: false,
      adminGroup: null,
      policies: 0,
      systemAccounts: { names: [], count: 0 },
      readAt,
    },
    { properties: ['ElevatedAccessControl'], isExpanded: true },
  ),
  'in-kind.worst-requests': requestsInKind(times(long), many, all),
  'in-kind.worst-authorizations': authorizationsInKind(times(long), many, all),
  'approval-prompt.considered': promptView(pending(), {
    buttons: true,
    typed: consideredLines(true),
  }),
};
