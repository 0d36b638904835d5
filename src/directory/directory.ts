import { type DirectorySource, type MembershipReading } from './contract';

export interface MembershipQuestion {
  readonly organisationId: string;
  readonly personId: string;
  readonly groupIds: readonly string[];
  /** For all groups and sources together, in milliseconds. */
  readonly timeoutMs: number;
}

export interface MembershipAnswer extends MembershipReading {
  readonly groupId: string;
}

/** All sources as one. */
export interface Directory {
  /**
   * Whether the person is in each of the groups now, in the order of the question. A member in one source is
   * a member; disabled in one source is disabled. Throws RemoteError when any source cannot answer in time:
   * the one that is silent could be the one that says disabled.
   */
  readMemberships(question: MembershipQuestion): Promise<readonly MembershipAnswer[]>;
}

export function createDirectory(sources: readonly DirectorySource[]): Directory {
  return {
    async readMemberships({ organisationId, personId, groupIds, timeoutMs }) {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), timeoutMs);
      try {
        return await Promise.all(
          groupIds.map(async (groupId) => {
            const question = { organisationId, groupId, personId };
            const readings = await Promise.all(
              sources.map((source) => source.readMembership(question, controller.signal)),
            );
            return {
              groupId,
              member: readings.some(({ member }) => member),
              disabled: readings.some(({ disabled }) => disabled),
            };
          }),
        );
      } finally {
        clearTimeout(timer);
        // What is still being asked after a failure is no longer needed.
        controller.abort();
      }
    },
  };
}
