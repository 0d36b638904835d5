/** Identities that are exempt from approval. */
import { type Person } from '../elevation/model';
import { type Slice, type Slices } from './configured-lists';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

/** One as it is listed, also when its time is over. */
export interface ListedSystemAccount {
  readonly name: string;
  readonly owner: Person;
  readonly reason: string;
  /** Full names of targets, and patterns of them. */
  readonly targets: readonly string[];
  /** Parts of a target; none is the whole only. */
  readonly scopes: readonly string[];
  readonly durationMaxS: number;
  readonly until: Date;
  /** Name of the group whose channel is told of each use. */
  readonly told: string;
  /** When something was last granted through it. */
  readonly lastUsedAt: Date | null;
}

const count = statement(
  'count-system-accounts',
  `select count(*)::int as count from elevate.system_accounts
   where organisation_id = $1 and removed_at is null`,
);

const page = statement(
  'list-system-accounts',
  `select a.name, a.reason, a.targets, a.scopes, a.duration_max_s as "durationMaxS", a.until,
     jsonb_build_object('id', s.id, 'name', s.name, 'line', s.line,
       'disabled', s.disabled_at is not null) as owner,
     g.name as told,
     (select max(r.asked_at) from elevate.requests r
       where r.organisation_id = a.organisation_id and r.requester_id = a.id) as "lastUsedAt"
   from elevate.system_accounts a
   join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.owner_id
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   join elevate.approver_groups g
     on g.organisation_id = a.organisation_id and g.id = a.told_group_id
   where a.organisation_id = $1 and a.removed_at is null
   order by a.name, a.id offset $2 limit $3`,
);

/** By name, those too whose time is over. */
export async function listSystemAccounts(
  tx: Tx,
  organisationId: string,
  { from, most }: Slice,
): Promise<Slices<ListedSystemAccount>> {
  const found = (await row<{ count: number }>(tx, count, [organisationId]))!;
  return { count: found.count, rows: await rows(tx, page, [organisationId, from, most]) };
}
