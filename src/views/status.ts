import {
  type ApproverGroup,
  type Person,
  type PlatformName,
  requestId,
  type RequestSnapshot,
} from '../elevation/model';
import { actingIn, roleNames, type RoleHolder } from '../elevation/roles';
import { say, type Sentence } from '../words';
import { connectorLine, isInNeed, type ConnectorHealth } from './connector-lines';
import { nameOf, targetName } from './facts';
import { groupMost, headlineMost, middleCut, oneLine } from './people';
import { lostLine, type LostPlaceFacts } from './place';
import { dueOf } from './prompt-granted';
import { sheetView, type Part } from './sheet';
import { type View } from './view';

/** Everything that is told about how Elevate does. */
export interface StatusFacts {
  readonly organisation: string;
  readonly enabled: boolean;
  readonly defaultGroup: ApproverGroup | null;
  /** Where a channel is set that stands in for one that cannot be reached. */
  readonly fallbackOn: readonly PlatformName[];
  readonly counts: {
    readonly policies: number;
    readonly targets: number;
    readonly groups: number;
    readonly people: number;
    readonly systemAccounts: number;
  };
  readonly connectors: readonly ConnectorHealth[];
  /** Places that messages cannot reach, the newest first. */
  readonly lostPlaces: readonly LostPlaceFacts[];
  /** How many more of them there are. */
  readonly lostMore: number;
  readonly jobs: { readonly late: number; readonly givenUp: number };
  readonly undelivered: UndeliveredFacts;
  /** The file that the operator names; null where none is. */
  readonly file: { readonly name: string; readonly standing: FileStanding } | null;
  /** Rights that should have ended, the longest overdue first. */
  readonly stillActive: readonly RequestSnapshot[];
  /** Groups that decide, with fewer than two people who could. */
  /** Approver groups that have people from a directory which could not be read lately. */
  readonly unlisted: readonly {
    readonly group: string;
    /** Of directory. */
    readonly kind: string;
    readonly code: string;
  }[];
  readonly fewDeciders: readonly Pick<ApproverGroup, 'name' | 'size'>[];
  readonly holders: readonly RoleHolder[];
  /** Numbers of changes that wait to be decided. */
  readonly openChanges: readonly number[];
  /** Whether one admin alone may weaken control. */
  readonly soloAdmin: boolean;
  readonly readAt: Date;
}

/** What a configuration file is to what is configured; `unread`: there is too much to compare. */
export type FileStanding = 'same' | 'differs' | 'unusable' | 'unread';

/** Messages that reach nobody. */
export interface UndeliveredFacts {
  readonly count: number;
  /** Null when there is none. */
  readonly since: Date | null;
  /** Platforms that would not take them, in lower case. */
  readonly platforms: readonly string[];
  /** Of requests that they are about. */
  readonly numbers: readonly number[];
}

/** So many of each are named. */
const namedMost = 5;

/** Whether Elevate is on, then what needs attention, then what there is. */
export function statusView(status: StatusFacts): View {
  const attention = attentionLines(status);
  const needs =
    attention.length === 0 ? null : { title: say('status.attention'), lines: capped(attention) };
  return sheetView({
    headline: say('status.title', { count: attention.length, on: status.enabled ? 'yes' : 'no' }),
    parts: [needs, organisationPart(status), connectorsPart(status), rolesPart(status)],
    readAt: status.readAt,
  });
}

/** More than this make a card too long; how many there are stands in the headline. */
const attentionMost = 15;

function capped(lines: readonly Sentence[]): readonly Sentence[] {
  if (lines.length <= attentionMost) return lines;
  return [
    ...lines.slice(0, attentionMost),
    say('status.more', { count: lines.length - attentionMost }),
  ];
}

function attentionLines(status: StatusFacts): readonly Sentence[] {
  const { jobs, connectors, fewDeciders, holders, openChanges, soloAdmin } = status;
  return [
    ...status.stillActive.map(stillActiveLine),
    ...(jobs.late > 0 ? [say('status.jobs.late', { count: jobs.late })] : []),
    ...(jobs.givenUp > 0 ? [say('status.jobs.given-up', { count: jobs.givenUp })] : []),
    ...undeliveredLine(status.undelivered),
    ...connectors.filter(isInNeed).map(connectorLine),
    ...status.lostPlaces.map(lostLine),
    ...(status.lostMore > 0 ? [say('status.lost.more', { count: status.lostMore })] : []),
    ...status.unlisted.map(unlistedLine),
    ...fewDeciders.map(fewLine),
    ...changesLine(openChanges),
    ...fileLine(status.file, ['differs', 'unusable']),
    ...(soloAdmin ? [say('status.solo')] : []),
    ...(actingIn('owner', holders).length === 0 ? [say('status.no-owner')] : []),
  ];
}

