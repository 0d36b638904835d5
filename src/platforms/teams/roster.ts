/** Who is in a conversation: people's directory ids and the ids that they have for this bot. */
import { type AccountKey } from '../contract';
import { normaliseId } from './config';
import { type Member, type PlaceReference, type TeamsConnector } from './connector';

export interface Roster {
  /** The members among these accounts; whoever is not in the conversation is left out. Throws RemoteError. */
  membersAmong(place: PlaceReference, accounts: readonly AccountKey[]): Promise<readonly Member[]>;
  /** From rosters that were read lately, without asking. */
  known(account: AccountKey): { readonly member: Member; readonly place: PlaceReference } | null;
}

interface Reading {
  readonly place: PlaceReference;
  readonly members: ReadonlyMap<string, Member>;
  readonly at: number;
}

const keptMs = 10 * 60_000;
/** Somebody who is missing may just have joined, so a reading is trusted about absence for a shorter time. */
const absenceKeptMs = 60_000;
/** 20,000 people; a conversation beyond that is no approvers' channel. */
const mostPages = 40;
const mostRosters = 500;

export function createRoster(connector: TeamsConnector, now: () => number): Roster {
  const readings = new Map<string, Reading>();

  async function membersAmong(
    place: PlaceReference,
    accounts: readonly AccountKey[],
  ): Promise<readonly Member[]> {
    if (accounts.length === 0) return [];
    const wanted = new Set(accounts.map((account) => account.user));
    const key = place.conversation.id;
    const before = readings.get(key);
    const reading = isEnough(before, wanted, now())
      ? before
      : await readRoster(connector, place, wanted, now());
    readings.delete(key);
    readings.set(key, reading);
    forgetOldest(readings);
    return [...wanted].flatMap((user) => reading.members.get(user) ?? []);
  }

  function known(account: AccountKey) {
    for (const { place, members, at } of readings.values()) {
      if (now() - at >= keptMs || place.conversation.tenantId !== account.tenant) continue;
      const member = members.get(account.user);
      if (member !== undefined) return { member, place };
    }
    return null;
  }

  return { membersAmong, known };
}

function isEnough(
  reading: Reading | undefined,
  wanted: ReadonlySet<string>,
  now: number,
): reading is Reading {
  if (reading === undefined) return false;
  const complete = [...wanted].every((user) => reading.members.has(user));
  return now - reading.at < (complete ? keptMs : absenceKeptMs);
}

/** Reads pages until everybody wanted was found. */
async function readRoster(
  connector: TeamsConnector,
  place: PlaceReference,
  wanted: ReadonlySet<string>,
  at: number,
): Promise<Reading> {
  const members = new Map<string, Member>();
  let token: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const { members: found, next } = await connector.memberPage(place, token);
    for (const member of found) {
      if (member.aadObjectId !== undefined) members.set(normaliseId(member.aadObjectId), member);
    }
    token = next;
    if (token === null || [...wanted].every((user) => members.has(user))) break;
  }
  return { place, members, at };
}

function forgetOldest(readings: Map<string, Reading>): void {
  if (readings.size <= mostRosters) return;
  const oldest = readings.keys().next();
  if (oldest.done !== true) readings.delete(oldest.value);
}
