/** Messages that reach nobody, by what the trail says of them. */
import { type Tx } from './database';
import { row, statement } from './sql';

export interface Undelivered {
  readonly count: number;
  /** When the first of them could not be delivered; null when there is none. */
  readonly since: Date | null;
  /** Platforms that would not take them, in lower case; `none` where somebody has no account. */
  readonly platforms: readonly string[];
  /** Numbers of some requests that they are about, the oldest first. */
  readonly numbers: readonly number[];
}

/** So many requests are named. */
const numbersMost = 5;

// What was posted in the end, there or elsewhere, has its message. What is over for a day is no news to anybody.
const lost = statement(
  'undelivered-messages',
  `with clock as materialized (select elevate.now() as now),
   messages as (
     select e.request_id, r.number, e.facts->>'purpose' as purpose, min(e.at) as at,
       array_agg(lower(e.facts->>'platform')) as platforms
     from elevate.audit_events e
     cross join clock
     left join elevate.requests r
       on r.organisation_id = e.organisation_id and r.id = e.request_id
     where e.organisation_id = $1 and e.kind = 'message.undeliverable'
       and (e.at > clock.now - interval '24 hours'
         or (r.closed_at is null and r.decide_by > clock.now))
       and not exists (
         select from elevate.message_references m
         where m.organisation_id = e.organisation_id and m.request_id = e.request_id
           and m.purpose = e.facts->>'purpose' and m.gone_at is null)
     group by 1, 2, 3
   )
   select count(*)::int as count, min(at) as since,
     coalesce((select jsonb_agg(distinct p) from messages o, unnest(o.platforms) as p), '[]')
       as platforms,
     coalesce((select jsonb_agg(n.number order by n.number) from (
       select distinct number from messages where number is not null
       order by number limit ${numbersMost}) n), '[]') as numbers
   from messages`,
);

/** What could not be delivered, and was not since. */
export async function undeliveredMessages(tx: Tx, organisationId: string): Promise<Undelivered> {
  return (await row<Undelivered>(tx, lost, [organisationId]))!;
}
