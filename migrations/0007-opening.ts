/**
 * What a command asks of the database most often, made cheap.
 *
 *   configuration:  version n ──> version n + 1 (with every change of people, groups, targets or policies)
 *   job:            added (in the transaction of the state that it follows) ──> committed ──> workers woken
 *
 * What was read of the configuration stands as long as its version does: who reads it again only compares the version.
 *
 * graphile_worker.add_job ends with a NOTIFY. PostgreSQL lets transactions that notify commit one after the other,
 * each waiting for the disk alone: with a disk that takes 4 ms that is 250 commands per second on any machine. So
 * add_job hides pg_notify from it behind a function of the same name that does nothing, and the process wakes the
 * workers after the commit, once for many jobs. The usual job, of a queue that is known and under a new key, is a row
 * and nothing more; graphile's own function, which costs several times as much, adds all others.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Opening implements MigrationInterface {
  name = 'Opening0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(configurationVersions);
    await runner.query(addJob);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function elevate.add_job(text, json, text, timestamptz, text, smallint);
      drop function elevate.add_job_by_worker(text, json, text, timestamptz, text, smallint);
      drop function elevate_quiet.pg_notify(text, text);
      drop schema elevate_quiet;
      ${configurationTables.map((name) => `drop trigger ${name}_version on elevate.${name};`).join('\n')}
      drop trigger organisations_begin_version on elevate.organisations;
      drop function elevate.note_configuration_change();
      drop function elevate.begin_configuration_version();
      drop table elevate.configuration_versions;
    `);
  }
}

const configurationTables = [
  'persons',
  'accounts',
  'approver_groups',
  'approver_group_members',
  'targets',
  'approval_policies',
  'approval_policy_versions',
];

const configurationVersions = `
  create table elevate.configuration_versions (
    organisation_id uuid not null,
    version bigint not null,
    constraint configuration_versions_pk primary key (organisation_id),
    constraint configuration_versions_organisation_fk foreign key (organisation_id)
      references elevate.organisations (id) on delete cascade
  );
  insert into elevate.configuration_versions select id, 1 from elevate.organisations;

  create function elevate.begin_configuration_version() returns trigger language plpgsql as $$
  begin
    insert into elevate.configuration_versions (organisation_id, version) values (new.id, 1);
    return new;
  end $$;
  create trigger organisations_begin_version after insert on elevate.organisations
    for each row execute function elevate.begin_configuration_version();

  create function elevate.note_configuration_change() returns trigger language plpgsql as $$
  begin
    update elevate.configuration_versions set version = version + 1;
    return null;
  end $$;
  ${configurationTables
    .map(
      (name) => `
  create trigger ${name}_version after insert or update or delete or truncate on elevate.${name}
    for each statement execute function elevate.note_configuration_change();`,
    )
    .join('')}
`;

const addJob = `
  create schema elevate_quiet;
  create function elevate_quiet.pg_notify(text, text) returns void
    language sql immutable
    return null::void;

  create function elevate.add_job_by_worker(
    task text, payload json, queue_name text, run_at timestamptz, job_key text, priority smallint
  ) returns void language plpgsql set search_path = elevate_quiet, pg_catalog as $$
  begin
    perform graphile_worker.add_job(
      task, payload, queue_name := queue_name, run_at := run_at, job_key := job_key,
      priority := priority);
  end $$;

  create function elevate.add_job(
    task text, payload json, queue_name text, run_at timestamptz, job_key text, priority smallint
  ) returns void language plpgsql as $$
  begin
    insert into graphile_worker._private_jobs as j
      (task_id, job_queue_id, payload, run_at, key, priority)
    select t.id, q.id, add_job.payload, coalesce(add_job.run_at, now()), add_job.job_key,
      add_job.priority
    from graphile_worker._private_tasks t
    join graphile_worker._private_job_queues q on q.queue_name = add_job.queue_name
    where t.identifier = add_job.task
    on conflict (key) do nothing;
    if not found then
      perform elevate.add_job_by_worker(task, payload, queue_name, run_at, job_key, priority);
    end if;
  end $$;
`;
