import { type Branding } from '../administration/configuration';
import { type Directories } from '../administration/directories';
import { type ConversationKey } from '../elevation/model';
import { type Tx } from './database';
import { row, statement } from './sql';

export interface OrganisationSettings {
  /** False: nothing can be asked for, approved or taken. */
  readonly enabled: boolean;
  readonly defaultApproverGroupId: string | null;
  /** What stands in for a channel that cannot be reached. */
  readonly fallbackChannels: readonly ConversationKey[];
  /** How messages look; null as they come. */
  readonly branding: Branding | null;
  /** Outside directories that are asked who is in a group. */
  readonly directories: Directories | null;
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
  return {
    ...found,
    settings: {
      enabled: true,
      defaultApproverGroupId: null,
      fallbackChannels: [],
      branding: null,
      directories: null,
      ...found.settings,
    },
  };
}

/** Whether it is switched off; settings from before one could say so are on. */
export const switchedOffSql = (organisation: string): string => `coalesce((
  select not (s.value->>'enabled')::boolean from elevate.settings s
  where s.organisation_id = ${organisation} order by s.version desc limit 1), false)`;

const switchedOff = statement('organisation-switched-off', `select ${switchedOffSql('$1')} as off`);

/** Whether nothing can be asked for, approved or taken now. */
export async function isSwitchedOff(tx: Tx, organisationId: string): Promise<boolean> {
  return (await row<{ off: boolean }>(tx, switchedOff, [organisationId]))!.off;
}

/** The group that decides where nothing else is said; null where none is set. */
export async function defaultApproverGroupId(tx: Tx): Promise<string | null> {
  return (await loadOrganisation(tx))?.settings.defaultApproverGroupId ?? null;
}
