/** What Microsoft's cmdlets answer: objects as `Name : value`, by the names that a PAM admin knows. */
import { type InKind } from '../commands/command';
import {
  approvalTypes,
  authorizationProperties,
  grantStatuses,
  organizationProperties,
  policyProperties,
  requestProperties,
  requestStatuses,
  typeNames,
  type PropertyOf,
} from '../commands/powershell/properties';
import { isStillActive } from '../elevation/attempts';
import { type Grant, type Person, type Policy, type RequestSnapshot } from '../elevation/model';
import { requestId } from '../elevation/model';
import { isolated, plain, say, utcText } from '../words';
import { lineOf, notificationMost, targetName } from './facts';
import { groupMost, middleCut, oneLine, targetMost } from './people';
import { type GroupBook } from './policy-lines';
import { type View, type ViewFacts } from './view';

/** So many objects are shown at once: each takes many lines. */
export const objectsMost = 5;

/** How many there are in all. */
export interface Counted {
  readonly count: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
}

/** The properties of one object, in their order. */
type Properties = readonly (readonly [name: string, value: string])[];

interface Answer extends Counted {
  readonly cmdlet: string;
  /** At most `objectsMost` of those that there are. */
  readonly objects: readonly Properties[];
  readonly inKind: InKind;
  /** How to see one of them. */
  readonly example: string;
  readonly readAt: Date;
}

function answerView({ objects, inKind, readAt, ...answer }: Answer): View {
  const { count } = answer;
  const isMore = answer.isMore ? 'yes' : 'no';
  const headline = say('kind.title', { cmdlet: answer.cmdlet, count, isMore });
  const left = count - objects.length;
  const { example } = answer;
  return {
    screen: 'in-kind',
    notification: oneLine(plain(headline), notificationMost),
    facts: {
      headline,
      objects: objects.map((one) => drawn(chosen(one, inKind))),
      more: left > 0 ? say('kind.more', { count: left, isMore, example }) : null,
      asOf: say('list.as-of', { at: readAt }),
    },
  };
}

function chosen(all: Properties, { properties }: InKind): Properties {
  if (properties === null) return all;
  return properties.flatMap((name) => all.filter(([one]) => one === name));
}

/** Nothing is padded: on a phone a line that hangs on alignment falls apart. */
function drawn(properties: Properties): ViewFacts {
  const lines = properties.map(([name, value]) => `${name} : ${isolated(value)}`.trimEnd());
  return { text: lines.join('\n'), lines: lines.map((line) => ({ line })) };
}

/** In the order in which their names are listed; an object without one of them does not compile. */
function ordered<Names extends readonly string[]>(
  names: Names,
  values: Readonly<Record<PropertyOf<Names>, string>>,
): Properties {
  return names.map((name) => [name, values[name as PropertyOf<Names>]] as const);
}

/** As much of what people wrote as stands on one line. */
const wordsMost = 120;

function words(typed: string | null): string {
  return typed === null ? '' : oneLine(typed, wordsMost);
}

function moment(at: Date | null): string {
  return at === null ? '' : utcText(at.toISOString(), 'moment');
}

/** Whole hours where they are, as Microsoft's are always. */
function hours(seconds: number): string {
  return String(Math.round(seconds / 36) / 100);
}

function person(one: Person | null | undefined): string {
  return one === null || one === undefined ? '' : lineOf(one);
}

function truth(one: boolean): string {
  return one ? 'True' : 'False';
}

/** `Get-ElevatedAccessRequest` */
export function requestsInKind(
  snapshots: readonly RequestSnapshot[],
  counted: Counted & { readonly readAt: Date },
  inKind: InKind,
): View {
  return answerView({
    ...counted,
    cmdlet: 'Get-ElevatedAccessRequest',
    objects: snapshots.map(requestObject),
    inKind,
    example: 'Get-ElevatedAccessRequest -Identity ELV-142',
  });
}

function requestObject(snapshot: RequestSnapshot): Properties {
  const { target, requester, subject, state } = snapshot;
  return ordered(requestProperties, {
    Identity: requestId(snapshot.number),
    RequestorUPN: person(requester),
    Service: middleCut(target.workload, groupMost),
    RequestedAccess: targetName(snapshot),
    Type: typeNames[target.type],
    DurationHours: hours(snapshot.durationS),
    Reason: words(snapshot.reason),
    RequestStatus: requestStatuses[state],
    DateCreatedUtc: moment(snapshot.askedAt),
    RequestedFor: person(subject),
    DecideByUtc: moment(snapshot.decideBy),
  });
}

