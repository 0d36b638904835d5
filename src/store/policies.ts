import { noTerms, type Policy } from '../elevation/model';
import { type Tx } from './database';
import { rows, statement } from './sql';

/** A policy version as its rules; used wherever SQL hands one out. */
export const policyJson = (policy: string, version: string): string => `jsonb_build_object(
  'id', ${policy}.id, 'pattern', ${policy}.pattern, 'version', ${version}.version,
  'rules', jsonb_build_object(
    'approval', ${version}.approval,
    'approverGroupId', ${version}.approver_group_id,
    'approvalsNeeded', ${version}.approvals_needed,
    'durationDefaultS', ${version}.duration_default_s,
    'durationMaxS', ${version}.duration_max_s,
    'decideWithinS', ${version}.decide_within_s,
    'reasonRequired', ${version}.reason_required,
    'reasonMinLength', ${version}.reason_min_length,
    'terms', '${JSON.stringify(noTerms)}'::jsonb || ${version}.terms))`;

/**
 * SQL that is true when the policy covers the name. `*` is the only wildcard: it stands for any characters. The
 * others that LIKE knows are taken literally.
 */
export const coversSql = (policy: string, name: string): string => `lower(${name}) like
  replace(replace(replace(replace(lower(${policy}.pattern), '!', '!!'), '%', '!%'), '_', '!_'), '*', '%')
  escape '!'`;

/**
 * A subquery of the current versions that cover a name: one index probe per possible beginning of the name, so that
 * ten thousand policies cost no more than ten. With columns organisation_id, id and policy (as JSON).
 */
export const coveringSql = (organisation: string, name: string): string => `
  select p.id, ${policyJson('p', 'v')} as policy
  from generate_series(0, length(${name})) as n
  join elevate.approval_policies p
    on p.organisation_id = ${organisation} and p.literal_prefix = left(lower(${name}), n)
  join elevate.approval_policy_versions v
    on v.organisation_id = p.organisation_id and v.policy_id = p.id
    and v.version = p.current_version
  where p.removed_at is null and ${coversSql('p', name)}`;

const covering = statement(
  'policies-covering',
  `select c.policy from (${coveringSql('$1::uuid', '$2::text')}) c order by c.id`,
);

/** The current version of every policy whose pattern covers this target name; upper and lower case are alike. */
export async function policiesCovering(
  tx: Tx,
  organisationId: string,
  targetName: string,
): Promise<Policy[]> {
  const found = await rows<{ policy: Policy }>(tx, covering, [organisationId, targetName]);
  return found.map(({ policy }) => policy);
}
