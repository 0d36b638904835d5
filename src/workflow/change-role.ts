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
import { draftRole } from './draft-change';
import { once } from './once';
import { personTyped } from './person-typed';
import { enqueuePublishOfChanges } from './publish-job';
import { actorOf, refuseAndRecord } from './refuse-and-record';

type RoleCommand = Extract<AdminCommand, { verb: 'role-add' | 'role-remove' }>;

interface Meant {
  readonly person: Person;
  readonly role: Role;
  /** Whether somebody else has to approve it. */
  readonly withSecond: boolean;
}

/**
 * Takes a role where one person alone may do it; whatever else is drafted as a change that another admin approves. Who they are was judged before; with nobody else changing roles meanwhile it is
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
    const { person, role, withSecond } = judged;
    if (withSecond) {
      const act = command.verb === 'role-add' ? 'add' : 'remove';
      const edit = { act, person, role } as const;
      return draftRole(context, tx, envelope, { person: actor, verb: command.verb, edit });
    }
    await takeRole(tx, organisationId, { person, role, by: actor });
    await appendAudit(tx, {
      organisationId,
      kind: 'role.taken',
      actor: actorOf(envelope, actor),
      facts: { role, personId: person.id },
    });
    await enqueuePublishOfChanges(tx, organisationId);
    const isOwn = person.id === actor.id;
    return { privately: roleTakenView(person, role, isOwn), screen: null };
  });
}

async function judge(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { actor, command }: { readonly actor: Person; readonly command: RoleCommand },
): Promise<Meant | Refusal> {
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
  const judged = judgeRoleChange({ actor, person, role, act, holders, typed });
  return isRefusal(judged) ? judged : { person, role, withSecond: judged === 'with-second' };
}
