import { now as readClock } from '../store/clock';
import { settingsVersion } from '../store/configured-lists';
import { loadGroup } from '../store/groups';
import { loadOrganisation } from '../store/organisations';
import { settingsView } from '../views/configured';
import { type View } from '../views/view';
import { type Context } from './context';

/** Query: what the organisation has set. */
export function readSettings(
  { database, organisationId }: Context,
  mayChange: boolean,
): Promise<View> {
  return database.read(async (tx) => {
    const { name, settings } = (await loadOrganisation(tx))!;
    const { enabled, branding, fallbackChannels, defaultApproverGroupId: id } = settings;
    const facts = {
      organisation: name,
      enabled,
      branding,
      fallbackChannels,
      defaultGroup: id === null ? null : (await loadGroup(tx, organisationId, id)).name,
      version: await settingsVersion(tx, organisationId),
      readAt: await readClock(tx),
    };
    return settingsView(facts, mayChange);
  });
}
