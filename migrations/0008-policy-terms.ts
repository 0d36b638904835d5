/**
 * What a policy asks beyond the usual, and the ticket of a request.
 *
 *   approval policy version ──> terms (who may ask, when, in which form, how often without a person)
 *   request ──> ticket, which never changes after it was asked
 *
 * Terms are one JSON value per version: they are read and written whole, and never looked for. A version from before
 * has none, which asks nothing.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class PolicyTerms implements MigrationInterface {
  name = 'PolicyTerms0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table elevate.approval_policy_versions
        add column terms jsonb not null default '{}',
        add constraint approval_policy_versions_terms_is_object
          check (jsonb_typeof(terms) = 'object');
      alter table elevate.requests
        add column ticket text,
        add constraint requests_ticket_fits check (length(ticket) between 1 and 100);
      ${guardRequest(', new.ticket', ', old.ticket')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${guardRequest('', '')}
      alter table elevate.requests drop column ticket;
      alter table elevate.approval_policy_versions drop column terms;
    `);
  }
}

const guardRequest = (more: string, before: string): string => `
  create or replace function elevate.guard_request() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      new.prior_state := 'new';
      return new;
    end if;
    new.prior_state := case when new.state = old.state then old.prior_state else old.state end;
    if (new.organisation_id, new.id, new.number, new.kind, new.requester_id, new.subject_id,
        new.target_id, new.scope, new.target_account, new.duration_s, new.duration_was_default,
        new.fixed_end, new.reason, new.policy_id, new.policy_version, new.approver_group_id,
        new.asked_platform, new.asked_tenant, new.asked_user_key, new.asked_at, new.decide_by${more})
       is distinct from
       (old.organisation_id, old.id, old.number, old.kind, old.requester_id, old.subject_id,
        old.target_id, old.scope, old.target_account, old.duration_s, old.duration_was_default,
        old.fixed_end, old.reason, old.policy_id, old.policy_version, old.approver_group_id,
        old.asked_platform, old.asked_tenant, old.asked_user_key, old.asked_at, old.decide_by${before}) then
      raise exception 'what was asked in request % never changes', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
`;
