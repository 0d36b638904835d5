/**
 * What happened, what came in, and which processes are alive.
 *
 *   audit event:      written ──> (nothing: append-only, for the owner too)
 *   inbound payload:  claimed ──> answered ──> purged      (claimed and answered in one transaction)
 *   worker lease:     taken ──> released, or taken over when its holder is dead
 *
 * Audit events refer to requests and grants by id without a foreign key: the trail has to take an event about
 * anything, at any time, without waiting for a lock on what it is about.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AuditAndPayloads implements MigrationInterface {
  name = 'AuditAndPayloads0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table elevate.audit_events (
        organisation_id uuid not null,
        seq bigint not null generated always as identity,
        id uuid not null,
        at timestamptz not null default elevate.now(),
        kind text not null,
        actor jsonb not null,
        request_id uuid,
        grant_id uuid,
        facts jsonb not null,
        constraint audit_events_pk primary key (organisation_id, seq),
        constraint audit_events_organisation_fk foreign key (organisation_id)
          references elevate.organisations (id)
      );
      create index audit_events_of_request
        on elevate.audit_events (organisation_id, request_id, seq) where request_id is not null;
      create trigger audit_events_append_only
        before update or delete or truncate on elevate.audit_events
        for each statement execute function elevate.refuse_change();

      create table elevate.inbound_payloads (
        organisation_id uuid not null,
        payload_key text not null,
        received_at timestamptz not null default elevate.now(),
        reply jsonb,
        constraint inbound_payloads_pk primary key (organisation_id, payload_key)
      );
      create index inbound_payloads_received on elevate.inbound_payloads (received_at);

      create table elevate.worker_leases (
        pool_id text not null,
        lock_key bigint not null,
        taken_at timestamptz not null default elevate.now(),
        constraint worker_leases_pk primary key (pool_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table elevate.worker_leases;
      drop table elevate.inbound_payloads;
      drop table elevate.audit_events;
    `);
  }
}
