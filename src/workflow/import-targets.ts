import { type Configuration } from '../administration/configuration';
import { difference, type Change } from '../administration/difference';
import { type Excerpt } from '../administration/excerpt';
import { isSame } from '../administration/spelling';
import { withItems, type ItemSaid } from '../administration/with-items';
import { type Offer } from '../connectors/contract';
import { type Person } from '../elevation/model';
import { isRefusal, refuse, RemoteError, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Context } from './context';
import { draft } from './draft-change';
import { connectorNamed } from './name-connector';
import { once } from './once';
import { presentExcerpt } from './read-configuration';
import { refuseAndRecord, refuseQuery } from './refuse-and-record';

const verb = 'target-import';

/** How long a system may take to tell; whoever asked waits for at most 3 s in all. */
const offersMs = 1_200;

/** So many are added at once: all of them have to be seen on one card. */
const importMost = 12;

/**
 * `target import Warehouse`: what the system could grant and is no target yet is drafted as targets, and nothing is ever removed. Like every change
 * it is shown first; nobody can ask for what no policy covers.
 */
export async function importTargets(
  context: Context,
  envelope: Envelope,
  person: Person,
  typed: string,
): Promise<Reply> {
  const { database, organisationId } = context;
  const workload = await database.read((tx) => connectorNamed(tx, organisationId, typed));
  if (isRefusal(workload)) return refuseQuery(context, envelope, { verb, person }, workload);
  const offers = await readOffers(context, workload);
  if (isRefusal(offers)) return refuseQuery(context, envelope, { verb, person }, offers);
  return once(context, envelope, async (tx) => {
    // What is there under another name grants the same: all targets of the system are looked at.
    const isOwn = (name: string): boolean => name.startsWith(`${workload}\\`);
    const present = await presentExcerpt(tx, organisationId, (names) => names.filter(isOwn));
    const found = added(present.configuration, workload, offers);
    if (isRefusal(found)) return refuseAndRecord(context, tx, envelope, { verb, person }, found);
    const { changes, left } = found;
    const asked = { changes, roles: [], typed: 'target import', reason: null, present };
    return (await draft(context, tx, envelope, { person, verb, asked, left })).reply;
  });
}

async function readOffers(context: Context, workload: string): Promise<readonly Offer[] | Refusal> {
  const connector = context.connectors.of(workload);
  if (connector?.offers === undefined) return refuse('import-untold', { workload });
  try {
    return await connector.offers(AbortSignal.timeout(offersMs));
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { system, kind, code } = error;
    context.log.warn({ system, kind, code }, 'what could be granted could not be read');
    return refuse('import-unread', { workload });
  }
}

/** What would be added, the first by name, and how many more there are. */
function added(
  configuration: Excerpt,
  workload: string,
  offers: readonly Offer[],
): { readonly changes: readonly Change[]; readonly left: number } | Refusal {
  const own = configuration.targets.filter(({ name }) => name.startsWith(`${workload}\\`));
  const isNew = (offer: Offer) =>
    !offer.name.includes('\\') && !own.some((target) => isOffered(target, workload, offer));
  const left = offers.filter(isNew);
  if (left.length === 0) return refuse('import-nothing', { workload });
  const first = left.slice(0, importMost);
  const said = first.map(({ name: bare, type, settings }): ItemSaid => {
    const name = `${workload}\\${bare}`;
    return { section: 'targets', item: name, data: { name, type, settings: { ...settings } } };
  });
  const wanted = withItems(configuration, said);
  if (isRefusal(wanted)) return wanted;
  return { changes: difference(configuration, wanted), left: left.length - first.length };
}

/** Whether a target has the name of what is offered, or grants the same under another one. */
function isOffered(
  target: Configuration['targets'][number],
  workload: string,
  { name, settings }: Offer,
): boolean {
  if (target.name.toLowerCase() === `${workload}\\${name}`.toLowerCase()) return true;
  const keys = Object.keys(settings);
  return keys.length > 0 && keys.every((key) => isSame(target.settings[key], settings[key]));
}
