/**
 * What a group has its people from beside those whom it names, as it is written everywhere: `group:Security` for another approver group,
 * `entra:TENANT-ID/GROUP-ID` or `ad:DOMAIN/OBJECT-GUID` for a group of an outside directory. Pure.
 */
import { z } from 'zod';
import { type GroupParts } from './group-people';

/** A group of an outside directory: of which kind that is, and what the group is known by there. */
export interface OutsideGroup {
  readonly kind: string;
  readonly key: string;
}

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const outside: Readonly<Record<string, RegExp>> = {
  entra: new RegExp(`^${guid}/${guid}$`, 'iu'),
  ad: new RegExp(`^[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*/${guid}$`, 'iu'),
};
const prefix = 'group:';
const how =
  'write group:NAME, for example group:Security, entra:TENANT-ID/GROUP-ID or ad:DOMAIN/OBJECT-GUID';

export const groupSource = z
  .string(how)
  .trim()
  .min(1)
  .max(200)
  .describe(
    'group:NAME is another approver group of this file, entra:TENANT-ID/GROUP-ID a group of Entra ID and ad:DOMAIN/OBJECT-GUID one of Active Directory, with all groups in them.',
  )
  .transform((typed, context) => {
    const source = readSource(typed);
    if (source !== null) return source;
    context.addIssue({ code: 'custom', message: how });
    return z.NEVER;
  });

function readSource(typed: string): string | null {
  if (/^group:\s*\S.{0,119}$/u.test(typed)) return nestedSource(typed.slice(prefix.length).trim());
  const [, kind = '', key = ''] = /^([a-z]+):(.+)$/u.exec(typed) ?? [];
  return Object.hasOwn(outside, kind) && outside[kind]!.test(key)
    ? outsideSource({ kind, key: key.toLowerCase() })
    : null;
}

/** A group inside of another one, as it is written. */
export function nestedSource(name: string): string {
  return `${prefix}${name}`;
}

/** A group of an outside directory, as it is written. */
export function outsideSource({ kind, key }: OutsideGroup): string {
  return `${kind}:${key}`;
}

/** The names of the groups that are among the sources. */
export function nestedIn(sources: readonly string[]): readonly string[] {
  return sources.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
}

/** The groups of outside directories that are among the sources. */
export function outsideIn(sources: readonly string[]): readonly OutsideGroup[] {
  return sources
    .filter((one) => !one.startsWith(prefix))
    .map((one) => {
      const at = one.indexOf(':');
      return { kind: one.slice(0, at), key: one.slice(at + 1) };
    });
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
  return {
    id: name,
    memberIds: members,
    nestedIds: nestedIn(sources),
    isOpen: outsideIn(sources).length > 0,
  };
}
