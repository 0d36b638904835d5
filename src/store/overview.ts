/** How much there is, and what is late. */
import { type Tx } from './database';
import { row, rows, statement } from './sql';

export interface Counts {
  readonly policies: number;
  readonly targets: number;
  readonly groups: number;
  /** Who could use Elevate: neither disabled nor merged into somebody else. */
  readonly people: number;
  /** Whose time is not over. */
  readonly systemAccounts: number;
}

const counts = statement(
  'overview-counts',
  `select
     (select count(*)::int from elevate.approval_policies
       where organisation_id = $1 and removed_at is null) as policies,
     (select count(*)::int from elevate.targets
       where organisation_id = $1 and removed_at is null) as targets,
     (select count(*)::int from elevate.approver_groups
       where organisation_id = $1 and removed_at is null) as groups,
     (select count(*)::int from elevate.persons where organisation_id = $1
       and kind = 'human' and merged_into is null and disabled_at is null) as people,
     (select count(*)::int from elevate.system_accounts where organisation_id = $1
       and removed_at is null and until > elevate.now()) as "systemAccounts"`,
);

export async function readCounts(tx: Tx, organisationId: string): Promise<Counts> {
  return (await row<Counts>(tx, counts, [organisationId]))!;
}

/** One screen shows fewer, and says how many more there are. */
const overdueMax = 200;

const overdue = statement(
  'overview-overdue-grants',
  `select g.request_id as id from elevate.grants g
   where g.organisation_id = $1 and g.state in ('active', 'ending')
     and least(g.ends_at, coalesce(g.ending_at, g.ends_at)) < elevate.now()
   order by least(g.ends_at, coalesce(g.ending_at, g.ends_at)), g.request_id limit ${overdueMax}`,
);

/** Ids of the requests whose right is past its end and was not read back as gone; the longest overdue first. */
export async function overdueRequests(tx: Tx, organisationId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, overdue, [organisationId]);
  return found.map(({ id }) => id);
}

export interface QueueState {
  /** Due for more than a minute and not begun. */
  readonly late: number;
  /** Not tried again. */
  readonly givenUp: number;
}

// The queue goes by the real clock, whatever elevate.now() says.
const queue = statement(
  'overview-queue',
  `select
     count(*) filter (where is_available and locked_at is null
       and run_at < now() - interval '1 minute')::int as late,
     count(*) filter (where attempts >= max_attempts)::int as "givenUp"
   from graphile_worker._private_jobs`,
);

export async function readQueue(tx: Tx): Promise<QueueState> {
  return (await row<QueueState>(tx, queue))!;
}
