import { v7 as uuidv7 } from 'uuid';
import { draftReadyS, type Proposal, type RoleEdit } from '../administration/change-request';
import { type ListName } from '../administration/configuration';
import { difference } from '../administration/difference';
import {
  editConfiguration,
  peopleTyped,
  targetsOfEdit,
  type Edit,
  type EditNames,
} from '../administration/edit';
import { unknownExempt } from '../administration/exempt';
import { type ConfigurationRows } from '../administration/rows';
import { type ChangeCommand } from '../commands/command';
import { type ChangeVerb } from '../elevation/permissions';
import { type Person } from '../elevation/model';
import { refuseVerb, typedVerb } from '../elevation/permissions';
import { rolesOf } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { lockChangeDraft, writeChangeDraft } from '../store/changes';
import { type Tx } from '../store/database';
import { roleHolders } from '../store/roles';
import { changeDraftView } from '../views/change';
import { judgeForReading } from './change-standing';
import { type Context } from './context';
import { once } from './once';
import { personTyped } from './person-typed';
import { presentExcerpt, type PresentExcerpt } from './read-configuration';
import { refuseAndRecord } from './refuse-and-record';
import { refuseSharedHere, saysHere } from './refuse-shared';

/** What was asked to be changed, how it was typed, and why. */
interface Asked extends Proposal {
  readonly typed: string;
  readonly reason: string | null;
  /** What is configured, where it was read for this. */
  readonly present?: PresentExcerpt;
}

/**
 * `policy set Search-Mailbox approvals 2`: nothing is changed yet. What would change is written down and shown to the person
 * alone, with the button that does it or sends it to another admin; it is all judged again at the press.
 */
export async function draftChange(
  context: Context,
  envelope: Envelope,
  person: Person,
  command: ChangeCommand,
): Promise<Reply> {
  const typed = command.fields.flatMap(({ values }) => values);
  const shared = await refuseSharedHere(context, envelope, typed);
  return once(context, envelope, async (tx) => {
    const { reply } = await draftTyped(context, tx, envelope, { person, command, shared });
    return reply;
  });
}

/** What is shown, and why it was refused, if it was. */
export interface Drafted {
  readonly reply: Reply;
  readonly refusal: Refusal | null;
}

export interface TypedChange {
  readonly person: Person;
  readonly command: ChangeCommand;
  /** Why prompts cannot go to the channel that it was typed in, where it names that. */
  readonly shared: Refusal | null;
  /** What is configured, where it was read for this. */
  readonly present?: PresentExcerpt;
}

/** The same as part of a transaction. */
export async function draftTyped(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  typed: TypedChange,
): Promise<Drafted> {
  const { person, command } = typed;
  const { verb } = command;
  const asked = await askedOf(context, tx, envelope, typed);
  if (!isRefusal(asked)) return draft(context, tx, envelope, { person, verb, asked });
  return refused(await refuseAndRecord(context, tx, envelope, { verb, person }, asked), asked);
}

function refused(reply: Reply, refusal: Refusal): Drafted {
  return { reply, refusal };
}

/** The same for a role that one person alone may not give or take. */
export async function draftRole(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  {
    person,
    verb,
    edit,
  }: { readonly person: Person; readonly verb: string; readonly edit: RoleEdit },
): Promise<Reply> {
  const typed = `${typedVerb(verb)} ${edit.role}`;
  const asked = { changes: [], roles: [edit], typed, reason: null };
  const { reply } = await draft(context, tx, envelope, { person, verb, asked });
  return reply;
}

/** In code points: as on requests. */
const reasonLongest = 3000;

