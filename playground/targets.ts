/** Who holds what, read from the targets themselves; Elevate is asked only for the end that it knows. */
import { type RequestSnapshot, requestId } from '../src/elevation/model';
import { type Database } from '../src/store/database';
import { loadOrganisation } from '../src/store/organisations';
import { personOfAccount } from '../src/store/people';
import { heldBy, loadSnapshots } from '../src/store/snapshots';
import { waitingFor } from '../src/store/waiting';
import { actors, slackTeamId } from './cast';
import { type SimulatedExchange } from './exchange';
import { type HolderView, type RightView, type TargetView } from './page-state';
import { type Warehouse, warehouseRoles } from './warehouse';

export interface TargetSources {
  readonly exchange: SimulatedExchange;
  readonly warehouse: Warehouse;
  readonly database: Database;
}

const descriptions: Readonly<Record<string, string>> = {
  'Search-Mailbox': 'Search, copy and delete in mailboxes',
  'New-TransportRule': 'Change or hold back all mail',
  prod_rw: 'Read and change every table',
  reporting: 'Read the monthly figures',
};

export interface TargetsNow {
  readonly targets: readonly TargetView[];
  /** How many requests wait for the decision of each person, by key. */
  readonly waiting: Readonly<Record<string, number>>;
}

/** Reads every target. One that cannot be read is shown as such; the others are shown all the same. */
export async function readTargets(sources: TargetSources): Promise<TargetsNow> {
  const { grants, waiting } = await readElevate(sources.database).catch(() => nothingKnown);
  const targets = [
    readExchange(sources.exchange, grants),
    await readWarehouse(sources.warehouse, grants),
  ];
  return { targets, waiting };
}

interface KnownToElevate {
  readonly grants: readonly RequestSnapshot[];
  readonly waiting: Readonly<Record<string, number>>;
}

/** The targets are shown even when Elevate's own database cannot say more about them. */
const nothingKnown: KnownToElevate = { grants: [], waiting: {} };

async function readElevate(database: Database): Promise<KnownToElevate> {
  return database.read(async (tx) => {
    const organisation = await loadOrganisation(tx);
    if (organisation === null) return nothingKnown;
    const grants: RequestSnapshot[] = [];
    const waiting: Record<string, number> = {};
    for (const { key, slackId } of actors) {
      const account = { platform: 'slack', tenant: slackTeamId, user: slackId } as const;
      const person = await personOfAccount(tx, organisation.id, account);
      if (person === null) continue;
      const ids = await heldBy(tx, organisation.id, person.id);
      grants.push(...(await loadSnapshots(tx, organisation.id, ids)));
      waiting[key] = (await waitingFor(tx, organisation.id, person.id)).length;
    }
    return { grants, waiting };
  });
}

function readExchange(exchange: SimulatedExchange, grants: readonly RequestSnapshot[]): TargetView {
  const holdings = exchange.holdings();
  const rights = ['Search-Mailbox', 'New-TransportRule'].map((cmdlet) => {
    const held = holdings.filter(({ cmdlets }) => cmdlets.includes(cmdlet));
    return rightOf(cmdlet, eachOnce(held), `Exchange\\${cmdlet}`, grants);
  });
  const source = 'Role assignments of the simulated organisation';
  return { workload: 'Exchange', simulated: true, source, rights, sessions: null, error: null };
}

async function readWarehouse(
  warehouse: Warehouse,
  grants: readonly RequestSnapshot[],
): Promise<TargetView> {
  const head = { workload: 'Warehouse', simulated: false, source: 'pg_auth_members' };
  try {
    const { members, sessions } = await warehouse.holdings();
    const rights = warehouseRoles.map((role) => {
      const held = members.filter((one) => one.role === role).map((one) => ({ ...one, scope: '' }));
      return {
        ...rightOf(role, eachOnce(held), `Warehouse\\${role}`, grants),
        tryable: true,
      };
    });
    const open = sessions.map(({ account, since }) => ({ name: nameOf(account), since }));
    return { ...head, rights, sessions: open, error: null };
  } catch {
    return { ...head, rights: [], sessions: null, error: 'The Warehouse cannot be read just now.' };
  }
}

interface Held {
  readonly account: string;
  /** '' is all of the target. */
  readonly scope: string;
}

function eachOnce(held: readonly Held[]): readonly Held[] {
  return [...new Map(held.map((one) => [`${one.account}/${one.scope}`, one] as const)).values()];
}

function rightOf(
  name: string,
  held: readonly Held[],
  target: string,
  grants: readonly RequestSnapshot[],
): RightView {
  const holders = held.map((one) => holderOf(one, target, grants));
  return { name, description: descriptions[name] ?? '', holders, tryable: false };
}

/** The grant that ends last says until when; a right that nobody asked for here has no end. */
function holderOf(
  { account, scope }: Held,
  target: string,
  grants: readonly RequestSnapshot[],
): HolderView {
  const name = nameOf(account);
  const own = grants
    .filter((one) => one.target.name === target && one.scope === scope && one.subject.name === name)
    .flatMap((one) => (one.grant === null ? [] : [{ number: one.number, grant: one.grant }]))
    .sort((one, other) => Number(other.grant.endsAt) - Number(one.grant.endsAt));
  const last = own[0];
  return {
    person: account,
    name,
    scope,
    request: last ? requestId(last.number) : null,
    endsAt: last?.grant.endsAt.toISOString() ?? null,
    ending: last?.grant.state === 'ending',
  };
}

function nameOf(account: string): string {
  return actors.find(({ key }) => key === account)?.name ?? account;
}
