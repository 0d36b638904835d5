/** Changes of the configuration: drafts, and what was sent. What is to change is stored as it is shown. */
import {
  type ChangeDraft,
  type ChangeNeeds,
  type ChangeRequest,
  type RoleEdit,
} from '../administration/change-request';
import { type PendingRequest } from '../administration/change-effects';
import { type Change } from '../administration/difference';
import { type Weakening } from '../administration/weakening';
import { type AccountKey, type Decision } from '../elevation/model';
import { type Tx } from './database';
import { policyJson } from './policies';
import { row, rows, statement } from './sql';

const personJson = (column: string): string => `(
  select jsonb_build_object('id', s.id, 'name', s.name, 'line', s.line,
    'disabled', s.disabled_at is not null)
  from elevate.persons p
  join elevate.persons s
    on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
  where p.organisation_id = c.organisation_id and p.id = ${column})`;

/** Roles are stored by the ids of people, who may be called otherwise by the time it is read. */
const rolesJson = `coalesce((
  select jsonb_agg(jsonb_build_object('act', one.value ->> 'act', 'role', one.value ->> 'role',
    'person', ${personJson("(one.value ->> 'personId')::uuid")}) order by one.ordinality)
  from jsonb_array_elements(c.roles) with ordinality as one), '[]')`;

export interface NewDraft {
  readonly organisationId: string;
  readonly id: string;
  readonly proposerId: string;
  readonly changes: readonly Change[];
  readonly roles: readonly RoleEdit[];
  readonly reason: string | null;
  readonly draftedFrom: AccountKey;
  readonly readyForS: number;
}

const writeDraftSql = statement(
  'write-change-draft',
  `with clock as materialized (select elevate.now() as now)
   insert into elevate.change_drafts as d (organisation_id, proposer_id, id, number, changes, roles,
     reason, drafted_platform, drafted_tenant, drafted_user_key, drafted_at, ready_until)
   select $1, $2, $3, elevate.next_request_number($1), $4, $5, $6, $7, $8, $9, clock.now,
     clock.now + $10::float8 * interval '1 second'
   from clock
   on conflict on constraint change_drafts_pk do update set
     id = excluded.id, number = excluded.number, changes = excluded.changes,
     roles = excluded.roles, reason = excluded.reason,
     drafted_platform = excluded.drafted_platform, drafted_tenant = excluded.drafted_tenant,
     drafted_user_key = excluded.drafted_user_key, drafted_at = excluded.drafted_at,
     ready_until = excluded.ready_until
   returning d.number::int as number`,
);

/** Writes what a person is about to change, in the place of what they were about to before. @returns the number of its request */
export async function writeChangeDraft(tx: Tx, draft: NewDraft): Promise<number> {
  const { platform, tenant, user } = draft.draftedFrom;
  const written = await row<{ number: number }>(tx, writeDraftSql, [
    draft.organisationId,
    draft.proposerId,
    draft.id,
    JSON.stringify(draft.changes),
    JSON.stringify(roleRows(draft.roles)),
    draft.reason,
    platform,
    tenant,
    user,
    draft.readyForS,
  ]);
  return written!.number;
}

function roleRows(roles: readonly RoleEdit[]): readonly unknown[] {
  return roles.map(({ act, person, role }) => ({ act, personId: person.id, role }));
}

const draftSql = `select c.organisation_id as "organisationId", c.id, c.number::int,
     ${personJson('c.proposer_id')} as proposer, c.changes, ${rolesJson} as roles, c.reason,
     jsonb_build_object('platform', c.drafted_platform, 'tenant', c.drafted_tenant,
       'user', c.drafted_user_key) as "draftedFrom",
     c.ready_until as "readyUntil", elevate.now() as "readAt"
   from elevate.change_drafts c where c.organisation_id = $1`;

const lockDraftSql = statement(
  'lock-change-draft',
  `${draftSql} and c.number = $2 for update of c`,
);

const draftOf = statement('change-draft-of', `${draftSql} and c.proposer_id = $2`);