async function askedOf(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, command, shared, present: read }: TypedChange,
): Promise<Asked | Refusal> {
  const holders = await roleHolders(tx, context.organisationId);
  const unpermitted = refuseVerb(command.verb, rolesOf(person, holders), holders);
  if (unpermitted !== null) return unpermitted;
  const length = [...(command.reason ?? '')].length;
  if (length > reasonLongest) {
    return refuse('reason-too-long', { length, maximum: reasonLongest });
  }
  const edit = editOf(command);
  const present =
    read ?? (await presentExcerpt(tx, context.organisationId, (all) => targetsOfEdit(edit, all)));
  const { configuration, rows } = present;
  const names = await namesIn(context, tx, envelope, { edit, self: person, rows });
  if (isRefusal(names)) return names;
  if (shared !== null) return shared;
  const unknown = unknownExempt(configuration, command.exempt ?? []);
  if (unknown.length > 0) return refuse('system-accounts-unknown', { names: unknown });
  const wanted = editConfiguration(configuration, edit, names);
  if (isRefusal(wanted)) return wanted;
  const changes = difference(configuration, wanted);
  if (changes.length === 0) return refuse('change-nothing');
  const { verb, reason } = command;
  return { changes, roles: [], typed: typedVerb(verb), reason, present };
}

const sections: Readonly<Record<string, ListName | 'organisation'>> = {
  settings: 'organisation',
  policy: 'policies',
  group: 'approverGroups',
  target: 'targets',
  'system-account': 'systemAccounts',
};

const acts: Readonly<Record<string, Edit['act']>> = {
  create: 'create',
  add: 'create',
  set: 'set',
  remove: 'remove',
};

function editOf({ verb, item, fields }: ChangeCommand): Edit {
  if (verb === 'enable' || verb === 'disable') {
    const enabled = {
      field: 'enabled',
      how: 'set',
      values: [verb === 'enable' ? 'yes' : 'no'],
    } as const;
    return { section: 'organisation', act: 'set', item, fields: [enabled, ...fields] };
  }
  return { ...placeOfVerb(verb), item, fields };
}

/** What a verb of two words is about, and what it does to it. */
export function placeOfVerb(
  verb: Exclude<ChangeVerb, 'enable' | 'disable'>,
): Pick<Edit, 'section' | 'act'> {
  const at = verb.lastIndexOf('-');
  return { section: sections[verb.slice(0, at)]!, act: acts[verb.slice(at + 1)]! };
}

/** People by what was typed for them, and the channel that `here` means. */
async function namesIn(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { edit, self, rows }: { readonly edit: Edit; readonly self: Person; rows: ConfigurationRows },
): Promise<EditNames | Refusal> {
  const keys = new Map(rows.persons.map(({ id, key }) => [id, key]));
  const people = new Map<string, string>();
  for (const typed of peopleTyped(edit)) {
    const byKey = rows.persons.find(({ key }) => key === typed);
    const found = byKey ?? (await personTyped(context, tx, envelope, { typed, self }));
    if (isRefusal(found)) return found;
    people.set(typed, keys.get(found.id)!);
  }
  const { platform, tenant, id } = envelope.conversation;
  const isHere = envelope.conversationKind === 'channel';
  const meansHere = edit.fields.some(({ values }) => values.some(saysHere));
  if (meansHere && !isHere) return refuse('change-here', { typed: 'here' });
  return { people, here: isHere ? { platform, channel: `${tenant}/${id}` } : null };
}

/** Writes down what would change, and shows it with the button that does or sends it. */
export async function draft(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  { person, verb, asked, left }: { person: Person; verb: string; asked: Asked; left?: number },
): Promise<Drafted> {
  const { organisationId } = context;
  const { changes, roles, reason, typed, present } = asked;
  const proposal = { changes, roles, proposer: person };
  const judged = await judgeForReading(context, tx, proposal, present);
  const { standing } = judged;
  const isAlone = standing.needs === 'second-admin' && standing.deciders.length === 0;
  const refusal = judged.unusable ?? (isAlone ? refuse('change-nobody-else', { typed }) : null);
  if (refusal !== null) {
    return refused(
      await refuseAndRecord(context, tx, envelope, { verb, person }, refusal),
      refusal,
    );
  }
  const number = await writeChangeDraft(tx, {
    organisationId,
    id: uuidv7(),
    proposerId: person.id,
    changes,
    roles,
    reason,
    draftedFrom: envelope.account,
    readyForS: draftReadyS,
  });
  const written = await lockChangeDraft(tx, organisationId, number);
  const reply = { privately: changeDraftView(written!, standing, left), screen: null };
  return { reply, refusal: null };
}
