/** Requests that are over, for trying what would have become of them: all of them in one query. */
import { type PastDecision, type PastRequest } from '../elevation/past-fate';
import { type Tx } from './database';
import { family, survivor } from './snapshot-sql';
import { rows, statement } from './sql';

// Who stood in for a group decided for one of several: then nobody knows which.
const decisions = `coalesce((
  select jsonb_agg(jsonb_build_object(
    'person', ${survivor('d.person_id')}, 'stage', d.stage, 'verdict', d.verdict,
    'comment', d.comment, 'durationS', d.duration_s, 'decidedAt', d.decided_at,
    'groupId', case when not exists (
      select from elevate.asked_groups a
      where a.organisation_id = r.organisation_id and a.request_id = r.id
        and a.stage = d.stage and a.why <> 'stage') then coalesce((
          select a.group_id from elevate.asked_groups a
          where a.organisation_id = r.organisation_id and a.request_id = r.id
            and a.stage = d.stage and a.why = 'stage' limit 1),
        case when d.stage = 1 then r.approver_group_id end) end) order by d.decided_at, d.id)
  from elevate.decisions d
  where d.organisation_id = r.organisation_id and d.request_id = r.id), '[]')`;

const undeliverable = `coalesce((
  select jsonb_agg(jsonb_build_object(
    'groupId', a.group_id, 'stage', a.stage, 'at', a.asked_at) order by a.asked_at, a.group_id)
  from elevate.asked_groups a
  where a.organisation_id = r.organisation_id and a.request_id = r.id
    and a.why in ('undeliverable', 'unreadable')), '[]')`;

const lastDenied = `(
  select max(o.closed_at) from elevate.requests o
  where o.organisation_id = r.organisation_id and o.target_id = r.target_id
    and o.state = 'denied' and o.number < r.number and o.closed_at <= r.asked_at
    and o.subject_id in (${family('r.subject_id')}))`;

const extended = `case when r.extends_grant_id is not null then (
  select jsonb_build_object('grantId', b.id, 'number', base.number, 'since', r.extends_since,
    'endsAt', b.ends_at)
  from elevate.grants b
  join elevate.requests base
    on base.organisation_id = b.organisation_id and base.id = b.request_id
  where b.organisation_id = r.organisation_id and b.id = r.extends_grant_id) end`;

// What programs get is granted by what was set down for them, and not by a policy.
const closed = statement(
  'past-requests',
  `select r.number::int, ${survivor('r.requester_id')} as requester,
     ${survivor('r.subject_id')} as subject,
     jsonb_build_object('id', t.id, 'name', t.name, 'workload', t.workload,
       'bareName', t.bare_name, 'type', t.type, 'description', t.description) as target,
     r.scope, r.duration_s as "durationS", r.duration_was_default as "durationWasDefault",
     r.start_at as "startAt", r.fixed_end as "fixedEnd", r.reason, r.ticket,
     r.accepted_at as "acceptedAt", r.asked_at as "askedAt",
     r.target_account as "targetAccount", ${lastDenied} as "lastDeniedAt",
     ${decisions} as decisions, ${undeliverable} as undeliverable, ${extended} as extends
   from elevate.requests r
   join elevate.targets t on t.organisation_id = r.organisation_id and t.id = r.target_id
   where r.organisation_id = $1 and r.target_id = any($2::uuid[])
     and r.kind in ('access', 'extension') and r.closed_at is not null
     and r.system_account_id is null
   order by r.number desc limit $3`,
);

/** JSON has no dates: below a row they come as text. */
type Dated<T, Keys extends keyof T> = Omit<T, Keys> & { readonly [K in Keys]: string };
type Extended = NonNullable<PastRequest['extends']>;

interface PastRow extends Omit<PastRequest, 'decisions' | 'undeliverable' | 'extends'> {
  readonly decisions: readonly Dated<PastDecision, 'decidedAt'>[];
  readonly undeliverable: readonly Dated<PastRequest['undeliverable'][number], 'at'>[];
  readonly extends: Dated<Extended, 'since' | 'endsAt'> | null;
}

/** What people asked for of these targets and is over, the newest first, at most `limit`. */
export async function pastRequests(
  tx: Tx,
  organisationId: string,
  { targetIds, limit }: { readonly targetIds: readonly string[]; readonly limit: number },
): Promise<readonly PastRequest[]> {
  if (targetIds.length === 0) return [];
  const found = await rows<PastRow>(tx, closed, [organisationId, targetIds, limit]);
  return found.map((one) => ({
    ...one,
    decisions: one.decisions.map((d) => ({ ...d, decidedAt: new Date(d.decidedAt) })),
    undeliverable: one.undeliverable.map((asked) => ({ ...asked, at: new Date(asked.at) })),
    extends: one.extends && {
      ...one.extends,
      since: new Date(one.extends.since),
      endsAt: new Date(one.extends.endsAt),
    },
  }));
}
