/**
 * Who people are and who is in a group. One folder per source, one line in registry.ts.
 * A reading says when the source was asked, so that an old yes never counts (30 s bound at the commit).
 */

export interface MembershipReading {
  readonly member: boolean;
  /** True when the person is disabled in the source; a disabled member never counts. */
  readonly disabled: boolean;
}

/** Throws RemoteError when the source cannot be read; the caller then decides nothing. */
export interface DirectorySource {
  readonly name: string;
  /** Whether the person is in the approver group now, read from the source, never from a cache. */
  readMembership(
    question: { organisationId: string; groupId: string; personId: string },
    signal: AbortSignal,
  ): Promise<MembershipReading>;
}
