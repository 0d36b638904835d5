/** How Elevate is set up, list by list; each is a page of it. */
import { type Branding } from '../administration/configuration';
import {
  type ApproverGroup,
  type ConversationKey,
  type Person,
  type Policy,
  type Target,
} from '../elevation/model';
import { type RoleHolder } from '../elevation/roles';
import { say, type Sentence } from '../words';
import { connectorLine, type ConnectorHealth } from './connector-lines';
import { lineOf, nameOf } from './facts';
import { groupMost, headlineMost, middleCut, oneLine, targetMost } from './people';
import { approvalLine, lengthLine, policyParts, versionLine, type GroupBook } from './policy-lines';
import { pageRows, sheetView, type Page, type Part } from './sheet';
import { enabledLine, fewLine } from './status';
import { type View } from './view';

/** A page of a list, with how many rows there are in all. */
export interface Listed<Row> extends Omit<Page, 'list'> {
  readonly rows: readonly Row[];
  readonly readAt: Date;
}

/** Who runs Elevate, since when, and by whom. */
export function rolesView({ rows, page, count, readAt }: Listed<RoleHolder>): View {
  const shown = rows.slice((page - 1) * pageRows, page * pageRows);
  return sheetView({
    headline: say('role.list.title', { count }),
    parts: shown.map(rolePart),
    page: { list: 'role-list', page, count },
    readAt,
  });
}

function rolePart({ person, role, since, by }: RoleHolder): Part {
  const giver = by === null ? '' : nameOf(by, headlineMost);
  return {
    title: say('role.title', { person: nameOf(person), line: lineOf(person) }),
    lines: [
      say('role.since', { role, since, by: by === null ? 'nobody' : 'person', giver }),
      person.disabled ? say('role.disabled') : null,
    ],
  };
}

export interface DatedPolicy {
  readonly policy: Policy;
  readonly since: Date;
}

export function policiesView(
  { rows, page, count, readAt }: Listed<DatedPolicy>,
  groups: GroupBook,
): View {
  return sheetView({
    headline: say('policy.list.title', { count }),
    parts: rows.map(({ policy, since }) => ({
      title: say('policy.title', { pattern: middleCut(policy.pattern, targetMost) }),
      lines: [
        approvalLine(policy, groups),
        policy.rules.approval === 'deny' ? null : lengthLine(policy),
        versionLine(policy, since),
      ],
    })),
    page: { list: 'policy-list', page, count },
    readAt,
  });
}

/** One policy, with what it was found by. */
export interface PolicyFacts extends DatedPolicy {
  /** How many targets its pattern covers. */
  readonly covers: number;
  /** Set when a target was named. */
  readonly decidesAbout: Target | null;
  /** Patterns of other policies that cover that target. */
  readonly others: readonly string[];
  readonly groups: GroupBook;
  readonly readAt: Date;
}

/** So many other policies are named. */
const othersMost = 5;

/** @param mayChange whether the reader's role lets them change it */
export function policyView(facts: PolicyFacts, mayChange = false): View {
  const { policy, since, covers, decidesAbout, others, groups, readAt } = facts;
  const exact = policy.pattern.includes('*') ? 'no' : 'yes';
  return sheetView({
    headline: say('policy.show.title', { pattern: middleCut(policy.pattern, headlineMost) }),
    lead: [
      decidesAbout && say('policy.for', { target: middleCut(decidesAbout.name, targetMost) }),
      say('policy.covers', { exact, count: covers }),
      othersLine(others),
      versionLine(policy, since),
    ],
    parts: policyParts(policy, groups),
    change: mayChange ? { verb: 'policy-set', id: policy.id } : null,
    readAt,
  });
}

/** Null where there are none. */
export function othersLine(patterns: readonly string[]): Sentence | null {
  if (patterns.length === 0) return null;
  const named = patterns.slice(0, othersMost).map((one) => middleCut(one, headlineMost));
  const more = patterns.length > othersMost ? ['…'] : [];
  return say('policy.others', { patterns: [...named, ...more].join(', ') });
}

export interface ListedGroup extends ApproverGroup {
  readonly policies: number;
  readonly hasChannel: boolean;
  /** Whether a policy lets it decide. */
  readonly decides: boolean;
}

