/**
 * Where messages were put, and how to reach people again.
 *
 *   message:  posted ──> updated … ──> gone (the platform says that it is no longer there)
 *
 * A message that is gone keeps its row: it says that something was shown there.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Messages implements MigrationInterface {
  name = 'Messages0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table elevate.message_references (
        organisation_id uuid not null,
        id uuid not null,
        request_id uuid not null,
        purpose text not null,
        platform text not null,
        tenant text not null,
        conversation_id text not null,
        message_id text not null,
        drawn text not null,
        posted_at timestamptz not null default elevate.now(),
        updated_at timestamptz not null default elevate.now(),
        gone_at timestamptz,
        constraint message_references_pk primary key (organisation_id, id),
        constraint message_references_request_fk foreign key (organisation_id, request_id)
          references elevate.requests (organisation_id, id),
        constraint message_references_once
          unique (organisation_id, platform, tenant, conversation_id, message_id),
        constraint message_references_platform_known check (platform in ('slack', 'teams'))
      );
      create index message_references_of_request
        on elevate.message_references (organisation_id, request_id);
      create index message_references_by_id on elevate.message_references (id);

      create table elevate.conversation_references (
        organisation_id uuid not null,
        platform text not null,
        tenant text not null,
        conversation_id text not null,
        user_key text,
        reference jsonb not null,
        seen_at timestamptz not null,
        constraint conversation_references_pk
          primary key (organisation_id, platform, tenant, conversation_id),
        constraint conversation_references_organisation_fk foreign key (organisation_id)
          references elevate.organisations (id),
        constraint conversation_references_platform_known check (platform in ('slack', 'teams'))
      );
      create index conversation_references_of_user
        on elevate.conversation_references (organisation_id, platform, tenant, user_key, seen_at)
        where user_key is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.conversation_references;
      drop table elevate.message_references;
    `);
  }
}
