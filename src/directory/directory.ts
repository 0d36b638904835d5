import { RemoteError } from '../errors';
import {
  type GroupSource,
  type SourceAccount,
  type SourceReading,
  type StoredDirectory,
  type StoredReading,
} from './contract';
import { createMemory, type Memory } from './memory';

export interface MembershipQuestion {
  readonly organisationId: string;
  readonly personId: string;
  readonly groupIds: readonly string[];
  /** For all groups and sources together, in milliseconds. */
  readonly timeoutMs: number;
}

export interface MembershipAnswer {
  readonly groupId: string;
  readonly member: boolean;
  /** True when the person is disabled here or in a source of the group; a disabled member never counts. */
  readonly disabled: boolean;
  /** How long before the question a source said so, in milliseconds; 0 for what was asked of it only now. */
  readonly olderMs: number;
  /** The source, by its name, that did not say; then the rest says nothing. */
  readonly unread: string | null;
}

/** All sources as one. */
export interface Directory {
  /**
   * Whether the person is in each of the groups now, in the order of the question. A member in one source is a member; disabled in one
   * source is disabled. A group of which any source cannot answer in time is unread: the one that is silent could be the one that says
   * disabled. Throws RemoteError when what is configured cannot be read.
   */
  readMemberships(question: MembershipQuestion): Promise<readonly MembershipAnswer[]>;
  /** Everybody in a group of an outside directory, for what is only shown. Throws RemoteError. */
  listMembers(
    group: { readonly kind: string; readonly key: string },
    timeoutMs: number,
  ): Promise<readonly SourceAccount[]>;
}

export interface DirectoryOptions {
  readonly stored: StoredDirectory;
  readonly sources: readonly GroupSource[];
  /** A clock that only goes on, in milliseconds. */
  readonly now: () => number;
  /** Told of each failure of a source: the answer only names who failed. */
  readonly failed?: (error: RemoteError) => void;
}

export function createDirectory(options: DirectoryOptions): Directory {
  const memory = createMemory();
  return {
    listMembers: (group, timeoutMs) => listAll(options.sources, group, timeoutMs),
    async readMemberships({ organisationId, personId, groupIds, timeoutMs }) {
      const { stored, now } = options;
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), timeoutMs);
      const at = now();
      try {
        const question = { organisationId, personId, groupIds };
        const reading = await stored.read(question, controller.signal);
        const { signal } = controller;
        const asking = { ...options, memory, at, signal, organisationId, reading };
        const kinds = new Set(reading.groups.flatMap(({ outside }) => outside.map(kindOf)));
        const said = new Map(
          await Promise.all(
            [...kinds].map(async (kind) => [kind, await ask(kind, asking)] as const),
          ),
        );
        return reading.groups.map((group) => answerOf(group, reading.disabled, said));
      } finally {
        clearTimeout(timer);
        // What is still being asked after a failure is no longer needed.
        controller.abort();
      }
    },
  };
}

/** Each once, whatever the pages say. */
async function listAll(
  sources: readonly GroupSource[],
  { kind, key }: { readonly kind: string; readonly key: string },
  timeoutMs: number,
): Promise<readonly SourceAccount[]> {
  const source = sources.find((one) => one.kind === kind);
  if (source === undefined) throw new RemoteError(kind, 'unavailable', 'not_set_up');
  const found = new Map<string, SourceAccount>();
  for await (const page of source.list(key, AbortSignal.timeout(timeoutMs))) {
    for (const one of page) found.set(JSON.stringify([one.system, one.tenant, one.user]), one);
  }
  return [...found.values()];
}

function kindOf({ kind }: { readonly kind: string }): string {
  return kind;
}

interface Asking extends DirectoryOptions {
  readonly memory: Memory;
  /** When the question came. */
  readonly at: number;
  readonly signal: AbortSignal;
  readonly organisationId: string;
  readonly reading: StoredReading;
}

/** What one source says of a group: null where it does not say. */
interface Said {
  readonly name: string;
  readonly disabled: boolean;
  /** By key how long before the question it said yes; a key that is not here is a no. */
  readonly yes: ReadonlyMap<string, number>;
  /** Keys about which it said nothing. */
  readonly silent: ReadonlySet<string>;
}

/** Asks a source about all groups of its kind at once, if it has not said yes of each of them a moment ago. */
async function ask(kind: string, asking: Asking): Promise<Said> {
  const { memory, sources, at, reading, signal } = asking;
  const source = sources.find((one) => one.kind === kind);
  const name = source?.name ?? kind;
  const groups = reading.groups.map(({ outside }) =>
    outside.filter((one) => one.kind === kind).map(({ key }) => key),
  );
  const whose = whoseOf(asking.organisationId, kind, reading.accounts);
  const fresh = memory.yes(whose, at, 'without-asking');
  // A group that is sure of the person already needs nobody to be asked.
  const open = groups.filter((keys) => keys.length > 0 && !keys.some((key) => fresh.has(key)));
  const keys = [...new Set(open.flat())];
  if (keys.length === 0) return { name, disabled: false, yes: fresh, silent: new Set() };
  try {
    if (source === undefined) throw new RemoteError(kind, 'unavailable', 'not_set_up');
    const question = { accounts: reading.accounts, keys };
    const askedAt = asking.now();
    const read = await source.read(question, signal);
    memory.note(whose, keys, read.disabled ? none : read, askedAt);
    const yes = read.disabled ? [] : read.memberOf.map((key) => [key, 0] as const);
    return { name, disabled: read.disabled, yes: new Map([...fresh, ...yes]), silent: new Set() };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    asking.failed?.(error);
    const known = memory.yes(whose, asking.at, 'source-away');
    const silent = open.filter((one) => !one.some((key) => known.has(key))).flat();
    return { name, disabled: false, yes: known, silent: new Set(silent) };
  }
}

const none: SourceReading = { memberOf: [], disabled: true };

function whoseOf(organisationId: string, kind: string, accounts: readonly SourceAccount[]): string {
  const keys = accounts.map(({ system, tenant, user }) => [system, tenant, user]);
  return JSON.stringify([organisationId, kind, ...keys]);
}

function answerOf(
  { groupId, named, outside }: StoredReading['groups'][number],
  isDisabled: boolean,
  said: ReadonlyMap<string, Said>,
): MembershipAnswer {
  const facts = outside.map(({ kind, key }) => ({ ...said.get(kind)!, key }));
  const silent = facts.find((one) => one.silent.has(one.key));
  const ages = facts.flatMap(({ yes, key }) => yes.get(key) ?? []);
  return {
    groupId,
    member: named || ages.length > 0,
    disabled: isDisabled || facts.some(({ disabled }) => disabled),
    // That nobody is disabled is as old as the oldest that says so.
    olderMs: Math.max(0, ...ages),
    unread: silent?.name ?? null,
  };
}
