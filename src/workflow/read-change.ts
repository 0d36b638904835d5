import { changeDeciders, type ChangeRequest } from '../administration/change-request';
import { type Person } from '../elevation/model';
import { rolesOf, type RoleHolder } from '../elevation/roles';
import { refuse, type Refusal } from '../errors';
import { changeDraftOf, loadChange } from '../store/changes';
import { type Tx } from '../store/database';
import { roleHolders } from '../store/roles';
import { changeDraftView, changeView, type ChangeReader } from '../views/change';
import { type View } from '../views/view';
import { judgeForReading, standingOf } from './change-standing';
import { type Context } from './context';

/** Query: what this person drafted last, with the button that sends it. A file can be drafted for them, too. */
export function readDraft(context: Context, person: Person): Promise<View | Refusal> {
  const { database, organisationId } = context;
  return database.read(async (tx) => {
    const draft = await changeDraftOf(tx, organisationId, person.id);
    if (draft === null) return refuse('change-none');
    const { standing } = await judgeForReading(context, tx, draft);
    return changeDraftView(draft, standing);
  });
}

/**
 * Query: a change of the configuration as this reader may see it; null when there is none of this number, or it is nothing for them.
 * Whoever has a role sees changes; those who may decide get the buttons.
 */
export async function readChange(
  context: Context,
  tx: Tx,
  person: Person,
  number: number,
): Promise<View | null> {
  const { organisationId } = context;
  const change = await loadChange(tx, organisationId, { number });
  if (change === null) return null;
  const reader = readerOf(change, person, await roleHolders(tx, organisationId));
  return reader && changeView(change, await standingOf(context, tx, change), reader);
}

/** As whom this person may see a change; null: not at all. */
export function readerOf(
  change: ChangeRequest,
  person: Person,
  holders: readonly RoleHolder[],
): ChangeReader | null {
  // Also whoever proposed it: what else is in it by now is for those who run Elevate.
  if (rolesOf(person, holders).length === 0) return null;
  if (person.id === change.proposer.id) return 'proposer';
  return changeDeciders(change, holders).some(({ id }) => id === person.id) ? 'decider' : 'reader';
}

/**
 * What somebody who may not see a change is told of it: what they are told of a number that nobody has. Undefined for everybody else,
 * who is told the cause.
 */
export function toldOfChange(
  change: ChangeRequest,
  person: Person,
  holders: readonly RoleHolder[],
): Refusal | undefined {
  const isTheirs = person.id === change.proposer.id;
  // Of whoever is disabled that is the cause, whatever they press.
  if (person.disabled || isTheirs || readerOf(change, person, holders) !== null) return undefined;
  return refuse('unknown-request', { request: change.number });
}
