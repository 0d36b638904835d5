/**
 * Stages of approval.
 *
 *   stage 1 (the approver group) ──> stage 2 (its group) ──> … ──> approved
 *       └── a denial in any of them ──> denied
 *
 * A decision says which stage it was made in, and a group that is asked says for which. What was there before was all
 * stage 1. Going back is refused by PostgreSQL once a group was asked in two stages.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Stages implements MigrationInterface {
  name = 'Stages0000000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.decisions
        add column stage integer not null default 1,
        add constraint decisions_stage_counts check (stage >= 1);
      alter table elevate.asked_groups
        add column stage integer not null default 1,
        add constraint asked_groups_stage_counts check (stage >= 1),
        drop constraint asked_groups_pk,
        add constraint asked_groups_pk
          primary key (organisation_id, request_id, group_id, stage),
        drop constraint asked_groups_why_known,
        add constraint asked_groups_why_known
          check (why in ('stage', 'unanswered', 'undeliverable'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.asked_groups
        drop constraint asked_groups_pk,
        add constraint asked_groups_pk primary key (organisation_id, request_id, group_id),
        drop constraint asked_groups_why_known,
        add constraint asked_groups_why_known check (why in ('unanswered', 'undeliverable')),
        drop column stage;
      alter table elevate.decisions drop column stage;
    `);
  }
}
