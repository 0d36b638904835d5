/** What the simulated Exchange organisation holds: people, management roles, and who is assigned to them. */

export interface ExchangeUser {
  /** Unique; what assignments show as the assignee, e.g. `ana`. */
  readonly name: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
}

/** A management role of the kind made for Elevate has exactly one cmdlet. */
export interface ManagementRole {
  readonly name: string;
  readonly cmdlets: readonly string[];
}

export interface RoleAssignment {
  readonly name: string;
  readonly role: string;
  readonly user: string;
  /** The management scope that it is limited to; '' is the whole organisation. */
  readonly scope: string;
  readonly assignedAt: Date;
}

export interface Organisation {
  readonly users: readonly ExchangeUser[];
  readonly roles: readonly ManagementRole[];
  /** Names of the management scopes that assignments can be limited to. */
  readonly scopes: readonly string[];
  readonly assignments: RoleAssignment[];
}

/** Names are compared as Exchange does: without regard to case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function findUser(organisation: Organisation, identity: string): ExchangeUser | undefined {
  return organisation.users.find(
    ({ name, userPrincipalName }) =>
      sameName(name, identity) || sameName(userPrincipalName, identity),
  );
}

export function findRole(organisation: Organisation, name: string): ManagementRole | undefined {
  return organisation.roles.find((role) => sameName(role.name, name));
}

export function findScope(organisation: Organisation, name: string): string | undefined {
  return organisation.scopes.find((scope) => sameName(scope, name));
}

/** Whether Exchange would let the person run the cmdlet now. */
export function mayRun(organisation: Organisation, identity: string, cmdlet: string): boolean {
  const user = findUser(organisation, identity);
  return organisation.assignments.some(
    (assignment) =>
      user !== undefined &&
      sameName(assignment.user, user.name) &&
      findRole(organisation, assignment.role)?.cmdlets.some((one) => sameName(one, cmdlet)),
  );
}

/** One line of the target pane. */
export interface ExchangeHolding {
  readonly account: string;
  readonly displayName: string;
  readonly role: string;
  readonly cmdlets: readonly string[];
  readonly assignment: string;
  /** '' is the whole organisation. */
  readonly scope: string;
  /** The grant it was made for, by its name `jit:<grantId>`; null when Elevate did not make it. */
  readonly grantId: string | null;
  readonly since: string;
}

export function holdingsOf(organisation: Organisation): ExchangeHolding[] {
  return organisation.assignments.map((assignment) => ({
    account: assignment.user,
    displayName: findUser(organisation, assignment.user)?.displayName ?? assignment.user,
    role: assignment.role,
    cmdlets: findRole(organisation, assignment.role)?.cmdlets ?? [],
    assignment: assignment.name,
    scope: assignment.scope,
    grantId: assignment.name.startsWith('jit:') ? assignment.name.slice('jit:'.length) : null,
    since: assignment.assignedAt.toISOString(),
  }));
}
