/** What became of earlier requests, for policies that ask for it. */
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const family = (person: string): string => `
  select p.id from elevate.persons p
  where p.organisation_id = $1 and (p.id = ${person} or p.merged_into = ${person})`;

const lastDenied = statement(
  'last-denied',
  `select max(r.closed_at) as at from elevate.requests r
   where r.organisation_id = $1 and r.target_id = $3 and r.state = 'denied'
     and r.subject_id in (${family('$2')})`,
);

/** When a person was last denied a target, whoever asked for them; null when never. */
export async function lastDeniedAt(
  tx: Tx,
  organisationId: string,
  personId: string,
  targetId: string,
): Promise<Date | null> {
  return (await row<{ at: Date | null }>(tx, lastDenied, [organisationId, personId, targetId]))!.at;
}

const lockBudget = statement(
  'lock-auto-budget',
  `select pg_advisory_xact_lock(hashtextextended('auto ' || $1 || ' ' || $2, 0))`,
);

/** Of what a policy approves by itself, whose share is counted. */
export interface BudgetQuestion {
  readonly policyId: string;
  /** Survivors of merges. */
  readonly personIds: readonly string[];
  readonly windowS: number;
}

/** Lets only one transaction at a time count and use what a policy approves by itself for any of these people. */
export async function lockAutoBudget(
  tx: Tx,
  { policyId, personIds }: Omit<BudgetQuestion, 'windowS'>,
): Promise<void> {
  // One order for all: of two who ask for each other, neither waits for the other.
  for (const id of [...new Set(personIds)].sort()) await rows(tx, lockBudget, [policyId, id]);
}

const automatic = (column: string): string => `
  select r.id from elevate.requests r
  where r.organisation_id = $1 and r.${column} in (${family('person.id')}) and r.policy_id = $3
    and r.closed_at > elevate.now() - $4::float8 * interval '1 second' and r.state = 'approved'
    and r.kind <> 'review'
    and not exists (select from elevate.decisions d
      where d.organisation_id = r.organisation_id and d.request_id = r.id)`;

const countAuto = statement(
  'count-auto-approved',
  `select max(used.count)::int as count
   from unnest($2::uuid[]) as person (id)
   cross join lateral (
     select count(*) from (
       ${automatic('requester_id')} union ${automatic('subject_id')}) as one) used`,
);

/**
 * How many requests a policy has approved without anybody deciding in the last `windowS` seconds: the most that any of these
 * people asked for or received. It counts when it was approved: what somebody else accepts later is approved then.
 */
export async function countAutoApproved(
  tx: Tx,
  organisationId: string,
  { personIds, policyId, windowS }: BudgetQuestion,
): Promise<number> {
  const values = [organisationId, personIds, policyId, windowS];
  return (await row<{ count: number }>(tx, countAuto, values))!.count;
}
