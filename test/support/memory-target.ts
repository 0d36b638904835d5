import { type Connector, type Entitlement, type Inspection } from '../../src/connectors/contract';
import { type RemoteError } from '../../src/errors';

type Call = 'grant' | 'revoke' | 'inspect';

/** A target system in memory that keeps its own log of what really happened, and fails as told. */
export interface MemoryTarget extends Connector {
  /** Accounts that hold the right now; of a part of it: `ana/Finance`. */
  readonly holders: Set<string>;
  /** The parts that an account holds, sorted. */
  scopes(account: string): readonly string[];
  /** What happened, in order: `grant ana`, `revoke ana`. */
  readonly log: string[];
  /** Each is used once, by the next call of that name. `after` does the act and then fails. */
  readonly failures: { call: Call; error: RemoteError; after?: boolean }[];
  /** Awaited inside the next call of that name, before it acts. */
  readonly pauses: { call: Call; until: Promise<void> }[];
}

export function memoryTarget(workload: string): MemoryTarget {
  const holders = new Set<string>();
  const log: string[] = [];
  const failures: MemoryTarget['failures'] = [];
  const pauses: MemoryTarget['pauses'] = [];

  async function acting(call: Call, act: () => void): Promise<void> {
    const pause = pauses.findIndex((one) => one.call === call);
    if (pause !== -1) await pauses.splice(pause, 1)[0]!.until;
    const index = failures.findIndex((one) => one.call === call);
    const failure = index === -1 ? undefined : failures.splice(index, 1)[0];
    if (failure === undefined || failure.after) act();
    if (failure !== undefined) throw failure.error;
  }

  const keyOf = ({ account, scope }: Entitlement) =>
    scope === '' ? account : `${account}/${scope}`;

  return {
    holders,
    scopes: (account) =>
      [...holders]
        .filter((held) => held.startsWith(`${account}/`))
        .map((held) => held.slice(account.length + 1))
        .sort(),
    log,
    failures,
    pauses,
    describe: () => ({
      nativeExpiry: 'none',
      leastDurationS: 60,
      earliestRevokeS: 0,
      endsSessions: false,
    }),
    check: async () => ({ ok: true, findings: [{ ok: true, what: `${workload} answers` }] }),
    findAccount: async (account) => account,
    grant: (entitlement: Entitlement) =>
      acting('grant', () => {
        holders.add(keyOf(entitlement));
        log.push(`grant ${keyOf(entitlement)}`);
      }),
    revoke: (entitlement: Entitlement) =>
      acting('revoke', () => {
        holders.delete(keyOf(entitlement));
        log.push(`revoke ${keyOf(entitlement)}`);
      }),
    async inspect(entitlement: Entitlement): Promise<Inspection> {
      let state: Inspection['state'] = 'unknown';
      await acting('inspect', () => {
        state = holders.has(keyOf(entitlement)) ? 'present' : 'absent';
      });
      return { state, until: null, drift: [] };
    },
    list: async () =>
      [...holders].map((account) => ({
        ...{ account, target: null, scope: '' },
        ...{ grantId: null, until: null },
      })),
    close: async () => undefined,
  };
}
