/**
 * What every kind of target system has to be able to do. One folder per kind, one line in registry.ts.
 * Rules that hold for all of them: idempotent by grant id; the read-back decides, never the wording of an
 * answer; unknown is never absent; 401 and 403 are never excused; every call ends by its signal's deadline.
 */
import { type z } from 'zod';
import { type RemoteErrorKind } from '../errors';

export interface ConnectorDescription {
  /** Whether the target ends a right by itself at its time: always, at the next login only, or not at all. */
  readonly nativeExpiry: 'enforced' | 'login-only' | 'none';
  /** Shortest grant the target can carry, in seconds. */
  readonly leastDurationS: number;
  /** How long after a grant the target refuses to take it away again, in seconds. */
  readonly earliestRevokeS: number;
  /** Whether taking a right away also ends the person's open sessions. */
  readonly endsSessions: boolean;
}

/** The right of one account to one target, and the grant on whose behalf we act. */
export interface Entitlement {
  /** Idempotency key; the mark on the target where it can carry one. */
  readonly grantId: string;
  /** Account name or id in the target system. */
  readonly account: string;
  /** The target's own settings, already validated by the connector's `targetSettings`. */
  readonly target: unknown;
  /** The part of the target that is meant, as the kind's `scope` wrote it; '' is all of it. Two scopes are two rights. */
  readonly scope: string;
  /** When the right must end; set on the target as well where it can. */
  readonly endsAt: Date;
}

export interface Inspection {
  /** `present` while the right or any session that still carries it is there. `unknown` is never `absent`. */
  readonly state: 'present' | 'absent' | 'unknown';
  /** The end that the target itself has stored, where it can. */
  readonly until: Date | null;
  /** What was seen that differs from what we would have made, as stable codes (`admin-option`). */
  readonly drift: readonly string[];
}

export interface CheckResult {
  readonly ok: boolean;
  /** One line per thing tried, for `doctor` and `status`; no secrets. */
  readonly findings: readonly { readonly ok: boolean; readonly what: string }[];
  /** Set when it did not get as far as asking: the system was not reached, or did not let Elevate in. */
  readonly failed?: RemoteErrorKind;
}

/** A right found in the target that the connector can attribute: by its mark, or by membership. */
export interface Holding {
  readonly account: string;
  readonly target: unknown;
  /** '' is all of the target. */
  readonly scope: string;
  /** The grant whose mark it carries, where the target can carry one. */
  readonly grantId: string | null;
  readonly until: Date | null;
}

/** Something that Elevate could grant there, as a target would stand in the configuration. */
export interface Offer {
  /** What comes after the workload and the backslash in the name of the target. */
  readonly name: string;
  readonly type: 'task' | 'role' | 'role-group';
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One configured target system. Methods throw RemoteError; nothing else is expected of the outside. */
export interface Connector {
  describe(): ConnectorDescription;
  /** Reads credentials and own rights without changing anything. */
  check(signal: AbortSignal): Promise<CheckResult>;
  /** The account's present name in the target, or null when it is not there. */
  findAccount(account: string, signal: AbortSignal): Promise<string | null>;
  /** Makes the right present. Repeating it is not an error. */
  grant(entitlement: Entitlement, signal: AbortSignal): Promise<void>;
  /** Takes the right away and ends sessions where it can. Repeating it is not an error. */
  revoke(entitlement: Entitlement, signal: AbortSignal): Promise<void>;
  inspect(entitlement: Entitlement, signal: AbortSignal): Promise<Inspection>;
  /** Every account that holds the target now. */
  list(target: unknown, signal: AbortSignal): Promise<readonly Holding[]>;
  /** What it could grant with the rights that it has, by name; left out by kinds that cannot tell. */
  offers?(signal: AbortSignal): Promise<readonly Offer[]>;
  /** Releases connections; after it no other method is called. */
  close(): Promise<void>;
}

/** One kind of target system: how its settings look and how a connector is made from them. */
export interface ConnectorKind<Settings = unknown, TargetSettings = unknown> {
  readonly kind: string;
  /** Settings of the workload; secrets only as references (`env:NAME`, `file:PATH`). */
  readonly settings: z.ZodType<Settings>;
  readonly targetSettings: z.ZodType<TargetSettings>;
  /** How a part of a target is written; null where a target is held as a whole only. */
  readonly scope: z.ZodType<string> | null;
  /** @param secret resolves a reference to its present value, or throws ConfigError */
  connect(workload: string, settings: Settings, secret: (reference: string) => string): Connector;
}
