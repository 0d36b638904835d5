/**
 * Who people are and who is in a group. One folder per source, one line in registry.ts.
 * A reading says how long ago the source was asked, so that an old yes never counts (30 s bound at the commit).
 */

/** An account as it is tied to a person; `system` is `slack`, `teams` or a workload. */
export interface SourceAccount {
  readonly system: string;
  /** Empty for workloads. */
  readonly tenant: string;
  readonly user: string;
}

export interface SourceQuestion {
  /** All accounts of one person, those that are none of this source, too. */
  readonly accounts: readonly SourceAccount[];
  /** Groups as the source knows them. */
  readonly keys: readonly string[];
}

export interface SourceReading {
  /** Those of the groups that the person is in now, directly or by groups in them. */
  readonly memberOf: readonly string[];
  /** The source knows accounts of this person, and none of them is enabled; a disabled member never counts. */
  readonly disabled: boolean;
}

/** An outside directory. All methods throw RemoteError; whoever cannot be read decides nothing. */
export interface GroupSource {
  /** As configurations write it: `entra`. */
  readonly kind: string;
  /** As people know it: `Entra ID`. */
  readonly name: string;
  /** One call to the outside for any number of groups and accounts, never from a cache. Guests are members of nothing. */
  read(question: SourceQuestion, signal: AbortSignal): Promise<SourceReading>;
  /** Everybody in a group, page by page: enabled people, directly in it or by groups in it. */
  list(key: string, signal: AbortSignal): AsyncIterable<readonly SourceAccount[]>;
}

export interface StoredQuestion {
  readonly organisationId: string;
  readonly personId: string;
  readonly groupIds: readonly string[];
}

/** What is configured about one person and some groups. */
export interface StoredReading {
  readonly disabled: boolean;
  readonly accounts: readonly SourceAccount[];
  /** In the order of the question. */
  readonly groups: readonly {
    readonly groupId: string;
    /** Whether it, or a group in it, names the person. */
    readonly named: boolean;
    /** The groups of outside directories of which everybody is in it. */
    readonly outside: readonly { readonly kind: string; readonly key: string }[];
  }[];
}

/** Who is who, and in which group, as it is configured here. */
export interface StoredDirectory {
  readonly name: string;
  read(question: StoredQuestion, signal: AbortSignal): Promise<StoredReading>;
}
