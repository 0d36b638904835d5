import { say, type Sentence } from '../words';
import { groupMost, middleCut } from './people';

/** What a connected system said when it was asked. */
export interface ConnectorHealth {
  readonly workload: string;
  /** `missing`: nothing in this process serves it. */
  readonly state: 'working' | 'findings' | 'silent' | 'refusing' | 'missing';
  /** Things that are not as needed. */
  readonly findings: number;
  readonly checkedAt: Date;
}

/** The same with one line for each thing that was tried, as the connector says it; no secrets. */
export interface CheckedConnector extends ConnectorHealth {
  readonly found: readonly { readonly ok: boolean; readonly what: string }[];
}

export function isInNeed({ state }: ConnectorHealth): boolean {
  return state !== 'working';
}

export function connectorLine({ workload, state, findings, checkedAt }: ConnectorHealth): Sentence {
  return say(`connector.${state}`, {
    workload: middleCut(workload, groupMost),
    count: findings,
    at: checkedAt,
  });
}