export function groupsView({ rows, page, count, readAt }: Listed<ListedGroup>): View {
  return sheetView({
    headline: say('group.list.title', { count }),
    parts: rows.map((group) => ({
      title: say('group.title', { group: middleCut(group.name, groupMost) }),
      lines: [
        say('group.size', { people: group.size, policies: group.policies }),
        ...concernLines(group),
      ],
    })),
    page: { list: 'group-list', page, count },
    readAt,
  });
}

/** Fewer than this, and a member’s own request could be decided by nobody. */
export const decidersLeast = 2;

/** What is wrong with a group that decides. */
function concernLines(
  group: Pick<ListedGroup, 'name' | 'size' | 'hasChannel' | 'decides'>,
): readonly (Sentence | null)[] {
  if (!group.decides) return [];
  const name = middleCut(group.name, groupMost);
  return [
    group.size < decidersLeast ? fewLine(group) : null,
    group.hasChannel ? null : say('group.no-channel', { group: name }),
  ];
}

export interface GroupFacts {
  readonly group: ApproverGroup & { readonly channels: readonly ConversationKey[] };
  /** Disabled people, too. */
  readonly members: readonly Person[];
  /** Groups that are in it, and those that it is in, both directly. */
  readonly nested: readonly Pick<ApproverGroup, 'name' | 'size'>[];
  readonly partOf: readonly Pick<ApproverGroup, 'name'>[];
  /** Groups of outside directories that are directly in it. */
  readonly outside: readonly OutsideGroup[];
  readonly uses: readonly { readonly pattern: string; readonly how: string }[];
  readonly readAt: Date;
}

interface OutsideGroup {
  readonly kind: string;
  readonly key: string;
  readonly isListed: boolean;
  /** A code; null when it could be listed. */
  readonly failed: string | null;
  readonly people: number;
}

/** So many members and uses are named. */
const linesMost = 20;

/** @param mayChange whether the reader's role lets them change it */
export function groupView(facts: GroupFacts, mayChange = false): View {
  const { group, members, uses, readAt } = facts;
  const decides = uses.some(({ how }) => ['decides', 'stage', 'escalation'].includes(how));
  const hasChannel = group.channels.length > 0;
  return sheetView({
    headline: say('group.show.title', { group: middleCut(group.name, headlineMost) }),
    lead: concernLines({ ...group, decides, hasChannel }),
    parts: [
      { title: say('group.members'), lines: memberLines(members) },
      ...nestingParts(facts),
      { title: say('group.channels'), lines: channelLines(group.channels) },
      { title: say('group.uses'), lines: useLines(uses) },
    ],
    change: mayChange ? { verb: 'group-set', id: group.id } : null,
    readAt,
  });
}

function memberLines(members: readonly Person[]): readonly Sentence[] {
  if (members.length === 0) return [say('group.members.none')];
  return shortened(members, (person) =>
    say('group.member', {
      person: nameOf(person),
      line: lineOf(person),
      disabled: person.disabled ? 'yes' : 'no',
    }),
  );
}

/** Most groups are in none, and have none in them: then nothing is said of it. */
function nestingParts({ nested, partOf, outside }: GroupFacts) {
  const inside = [
    ...shortened(nested, ({ name, size }) =>
      say('group.nested.group', { group: middleCut(name, groupMost), people: size }),
    ),
    ...shortened(outside, outsideLine),
  ];
  const around = shortened(partOf, ({ name }) =>
    say('group.part-of.group', { group: middleCut(name, groupMost) }),
  );
  return [
    ...(inside.length === 0 ? [] : [{ title: say('group.nested'), lines: inside }]),
    ...(around.length === 0 ? [] : [{ title: say('group.part-of'), lines: around }]),
  ];
}

function outsideLine({ kind, key, isListed, failed, people }: OutsideGroup): Sentence {
  const state = failed !== null ? 'failed' : isListed ? 'listed' : 'unlisted';
  const cause = oneLine(failed ?? '', targetMost);
  return say('group.outside', {
    directory: kind,
    key: oneLine(key, targetMost),
    state,
    cause,
    people,
  });
}

function channelLines(channels: readonly ConversationKey[]): readonly Sentence[] {
  if (channels.length === 0) return [say('group.channels.none')];
  return shortened(channels, ({ platform, id }) =>
    say('group.channel', { platform, conversation: oneLine(id, targetMost) }),
  );
}

