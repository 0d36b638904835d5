/** Which stored or remembered reference leads to a conversation or a person. */
import { type AccountKey, type ConversationBook, type ConversationKey } from '../contract';
import { type CheckedTeamsConfig } from './config';
import { botId, PlaceReference } from './connector';
import { type Roster } from './roster';
import { type Seat, type Sightings } from './sightings';

export interface Places {
  ofConversation(key: ConversationKey): Promise<PlaceReference>;
  /** The personal chat, or null while there is none that we know. */
  personalChat(account: AccountKey): Promise<PlaceReference | null>;
  /** Somewhere that this account is a member of, with their id there; null when they were never seen. */
  seat(account: AccountKey): Promise<Seat | null>;
  serviceUrl(tenant: string): string;
  /** How Teams names this bot while no activity has told. */
  readonly bot: PlaceReference['bot'];
}

export function createPlaces(
  config: CheckedTeamsConfig,
  book: ConversationBook,
  sightings: Sightings,
  roster: Roster,
): Places {
  const bot = { id: botId(config.appId) };

  function serviceUrl(tenant: string): string {
    return sightings.serviceUrl(tenant) ?? config.defaultServiceUrl;
  }

  async function ofConversation(key: ConversationKey): Promise<PlaceReference> {
    const stored = readReference(await book.ofConversation(key));
    return (
      stored ?? {
        serviceUrl: serviceUrl(key.tenant),
        bot,
        conversation: { id: key.id, tenantId: key.tenant },
      }
    );
  }

  async function personalChat(account: AccountKey): Promise<PlaceReference | null> {
    return readReference(await book.ofAccount(account));
  }

  async function seat(account: AccountKey): Promise<Seat | null> {
    const seen = sightings.seat(account);
    if (seen !== null) return seen;
    const chat = await personalChat(account);
    if (chat?.user !== undefined) return { memberId: chat.user.id, place: chat, zone: null };
    const listed = roster.known(account);
    return listed === null ? null : { memberId: listed.member.id, place: listed.place, zone: null };
  }

  return { ofConversation, personalChat, seat, serviceUrl, bot };
}

/** Null for a row that some other version wrote and that leads nowhere. */
function readReference(stored: Record<string, unknown> | null): PlaceReference | null {
  const read = PlaceReference.safeParse(stored);
  return read.success ? read.data : null;
}
