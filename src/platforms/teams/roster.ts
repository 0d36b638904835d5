/** Who is in a conversation: people's directory ids and the ids that they have for this bot. */
import { type AccountKey } from '../contract';
import { normaliseId } from './config';
import { type Member, type PlaceReference, type TeamsConnector } from './connector';

export interface Roster {
  /** The members among these accounts; whoever is not in the conversation is left out. Throws RemoteError. */
  membersAmong(place: PlaceReference, accounts: readonly AccountKey[]): Promise<readonly Member[]>;
  /** Whether anybody there belongs to another tenant; read to the end, a minute ago at most. Throws RemoteError. */
  hasForeigners(place: PlaceReference): Promise<boolean>;
  /** From rosters that were read lately, without asking. */
  known(account: AccountKey): { readonly member: Member; readonly place: PlaceReference } | null;
}

interface Reading {
  readonly place: PlaceReference;
  readonly members: ReadonlyMap<string, Member>;
  readonly at: number;
  /** Whether it was read to the end. */
  readonly isWhole: boolean;
  /** Whether somebody of another tenant is among those who were read. */
  readonly hasForeigners: boolean;
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
    keep(key, reading);
    return [...wanted].flatMap((user) => reading.members.get(user) ?? []);
  }

  async function hasForeigners(place: PlaceReference): Promise<boolean> {
    const key = place.conversation.id;
    const before = readings.get(key);
    const isFresh = before?.isWhole === true && now() - before.at < absenceKeptMs;
    const reading = isFresh ? before : await readRoster(connector, place, null, now());
    keep(key, reading);
    return reading.hasForeigners;
  }

  function keep(key: string, reading: Reading): void {
    readings.delete(key);
    readings.set(key, reading);
    forgetOldest(readings);
  }

  function known(account: AccountKey) {
    for (const { place, members, at } of readings.values()) {
      if (now() - at >= keptMs || place.conversation.tenantId !== account.tenant) continue;
      const member = members.get(account.user);
      if (member !== undefined) return { member, place };
    }
    return null;
  }

  return { membersAmong, hasForeigners, known };
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

/** @param wanted pages are read until all of these were found; null is to the end */
async function readRoster(
  connector: TeamsConnector,
  place: PlaceReference,
  wanted: ReadonlySet<string> | null,
  at: number,
): Promise<Reading> {
  const members = new Map<string, Member>();
  let hasForeigners = false;
  let token: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const { members: found, next } = await connector.memberPage(place, token);
    for (const member of found) {
      if (isForeign(member, place)) hasForeigners = true;
      if (member.aadObjectId !== undefined) members.set(normaliseId(member.aadObjectId), member);
    }
    token = next;
    if (token === null) break;
    if (wanted !== null && [...wanted].every((user) => members.has(user))) break;
  }
  const isWhole = wanted === null || token === null;
  return { place, members, at, isWhole, hasForeigners };
}

/** Guests have an account in our tenant; people of a shared channel keep their own. */
function isForeign({ tenantId }: Member, { conversation }: PlaceReference): boolean {
  return tenantId !== undefined && normaliseId(tenantId) !== conversation.tenantId;
}

function forgetOldest(readings: Map<string, Reading>): void {
  if (readings.size <= mostRosters) return;
  const oldest = readings.keys().next();
  if (oldest.done !== true) readings.delete(oldest.value);
}
