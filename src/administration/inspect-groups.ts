/** What is wrong with the approver groups of a file once they are seen together. Pure. */
import { type Configuration } from './configuration';
import { circleOf, isOpenGroup, partsOf, peopleByGroup, type GroupParts } from './group-people';
import { nestedIn, outsideIn, partsNamed } from './group-sources';

type Group = Configuration['approverGroups'][number];

/** What a group is seen beside. */
export interface GroupsNamed {
  /** Those whose form is right. */
  readonly read: readonly Group[];
  /** Every name that stands in the list; null where there is no list. */
  readonly people: ReadonlySet<string> | null;
  readonly groups: ReadonlySet<string> | null;
  /** Of merged people the one who stays, by key. */
  readonly survivors: ReadonlyMap<string, string>;
  /** Names of the groups that something else than a group names. */
  readonly used: ReadonlySet<string>;
  /** By kind of directory the tenant that is asked; null where none of that kind is. Undefined where it cannot be read. */
  readonly tenants: Readonly<Record<string, string | null>> | undefined;
}

/** A line for each thing. */
export function groupProblems(named: GroupsNamed): readonly string[] {
  const parts = new Map(named.read.map((one) => [one.name, partsNamed(one)]));
  const people = peopleByGroup([...parts.values()]);
  const nested = new Set(named.read.flatMap(({ sources }) => nestedIn(sources)));
  return [
    ...named.read.flatMap((group) => {
      const all = people.get(group.name) ?? new Set();
      const isPartOnly = nested.has(group.name) && !named.used.has(group.name);
      return [
        ...unknownNames(group, named),
        ...unasked(group, named),
        ...(isPartOnly ? [] : shortages(group, { all, parts, ...named })),
      ];
    }),
    ...circles(parts),
  ];
}

function unknownNames(
  { name, members, sources }: Group,
  { people, groups }: GroupsNamed,
): string[] {
  const strangers = people === null ? [] : members.filter((one) => !people.has(one));
  const unknown = groups === null ? [] : nestedIn(sources).filter((one) => !groups.has(one));
  return [
    ...strangers.map((one) => `approverGroups: ${name} names ${one}, who is not in people.`),
    ...unknown.map((one) => `approverGroups: ${name}: there is no approver group "${one}".`),
  ];
}

/** Of a directory that nobody asks nobody is ever in a group. */
function unasked({ name, sources }: Group, { tenants }: GroupsNamed): string[] {
  if (tenants === undefined) return [];
  return outsideIn(sources).flatMap(({ kind, key }) => {
    const tenant = tenants[kind] ?? null;
    const source = `approverGroups: ${name}: ${kind}:${key}`;
    if (tenant === null) return [`${source} needs organisation.directories.${kind}.`];
    return key.startsWith(`${tenant}/`)
      ? []
      : [`${source} is not of ${tenant}, which organisation.directories.${kind} asks.`];
  });
}

interface Seen extends GroupsNamed {
  readonly all: ReadonlySet<string>;
  readonly parts: ReadonlyMap<string, GroupParts>;
}

/** What is only ever part of another group needs neither: that one has them. */
function shortages({ name, channels }: Group, { all, parts, survivors }: Seen): string[] {
  const problems: string[] = [];
  const persons = new Set([...all].map((one) => survivors.get(one) ?? one)).size;
  // Who is in a part whose form is wrong is not known here, nor who is in an outside directory.
  const isWhole =
    !isOpenGroup(name, parts) && [...partsOf(name, parts)].every((part) => parts.has(part));
  if (isWhole && persons < 2) {
    const has = persons === 0 ? 'nobody in it' : 'one person';
    const who = persons === 0 ? 'on requests' : "on that person's requests";
    problems.push(
      `approverGroups: ${name} has ${has}. Nobody could decide ${who}: name two or more.`,
    );
  }
  if (channels.slack === undefined && channels.teams === undefined) {
    problems.push(`approverGroups: ${name} has no channel. Prompts need slack or teams.`);
  }
  return problems;
}

/** Each circle is told once, from the first of its groups by name. */
function circles(parts: ReadonlyMap<string, GroupParts>): readonly string[] {
  return [...parts.keys()].flatMap((name) => {
    const circle = circleOf(name, parts);
    if (circle === null || circle.some((one) => one < name)) return [];
    return [
      `approverGroups: ${name} is in itself: ${circle.join(' → ')}. Take one of them out of the other.`,
    ];
  });
}
