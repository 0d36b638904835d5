/** How a connected system is set up, and what is granted in it. */
export interface ConnectorUse {
  readonly workload: string;
  readonly kind: string;
  /** As stored; secrets are references. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly targets: number;
  /** Names of the first of them. */
  readonly named: readonly string[];
  /** How many grants are in each of these states. */
  readonly scheduled: number;
  readonly activating: number;
  readonly active: number;
  readonly ending: number;
  readonly failed: number;
  /** Of those that are being granted or taken away, whose last attempt did not succeed. */
  readonly failing: number;
  /** Past their end and not read back as gone. */
  readonly overdue: number;
  /** Rights on which somebody acts at this moment, in whichever process. */
  readonly busy: number;
  readonly grantedAt: Date | null;
  readonly goneAt: Date | null;
}
