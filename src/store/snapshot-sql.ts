/** The one query behind every screen. Persons are the survivors of merges wherever they stand. */
import { membersSql } from './groups';
import { switchedOffSql } from './organisations';
import { coveringSql, policyJson } from './policies';
import { grantsSql } from './targets';

const personJson = (person: string): string => `jsonb_build_object(
  'id', ${person}.id, 'name', ${person}.name, 'line', ${person}.line,
  'disabled', ${person}.disabled_at is not null)
  || case when ${person}.kind = 'system' then '{"system": true}'::jsonb else '{}' end`;

/** The survivor of a person that a column refers to. */
export const survivor = (column: string): string => `(
  select ${personJson('s')}
  from elevate.persons p
  join elevate.persons s
    on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
  where p.organisation_id = r.organisation_id and p.id = ${column})`;

/** Ids of all rows that are the same person as the one that a column refers to. */
export const family = (column: string): string => `
  select other.id
  from elevate.persons own
  join elevate.persons other on other.organisation_id = own.organisation_id
    and (other.id = coalesce(own.merged_into, own.id)
      or other.merged_into = coalesce(own.merged_into, own.id))
  where own.organisation_id = r.organisation_id and own.id = ${column}`;

const subjectFamily = family('r.subject_id');

const decisions = `coalesce((
  select jsonb_agg(jsonb_build_object(
    'id', d.id, 'person', ${survivor('d.person_id')}, 'stage', d.stage, 'verdict', d.verdict,
    'comment', d.comment, 'durationS', d.duration_s, 'digest', d.digest, 'platform', d.platform,
    'decidedAt', d.decided_at) order by d.decided_at, d.id)
  from elevate.decisions d
  where d.organisation_id = r.organisation_id and d.request_id = r.id), '[]')`;

// Only grants that have made, or may have made, the right themselves keep it, and more time on the very same grant: the same that
// end-grant spares.
const alsoHeldThrough = `(
  select jsonb_build_object('number', other.number, 'until', o.ends_at)
  from elevate.grants o
  join elevate.requests other
    on other.organisation_id = o.organisation_id and other.id = o.request_id
  where o.organisation_id = g.organisation_id and o.target_id = g.target_id
    and o.scope = g.scope and o.account = g.account and o.id <> g.id
    and (o.state = 'active' or (o.state = 'activating'
      and (o.held_before is not null or other.extends_grant_id = g.id)))
  order by o.ends_at desc, o.id limit 1)`;

const alsoAsked = `coalesce((
  select jsonb_agg(jsonb_build_object(
    'group', jsonb_build_object('id', g.id, 'name', g.name, 'size', (
      select count(*) from (${membersSql('g.organisation_id', 'g.id')}) m where not m.disabled)),
    'why', asked.why, 'stage', asked.stage, 'at', asked.asked_at) order by asked.asked_at, g.id)
  from elevate.asked_groups asked
  join elevate.approver_groups g
    on g.organisation_id = asked.organisation_id and g.id = asked.group_id
  where asked.organisation_id = r.organisation_id and asked.request_id = r.id), '[]')`;

const survivorId = (column: string): string => `(
  select coalesce(p.merged_into, p.id) from elevate.persons p
  where p.organisation_id = r.organisation_id and p.id = ${column})`;

// Groups that policies name which cover the target now, and the one that it was asked under does not. Nothing is looked for
// while that one alone covers it, as it was.
const namedSince = `case when r.state in ('pending', 'awaiting-acceptance') and (
    jsonb_array_length(covered.policies) > 1
    or covered.policies->0->'id' is distinct from to_jsonb(r.policy_id)
    or covered.policies->0->'version' is distinct from to_jsonb(r.policy_version))
  then coalesce((
  select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name,
    'size', (select count(*) from (${membersSql('g.organisation_id', 'g.id')}) m where not m.disabled),
    'shares', coalesce((
      select jsonb_agg(o.id) from (
        select r.approver_group_id as id
        union select (stage->>'groupId')::uuid
          from jsonb_array_elements(pinned_version.terms->'stages') stage
        union select asked.group_id from elevate.asked_groups asked
          where asked.organisation_id = r.organisation_id and asked.request_id = r.id) o
      where exists (
        select from (${membersSql('g.organisation_id', 'g.id')}) m
        join (${membersSql('g.organisation_id', 'o.id')}) other on other.id = m.id
        where not m.disabled
          and m.id not in (${survivorId('r.requester_id')}, ${survivorId('r.subject_id')}))), '[]'))
    order by g.name, g.id)
  from (
    select (found #>> '{}')::uuid as id
    from jsonb_path_query(covered.policies, '$[*].rules.approverGroupId') found
    union select (found #>> '{}')::uuid
    from jsonb_path_query(covered.policies, '$[*].rules.terms.stages[*].groupId') found
    except select r.approver_group_id
    except select (stage->>'groupId')::uuid
    from jsonb_array_elements(pinned_version.terms->'stages') stage) named
  join elevate.approver_groups g
    on g.organisation_id = r.organisation_id and g.id = named.id), '[]') else '[]' end`;

