import { say, type Sentence } from '../words';
import { groupMost, middleCut } from './people';

/** What came of asking. `missing`: nothing in this process serves it. */
export type AskedState = 'working' | 'findings' | 'silent' | 'refusing' | 'missing';

/** What a connected system said when it was asked. */
export interface ConnectorHealth {
  readonly workload: string;
  /** `unasked`: nobody who may has had it asked. */
  readonly state: AskedState | 'unasked';
  /** Things that are not as needed. */
  readonly findings: number;
  readonly checkedAt: Date;
  /** Of what does not answer: since when, as far as is known. */
  readonly since?: Date;
  /** It was said to somebody else, who had it asked then. */
  readonly isStored?: true;
}

/** The same with one line for each thing that was tried, as the connector says it; no secrets. */
export interface CheckedConnector extends ConnectorHealth {
  readonly found: readonly { readonly ok: boolean; readonly what: string }[];
}

/** What it says now. */
export interface AskedConnector extends CheckedConnector {
  readonly state: AskedState;
}

export function isInNeed({ state }: ConnectorHealth): boolean {
  return state !== 'working' && state !== 'unasked';
}

export function connectorLine(health: ConnectorHealth): Sentence {
  const { workload, state, findings, checkedAt, since = checkedAt, isStored } = health;
  const name = middleCut(workload, groupMost);
  const facts = { workload: name, count: findings, at: checkedAt, since };
  return isStored ? say('connector.stored', { ...facts, state }) : say(`connector.${state}`, facts);
}
