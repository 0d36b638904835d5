import { type AdminCommand } from '../commands/command';
import { type Person } from '../elevation/model';
import { refuseVerb, typedVerb } from '../elevation/permissions';
import { judgeRoleChange, roleNames, rolesOf, type Role } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { type Tx } from '../store/database';
import { lockRoles, roleHolders, takeRole } from '../store/roles';
import { roleTakenView } from '../views/role-taken';
import { type Context } from './context';
import { once } from './once';
import { personTyped } from './person-typed';
import { actorOf, refuseAndRecord } from './refuse-and-record';

type RoleCommand = Extract<AdminCommand, { verb: 'role-add' | 'role-remove' }>;

interface Taken {
  readonly person: Person;
  readonly role: Role;
}

/**
 * Takes a role where one person alone may do it. Who they are was judged before; with nobody else changing roles meanwhile it is
 * judged again, with whose role it is.
 */
export function changeRole(
  context: Context,
  envelope: Envelope,
  actor: Person,
  command: RoleCommand,
): Promise<Reply> {
  const { organisationId } = context;
  return once(context, envelope, async (tx) => {
    await lockRoles(tx, organisationId);
    const judged = await judge(context, tx, envelope, { actor, command });
    if (isRefusal(judged)) {
      const attempt = { verb: command.verb, person: actor };
      return refuseAndRecord(context, tx, envelope, attempt, judged);
    }
    await takeRole(tx, organisationId, { ...judged, by: actor });
    await appendAudit(tx, {
      organisationId,
      kind: 'role.taken',
      actor: actorOf(envelope, actor),
      facts: { role: judged.role, personId: judged.person.id },
    });
    const isOwn = judged.person.id === actor.id;
    return { privately: roleTakenView(judged.person, judged.role, isOwn), screen: null };
  });
}

async function judge(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { actor, command }: { readonly actor: Person; readonly command: RoleCommand },
): Promise<Taken | Refusal> {
  const holders = await roleHolders(tx, context.organisationId);
  const unpermitted = refuseVerb(command.verb, rolesOf(actor, holders), holders);
  if (unpermitted !== null) return unpermitted;
  const role = roleNames.find((one) => one === command.role);
  if (role === undefined) return refuse('role-unknown', { typed: command.role });
  const named = { typed: command.person, self: actor };
  const person = await personTyped(context, tx, envelope, named);
  if (isRefusal(person)) return person;
  const act = command.verb === 'role-add' ? 'add' : 'remove';
  const typed = `${typedVerb(command.verb)} ${role}`;
  return judgeRoleChange({ actor, person, role, act, holders, typed }) ?? { person, role };
}
