/**
 * What activities tell about places and people: how to write to a conversation later, and which id a person has for
 * this bot. The lasting part is handed in to be stored; the rest is a memory that may be lost at any time.
 */
import { type AccountKey, type ConversationSighting } from '../contract';
import { conversationKind, rootConversationId, zoneOf, type Activity } from './activity';
import { type PlaceReference } from './connector';

/** Where somebody was last seen by this process. */
export interface Seat {
  /** Their id for this bot, `29:…`. */
  readonly memberId: string;
  readonly place: PlaceReference;
  readonly zone: string | null;
}

export interface Sightings {
  /** Keeps what the activity tells; gives what should be stored, or null when that was done a moment ago. */
  note(activity: Activity, tenant: string, account: AccountKey | null): ConversationSighting | null;
  /** The sighting was not stored, so it has to be offered again. */
  forget(sighting: ConversationSighting): void;
  seat(account: AccountKey): Seat | null;
  /** The service URL last used by this tenant; it differs by region. */
  serviceUrl(tenant: string): string | null;
}

/** A stored reference hardly ever changes; writing it with each message would cost a transaction for nothing. */
const storedAgainAfterMs = 10 * 60_000;
const mostKept = 10_000;

export function createSightings(botIdOfApp: string, now: () => number): Sightings {
  const seats = new Map<string, Seat>();
  const stored = new Map<string, { readonly text: string; readonly at: number }>();
  const serviceUrls = new Map<string, string>();

  function note(
    activity: Activity,
    tenant: string,
    account: AccountKey | null,
  ): ConversationSighting | null {
    keep(serviceUrls, tenant, activity.serviceUrl);
    if (isFarewell(activity)) return null;
    const place = placeOf(activity, tenant, botIdOfApp);
    if (account !== null && activity.from !== undefined) {
      const zone = zoneOf(activity) ?? seats.get(accountText(account))?.zone ?? null;
      keep(seats, accountText(account), { memberId: activity.from.id, place, zone });
    }
    const sighting = sightingOf(activity, tenant, account, place);
    const text = JSON.stringify(sighting);
    const before = stored.get(sightingText(sighting));
    if (before?.text === text && now() - before.at < storedAgainAfterMs) return null;
    keep(stored, sightingText(sighting), { text, at: now() });
    return sighting;
  }

  return {
    note,
    forget: (sighting) => void stored.delete(sightingText(sighting)),
    seat: (account) => seats.get(accountText(account)) ?? null,
    serviceUrl: (tenant) => serviceUrls.get(tenant) ?? null,
  };
}

/** The bot was removed from there, so there is nothing to remember. */
function isFarewell(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return activity.action?.startsWith('remove') === true;
  const bot = activity.recipient?.id;
  return activity.membersRemoved?.some((member) => member.id === bot) === true;
}

/** How to write there later. In a personal chat the person belongs to it, in a channel nobody does. */
function placeOf(activity: Activity, tenant: string, botIdOfApp: string): PlaceReference {
  const { from, recipient, conversation, serviceUrl } = activity;
  const personal = conversationKind(activity) === 'personal';
  return {
    serviceUrl,
    bot: {
      id: recipient?.id ?? botIdOfApp,
      ...(recipient?.name === undefined ? {} : { name: recipient.name }),
    },
    conversation: {
      id: rootConversationId(conversation.id),
      tenantId: tenant,
      ...(conversation.conversationType === undefined
        ? {}
        : { conversationType: conversation.conversationType }),
      ...channelTypeOf(activity),
    },
    ...(personal && from !== undefined
      ? {
          user: {
            id: from.id,
            ...(from.aadObjectId === undefined ? {} : { aadObjectId: from.aadObjectId }),
          },
        }
      : {}),
  };
}

/** An activity may tell of another channel than the one that it is in. */
function channelTypeOf({ channelData, conversation }: Activity): { channelType?: string } {
  const { id, type } = channelData?.channel ?? {};
  if (type === undefined || id !== rootConversationId(conversation.id)) return {};
  return { channelType: type };
}

function sightingOf(
  activity: Activity,
  tenant: string,
  account: AccountKey | null,
  place: PlaceReference,
): ConversationSighting {
  const personal = conversationKind(activity) === 'personal';
  return {
    conversation: { platform: 'teams', tenant, id: place.conversation.id },
    account: personal ? account : null,
    reference: { ...place },
  };
}

function accountText(account: AccountKey): string {
  return `${account.tenant} ${account.user}`;
}

function sightingText(sighting: ConversationSighting): string {
  return `${sighting.conversation.tenant} ${sighting.conversation.id}`;
}

/** Keeps the newest `mostKept`; a Map remembers the order in which its keys came. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= mostKept) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
