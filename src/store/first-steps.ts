/** How far an organisation has come with setting Elevate up, and who was greeted. */
import { type Tx } from './database';
import { changed, row, statement } from './sql';

export interface FirstSteps {
  /** Somebody who can act is owner. */
  readonly owner: boolean;
  /** A group that has a channel and two people who could decide. */
  readonly group: boolean;
  readonly policy: boolean;
  /** Somebody has asked for something. */
  readonly trial: boolean;
  /** The first target by name; null where there is none. */
  readonly target: string | null;
}

const steps = statement(
  'first-steps',
  `select
     exists (
       select from elevate.role_holdings h
       join elevate.persons p on p.organisation_id = h.organisation_id and p.id = h.person_id
       join elevate.persons s
         on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
       where h.organisation_id = $1 and h.role = 'owner' and h.taken_at is null
         and s.disabled_at is null) as owner,
     exists (
       select from elevate.approver_groups g
       where g.organisation_id = $1 and g.removed_at is null
         and exists (select from elevate.approver_group_channels c
           where c.organisation_id = $1 and c.group_id = g.id)
         and 2 <= (
           select count(distinct s.id) from elevate.group_people m
           join elevate.persons p on p.organisation_id = m.organisation_id and p.id = m.person_id
           join elevate.persons s
             on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
           where m.organisation_id = $1 and m.group_id = g.id and s.disabled_at is null)) as group,
     exists (select from elevate.approval_policies
       where organisation_id = $1 and removed_at is null) as policy,
     exists (select from elevate.requests
       where organisation_id = $1 and kind = 'access') as trial,
     (select min(t.name) from elevate.targets t
       where t.organisation_id = $1 and t.removed_at is null) as target`,
);

export async function readFirstSteps(tx: Tx, organisationId: string): Promise<FirstSteps> {
  return (await row<FirstSteps>(tx, steps, [organisationId]))!;
}

const greet = statement(
  'greet-person',
  `insert into elevate.greetings (organisation_id, person_id) values ($1, $2)
   on conflict (organisation_id, person_id) do nothing`,
);

/** @returns false for somebody who was greeted before */
export function recordGreeting(tx: Tx, organisationId: string, personId: string): Promise<boolean> {
  return changed(tx, greet, [organisationId, personId]);
}
