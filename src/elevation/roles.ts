/** Who runs Elevate. A role gives nothing that policies and groups give: no owner approves anything by being one. */
import { type Person } from './model';

/** owner: may change roles; admin: the configuration; auditor: reads everything and changes nothing. In this order on screens. */
export const roleNames = ['owner', 'admin', 'auditor'] as const;

export type Role = (typeof roleNames)[number];

/** Somebody who has a role now. */
export interface RoleHolder {
  readonly person: Person;
  readonly role: Role;
  readonly since: Date;
  /** Null: Elevate itself at its start, by what the operator had set. */
  readonly by: Person | null;
}

/** The roles that count for this person: none do for somebody who is disabled. */
export function rolesOf(person: Person, holders: readonly RoleHolder[]): readonly Role[] {
  if (person.disabled) return [];
  const own = holders.filter((one) => one.person.id === person.id).map(({ role }) => role);
  return roleNames.filter((role) => own.includes(role));
}

/** Those who can act in a role, each once: nobody who is disabled. */
export function actingIn(role: Role, holders: readonly RoleHolder[]): readonly Person[] {
  const people = holders.filter((one) => one.role === role).map(({ person }) => person);
  return people.filter(
    (person, at) => !person.disabled && people.findIndex((other) => other.id === person.id) === at,
  );
}
