/** What waits for one person: found by SQL among all that could, and narrowed by the rules themselves. */
import { type RequestSnapshot } from '../elevation/model';
import { waitsFor } from '../elevation/waiting';
import { type Tx } from './database';
import { groupsOf } from './groups';
import { coversSql } from './policies';
import { listMax, loadSnapshots } from './snapshots';
import { rows, statement } from './sql';

// Which stage a request has come to, and whose approval counts in it, hangs on what the policy says by now: the rules
// tell. Nobody decides who is in none of the groups that were ever asked, nor in one that a policy has come to name since.
const couldWait = statement(
  'requests-that-could-wait-for',
  `with family as (
     select p.id from elevate.persons p
     where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2)
   ), own_groups as (
     select m.group_id from elevate.group_people m
     where m.organisation_id = $1 and m.person_id in (select id from family)
   ), own_policies as (
     select p.pattern, v.created_at
     from elevate.approval_policies p
     join elevate.approval_policy_versions v on v.organisation_id = p.organisation_id
       and v.policy_id = p.id and v.version = p.current_version
     where p.organisation_id = $1 and p.removed_at is null
       and (v.approver_group_id in (select group_id from own_groups)
         or exists (select from jsonb_array_elements(v.terms->'stages') stage
           where (stage->>'groupId')::uuid in (select group_id from own_groups)))
   )
   select r.id, r.decide_by
   from elevate.requests r
   where r.organisation_id = $1 and r.state = 'pending' and r.decide_by > elevate.now()
     and (r.approver_group_id in (select group_id from own_groups)
       or exists (select from elevate.asked_groups a
         where a.organisation_id = $1 and a.request_id = r.id
           and a.group_id in (select group_id from own_groups))
       or exists (select from own_policies p
         join elevate.targets t on t.organisation_id = $1 and t.id = r.target_id
         where ${coversSql('p', 't.name')} and (p.created_at >= r.asked_at
           or exists (select from elevate.approval_policies pinned
             where pinned.organisation_id = $1 and pinned.id = r.policy_id
               and pinned.removed_at is not null))))
     and exists (select from elevate.persons p
       where p.organisation_id = $1 and p.id = $2 and p.disabled_at is null)
     and r.requester_id not in (select id from family)
     and r.subject_id not in (select id from family)
   union all
   select r.id, r.decide_by
   from elevate.requests r
   where r.organisation_id = $1 and r.state = 'awaiting-acceptance'
     and r.decide_by > elevate.now() and r.subject_id in (select id from family)
   order by decide_by, id limit ${listMax} offset $3`,
);

/** The requests that this person could decide and has not, or has to accept; the most urgent goes first. */
export async function waitingFor(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<RequestSnapshot[]> {
  const groupIds = await groupsOf(tx, organisationId, personId);
  const found: RequestSnapshot[] = [];
  for (let offset = 0; found.length < listMax; offset += listMax) {
    const values = [organisationId, personId, offset];
    const some = await rows<{ id: string }>(tx, couldWait, values);
    const ids = some.map(({ id }) => id);
    const snapshots = await loadSnapshots(tx, organisationId, ids);
    found.push(...snapshots.filter((one) => waitsFor(one, { personId, groupIds })));
    if (ids.length < listMax) break;
  }
  return found.slice(0, listMax);
}
