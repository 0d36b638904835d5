/** Writes a whole configuration into an empty database, in a few statements whatever its size. */
import { type ConfigurationRows } from '../administration/rows';
import { writeDifference } from './configuration-writing';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

const findAny = statement(
  'configuration-is-empty',
  'select not exists (select from elevate.organisations) as empty',
);

/** Whether nothing was configured yet. */
export async function isEmpty(tx: Tx): Promise<boolean> {
  return (await row<{ empty: boolean }>(tx, findAny))!.empty;
}

/**
 * Inserts everything, as what changes from an organisation that has nothing yet; a constraint that is broken throws and the caller's
 * transaction undoes all of it.
 */
export async function applyConfiguration(tx: Tx, all: ConfigurationRows): Promise<void> {
  const { organisation } = all;
  const { id, name, ...settings } = organisation;
  await rows(tx, insertOrganisation, [id, name]);
  await writeDifference(tx, nothingIn(organisation), all);
  await rows(tx, insertSettings, [id, JSON.stringify(settings)]);
}

function nothingIn(organisation: ConfigurationRows['organisation']): ConfigurationRows {
  return {
    organisation,
    persons: [],
    accounts: [],
    groups: [],
    connectors: [],
    targets: [],
    policies: [],
    systemAccounts: [],
  };
}

const insertOrganisation = statement(
  'configuration-organisation',
  'insert into elevate.organisations (id, name) values ($1, $2)',
);

const insertSettings = statement(
  'configuration-settings',
  'insert into elevate.settings (organisation_id, version, value) values ($1, 1, $2)',
);
