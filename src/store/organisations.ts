import { type Tx } from './database';
import { row, statement } from './sql';

export interface OrganisationSettings {
  readonly defaultApproverGroupId: string | null;
}

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly settings: OrganisationSettings;
}

const load = statement(
  'organisation',
  `select o.id, o.name, coalesce(s.value, '{}') as settings
   from elevate.organisations o
   left join lateral (
     select value from elevate.settings
     where organisation_id = o.id order by version desc limit 1
   ) s on true
   order by o.created_at, o.id limit 1`,
);

/** The organisation that is served, with its present settings; null while the database is empty. */
export async function loadOrganisation(tx: Tx): Promise<Organisation | null> {
  const found = await row<{ id: string; name: string; settings: Partial<OrganisationSettings> }>(
    tx,
    load,
  );
  if (!found) return null;
  return { ...found, settings: { defaultApproverGroupId: null, ...found.settings } };
}

/** The group that decides where nothing else is said; null where none is set. */
export async function defaultApproverGroupId(tx: Tx): Promise<string | null> {
  return (await loadOrganisation(tx))?.settings.defaultApproverGroupId ?? null;
}