/** Where it stands as one of these. */
function fileLine(
  file: StatusFacts['file'],
  standings: readonly FileStanding[],
): readonly Sentence[] {
  if (file === null || !standings.includes(file.standing)) return [];
  const { standing: state, name } = file;
  return [say(`status.file.${state}`, { file: middleCut(name, groupMost) })];
}

function undeliveredLine({
  count,
  since,
  platforms,
  numbers,
}: UndeliveredFacts): readonly Sentence[] {
  if (since === null) return [];
  const named = (['slack', 'teams'] as const).filter((one) => platforms.includes(one));
  const where = named.length > 1 ? 'both' : (named[0] ?? 'none');
  const ids = numbers.slice(0, namedMost).map(requestId).join(', ');
  const about = ids === '' ? 'nothing' : 'requests';
  return [say('status.undelivered', { count, where, since, about, ids })];
}

function changesLine(numbers: readonly number[]): readonly Sentence[] {
  if (numbers.length === 0) return [];
  const ids = numbers.slice(0, namedMost).map(requestId).join(', ');
  return [say('status.changes', { count: numbers.length, ids })];
}

function stillActiveLine(snapshot: RequestSnapshot): Sentence {
  const { grant } = snapshot;
  return say('status.still-active', {
    person: nameOf(snapshot.subject, headlineMost),
    target: targetName(snapshot),
    id: requestId(snapshot.number),
    due: grant === null ? snapshot.readAt : dueOf(grant),
  });
}

function unlistedLine({ group, kind, code }: StatusFacts['unlisted'][number]): Sentence {
  const facts = { directory: kind, cause: oneLine(code, groupMost) };
  return say('status.unlisted', { ...facts, group: middleCut(group, groupMost) });
}

/** A group that could decide for nobody of its own. */
export function fewLine({ name, size }: Pick<ApproverGroup, 'name' | 'size'>): Sentence {
  return say('group.few', { group: middleCut(name, groupMost), people: size });
}

function organisationPart(status: StatusFacts): Part {
  const { organisation, enabled, defaultGroup, counts, jobs, undelivered } = status;
  const group =
    defaultGroup === null
      ? say('status.default-group.none')
      : say('status.default-group', {
          group: middleCut(defaultGroup.name, groupMost),
          people: defaultGroup.size,
        });
  return {
    title: say('status.organisation', { organisation: middleCut(organisation, groupMost) }),
    lines: [
      enabledLine(enabled),
      group,
      fallbackLine(status.fallbackOn),
      say('status.policies', counts),
      say('status.people', counts),
      say('status.system-accounts', { count: counts.systemAccounts }),
      jobs.late === 0 ? say('status.jobs') : null,
      undelivered.count === 0 ? say('status.undelivered.none') : null,
      ...fileLine(status.file, ['same', 'unread']),
    ],
  };
}

function fallbackLine(on: readonly PlatformName[]): Sentence {
  const where = on.length > 1 ? 'both' : (on[0] ?? 'none');
  return say('status.fallback', { where });
}

export function enabledLine(enabled: boolean): Sentence {
  return say('status.enabled', { on: enabled ? 'yes' : 'no' });
}

function connectorsPart({ connectors }: StatusFacts): Part {
  const none = connectors.length === 0 ? [say('status.connectors.none')] : [];
  return {
    title: say('status.connectors'),
    lines: [...none, ...capped(connectors.map(connectorLine))],
  };
}

function rolesPart({ holders }: StatusFacts): Part {
  const line = (role: (typeof roleNames)[number]) => {
    const people = actingIn(role, holders);
    return say('status.role', { role, count: people.length, people: namesOf(people) });
  };
  return { title: say('status.roles'), lines: roleNames.map(line) };
}

/** `Ana, Ben and 3 more` */
function namesOf(people: readonly Person[]): string {
  const named = people.slice(0, namedMost).map((person) => nameOf(person, headlineMost));
  return named.join(', ') + (people.length > namedMost ? ', …' : '');
}
