/**
 * Reminders of a review that nobody closes.
 *
 *   open ──> reminded … ──> closed
 *              each at most once per moment, as long as it is open
 *
 * reviews.remind_at is when approvers are reminded next. It moves on in the transaction that writes the reminder, so that a crash
 * leaves either both or neither, and it is gone with the end of the review. Reminders stay as they were written.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class ReviewReminders implements MigrationInterface {
  name = 'ReviewReminders0000000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.reviews add column remind_at timestamptz;
      update elevate.reviews set remind_at = opened_at + interval '4 hours' where closed_at is null;
      alter table elevate.reviews
        add constraint reviews_open_reminds check ((closed_at is null) = (remind_at is not null)),
        add constraint reviews_reminds_after_opened check (remind_at > opened_at);
      create index reviews_remind on elevate.reviews (remind_at) where closed_at is null;

      create function elevate.guard_review_reminder() returns trigger language plpgsql as $$
      begin
        if exists (select from elevate.reviews v
          where v.organisation_id = new.organisation_id and v.request_id = new.request_id
            and v.closed_at is not null) then
          raise exception 'nobody is reminded of a review that is closed: %', new.request_id
            using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger reminders_of_open_reviews before insert on elevate.reminders
        for each row execute function elevate.guard_review_reminder();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger reminders_of_open_reviews on elevate.reminders;
      drop function elevate.guard_review_reminder();
      alter table elevate.reviews
        drop constraint reviews_open_reminds,
        drop constraint reviews_reminds_after_opened,
        drop column remind_at;
    `);
  }
}