function useLines(uses: GroupFacts['uses']): readonly Sentence[] {
  if (uses.length === 0) return [say('group.uses.none')];
  return shortened(uses, ({ pattern, how }) =>
    say('group.use', { pattern: middleCut(pattern, targetMost), how }),
  );
}

function shortened<Row>(all: readonly Row[], draw: (row: Row) => Sentence): readonly Sentence[] {
  const shown = all.slice(0, linesMost).map(draw);
  const left = all.length - linesMost;
  return left > 0 ? [...shown, say('status.more', { count: left })] : shown;
}

export interface ListedTarget {
  readonly target: Target;
  /** What decides about it, or null. */
  readonly policy: Policy | null;
}

export function targetsView({ rows, page, count, readAt }: Listed<ListedTarget>): View {
  return sheetView({
    headline: say('target.list.title', { count }),
    parts: rows.map(targetPart),
    page: { list: 'target-list', page, count },
    readAt,
  });
}

function targetPart({ target, policy }: ListedTarget): Part {
  const { name, type, description } = target;
  return {
    title: say('target.title', { target: middleCut(name, targetMost), type }),
    lines: [
      description === null
        ? null
        : say('target.description', { description: oneLine(description, targetMost) }),
      policy === null
        ? say('target.policy.none')
        : say('target.policy', {
            pattern: middleCut(policy.pattern, targetMost),
            version: policy.version,
          }),
    ],
  };
}

export interface ListedConnector {
  readonly workload: string;
  readonly kind: string;
  readonly targets: number;
  readonly health: ConnectorHealth;
}

export function connectorsView({ rows, page, count, readAt }: Listed<ListedConnector>): View {
  return sheetView({
    headline: say('connector.list.title', { count }),
    parts: rows.map(({ workload, kind, targets, health }) => ({
      title: say('connector.title', { workload: middleCut(workload, groupMost) }),
      lines: [
        say('connector.kind', { kind: middleCut(kind, groupMost), targets }),
        connectorLine(health),
      ],
    })),
    page: { list: 'connector-list', page, count },
    readAt,
  });
}

export interface SettingsFacts {
  readonly organisation: string;
  readonly enabled: boolean;
  readonly defaultGroup: string | null;
  /** What stands in for a channel that cannot be reached. */
  readonly fallbackChannels: readonly ConversationKey[];
  readonly branding: Branding | null;
  readonly version: { readonly version: number; readonly since: Date } | null;
  readonly readAt: Date;
}

/** @param mayChange whether the reader's role lets them change them */
export function settingsView(settings: SettingsFacts, mayChange = false): View {
  const { organisation, enabled, defaultGroup, branding, version, readAt } = settings;
  const { fallbackChannels } = settings;
  const group =
    defaultGroup === null
      ? say('settings.group.none')
      : say('settings.group.name', { group: middleCut(defaultGroup, groupMost) });
  const name = say('settings.name', { organisation: middleCut(organisation, groupMost) });
  return sheetView({
    headline: say('settings.title'),
    parts: [
      { title: say('settings.organisation'), lines: [name, enabledLine(enabled)] },
      { title: say('settings.group'), lines: [group] },
      { title: say('settings.fallback'), lines: fallbackLines(fallbackChannels) },
      branding && { title: say('settings.branding'), lines: brandingLines(branding) },
      version && {
        title: say('settings.version'),
        lines: [say('settings.version.since', { ...version })],
      },
    ],
    change: mayChange ? { verb: 'settings-set', id: null } : null,
    readAt,
  });
}

function fallbackLines(channels: readonly ConversationKey[]): readonly Sentence[] {
  if (channels.length === 0) return [say('settings.fallback.default')];
  return channels.map(({ platform, id }) =>
    say('group.channel', { platform, conversation: oneLine(id, 80) }),
  );
}

function brandingLines(branding: Branding): readonly (Sentence | null)[] {
  const { name, icon, colour, footer, helpLink: link } = branding;
  return [
    name === null ? null : say('settings.branding.name', { name: oneLine(name, groupMost) }),
    icon === null ? null : say('settings.branding.icon', { icon }),
    colour === null ? null : say('settings.branding.colour', { colour }),
    footer === null ? null : say('settings.branding.footer', { footer: oneLine(footer, 150) }),
    link === null ? null : say('settings.branding.help', { link }),
  ];
}
