/**
 * What happens to a request that nobody decides.
 *
 *   pending ──> reminded … ──> asked of another group ──> expired
 *                  each of these at most once per moment that the policy names
 *
 * requests.follow_up_at is when something is due next. It moves on in the transaction that writes the reminder or the
 * group, so that a crash leaves either both or neither. Reminders and groups stay as they were written.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class FollowUps implements MigrationInterface {
  name = 'FollowUps0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.requests add column follow_up_at timestamptz;
      create index requests_follow_up on elevate.requests (follow_up_at)
        where state = 'pending' and follow_up_at is not null;

      create table elevate.reminders (
        organisation_id uuid not null,
        request_id uuid not null,
        number integer not null,
        reminded_at timestamptz not null,
        constraint reminders_pk primary key (organisation_id, request_id, number),
        constraint reminders_request_fk foreign key (organisation_id, request_id)
          references elevate.requests (organisation_id, id),
        constraint reminders_number_counts check (number >= 1)
      );
      create trigger reminders_append_only before update or delete or truncate
        on elevate.reminders for each statement execute function elevate.refuse_change();

      create table elevate.asked_groups (
        organisation_id uuid not null,
        request_id uuid not null,
        group_id uuid not null,
        why text not null,
        asked_at timestamptz not null,
        constraint asked_groups_pk primary key (organisation_id, request_id, group_id),
        constraint asked_groups_request_fk foreign key (organisation_id, request_id)
          references elevate.requests (organisation_id, id),
        constraint asked_groups_group_fk foreign key (organisation_id, group_id)
          references elevate.approver_groups (organisation_id, id),
        constraint asked_groups_why_known check (why in ('unanswered', 'undeliverable'))
      );
      create index asked_groups_of_group on elevate.asked_groups (organisation_id, group_id);
      create trigger asked_groups_append_only before update or delete or truncate
        on elevate.asked_groups for each statement execute function elevate.refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.asked_groups;
      drop table elevate.reminders;
      alter table elevate.requests drop column follow_up_at;
    `);
  }
}
