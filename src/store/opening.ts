/**
 * The statements behind `/elevate <target>`: what opening a request is judged by, and all that it writes. Each trip to
 * the database costs a command more than the work that is done there. So what the configuration says is recalled from
 * memory, and the one statement that writes compares its version; who needs to know more than that reads it first.
 */
import { v7 as uuidv7 } from 'uuid';
import { type AuditEvent } from '../audit/events';
import {
  type AccountKey,
  type Person,
  type RequestSnapshot,
  type Target,
} from '../elevation/model';
import { createBatches } from './batches';
import { recallConfigured, type CoveringPolicy } from './configured';

export { type CoveringPolicy };
import { type Database, type Tx } from './database';
import { countAdded } from './queue-bell';
import { rows, statement } from './sql';

export interface OpeningQuestion {
  readonly organisationId: string;
  readonly payloadKey: string;
  readonly account: AccountKey;
  /** The target as it was typed: its whole name or its bare one. */
  readonly typed: string;
}

/** What the configuration says. */
export interface OpeningFacts {
  /** Of the configuration that says so. */
  readonly version: string;
  /** Whether nothing can be asked for at all. */
  readonly switchedOff: boolean;
  readonly person: Person | null;
  /** Everything that the typed name can mean. */
  readonly targets: readonly Target[];
  /** Of the target, when it is only one. */
  readonly covering: readonly CoveringPolicy[];
  /** The person's account in that target's system. */
  readonly targetAccount: string | null;
  /** Of the groups that the person is in. */
  readonly groupIds: readonly string[];
}

/** The same as of a moment at which it was the present configuration. */
export interface PresentOpening extends OpeningFacts {
  /** Set when this payload was handled before: what was answered then. */
  readonly repeat: { readonly reply: unknown } | null;
  readonly now: Date;
}

/** What was last read. It may be out of date: whatever is written by it is written only if it is not. */
export async function recallOpening(
  database: Database,
  question: OpeningQuestion,
  stale?: string,
): Promise<OpeningFacts> {
  const { version, asker, named } = await recallConfigured(database, question, stale);
  const [target] = named.targets;
  const targetAccount = (target && asker.accounts.get(target.workload)) ?? null;
  const { person, groupIds } = asker;
  return { ...named, version, person, groupIds, targetAccount };
}

/** Reads what an opening is judged by, as of now. */
export async function readOpening(
  database: Database,
  question: OpeningQuestion,
): Promise<PresentOpening> {
  // The configuration may change between the two readings; that it does so each time is not to be expected.
  let stale: string | undefined;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const facts = await recallOpening(database, question, stale);
    const present = await readPresent(database, { question, version: facts.version });
    if (present !== null) return { ...facts, ...present };
    stale = facts.version;
  }
  throw new Error('the configuration changes faster than it can be read');
}

const present = statement(
  'opening-present',
  `select q.ord::int, elevate.now() as now, known.repeat
   from unnest($1::uuid[], $2::text[], $3::bigint[]) with ordinality
     as q (organisation_id, payload_key, version, ord)
   join elevate.configuration_versions c
     on c.organisation_id = q.organisation_id and c.version = q.version
   left join lateral (
     select jsonb_build_object('reply', i.reply) as repeat
     from elevate.inbound_payloads i
     where i.organisation_id = q.organisation_id and i.payload_key = q.payload_key) known on true`,
);

type PresentFacts = Pick<PresentOpening, 'now' | 'repeat'>;

interface PresentQuestion {
  readonly question: OpeningQuestion;
  readonly version: string;
}

/** Null when the configuration is another one by now. */
const readPresent = createBatches<PresentQuestion, PresentFacts | null>(async (database, items) => {
  const values = [
    items.map(({ question }) => question.organisationId),
    items.map(({ question }) => question.payloadKey),
    items.map(({ version }) => version),
  ];
  const found = await database.read((tx) =>
    rows<PresentFacts & { readonly ord: number }>(tx, present, values),
  );
  const answers = items.map((): PresentFacts | null => null);
  for (const { ord, ...facts } of found) answers[ord - 1] = facts;
  return answers;
});

/** What the database fills in when it writes a request. */
type Written = Pick<RequestSnapshot, 'number' | 'askedAt' | 'decideBy'>;

/** Everything that comes to be when a request is opened. */
export interface NewOpening {
  /** As it will be read from now on, but for what the database fills in. */
  readonly request: Omit<RequestSnapshot, keyof Written | 'readAt'>;
  /** Time to decide, from when it is asked; it never goes beyond a fixed end. In seconds. */
  readonly decideWithinS: number;
  /** How long after asking something is due when nobody has decided, in seconds; null when nothing is. */
  readonly followUpS: number | null;
  /** Of the configuration that it was judged by. */
  readonly version: string;
  readonly targetAccount: string;
  readonly payloadKey: string;
  readonly reply: unknown;
  readonly audit: AuditEvent;
  readonly job: {
    readonly task: string;
    readonly payload: Readonly<Record<string, string>>;
    readonly jobKey: string;
    readonly queueName: string;
  };
}

