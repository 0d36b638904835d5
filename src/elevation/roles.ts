/**
 * Who runs Elevate. A role gives nothing that policies and groups give: no owner approves anything by being one. What it lets owners and
 * admins do about rights is the safe direction, taking them away, and having what was approved tried again.
 */
import { refuse, type Refusal } from '../errors';
import { type Person } from './model';

/** owner: may change roles; admin: the configuration; auditor: reads everything and changes nothing. In this order on screens. */
export const roleNames = ['owner', 'admin', 'auditor'] as const;

export type Role = (typeof roleNames)[number];

/** That somebody has a role. */
export type HeldRole = Pick<RoleHolder, 'person' | 'role'>;

/** Somebody who has a role now. */
export interface RoleHolder {
  readonly person: Person;
  readonly role: Role;
  readonly since: Date;
  /** Null: Elevate itself at its start, by what the operator had set. */
  readonly by: Person | null;
}

/** The roles that count for this person: none do for somebody who is disabled. */
export function rolesOf(person: Person, holders: readonly HeldRole[]): readonly Role[] {
  if (person.disabled) return [];
  const own = holders.filter((one) => one.person.id === person.id).map(({ role }) => role);
  return roleNames.filter((role) => own.includes(role));
}

/** Whether these let somebody act on Elevate's own, and not only read. */
export function runsElevate(roles: readonly Role[]): boolean {
  return roles.includes('owner') || roles.includes('admin');
}

/** Those who can act in a role, each once: nobody who is disabled. */
export function actingIn(role: Role, holders: readonly HeldRole[]): readonly Person[] {
  const people = holders.filter((one) => one.role === role).map(({ person }) => person);
  return people.filter(
    (person, at) => !person.disabled && people.findIndex((other) => other.id === person.id) === at,
  );
}

/** Somebody wants to give a role, or to take one. */
export interface RoleChange {
  readonly actor: Person;
  readonly person: Person;
  readonly role: Role;
  readonly act: 'add' | 'remove';
  /** Everybody who has a role, with nobody giving or taking one meanwhile. */
  readonly holders: readonly HeldRole[];
  /** As the refusals name it. */
  readonly typed: string;
}

/**
 * Whether one person may do it `alone`: everybody gives up their own role, and an owner takes an auditor's, for both leave control as
 * it is. The last owner who can act stays one. Everything else waits for a second person.
 */
export function judgeRoleChange(change: RoleChange): 'alone' | 'with-second' | Refusal {
  const { actor, person, role, act, holders, typed } = change;
  const isHeld = holders.some((one) => one.person.id === person.id && one.role === role);
  if (act === 'add') {
    if (person.disabled) return refuse('role-disabled', { person: person.name });
    return isHeld ? refuse('role-held', { person: person.name, role }) : 'with-second';
  }
  const isOwn = actor.id === person.id;
  const owners = actingIn('owner', holders);
  if (!isOwn && !owners.some(({ id }) => id === actor.id)) {
    return refuse('needs-role', { typed, role: 'owner', owners: owners.map(({ name }) => name) });
  }
  if (!isHeld) return refuse('role-not-held', { person: person.name, role });
  if (!isOwn && role !== 'auditor') return 'with-second';
  const isLast = role === 'owner' && owners.every(({ id }) => id === person.id);
  return isLast ? refuse('last-owner', { person: person.name }) : 'alone';
}
