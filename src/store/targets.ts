import { IsNull } from 'typeorm';
import { type Target } from '../elevation/model';
import { type Tx } from './database';
import { TargetRow } from './entities/targets';
import { rows, statement } from './sql';

/** Candidates listed to a person are few; more than this are cut, in the order of their names. */
const candidatesMax = 50;

/** Fingerprint of the settings by which a target is granted. */
export const grantsSql = (settings: string): string =>
  `encode(sha256(convert_to(${settings}::text, 'UTF8')), 'base64')`;

const byName = statement(
  'targets-by-name',
  `with named as (
     select id, name, workload, bare_name as "bareName", type, description,
       ${grantsSql('settings')} as grants
     from elevate.targets
     where organisation_id = $1 and lower(name) = lower($2) and removed_at is null
   ), bare as (
     select id, name, workload, bare_name as "bareName", type, description,
       ${grantsSql('settings')} as grants
     from elevate.targets
     where organisation_id = $1 and lower(bare_name) = lower($2) and removed_at is null
       and not exists (select from named)
   )
   select * from named union all select * from bare order by name limit ${candidatesMax}`,
);

/** The target of exactly this name; without one, all whose bare name it is. Upper and lower case are alike. */
export function findTargets(tx: Tx, organisationId: string, typed: string): Promise<Target[]> {
  return rows(tx, byName, [organisationId, typed]);
}

type TargetWithSettings = Target & { readonly settings: unknown };

/** One target with the settings its connector needs; null when there is none of this id. */
export async function loadTarget(
  tx: Tx,
  organisationId: string,
  id: string,
): Promise<TargetWithSettings | null> {
  const found = await tx.findOneBy(TargetRow, { organisationId, id });
  return found && toTarget(found);
}

/** All targets that are there with their settings, by name; for checking them against the connectors. */
export async function loadTargets(tx: Tx, organisationId: string): Promise<TargetWithSettings[]> {
  const found = await tx.find(TargetRow, {
    where: { organisationId, removedAt: IsNull() },
    order: { name: 'asc' },
  });
  return found.map(toTarget);
}

function toTarget(found: TargetRow): TargetWithSettings {
  const { id, name, workload, bareName, type, description, settings } = found;
  return { id, name, workload, bareName, type: type as Target['type'], description, settings };
}