// Jobs of a queue that is known are written as rows, all at once; elevate.add_job would do it one by one, which is a third
// of what the statement costs.
const record = statement(
  'record-openings',
  `with clock as materialized (
     select elevate.now() as now
   ), item as (
     select i.*, clock.now as asked_at,
       least(clock.now + i.decide_within_s * interval '1 second', i.fixed_end) as decide_by,
       clock.now + i.follow_up_s * interval '1 second' as follow_up_at
     from jsonb_to_recordset($1::jsonb) as i (
       organisation_id uuid, version bigint, payload_key text, reply jsonb,
       id uuid, kind text, state text, requester_id uuid, subject_id uuid,
       target_id uuid, scope text, target_account text, duration_s integer,
       duration_was_default boolean, start_at timestamptz, fixed_end timestamptz, reason text,
       ticket text,
       policy_id uuid,
       policy_version integer, approver_group_id uuid, decide_within_s integer, follow_up_s integer,
       asked_platform text, asked_tenant text, asked_user_key text,
       extends_grant_id uuid, extends_since timestamptz,
       audit_id uuid, audit_kind text, actor jsonb, facts jsonb,
       task text, job json, queue_name text, job_key text)
     join elevate.configuration_versions c
       on c.organisation_id = i.organisation_id and c.version = i.version
     cross join clock
   ), claimed as (
     insert into elevate.inbound_payloads (organisation_id, payload_key, reply)
     select organisation_id, payload_key, reply from item order by payload_key
     on conflict (organisation_id, payload_key) do nothing
     returning organisation_id, payload_key
   ), new as materialized (
     select item.*, elevate.next_request_number(organisation_id) as number
     from item join claimed using (organisation_id, payload_key)
   ), opened as (
     insert into elevate.requests (organisation_id, id, number, kind, state, requester_id,
       subject_id, target_id, scope, target_account, duration_s, duration_was_default, start_at,
       fixed_end, reason, ticket, policy_id, policy_version, approver_group_id, asked_at, decide_by,
       asked_platform, asked_tenant, asked_user_key, follow_up_at, extends_grant_id, extends_since)
     select organisation_id, id, number, kind, state, requester_id,
       subject_id, target_id, scope, target_account, duration_s, duration_was_default, start_at,
       fixed_end, reason, ticket, policy_id, policy_version, approver_group_id, asked_at, decide_by,
       asked_platform, asked_tenant, asked_user_key, follow_up_at, extends_grant_id, extends_since
     from new
   ), audited as (
     insert into elevate.audit_events (organisation_id, id, kind, actor, request_id, facts)
     select organisation_id, audit_id, audit_kind, actor, id, facts from new
   ), queued as (
     insert into graphile_worker._private_jobs (task_id, job_queue_id, payload, run_at, key)
     select t.id, q.id, new.job, now(), new.job_key
     from new
     join graphile_worker._private_tasks t on t.identifier = new.task
     join graphile_worker._private_job_queues q on q.queue_name = new.queue_name
     on conflict (key) do nothing
     returning key
   )
   select new.id, new.number::int, new.asked_at as "askedAt", new.decide_by as "decideBy",
     case when queued.key is null then
       elevate.add_job_by_worker(new.task, new.job, new.queue_name, null, new.job_key, 0::smallint)
     end
   from new left join queued on queued.key = new.job_key`,
);

/**
 * Writes opened requests, each with its payload key and reply, its audit event and its job: all, or nothing.
 * @returns those that were written, by id. Of the others, the payload was handled in the meantime, or the configuration
 *   is another one by now.
 */
export async function recordOpenings(
  tx: Tx,
  openings: readonly NewOpening[],
): Promise<ReadonlyMap<string, RequestSnapshot>> {
  const items = JSON.stringify(openings.map(toItem));
  const written = await rows<Written & { readonly id: string }>(tx, record, [items]);
  countAdded(tx, written.length);
  const requests = new Map(openings.map(({ request }) => [request.id, request]));
  return new Map(
    written.map(({ id, number, askedAt, decideBy }) => [
      id,
      { ...requests.get(id)!, number, askedAt, decideBy, readAt: askedAt },
    ]),
  );
}

/**
 * The same in a transaction of its own, which it shares with what others open at the same moment.
 * @returns null when nothing was written
 */
export const recordOpening = createBatches<NewOpening, RequestSnapshot | null>(
  async (database, openings) => {
    // Twins in one statement would both find their key free.
    const first = [
      ...new Map(openings.toReversed().map((one) => [one.payloadKey, one] as const)).values(),
    ];
    const written = await database.statement((tx) => recordOpenings(tx, first));
    return openings.map(({ request }) => written.get(request.id) ?? null);
  },
);

function toItem({ request, audit, job, ...opening }: NewOpening): Record<string, unknown> {
  return {
    organisation_id: request.organisationId,
    version: opening.version,
    payload_key: opening.payloadKey,
    reply: opening.reply,
    id: request.id,
    kind: request.kind,
    state: request.state,
    requester_id: request.requester.id,
    subject_id: request.subject.id,
    target_id: request.target.id,
    scope: request.scope,
    target_account: opening.targetAccount,
    duration_s: request.durationS,
    duration_was_default: request.durationWasDefault,
    start_at: request.startAt,
    fixed_end: request.fixedEnd,
    reason: request.reason,
    ticket: request.ticket,
    policy_id: request.policy.id,
    policy_version: request.policy.version,
    approver_group_id: request.approverGroup.id,
    decide_within_s: opening.decideWithinS,
    follow_up_s: opening.followUpS,
    asked_platform: request.askedFrom?.platform,
    asked_tenant: request.askedFrom?.tenant,
    asked_user_key: request.askedFrom?.user,
    extends_grant_id: request.extends?.grantId ?? null,
    extends_since: request.extends?.since ?? null,
    audit_id: uuidv7(),
    audit_kind: audit.kind,
    actor: audit.actor,
    facts: audit.facts,
    task: job.task,
    job: job.payload,
    queue_name: job.queueName,
    job_key: job.jobKey,
  };
}
