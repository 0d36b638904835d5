/**
 * Rights that are taken at once, without approval, and the review of each.
 *
 *   draft ──> pressed in time ──> request of kind review (approved) with its grant
 *     └─────> replaced by the person's next one, or never pressed
 *   review:  open ──> closed (right, or not right with a comment)
 *
 * A draft is what somebody said they would take; nobody was asked for anything and nothing was taken, so it is no request. It has
 * the number that the request will have, for the button names it. A person has one, and one open review.
 *
 * From here on nothing is approved without a ground: an approval of somebody, a policy that approves by itself, or a
 * break-glass with its review. It is looked at when the transaction commits, since these rows are written one after the other.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class BreakGlass implements MigrationInterface {
  name = 'BreakGlass0000000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(drafts);
    await runner.query(reviews);
    await runner.query(grounds);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger requests_have_a_ground on elevate.requests;
      drop function elevate.check_ground();
      alter table elevate.requests drop constraint requests_break_glass_is_for_oneself;
      drop table elevate.reviews;
      drop function elevate.guard_review();
      drop table elevate.break_glass_drafts;
    `);
  }
}

const drafts = `
  create table elevate.break_glass_drafts (
    organisation_id uuid not null,
    requester_id uuid not null,
    id uuid not null,
    number bigint not null,
    target_id uuid not null,
    scope text not null default '',
    target_account text not null,
    duration_s integer not null,
    duration_was_default boolean not null,
    fixed_end timestamptz,
    reason text not null,
    ticket text,
    policy_id uuid not null,
    policy_version integer not null,
    approver_group_id uuid not null,
    asked_platform text not null,
    asked_tenant text not null,
    asked_user_key text not null,
    drafted_at timestamptz not null,
    ready_until timestamptz not null,
    constraint break_glass_drafts_pk primary key (organisation_id, requester_id),
    constraint break_glass_drafts_number_unique unique (organisation_id, number),
    constraint break_glass_drafts_requester_fk foreign key (organisation_id, requester_id)
      references elevate.persons (organisation_id, id),
    constraint break_glass_drafts_target_fk foreign key (organisation_id, target_id)
      references elevate.targets (organisation_id, id),
    constraint break_glass_drafts_policy_fk
      foreign key (organisation_id, policy_id, policy_version)
      references elevate.approval_policy_versions (organisation_id, policy_id, version),
    constraint break_glass_drafts_group_fk foreign key (organisation_id, approver_group_id)
      references elevate.approver_groups (organisation_id, id),
    constraint break_glass_drafts_duration_fits check (duration_s between 1 and 31622400),
    constraint break_glass_drafts_reason_fits check (length(reason) between 1 and 3000),
    constraint break_glass_drafts_ticket_fits check (length(ticket) between 1 and 100),
    constraint break_glass_drafts_ready_after_drafted check (ready_until > drafted_at)
  );
`;

const reviews = `
  alter table elevate.requests add constraint requests_break_glass_is_for_oneself
    check (kind <> 'review' or (requester_id = subject_id and reason is not null));

  create table elevate.reviews (
    organisation_id uuid not null,
    request_id uuid not null,
    subject_id uuid not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_by uuid,
    was_right boolean,
    comment text,
    platform text,
    tenant text,
    user_key text,
    constraint reviews_pk primary key (organisation_id, request_id),
    constraint reviews_request_fk foreign key (organisation_id, request_id)
      references elevate.requests (organisation_id, id),
    constraint reviews_subject_fk foreign key (organisation_id, subject_id)
      references elevate.persons (organisation_id, id),
    constraint reviews_closed_by_fk foreign key (organisation_id, closed_by)
      references elevate.persons (organisation_id, id),
    constraint reviews_closed_says_by_whom_and_how check (
      num_nulls(closed_at, closed_by, was_right, platform, tenant, user_key) in (0, 6)
      and (closed_at is not null or comment is null)),
    constraint reviews_not_right_says_why check (was_right is not false or comment is not null),
    constraint reviews_closed_by_another check (closed_by <> subject_id),
    constraint reviews_closed_after_opened check (closed_at >= opened_at),
    constraint reviews_comment_fits check (length(comment) between 1 and 500),
    constraint reviews_platform_known check (platform in ('slack', 'teams'))
  );
  create unique index reviews_one_open on elevate.reviews (organisation_id, subject_id)
    where closed_at is null;

  create function elevate.guard_review() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      if not exists (select from elevate.requests r
        where r.organisation_id = new.organisation_id and r.id = new.request_id
          and r.kind = 'review' and r.subject_id = new.subject_id) then
        raise exception 'only who broke glass has a review: %', new.request_id
          using errcode = 'check_violation';
      end if;
      return new;
    end if;
    if old.closed_at is not null
       or (new.organisation_id, new.request_id, new.subject_id, new.opened_at)
       is distinct from (old.organisation_id, old.request_id, old.subject_id, old.opened_at) then
      raise exception 'a review is closed once, and nothing else of it changes: %', old.request_id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
  create trigger reviews_guarded before insert or update on elevate.reviews
    for each row execute function elevate.guard_review();
  create trigger reviews_stay before delete or truncate on elevate.reviews
    for each statement execute function elevate.refuse_change();
`;

const grounds = `
  create function elevate.check_ground() returns trigger language plpgsql as $$
  declare
    ground text;
  begin
    select case
        when r.kind = 'review' then
          case when r.state = 'approved' and exists (select from elevate.reviews v
            where v.organisation_id = r.organisation_id and v.request_id = r.id)
          then 'break-glass' end
        when r.state <> 'approved' then 'none is needed'
        when exists (select from elevate.decisions d
          where d.organisation_id = r.organisation_id and d.request_id = r.id
            and d.verdict = 'approve') then 'people'
        when exists (select from elevate.approval_policy_versions p
          where p.organisation_id = r.organisation_id and p.policy_id = r.policy_id
            and p.version = r.policy_version and p.approval = 'auto') then 'policy'
      end
    into ground
    from elevate.requests r
    where r.organisation_id = new.organisation_id and r.id = new.id;
    if ground is null then
      raise exception 'nothing approves request %', new.id using errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create constraint trigger requests_have_a_ground
    after insert or update of state on elevate.requests deferrable initially deferred
    for each row when (new.kind = 'review' or new.state = 'approved')
    execute function elevate.check_ground();
`;