const reminders = `coalesce((
  select jsonb_agg(reminded.reminded_at order by reminded.number)
  from elevate.reminders reminded
  where reminded.organisation_id = r.organisation_id and reminded.request_id = r.id), '[]')`;

// Its end is what the database knows; a grant that failed or was ended lets nothing go on.
const extendedThrough = `(
  select e.number from elevate.requests e
  left join elevate.grants eg on eg.organisation_id = e.organisation_id and eg.request_id = e.id
  where e.organisation_id = g.organisation_id and e.extends_grant_id = g.id
    and (e.closed_at is null or eg.state in ('scheduled', 'activating', 'active', 'ending'))
  order by e.number limit 1)`;

const extended = `case when r.extends_grant_id is not null then (
  select jsonb_build_object('grantId', b.id, 'number', base.number, 'since', r.extends_since,
    'endsAt', b.ends_at, 'state', b.state, 'endCause', b.end_cause)
  from elevate.grants b
  join elevate.requests base
    on base.organisation_id = b.organisation_id and base.id = b.request_id
  where b.organisation_id = r.organisation_id and b.id = r.extends_grant_id) end`;

const grant = `(
  select jsonb_build_object(
    'id', g.id, 'state', g.state, 'startsAt', g.starts_at, 'endsAt', g.ends_at,
    'activeAt', g.active_at, 'endingAt', g.ending_at, 'endedAt', g.ended_at,
    'endCause', g.end_cause, 'withheld', g.withheld, 'endedBy', ${survivor('g.ended_by')}, 'endReason', g.end_reason,
    'heldBefore', g.held_before, 'attempts', g.attempts, 'nextAttemptAt', g.next_attempt_at,
    'lastError', g.last_error, 'warnedAt', g.warned_at,
    'extendedThrough', ${extendedThrough}, 'alsoHeldThrough', ${alsoHeldThrough})
  from elevate.grants g
  where g.organisation_id = r.organisation_id and g.request_id = r.id)`;

const review = `(
  select jsonb_build_object('openedAt', v.opened_at,
    'closed', case when v.closed_at is not null then jsonb_build_object(
      'by', ${survivor('v.closed_by')}, 'wasRight', v.was_right, 'comment', v.comment,
      'at', v.closed_at) end)
  from elevate.reviews v
  where v.organisation_id = r.organisation_id and v.request_id = r.id)`;

const systemAccount = `case when r.system_account_id is not null then (
  select jsonb_build_object('name', sa.name, 'owner', ${survivor('sa.owner_id')})
  from elevate.system_accounts sa
  where sa.organisation_id = r.organisation_id and sa.id = r.system_account_id) end`;

const heldLast30Days = `(
  select count(*)::int from elevate.grants g
  where g.organisation_id = r.organisation_id and g.subject_id in (${subjectFamily})
    and g.target_id = r.target_id and g.request_id <> r.id and g.active_at < r.asked_at
    and coalesce(g.ended_at, r.asked_at) > r.asked_at - interval '30 days')`;

// What was taken back or never decided would let anybody make the next one look usual.
const askedBefore = `exists (
  select from elevate.requests o
  where o.organisation_id = r.organisation_id and o.subject_id in (${subjectFamily})
    and o.target_id = r.target_id and o.asked_at <= r.asked_at and o.number < r.number
    and o.state in ('approved', 'denied'))`;

// What counts as asked before, and nothing else, makes an hour usual.
const askedLately = `
  from elevate.requests o
  where o.organisation_id = r.organisation_id and o.requester_id in (${family('r.requester_id')})
    and o.asked_at between r.asked_at - interval '90 days' and r.asked_at and o.number < r.number
    and o.state in ('approved', 'denied')`;

const clockOf = (row: string): string => `(${row}.asked_at at time zone 'UTC')::time`;
const secondsApart = `abs(extract(epoch from ${clockOf('o')} - ${clockOf('r')}))`;

// The day is a circle: 23:30 and 00:30 are an hour apart. Whoever asks seldom has no usual hours.
const atUnusualHour = `(
  not exists (select ${askedLately}
    and least(${secondsApart}, 86400 - ${secondsApart}) <= 7200)
  and exists (select ${askedLately} offset 4))`;

const heldThrough = `(
  select jsonb_build_object('number', other.number, 'until', o.ends_at)
  from elevate.grants o
  join elevate.requests other
    on other.organisation_id = o.organisation_id and other.id = o.request_id
  where o.organisation_id = r.organisation_id and o.subject_id in (${subjectFamily})
    and o.target_id = r.target_id and o.scope = r.scope and o.request_id <> r.id
    and o.state = 'active'
  order by o.ends_at desc, o.id limit 1)`;

