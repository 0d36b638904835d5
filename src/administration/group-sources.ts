/** What a group has its people from beside those whom it names, as it is written everywhere: `group:Security`. Pure. */
import { z } from 'zod';
import { type GroupParts } from './group-people';

const prefix = 'group:';

export const groupSource = z
  .string('write group:NAME, for example group:Security')
  .trim()
  .regex(/^group:\S.{0,119}$/u, 'write group:NAME, for example group:Security')
  .describe('group:NAME is another approver group of this file: everybody in it.');

/** A group inside of another one, as it is written. */
export function nestedSource(name: string): string {
  return `${prefix}${name}`;
}

/** The names of the groups that are among the sources. */
export function nestedIn(sources: readonly string[]): readonly string[] {
  return sources
    .filter((one) => one.startsWith(prefix))
    .map((one) => one.slice(prefix.length).trim());
}

/** A group of the file with what is directly in it, all by name. */
export function partsNamed({
  name,
  members,
  sources,
}: {
  readonly name: string;
  readonly members: readonly string[];
  readonly sources: readonly string[];
}): GroupParts {
  return { id: name, memberIds: members, nestedIds: nestedIn(sources) };
}
