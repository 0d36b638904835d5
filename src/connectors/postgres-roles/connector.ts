import { type ClientBase } from 'pg';
import { RemoteError } from '../../errors';
import { type Connector, type Entitlement, type Inspection } from '../contract';
import { failedCheck, readOffers, readRights } from './check';
import {
  grantMembership,
  inspectionOf,
  type Pair,
  readHolders,
  readMembership,
  revokeMembership,
} from './membership';
import { canBeRoleName } from './names';
import { type Server } from './server';
import { endSessions, readServerTime } from './sessions';
import { targetSettings } from './settings';

/** Role membership on one PostgreSQL server, granted and taken away as the broker role. */
export function createPostgresRolesConnector(workload: string, server: Server): Connector {
  return {
    describe: () => ({
      nativeExpiry: 'none',
      leastDurationS: 1,
      earliestRevokeS: 0,
      endsSessions: true,
    }),
    check: (signal) => server.act(signal, readRights).catch(failedCheck),
    findAccount: (account, signal) => server.act(signal, (client) => findAccount(client, account)),
    grant: (entitlement, signal) =>
      server.act(signal, (client) => grant(client, workload, wholePair(workload, entitlement))),
    revoke: (entitlement, signal) =>
      server.act(signal, (client) => revoke(client, workload, entitlement)),
    inspect: (entitlement, signal) =>
      server.act(signal, (client) => inspect(client, pairOf(entitlement))),
    list: (target, signal) =>
      server.act(signal, async (client) => {
        const holders = await readHolders(client, targetSettings.parse(target).role);
        return holders.map((account) => ({
          ...{ account, target, scope: '' },
          ...{ grantId: null, until: null },
        }));
      }),
    offers: (signal) => server.act(signal, readOffers),
    close: () => server.close(),
  };
}

function pairOf(entitlement: Entitlement): Pair {
  return { role: targetSettings.parse(entitlement.target).role, account: entitlement.account };
}

/** Granting all of a role to whoever asked for a part of it would be more than was approved. */
function wholePair(workload: string, entitlement: Entitlement): Pair {
  if (entitlement.scope !== '') throw new RemoteError(workload, 'rejected', 'no_scopes');
  return pairOf(entitlement);
}

function canBeHeld(pair: Pair): boolean {
  return canBeRoleName(pair.role) && canBeRoleName(pair.account);
}

async function findAccount(client: ClientBase, account: string): Promise<string | null> {
  if (!canBeRoleName(account)) return null;
  const { rows } = await client.query<{ name: string }>(
    'select rolname::text as name from pg_roles where rolname::text = $1 and rolcanlogin',
    [account],
  );
  return rows[0]?.name ?? null;
}

async function inspect(client: ClientBase, pair: Pair): Promise<Inspection> {
  if (!canBeHeld(pair)) return { state: 'absent', until: null, drift: [] };
  return inspectionOf(await readMembership(client, pair));
}

async function grant(client: ClientBase, workload: string, pair: Pair): Promise<void> {
  // What PostgreSQL answers to a role that is not there; with these names it would mean another role.
  if (!canBeHeld(pair)) throw new RemoteError(workload, 'not_found', '42704');
  const before = await readMembership(client, pair);
  assertNotOurselves(workload, before);
  await grantMembership(client, pair, before.versionNum);
  const after = inspectionOf(await readMembership(client, pair));
  if (after.state !== 'present') throw new RemoteError(workload, 'unavailable', 'not-read-back');
}

/**
 * First the membership, then the sessions: the other way round an ended session could come back and run
 * SET ROLE once more. Sessions are ended even when the membership is already gone, because an earlier
 * attempt may have died between the two; not while the account holds the right in another way.
 */
async function revoke(
  client: ClientBase,
  workload: string,
  entitlement: Entitlement,
): Promise<void> {
  const pair = pairOf(entitlement);
  if (!canBeHeld(pair)) return;
  const before = await readMembership(client, pair);
  assertNotOurselves(workload, before);
  // Before 16 REVOKE takes a membership away whoever granted it: never what is not ours.
  if (before.ours) await revokeMembership(client, pair);
  const revokedAt = await readServerTime(client);
  const after = await readMembership(client, pair);
  if (after.ours) throw new RemoteError(workload, 'unavailable', 'not-read-back');
  const { state } = inspectionOf(after);
  if (state === 'unknown') throw new RemoteError(workload, 'not_found', 'account-missing');
  if (state === 'absent' && targetSettings.parse(entitlement.target).endSessions) {
    await endSessions(client, workload, pair.account, revokedAt);
  }
}

/** The broker's own membership carries the admin option: granting or revoking it would end its work. */
function assertNotOurselves(workload: string, membership: { ourselves: boolean }): void {
  if (membership.ourselves) throw new RemoteError(workload, 'rejected', 'own-account');
}