// Up to now while it is open: of many that were asked for at once the others would say nothing of the first denial.
const deniedLately = `(
  select jsonb_build_object('number', o.number, 'at', o.closed_at)
  from elevate.requests o
  where o.organisation_id = r.organisation_id and o.subject_id in (${subjectFamily})
    and o.target_id = r.target_id and o.state = 'denied' and o.id <> r.id
    and o.closed_at between r.asked_at - interval '1 day'
      and coalesce(r.closed_at, (select elevate.now()))
  order by o.closed_at desc limit 1)`;

const groupIdsOf = (column: string): string => `coalesce((
  select jsonb_agg(m.group_id order by m.group_id)
  from elevate.groups_with(r.organisation_id, array(${family(column)})) m), '[]')`;

const standing = `jsonb_build_object(
  'requesterGroupIds', ${groupIdsOf('r.requester_id')},
  'subjectGroupIds', ${groupIdsOf('r.subject_id')},
  'isAccountTheirs', exists (
    select from elevate.accounts a
    where a.organisation_id = r.organisation_id and a.system = t.workload and a.tenant = ''
      and a.user_key = r.target_account and a.person_id in (${subjectFamily})))`;

/** What somebody would take without approval, as the request that it would be. */
export const draftRequests = `(
  select organisation_id, id, number, 'review' as kind, 'pending' as state, requester_id,
    requester_id as subject_id, target_id, target_account, scope, duration_s, duration_was_default, fixed_end, reason,
    ticket, policy_id, policy_version, approver_group_id, asked_platform, asked_tenant,
    asked_user_key, drafted_at as asked_at, ready_until as decide_by,
    null::timestamptz as start_at, null::timestamptz as accepted_at, null::uuid as withdrawn_by, null::timestamptz as closed_at, null::uuid as extends_grant_id,
    null::timestamptz as extends_since, null::uuid as system_account_id
  from elevate.break_glass_drafts)`;

/**
 * @param which condition on the requests `r`; $1 is the organisation
 * @param requests rows that are, or could become, requests
 */
export function snapshotSql(which: string, requests = 'elevate.requests'): string {
  return `
    select r.organisation_id as "organisationId", r.id, r.number::int, r.kind, r.state,
      ${survivor('r.requester_id')} as requester,
      ${survivor('r.subject_id')} as subject,
      case when r.asked_platform is not null then jsonb_build_object(
        'platform', r.asked_platform, 'tenant', r.asked_tenant, 'user', r.asked_user_key)
        end as "askedFrom",
      ${systemAccount} as "systemAccount",
      jsonb_build_object('id', t.id, 'name', t.name, 'workload', t.workload,
        'bareName', t.bare_name, 'type', t.type, 'description', t.description,
        'grants', ${grantsSql('t.settings')}) as target,
      r.scope, r.duration_s as "durationS", r.start_at as "startAt",
      r.fixed_end as "fixedEnd", r.reason, r.ticket,
      r.duration_was_default as "durationWasDefault",
      ${policyJson('pinned', 'pinned_version')} as policy,
      covered.policies as covering,
      jsonb_build_object('id', a.id, 'name', a.name, 'size', (
        select count(*) from (${membersSql('r.organisation_id', 'r.approver_group_id')}) m
        where not m.disabled)) as "approverGroup",
      r.accepted_at as "acceptedAt", ${survivor('r.withdrawn_by')} as "withdrawnBy",
      ${alsoAsked} as "alsoAsked", ${namedSince} as "namedSince", ${reminders} as reminders,
      ${decisions} as decisions,
      r.asked_at as "askedAt", r.decide_by as "decideBy", r.closed_at as "closedAt",
      ${grant} as grant,
      ${extended} as extends,
      ${review} as review,
      ${heldLast30Days} as "heldLast30Days",
      ${askedBefore} as "askedBefore",
      ${atUnusualHour} as "atUnusualHour",
      ${heldThrough} as "heldThrough",
      ${deniedLately} as "deniedLately",
      ${standing} as standing,
      ${switchedOffSql('r.organisation_id')} as "switchedOff",
      (select elevate.now()) as "readAt"
    from ${requests} r
    join elevate.targets t on t.organisation_id = r.organisation_id and t.id = r.target_id
    join elevate.approval_policies pinned
      on pinned.organisation_id = r.organisation_id and pinned.id = r.policy_id
    join elevate.approval_policy_versions pinned_version
      on pinned_version.organisation_id = r.organisation_id
      and pinned_version.policy_id = r.policy_id and pinned_version.version = r.policy_version
    join elevate.approver_groups a
      on a.organisation_id = r.organisation_id and a.id = r.approver_group_id
    cross join lateral (
      select coalesce(jsonb_agg(c.policy order by c.id), '[]') as policies
      from (${coveringSql('r.organisation_id', 't.name')}) c where t.removed_at is null) covered
    where r.organisation_id = $1 and ${which}`;
}
