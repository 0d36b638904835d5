/** What owners, admins and auditors type: who they are is judged first, then it is read. Reading writes nothing. */
import {
  type AdminCommand,
  type ChangeCommand,
  type Command,
  type FormCommand,
  type FormPress,
  type FormVerb,
  type PagePress,
} from '../commands/command';
import { type Person } from '../elevation/model';
import { adminVerbs, refuseVerb } from '../elevation/permissions';
import { rolesOf, type Role } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { roleHolders } from '../store/roles';
import { type View } from '../views/view';
import { openChangeForm, sendChangeForm } from './change-form';
import { changeRole } from './change-role';
import { checkConnector } from './check-connector';
import { type Context } from './context';
import { draftChange } from './draft-change';
import { refuseAccount } from './read-clicker';
import { importTargets } from './import-targets';
import { readDraft } from './read-change';
import { readConnector, readConnectors } from './read-connectors';
import { readGroup, readGroups } from './read-groups';
import { listPoliciesInKind, showOrganizationInKind, showPolicyInKind } from './read-in-kind';
import { readPolicies, readPolicy } from './read-policies';
import { readRoles } from './read-roles';
import { showFirstSteps } from './read-first-steps';
import { readSettings } from './read-settings';
import { readStatus } from './read-status';
import { readSystemAccounts } from './read-system-accounts';
import { readTargets } from './read-targets';
import { refuseQuery } from './refuse-and-record';
import { replayPolicy } from './replay-policy';
import { tryPolicy } from './try-policy';

type Asked = AdminCommand | FormPress | PagePress;

const verbs: ReadonlySet<Command['verb']> = new Set(adminVerbs);

export function isAdminCommand(command: Command): command is AdminCommand {
  return verbs.has(command.verb);
}

/** Answers, or refuses with who could; a refusal is recorded like every other. */
export async function administer(
  context: Context,
  envelope: Envelope,
  asked: Asked,
): Promise<Reply> {
  const { verb } = asked;
  const { database, organisationId } = context;
  const { account } = envelope;
  const person = await database.read((tx) => personOfAccount(tx, organisationId, account));
  const attempt = { verb, person };
  if (person === null) {
    const unlinked = refuse('unlinked-account', { platform: account.platform });
    return refuseQuery(context, envelope, attempt, unlinked);
  }
  // An account whose press could not count learns nothing, not even who the owners are.
  const roles =
    (await refuseAccount(context, envelope, undefined, { lately: true })) ??
    (await database.read((tx) => rolesFor(context, tx, person, verb)));
  if (isRefusal(roles)) return refuseQuery(context, envelope, attempt, roles);
  if ('form' in asked || ('is' in asked && asked.is !== 'send')) {
    return openChangeForm(context, envelope, person, asked);
  }
  if ('is' in asked) return sendChangeForm(context, envelope, person, asked);
  if ('role' in asked) return changeRole(context, envelope, person, asked);
  if ('item' in asked) return draftChange(context, envelope, person, asked);
  if (asked.verb === 'target-import') {
    return importTargets(context, envelope, person, asked.connector);
  }
  if (asked.verb === 'connector-check') {
    return checkConnector(context, envelope, person, asked.connector);
  }
  const answer = await read(context, envelope, { person, roles }, asked);
  if (isRefusal(answer)) return refuseQuery(context, envelope, attempt, answer);
  return { privately: answer, screen: null };
}

/** The roles that count for this person, where one of them lets them type it. */
async function rolesFor(
  { organisationId }: Context,
  tx: Tx,
  person: Person,
  verb: string,
): Promise<readonly Role[] | Refusal> {
  if (person.disabled) return refuse('disabled', { person: person.name });
  const holders = await roleHolders(tx, organisationId);
  const roles = rolesOf(person, holders);
  return refuseVerb(verb, roles, holders) ?? roles;
}

type Reading = Exclude<
  Asked,
  | ChangeCommand
  | FormCommand
  | FormPress
  | { verb: 'role-add' | 'role-remove' }
  | { verb: 'connector-check' | 'target-import' }
>;

function read(
  context: Context,
  envelope: Envelope,
  { person, roles }: { readonly person: Person; readonly roles: readonly Role[] },
  asked: Reading,
): Promise<View | Refusal> {
  const mayChange = (verb: FormVerb) => refuseVerb(verb, roles, []) === null;
  const mayAsk = refuseVerb('connector-check', roles, []) === null;
  const page = 'page' in asked ? asked.page : 1;
  const inKind = 'inKind' in asked ? asked.inKind : undefined;
  switch (asked.verb) {
    case 'status':
      return readStatus(context);
    case 'setup':
      return showFirstSteps(context);
    case 'role-list':
      return readRoles(context, page);
    case 'policy-list':
      return inKind ? listPoliciesInKind(context, inKind) : readPolicies(context, page);
    case 'policy-show':
      return inKind
        ? showPolicyInKind(context, asked.target, inKind)
        : readPolicy(context, asked.target, mayChange('policy-set'));
    case 'policy-test':
      return tryPolicy(context, envelope, person, asked);
    case 'policy-replay':
      return replayPolicy(context, asked);
    case 'group-list':
      return readGroups(context, page);
    case 'group-show':
      return readGroup(context, asked.group, mayChange('group-set'));
    case 'target-list':
      return readTargets(context, page);
    case 'connector-list':
      return readConnectors(context, page, mayAsk);
    case 'connector-show':
      return readConnector(context, asked.connector, mayAsk);
    case 'system-account-list':
      return readSystemAccounts(context, page);
    case 'change-show':
      return readDraft(context, person);
    case 'settings-show':
      return inKind
        ? showOrganizationInKind(context, inKind)
        : readSettings(context, mayChange('settings-set'));
  }
}
