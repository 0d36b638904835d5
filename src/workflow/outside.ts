import { type Connector } from '../connectors/contract';

/** The configured target systems, by workload name. */
export interface ConnectorSet {
  of(workload: string): Connector | null;
}

export interface MembershipAnswer {
  readonly groupId: string;
  readonly member: boolean;
  readonly disabled: boolean;
  /** How long before the question a source said so, in milliseconds. */
  readonly olderMs: number;
  /** The source that did not say, as people know it; then the rest says nothing. */
  readonly unread: string | null;
}

/** Who is in an approver group now, asked of the sources with a deadline; throws RemoteError when one is down. */
export interface Directory {
  readMemberships(question: {
    readonly organisationId: string;
    readonly personId: string;
    readonly groupIds: readonly string[];
    readonly timeoutMs: number;
  }): Promise<readonly MembershipAnswer[]>;
  /** Everybody in a group of an outside directory; throws RemoteError. It is for who is asked and shown. */
  listMembers(
    group: { readonly kind: string; readonly key: string },
    timeoutMs: number,
  ): Promise<
    readonly { readonly system: string; readonly tenant: string; readonly user: string }[]
  >;
}