/** What a person is about to change; null when that is nothing. */
export function changeDraftOf(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<ChangeDraft | null> {
  return row(tx, draftOf, [organisationId, personId]);
}

/** Locks a draft until the end of the transaction; null when there is none, or none any more. */
export function lockChangeDraft(
  tx: Tx,
  organisationId: string,
  number: number,
): Promise<ChangeDraft | null> {
  return row(tx, lockDraftSql, [organisationId, number]);
}

const send = statement(
  'send-change',
  `with taken as (
     delete from elevate.change_drafts where organisation_id = $1 and number = $2 returning *
   )
   insert into elevate.requests (organisation_id, id, number, kind, state, requester_id, subject_id,
     reason, asked_at, decide_by, asked_platform, asked_tenant, asked_user_key)
   select organisation_id, id, number, 'change', 'pending', proposer_id, proposer_id, reason, $3,
     $3::timestamptz + $4::float8 * interval '1 second', drafted_platform, drafted_tenant,
     drafted_user_key
   from taken returning id`,
);

const sayWhat = statement(
  'say-change',
  `insert into elevate.configuration_changes
     (organisation_id, request_id, changes, roles, weakens, needs)
   values ($1, $2, $3, $4, $5, $6)`,
);

export interface SentChange {
  readonly weakens: readonly Weakening[];
  readonly needs: ChangeNeeds;
  readonly decideWithinS: number;
}

/** Makes a request of a locked draft, which is gone with that. */
export async function sendChange(
  tx: Tx,
  draft: ChangeDraft,
  { weakens, needs, decideWithinS }: SentChange,
): Promise<void> {
  const { organisationId, id, number, readAt, changes, roles } = draft;
  const sent = await rows(tx, send, [organisationId, number, readAt, decideWithinS]);
  if (sent.length === 0) throw new Error('a draft that is sent was not locked');
  await rows(tx, sayWhat, [
    organisationId,
    id,
    JSON.stringify(changes),
    JSON.stringify(roleRows(roles)),
    JSON.stringify(weakens),
    needs,
  ]);
}

const decisionsJson = `coalesce((
  select jsonb_agg(jsonb_build_object(
    'id', d.id, 'person', ${personJson('d.person_id')}, 'stage', d.stage, 'verdict', d.verdict,
    'comment', d.comment, 'durationS', d.duration_s, 'digest', d.digest, 'platform', d.platform,
    'decidedAt', d.decided_at) order by d.decided_at, d.id)
  from elevate.decisions d
  where d.organisation_id = r.organisation_id and d.request_id = r.id), '[]')`;

const changeSql = (which: string): string => `
  select r.organisation_id as "organisationId", r.id, r.number::int, r.state,
    ${personJson('r.requester_id')} as proposer,
    jsonb_build_object('platform', r.asked_platform, 'tenant', r.asked_tenant,
      'user', r.asked_user_key) as "askedFrom",
    r.reason, c.changes, ${rolesJson} as roles, c.weakens, c.needs,
    ${decisionsJson} as decisions,
    r.asked_at as "askedAt", r.decide_by as "decideBy", r.closed_at as "closedAt",
    (select elevate.now()) as "readAt"
  from elevate.requests r
  join elevate.configuration_changes c
    on c.organisation_id = r.organisation_id and c.request_id = r.id
  where r.organisation_id = $1 and ${which}`;

const byNumber = statement('change-by-number', changeSql('r.number = $2::bigint'));
const byId = statement('change-by-id', changeSql('r.id = $2::uuid'));
const open = statement(
  'open-changes',
  `${changeSql("r.kind = 'change' and r.closed_at is null and r.decide_by > elevate.now()")}
   order by r.number limit $2`,
);

type ChangeRow = Omit<ChangeRequest, 'decisions'> & {
  readonly decisions: readonly (Omit<Decision, 'decidedAt'> & { readonly decidedAt: string })[];
};

/** A change that was sent, as it stands now; null when there is none of this number or id. */
export async function loadChange(
  tx: Tx,
  organisationId: string,
  which: { readonly number: number } | { readonly id: string },
): Promise<ChangeRequest | null> {
  if ('number' in which && !Number.isSafeInteger(which.number)) return null;
  const found =
    'id' in which
      ? await row<ChangeRow>(tx, byId, [organisationId, which.id])
      : await row<ChangeRow>(tx, byNumber, [organisationId, which.number]);
  return found && toChange(found);
}

/** Changes on which nobody has decided, the oldest first. */
export async function openChanges(
  tx: Tx,
  organisationId: string,
  limit: number,
): Promise<ChangeRequest[]> {
  return (await rows<ChangeRow>(tx, open, [organisationId, limit])).map(toChange);
}

function toChange({ decisions, ...others }: ChangeRow): ChangeRequest {
  return {
    ...others,
    decisions: decisions.map((one) => ({ ...one, decidedAt: new Date(one.decidedAt) })),
  };
}

const affected = statement(
  'open-requests',
  `select id, approver_group_id as "groupId" from elevate.requests
   where organisation_id = $1 and closed_at is null and kind <> 'change' order by number`,
);

/** All requests on which nobody has decided, but changes, each with the group that decides. */
export function openRequests(
  tx: Tx,
  organisationId: string,
): Promise<{ readonly id: string; readonly groupId: string }[]> {
  return rows(tx, affected, [organisationId]);
}

const pending = statement(
  'pending-requests',
  `select r.number::int, jsonb_build_object('id', t.id, 'name', t.name) as target,
     ${policyJson('p', 'v')} as policy,
     exists (select from elevate.decisions d
       where d.organisation_id = r.organisation_id and d.request_id = r.id
         and d.verdict = 'approve') as "isApprovedInPart"
   from elevate.requests r
   join elevate.targets t on t.organisation_id = r.organisation_id and t.id = r.target_id
   join elevate.approval_policies p
     on p.organisation_id = r.organisation_id and p.id = r.policy_id
   join elevate.approval_policy_versions v
     on v.organisation_id = r.organisation_id and v.policy_id = r.policy_id
     and v.version = r.policy_version
   where r.organisation_id = $1 and r.closed_at is null and r.kind <> 'change'
   order by r.number limit $2`,
);

/** What waits to be decided, as far as a change of the configuration has to do with it; the oldest first. */
export function pendingRequests(
  tx: Tx,
  organisationId: string,
  limit: number,
): Promise<PendingRequest[]> {
  return rows(tx, pending, [organisationId, limit]);
}

const targetUses = statement(
  'uses-of-targets',
  `select t.name, (array_agg(r.number::int order by r.number))[1:5] as numbers
   from elevate.requests r
   join elevate.targets t on t.organisation_id = r.organisation_id and t.id = r.target_id
   left join elevate.grants g on g.organisation_id = r.organisation_id and g.request_id = r.id
   where r.organisation_id = $1 and r.target_id = any($2::uuid[])
     and (r.closed_at is null or g.state not in ('ended', 'failed'))
   group by t.name order by t.name`,
);

/** Those of these targets that have open requests, or rights that have not ended; with the numbers of some. */
export async function usesOfTargets(
  tx: Tx,
  organisationId: string,
  targetIds: readonly string[],
): Promise<{ readonly name: string; readonly numbers: readonly number[] }[]> {
  return targetIds.length === 0 ? [] : rows(tx, targetUses, [organisationId, targetIds]);
}

const waiting = statement(
  'open-change-ids',
  `select id from elevate.requests
   where organisation_id = $1 and closed_at is null and kind = 'change' order by number`,
);

/** Ids of all changes on which nobody has decided. */
export async function openChangeIds(tx: Tx, organisationId: string): Promise<string[]> {
  return (await rows<{ id: string }>(tx, waiting, [organisationId])).map(({ id }) => id);
}

const usedByFile = statement(
  'change-used-by-file',
  `select seq from elevate.audit_events
   where organisation_id = $1 and kind = 'configuration.changed'
     and (facts->'source'->>'approvedBy')::bigint = $2 limit 1`,
);

/** Whether a file was applied with this change for its approval: each is good for one. */
export async function isUsedByFile(
  tx: Tx,
  organisationId: string,
  number: number,
): Promise<boolean> {
  return (await row(tx, usedByFile, [organisationId, number])) !== null;
}
