import { type Json, text } from '../shared/json';
import {
  findRole,
  findScope,
  findUser,
  type Organisation,
  type RoleAssignment,
  sameName,
} from './organisation';

/** What a cmdlet answers: objects, or the text of its error. Exchange says only in words what was wrong. */
export type CmdletResult =
  | { readonly objects: readonly Json[]; readonly warnings?: readonly string[] }
  | { readonly error: string; readonly exception: string };

type Cmdlet = (organisation: Organisation, parameters: Json, now: () => Date) => CmdletResult;

const nameLengthMax = 64;

/** The cmdlets of the organisation, by name in lower case. */
export const cmdlets: Readonly<Record<string, Cmdlet>> = {
  'new-managementroleassignment': newAssignment,
  'remove-managementroleassignment': removeAssignment,
  'get-managementroleassignment': getAssignments,
  'get-managementroleentry': getRoleEntries,
  'get-user': getUsers,
  'get-mailbox': getUsers,
};

/** Everything that reads; an app with View-Only Configuration alone may run these. */
export function isReading(cmdlet: string): boolean {
  return cmdlet.toLowerCase().startsWith('get-');
}

function notFound(identity: string): CmdletResult {
  return {
    exception: 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException',
    error:
      `The operation couldn't be performed because object '${identity}' couldn't be found on ` +
      "'DC1.simulated.example'.",
  };
}

function badParameter(problem: string): CmdletResult {
  return { exception: 'System.Management.Automation.ParameterBindingException', error: problem };
}

function newAssignment(
  organisation: Organisation,
  parameters: Json,
  now: () => Date,
): CmdletResult {
  const role = findRole(organisation, text(parameters['Role']));
  if (!role) return notFound(text(parameters['Role']));
  const user = findUser(organisation, text(parameters['User']));
  if (!user) return notFound(text(parameters['User']));
  const typedScope = text(parameters['CustomRecipientWriteScope']);
  const scope = typedScope === '' ? '' : findScope(organisation, typedScope);
  if (scope === undefined) return notFound(typedScope);
  const name = text(parameters['Name']) || `${role.name}-${user.name}`;
  if (name.length > nameLengthMax) {
    return badParameter(`The length of the property is too long. The maximum is ${nameLengthMax}.`);
  }
  if (organisation.assignments.some((assignment) => sameName(assignment.name, name))) {
    return {
      exception: 'Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException',
      error: `The management role assignment "${name}" already exists. Specify another name.`,
    };
  }
  const made = { name, role: role.name, user: user.name, scope, assignedAt: now() };
  organisation.assignments.push(made);
  return { objects: [assignmentObject(made)] };
}

function removeAssignment(organisation: Organisation, parameters: Json): CmdletResult {
  const identity = text(parameters['Identity']);
  if (parameters['Confirm'] !== false) {
    return badParameter('A command that prompts the user failed because there is nobody to ask.');
  }
  const index = organisation.assignments.findIndex(({ name }) => sameName(name, identity));
  if (index === -1) return notFound(identity);
  organisation.assignments.splice(index, 1);
  return { objects: [] };
}

function getAssignments(organisation: Organisation, parameters: Json): CmdletResult {
  const identity = text(parameters['Identity']);
  const role = text(parameters['Role']);
  const user = text(parameters['RoleAssignee']);
  if (role !== '' && !findRole(organisation, role)) return notFound(role);
  if (user !== '' && !findUser(organisation, user)) return notFound(user);
  const found = organisation.assignments.filter(
    (assignment) =>
      (identity === '' || sameName(assignment.name, identity)) &&
      (role === '' || sameName(assignment.role, role)) &&
      (user === '' || sameName(assignment.user, findUser(organisation, user)?.name ?? '')),
  );
  if (identity !== '' && found.length === 0) return notFound(identity);
  return { objects: found.map(assignmentObject) };
}

function assignmentObject(assignment: RoleAssignment): Json {
  return {
    Name: assignment.name,
    Identity: assignment.name,
    Role: assignment.role,
    RoleAssignee: assignment.user,
    RoleAssigneeName: assignment.user,
    RoleAssigneeType: 'User',
    AssignmentMethod: 'Direct',
    CustomRecipientWriteScope: assignment.scope === '' ? null : assignment.scope,
    Enabled: true,
    WhenCreatedUTC: assignment.assignedAt.toISOString(),
  };
}

/** `-Identity "Role\Cmdlet"`, with `*` as a wildcard on both sides. */
function getRoleEntries(organisation: Organisation, parameters: Json): CmdletResult {
  const [rolePattern = '', cmdletPattern = ''] = text(parameters['Identity']).split('\\');
  if (cmdletPattern === '') return badParameter('Identity has the form Role\\Cmdlet.');
  const roles = organisation.roles.filter((role) => isLike(role.name, rolePattern));
  if (roles.length === 0 && !rolePattern.includes('*')) return notFound(rolePattern);
  const objects = roles.flatMap((role) =>
    role.cmdlets
      .filter((cmdlet) => isLike(cmdlet, cmdletPattern))
      .map((cmdlet) => ({ Name: cmdlet, Role: role.name, Type: 'Cmdlet' })),
  );
  return { objects };
}

function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}

/** `-Identity`, which fails when nobody has it, or `-Filter "Name -eq '...'"`, which finds nobody. */
function getUsers(organisation: Organisation, parameters: Json): CmdletResult {
  const filter = text(parameters['Filter']);
  if (filter !== '') {
    const quoted = /^(Name|UserPrincipalName) -eq '((?:[^']|'')*)'$/.exec(filter)?.[2];
    if (quoted === undefined) return badParameter(`Invalid filter syntax: ${filter}`);
    const user = findUser(organisation, quoted.replaceAll("''", "'"));
    return { objects: user ? [userObject(user)] : [] };
  }
  const identity = text(parameters['Identity']);
  if (identity === '') return { objects: organisation.users.map(userObject) };
  const user = findUser(organisation, identity);
  return user ? { objects: [userObject(user)] } : notFound(identity);
}

function userObject(user: Organisation['users'][number]): Json {
  return {
    Name: user.name,
    Identity: user.name,
    DisplayName: user.displayName,
    UserPrincipalName: user.userPrincipalName,
  };
}
