import { v7 as uuidv7 } from 'uuid';
import { difference } from '../administration/difference';
import { editConfiguration, targetsOfEdit } from '../administration/edit';
import { rowsOf } from '../administration/rows';
import { type AdminCommand } from '../commands/command';
import { type Policy } from '../elevation/model';
import { type PastRequest, type ReplayWorld } from '../elevation/past-fate';
import { endOtherwise } from '../elevation/replaying';
import { isRefusal, refuse, type Refusal } from '../errors';
import { knownIds } from '../store/configuration-writing';
import { type Tx } from '../store/database';
import { pastRequests } from '../store/past-requests';
import { replayView, type ReplayFacts } from '../views/policy-replay';
import { type View } from '../views/view';
import { type Context } from './context';
import { presentExcerpt } from './read-configuration';
import { governedBy, inTurns, leastDurationIn, peopleIn, policiesIn } from './replaying';

type ReplayCommand = Extract<AdminCommand, { verb: 'policy-replay' }>;

/** The newest so many are looked at. */
const replayMost = 1000;

/** Query: which past requests would have ended otherwise, had a policy said what is typed. It writes nothing. */
export async function replayPolicy(
  context: Context,
  asked: ReplayCommand,
): Promise<View | Refusal> {
  const read = await context.database.read((tx) => readPast(context, tx, asked));
  if (isRefusal(read)) return read;
  const { past, policies, world, ...facts } = read;
  const otherwise = await inTurns(endOtherwise(past, policies, world));
  return replayView({ ...facts, looked: past.length, otherwise });
}

interface Read extends Omit<ReplayFacts, 'looked' | 'otherwise'> {
  readonly past: readonly PastRequest[];
  readonly policies: { readonly before: readonly Policy[]; readonly after: readonly Policy[] };
  readonly world: ReplayWorld;
}

async function readPast(
  { organisationId, connectors }: Context,
  tx: Tx,
  { policy: typed, fields }: ReplayCommand,
): Promise<Read | Refusal> {
  const edit = { section: 'policies', act: 'set', item: typed, fields } as const;
  const present = await presentExcerpt(tx, organisationId, (all) => targetsOfEdit(edit, all));
  // A policy names groups, and neither people nor a channel.
  const wanted = editConfiguration(present.configuration, edit, { people: new Map(), here: null });
  if (isRefusal(wanted)) return wanted;
  const changes = difference(present.configuration, wanted);
  if (changes.length === 0) return refuse('change-nothing');
  const rows = rowsOf(wanted, uuidv7, await knownIds(tx, present.rows));
  const policies = { before: policiesIn(present.rows), after: policiesIn(rows) };
  const changed = new Set(changes.map(({ item }) => item));
  const targetIds = governedBy(changed, present.targets, policies);
  const found = await pastRequests(tx, organisationId, { targetIds, limit: replayMost + 1 });
  return {
    changes,
    past: found.slice(0, replayMost),
    isMore: found.length > replayMost,
    policies,
    world: { ...peopleIn(rows), leastDurationS: leastDurationIn(connectors) },
    readAt: present.at,
  };
}