/** `Get-ElevatedAccessAuthorization`: only requests that a grant was made for have one. */
export function authorizationsInKind(
  snapshots: readonly RequestSnapshot[],
  counted: Counted & { readonly readAt: Date },
  inKind: InKind,
): View {
  return answerView({
    ...counted,
    cmdlet: 'Get-ElevatedAccessAuthorization',
    objects: snapshots.flatMap((one) =>
      one.grant === null ? [] : [authorizationObject(one, one.grant)],
    ),
    inKind,
    example: 'Get-ElevatedAccessAuthorization -RequestId ELV-142',
  });
}

function authorizationObject(snapshot: RequestSnapshot, grant: Grant): Properties {
  const { target, subject, decisions, closedAt, readAt } = snapshot;
  const approvals = decisions.filter(({ verdict }) => verdict === 'approve');
  const isRevoked = grant.endCause === 'revoked';
  const status = isStillActive(grant, readAt) ? 'still-active' : grant.state;
  const updated = grant.endedAt ?? grant.endingAt ?? grant.activeAt ?? closedAt;
  return ordered(authorizationProperties, {
    AuthorizedBy: approvals.map((one) => person(one.person)).join(', '),
    Type: typeNames[target.type],
    AuthorizedAccess: targetName(snapshot),
    StartTimeUtc: moment(grant.startsAt),
    EndTimeUtc: moment(grant.endsAt),
    Revoked: truth(isRevoked),
    RevocationDateTimeUtc: isRevoked ? moment(grant.endingAt) : '',
    RevokedBy: isRevoked ? person(grant.endedBy) : '',
    RevocationComment: isRevoked ? words(grant.endReason) : '',
    Identity: requestId(snapshot.number),
    DateCreatedUtc: moment(closedAt),
    DateUpdatedUtc: moment(updated),
    AuthorizedFor: person(subject),
    Status: grantStatuses[status],
  });
}

/** `Get-ElevatedAccessApprovalPolicy` */
export function policiesInKind(
  policies: readonly { readonly policy: Policy; readonly since: Date }[],
  { groups, ...counted }: Counted & { readonly groups: GroupBook; readonly readAt: Date },
  inKind: InKind,
): View {
  return answerView({
    ...counted,
    cmdlet: 'Get-ElevatedAccessApprovalPolicy',
    objects: policies.map(({ policy, since }) => policyObject(policy, since, groups)),
    inKind,
    example: "Get-ElevatedAccessApprovalPolicy -Identity 'Exchange\\New-MoveRequest'",
  });
}

function policyObject({ pattern, version, rules }: Policy, since: Date, groups: GroupBook) {
  const group = groups.get(rules.approverGroupId);
  return ordered(policyProperties, {
    Identity: middleCut(pattern, targetMost),
    Task: middleCut(pattern, targetMost),
    ApprovalType: approvalTypes[rules.approval],
    ApproverGroup: group === undefined ? '' : middleCut(group.name, groupMost),
    ApprovalsNeeded: String(rules.approvalsNeeded),
    DefaultDurationHours: hours(rules.durationDefaultS),
    MaxDurationHours: hours(rules.durationMaxS),
    Version: String(version),
    DateUpdatedUtc: moment(since),
  });
}

export interface OrganizationFacts {
  readonly organisation: string;
  readonly enabled: boolean;
  /** Null where none is set. */
  readonly adminGroup: string | null;
  readonly policies: number;
  /** Names of some, and how many there are. */
  readonly systemAccounts: { readonly names: readonly string[]; readonly count: number };
  readonly readAt: Date;
}

/** All of them, or as many as are known by name and how many more there are. */
function accountNames({ names, count }: OrganizationFacts['systemAccounts']): string {
  const more = count > names.length ? [`… (${count})`] : [];
  return [...names, ...more].join(', ');
}

/** `Get-OrganizationConfig`, of which only this much is here. */
export function organizationInKind(facts: OrganizationFacts, inKind: InKind): View {
  const { organisation, enabled, adminGroup, policies, systemAccounts, readAt } = facts;
  const control: Properties = [
    ['Enabled', truth(enabled)],
    ['AdminGroup', adminGroup === null ? '' : middleCut(adminGroup, groupMost)],
    ['SystemAccounts', `{${accountNames(systemAccounts)}}`],
    ['ApprovalPolicies', String(policies)],
  ];
  const all = ordered(organizationProperties, {
    Name: middleCut(organisation, groupMost),
    ElevatedAccessControl: control.map(([name, value]) => `${name}: ${value}`).join(', '),
  });
  const isOfControl = inKind.isExpanded && inKind.properties?.includes('ElevatedAccessControl');
  return answerView({
    cmdlet: 'Get-OrganizationConfig',
    objects: [isOfControl ? control : all],
    count: 1,
    isMore: false,
    inKind: isOfControl ? { properties: null } : inKind,
    example: '',
    readAt,
  });
}
