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

/** Lets only one transaction at a time count and use what a policy approves by itself for a person. */
export async function lockAutoBudget(tx: Tx, policyId: string, personId: string): Promise<void> {
  await rows(tx, lockBudget, [policyId, personId]);
}

const countAuto = statement(
  'count-auto-approved',
  `select count(*)::int as count from elevate.requests r
   where r.organisation_id = $1 and r.requester_id in (${family('$2')}) and r.policy_id = $3
     and r.asked_at > elevate.now() - $4::float8 * interval '1 second' and r.state = 'approved'
     and r.kind <> 'review'
     and not exists (select from elevate.decisions d
       where d.organisation_id = r.organisation_id and d.request_id = r.id)`,
);

/** How many requests of a person a policy has approved without anybody deciding, in the last `windowS` seconds. */
export async function countAutoApproved(
  tx: Tx,
  organisationId: string,
  question: { readonly personId: string; readonly policyId: string; readonly windowS: number },
): Promise<number> {
  const { personId, policyId, windowS } = question;
  const values = [organisationId, personId, policyId, windowS];
  return (await row<{ count: number }>(tx, countAuto, values))!.count;
}
