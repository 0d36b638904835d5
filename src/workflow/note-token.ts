import { type PlatformName } from '../elevation/model';
import { lossBy } from '../elevation/places';
import { type TokenNews } from '../platforms/contract';
import { tenantsOf } from '../store/lost-places';
import { type Context } from './context';
import { notePlace } from './note-place';

/**
 * Writes down that a platform refuses our token, or takes it: all of the platform is lost with it, as when an event or a message
 * had told so. Which workspace a refused token was for nobody says, so it is those that people and their groups are known in.
 */
export async function noteToken(
  context: Context,
  platform: PlatformName,
  { refused, tenants }: TokenNews,
): Promise<void> {
  if (refused === null) {
    for (const tenant of tenants) {
      const place = { platform, tenant, scope: 'workspace', id: '' } as const;
      await notePlace(context, { place, loss: null, code: 'token' }, null);
    }
    return;
  }
  const { database, organisationId } = context;
  const known = await database.read((tx) => tenantsOf(tx, organisationId, platform));
  for (const tenant of known) {
    if (tenants.length > 0 && !tenants.includes(tenant)) continue;
    const news = lossBy(refused, { platform, tenant, scope: 'channel', id: '' });
    if (news?.place.scope === 'workspace') await notePlace(context, news, null);
  }
}
