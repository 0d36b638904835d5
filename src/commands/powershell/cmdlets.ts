/** The cmdlets of Microsoft's privileged access management, and the commands that they are here. */
import { isRefusal, type Refusal } from '../../errors';
import { type Command, type InKind, type RequestName } from '../command';
import { unfit, type Bound, type Parameter, type Signature } from './binding';
import { plainName } from './characters';
import {
  authorizationProperties,
  organizationProperties,
  policyProperties,
  requestProperties,
  stateOfStatus,
} from './properties';
import { changeCmdlets } from './change-cmdlets';
import { acting, nameIn, refuseFilter, sentenceIn, textIn, type Cmdlet } from './reading';
import { knownNames, type Chosen } from './statement';

const task = { name: 'Task', takes: 'one', required: true } as const;
const identity = { name: 'Identity', takes: 'one', first: true } as const;
const comment = { name: 'Comment', takes: 'one' } as const;
/** Microsoft's documentation has both names for one id. */
const ofRequest = { ...identity, name: 'RequestId', aliases: ['identity'] } as const;
const requiredRequest: Parameter = { ...ofRequest, required: true };

export const cmdlets: readonly Cmdlet[] = [
  {
    name: 'New-ElevatedAccessRequest',
    parameters: [task, { name: 'Reason', takes: 'one' }, { name: 'DurationHours', takes: 'one' }],
    example:
      "New-ElevatedAccessRequest -Task 'Exchange\\New-MoveRequest' -Reason 'Mailbox error' -DurationHours 4",
    read: acting(readAsk),
  },
  {
    name: 'Get-ElevatedAccessRequest',
    parameters: [ofRequest],
    example: 'Get-ElevatedAccessRequest -Identity ELV-142 | select RequestStatus',
    read: readGetRequest,
  },
  {
    name: 'Approve-ElevatedAccessRequest',
    parameters: [requiredRequest, comment, { name: 'RequestContext', takes: 'one', foreign: true }],
    example: "Approve-ElevatedAccessRequest -RequestId ELV-142 -Comment 'as agreed'",
    read: considering('approve'),
  },
  {
    name: 'Deny-ElevatedAccessRequest',
    parameters: [requiredRequest, comment],
    example: "Deny-ElevatedAccessRequest -RequestId ELV-142 -Comment 'not today'",
    read: considering('deny'),
  },
  {
    name: 'Revoke-ElevatedAccessAuthorization',
    parameters: [requiredRequest, comment],
    example: "Revoke-ElevatedAccessAuthorization -RequestId ELV-142 -Comment 'it is done'",
    read: acting((bound, _chosen, cmdlet) => {
      const request = requestIn(bound, cmdlet);
      if (isRefusal(request)) return request;
      return { verb: 'revoke', request: request!, reason: sentenceIn(bound, 'Comment') };
    }),
  },
  {
    name: 'Get-ElevatedAccessAuthorization',
    parameters: [ofRequest],
    example: 'Get-ElevatedAccessAuthorization -RequestId ELV-142',
    read: (bound, chosen, cmdlet) => {
      if (chosen.where !== null) return refuseFilter(chosen.where);
      const request = requestIn(bound, cmdlet);
      const inKind = inKindOf(chosen, authorizationProperties);
      if (isRefusal(request)) return request;
      return isRefusal(inKind) ? inKind : { verb: 'get-authorization', request, inKind };
    },
  },
  {
    name: 'Get-ElevatedAccessApprovalPolicy',
    parameters: [identity],
    example: "Get-ElevatedAccessApprovalPolicy -Identity 'Exchange\\New-MoveRequest'",
    read: (bound, chosen) => {
      if (chosen.where !== null) return refuseFilter(chosen.where);
      const inKind = inKindOf(chosen, policyProperties);
      if (isRefusal(inKind)) return inKind;
      const target = nameIn(bound, 'Identity');
      return target === null
        ? { verb: 'policy-list', inKind }
        : { verb: 'policy-show', target, inKind };
    },
  },
  {
    name: 'Get-OrganizationConfig',
    parameters: [],
    example: 'Get-OrganizationConfig | fl ElevatedAccessControl',
    read: (_bound, chosen) => {
      if (chosen.where !== null) return refuseFilter(chosen.where);
      const inKind = inKindOf(chosen, organizationProperties);
      return isRefusal(inKind) ? inKind : { verb: 'settings-show', inKind };
    },
  },
  ...changeCmdlets,
];

function readAsk(bound: Bound, _chosen: Chosen, cmdlet: Signature): Command | Refusal {
  const hours = hoursIn(bound, cmdlet);
  if (isRefusal(hours)) return hours;
  return {
    verb: 'ask',
    target: nameIn(bound, 'Task')!,
    duration: hours === null ? null : `${hours}h`,
    reason: sentenceIn(bound, 'Reason'),
    ticket: null,
  };
}

function readGetRequest(bound: Bound, chosen: Chosen, cmdlet: Signature): Command | Refusal {
  const request = requestIn(bound, cmdlet);
  if (isRefusal(request)) return request;
  const inKind = inKindOf(chosen, requestProperties);
  if (isRefusal(inKind)) return inKind;
  if (chosen.where === null) return { verb: 'get-request', request, state: null, inKind };
  const { property, value } = chosen.where;
  if (property.toLowerCase() !== 'requeststatus') return refuseFilter(chosen.where);
  const state = stateOfStatus(value);
  if (state === null) {
    return unfit(
      'RequestStatus',
      [value],
      "Get-ElevatedAccessRequest | ?{$_.RequestStatus -eq 'Pending'}",
    );
  }
  return { verb: 'get-request', request, state, inKind };
}

function considering(verdict: 'approve' | 'deny'): Cmdlet['read'] {
  return acting((bound, _chosen, cmdlet) => {
    const request = requestIn(bound, cmdlet);
    if (isRefusal(request)) return request;
    const hasComment = sentenceIn(bound, 'Comment') !== null;
    return { verb: 'consider', verdict, request: request!, hasComment };
  });
}

function inKindOf({ properties, expanded }: Chosen, known: readonly string[]): InKind | Refusal {
  if (expanded !== null) {
    const names = knownNames([expanded], known);
    return isRefusal(names) ? names : { properties: names, isExpanded: true };
  }
  if (properties === null) return { properties: null };
  const names = knownNames(properties, known);
  return isRefusal(names) ? names : { properties: names };
}

/** Microsoft's takes whole hours, as many as one likes. */
function hoursIn(bound: Bound, { example }: Signature): string | null | Refusal {
  const typed = textIn(bound, 'DurationHours');
  if (typed === null) return null;
  const hours = /^0{0,9}([1-9][0-9]{0,5})$/u.exec(plainName(typed))?.[1];
  return hours ?? unfit('DurationHours', [typed], example);
}

const numberPattern = /^(?:elv[- ]?|#)?([1-9][0-9]{0,8})$/iu;
const idPattern = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/iu;

/** `ELV-142`, `142`, or the id that a request has in exports. */
function requestIn(bound: Bound, { example }: Signature): RequestName | null | Refusal {
  const typed = nameIn(bound, 'RequestId');
  if (typed === null) return null;
  const number = numberPattern.exec(typed)?.[1];
  if (number !== undefined) return { number: Number(number) };
  const id = idPattern.exec(typed)?.[1];
  return id === undefined ? unfit('RequestId', [typed], example) : { id: id.toLowerCase() };
}
