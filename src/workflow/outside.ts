import { type Connector } from '../connectors/contract';

/** The configured target systems, by workload name. */
export interface ConnectorSet {
  of(workload: string): Connector | null;
}

export interface MembershipAnswer {
  readonly groupId: string;
  readonly member: boolean;
  readonly disabled: boolean;
}

/** Who is in an approver group now, asked of the sources with a deadline; throws RemoteError when one is down. */
export interface Directory {
  readMemberships(question: {
    readonly organisationId: string;
    readonly personId: string;
    readonly groupIds: readonly string[];
    readonly timeoutMs: number;
  }): Promise<readonly MembershipAnswer[]>;
}
