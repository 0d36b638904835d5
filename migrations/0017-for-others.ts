/**
 * Requests for somebody else.
 *
 *   new ──> awaiting-acceptance ──> pending      (accepted_at: whoever receives it has accepted)
 *                    ├──> withdrawn              (withdrawn_by: whoever took it back, or declined it)
 *                    └──> expired
 *
 * The arrows are those of request_transitions. What is asked for somebody else begins there and leads to a decision only
 * with a time of acceptance; what people ask for themselves never does. Neither mark changes once it is set. People
 * are named by their directory line or their name.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class ForOthers implements MigrationInterface {
  name = 'ForOthers0000000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.requests
        add column accepted_at timestamptz,
        add column withdrawn_by uuid,
        add constraint requests_withdrawn_by_fk foreign key (organisation_id, withdrawn_by)
          references elevate.persons (organisation_id, id),
        add constraint requests_withdrawn_by_somebody
          check (withdrawn_by is null or state = 'withdrawn');
      create index requests_awaiting on elevate.requests (organisation_id, subject_id)
        where state = 'awaiting-acceptance';
      create index persons_by_line on elevate.persons (organisation_id, lower(line));
      create index persons_by_name on elevate.persons (organisation_id, lower(name));

      create function elevate.guard_acceptance() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          if new.accepted_at is not null
             or (new.state = 'awaiting-acceptance') <> (new.subject_id <> new.requester_id) then
            raise exception 'request % has to be accepted exactly when it is for somebody else', new.id
              using errcode = 'insufficient_privilege';
          end if;
          return new;
        end if;
        if (old.state = 'awaiting-acceptance' and new.state = 'pending')
             <> (new.accepted_at is distinct from old.accepted_at)
           or (old.accepted_at is not null and new.accepted_at is distinct from old.accepted_at)
           or (old.withdrawn_by is not null and new.withdrawn_by is distinct from old.withdrawn_by) then
          raise exception 'request % is accepted once, by becoming pending', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger requests_acceptance_guarded before insert or update on elevate.requests
        for each row execute function elevate.guard_acceptance();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger requests_acceptance_guarded on elevate.requests;
      drop function elevate.guard_acceptance();
      drop index elevate.persons_by_name;
      drop index elevate.persons_by_line;
      drop index elevate.requests_awaiting;
      alter table elevate.requests drop column withdrawn_by, drop column accepted_at;
    `);
  }
}
