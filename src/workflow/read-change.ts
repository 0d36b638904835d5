import { changeDeciders, type ChangeRequest } from '../administration/change-request';
import { type Person } from '../elevation/model';
import { rolesOf, type RoleHolder } from '../elevation/roles';
import { refuse, type Refusal } from '../errors';
import { changeDraftOf, loadChange } from '../store/changes';
import { type Tx } from '../store/database';
import { roleHolders } from '../store/roles';
import { changeDraftView, changeView, type ChangeReader } from '../views/change';
import { type View } from '../views/view';
import { judgeChange, standingOf } from './change-standing';
import { type Context } from './context';

/** Query: what this person drafted last, with the button that sends it. A file can be drafted for them, too. */
export function readDraft(context: Context, person: Person): Promise<View | Refusal> {
  const { database, organisationId } = context;
  return database.read(async (tx) => {
    const draft = await changeDraftOf(tx, organisationId, person.id);
    if (draft === null) return refuse('change-none');
    const { standing } = await judgeChange(context, tx, draft);
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

function readerOf(
  change: ChangeRequest,
  person: Person,
  holders: readonly RoleHolder[],
): ChangeReader | null {
  if (person.disabled) return null;
  if (person.id === change.proposer.id) return 'proposer';
  if (changeDeciders(change, holders).some(({ id }) => id === person.id)) return 'decider';
  return rolesOf(person, holders).length > 0 ? 'reader' : null;
}
