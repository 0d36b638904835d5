/** What an approver group becomes in the database, and back. Pure. */
import { type ConversationKey } from '../elevation/model';
import { type Configuration } from './configuration';
import {
  nestedIn,
  nestedSource,
  outsideIn,
  outsideSource,
  type OutsideGroup,
} from './group-sources';
import { compareText, nameOf } from './row-names';

type Group = Configuration['approverGroups'][number];

export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly memberIds: readonly string[];
  /** Groups of which everybody is in it, too. Left out: none. */
  readonly nestedIds?: readonly string[];
  /** Groups of outside directories of which everybody is in it. Left out: none. */
  readonly outside?: readonly OutsideGroup[];
  readonly channels: readonly ConversationKey[];
}

/** The row of a group whose names all lead somewhere. */
export function groupRow(
  { name, members, sources, channels }: Group,
  personIds: ReadonlyMap<string, string>,
  groupIds: ReadonlyMap<string, string>,
): GroupRow {
  return {
    id: groupIds.get(name)!,
    name,
    memberIds: [...new Set(members)].map((member) => personIds.get(member)!),
    nestedIds: [...new Set(nestedIn(sources))].map((one) => groupIds.get(one)!),
    outside: outsideIn([...new Set(sources)]),
    channels: channelsOf(channels),
  };
}

/** The inverse of groupRow. */
export function groupOf(
  { name, memberIds, nestedIds = [], outside = [], channels }: GroupRow,
  people: ReadonlyMap<string, string>,
  groups: ReadonlyMap<string, string>,
): Group {
  const members = [...new Set(memberIds)].map((id) => nameOf(people, id)).sort(compareText);
  const nested = [...new Set(nestedIds)].map((id) => nestedSource(nameOf(groups, id)));
  return {
    name,
    members,
    sources: [...nested, ...outside.map(outsideSource)].sort(compareText),
    channels: writtenChannels(name, channels),
  };
}

/** @param whose as the error names it */
export function writtenChannels(
  whose: string,
  channels: readonly ConversationKey[],
): Group['channels'] {
  const written: Group['channels'] = {};
  for (const { platform, tenant, id } of channels) {
    if (platform in written) throw new Error(`${whose} has two channels on ${platform}`);
    written[platform] = `${tenant}/${id}`;
  }
  return written;
}

export function channelsOf({ slack, teams }: Group['channels']): readonly ConversationKey[] {
  const channels: ConversationKey[] = [];
  if (slack !== undefined) {
    const [tenant, id] = splitOnce(slack);
    channels.push({ platform: 'slack', tenant, id });
  }
  if (teams !== undefined) {
    const [tenant, id] = splitOnce(teams);
    channels.push({ platform: 'teams', tenant, id });
  }
  return channels;
}

export function splitOnce(text: string): [string, string] {
  const at = text.indexOf('/');
  return [text.slice(0, at), text.slice(at + 1)];
}
