/** Posting, updating and direct messages: paced, to the right place, with the deciders' own view where there is one. */
import { RemoteError } from '../../errors';
import { type View } from '../../views/view';
import {
  type AccountKey,
  type ConversationKey,
  type ConversationSighting,
  type MessageKey,
  type PostOptions,
} from '../contract';
import { rootConversationId } from './activity';
import { type PlaceReference, type TeamsConnector } from './connector';
import { cardMessage, type OutgoingMessage, type RenderTeamsCard } from './messages';
import { type Pacing } from './pacing';
import { type Places } from './places';
import { type Roster } from './roster';

/** Teams lets this many people have a card of their own. */
const mostOwnViews = 60;

export interface Outgoing {
  post(conversation: ConversationKey, view: View, options: PostOptions): Promise<MessageKey>;
  update(message: MessageKey, view: View, options: PostOptions): Promise<void>;
  readonly postDirect: (account: AccountKey, view: View) => Promise<MessageKey>;
}

export interface OutgoingOptions {
  readonly connector: TeamsConnector;
  readonly places: Places;
  readonly roster: Roster;
  readonly render: RenderTeamsCard;
  readonly pace: Pace;
  /** Keeps a personal chat that was opened by us. */
  readonly opened: (sighting: ConversationSighting) => Promise<void>;
}

/** Runs one call when it is this conversation's turn. */
export type Pace = <T>(conversation: ConversationKey, call: () => Promise<T>) => Promise<T>;

/** Pacing for a conversation and for its whole tenant; a Retry-After holds the conversation back. */
export function createPace(conversations: Pacing, tenants: Pacing): Pace {
  return async (conversation, call) => {
    const key = `${conversation.tenant} ${conversation.id}`;
    await conversations.turn(key);
    await tenants.turn(conversation.tenant);
    try {
      return await call();
    } catch (error) {
      const waitMs = heldFor(error);
      if (waitMs !== null) conversations.hold(key, waitMs);
      throw error;
    }
  };
}

/** How long a conversation rests when Teams throttles and does not say for how long. */
const throttledMs = 1_000;

function heldFor(error: unknown): number | null {
  if (!(error instanceof RemoteError)) return null;
  return error.retryAfterMs ?? (error.kind === 'throttled' ? throttledMs : null);
}

/** How often in all a call is made that Teams throttles, when no job comes back to it. */
const callsMost = 3;

/** For what somebody waits for: what was throttled is asked again at its conversation's next turn. */
export function insistently(pace: Pace): Pace {
  return async (conversation, call) => {
    for (let calls = 1; ; calls += 1) {
      try {
        return await pace(conversation, call);
      } catch (error) {
        const isThrottled = error instanceof RemoteError && error.kind === 'throttled';
        if (!isThrottled || error.code === 'paced' || calls === callsMost) throw error;
      }
    }
  };
}

export function createOutgoing(options: OutgoingOptions): Outgoing {
  const { connector, places, roster, render, pace } = options;

  async function draw(
    place: PlaceReference,
    conversation: ConversationKey,
    view: View,
    { deciders }: PostOptions,
  ): Promise<OutgoingMessage> {
    const own = deciders.filter(
      (account) => account.platform === 'teams' && account.tenant === conversation.tenant,
    );
    const members = await roster.membersAmong(place, own);
    const refreshUserIds = members.slice(0, mostOwnViews).map((member) => member.id);
    return cardMessage(render(view, refreshUserIds.length === 0 ? {} : { refreshUserIds }));
  }

  async function post(
    conversation: ConversationKey,
    view: View,
    postOptions: PostOptions,
  ): Promise<MessageKey> {
    const place = await places.ofConversation(conversation);
    const message = await draw(place, conversation, view, postOptions);
    const { thread } = postOptions;
    const target = thread === undefined ? place : inThread(place, thread);
    const id = await pace(conversation, () => connector.send(target, message));
    return { conversation, id };
  }

  async function update(message: MessageKey, view: View, postOptions: PostOptions): Promise<void> {
    const { conversation, id } = message;
    const place = await places.ofConversation(conversation);
    const drawn = await draw(place, conversation, view, postOptions);
    await pace(conversation, () => connector.update(place, id, drawn));
  }

  async function postDirect(account: AccountKey, view: View): Promise<MessageKey> {
    const place = (await places.personalChat(account)) ?? (await openChat(options, account));
    const conversation: ConversationKey = {
      platform: 'teams',
      tenant: account.tenant,
      id: place.conversation.id,
    };
    const message = cardMessage(render(view));
    const id = await pace(conversation, () => connector.send(place, message));
    return { conversation, id };
  }

  return { post, update, postDirect };
}

/** A channel's conversation with a message in it is the thread of that message. */
function inThread(place: PlaceReference, { id }: MessageKey): PlaceReference {
  const { conversation } = place;
  const root = rootConversationId(conversation.id);
  return { ...place, conversation: { ...conversation, id: `${root};messageid=${id}` } };
}

/** Teams opens the chat by the person's id for this bot, and by their object id where the app is installed for them. */
async function openChat(options: OutgoingOptions, account: AccountKey): Promise<PlaceReference> {
  const { connector, places, pace, opened } = options;
  const seat = await places.seat(account);
  const memberId = seat?.memberId ?? account.user;
  const serviceUrl = seat?.place.serviceUrl ?? places.serviceUrl(account.tenant);
  const asked: ConversationKey = { platform: 'teams', tenant: account.tenant, id: memberId };
  const id = await pace(asked, () =>
    connector.openPersonalChat(serviceUrl, account.tenant, memberId),
  );
  const place: PlaceReference = {
    serviceUrl,
    bot: seat?.place.bot ?? places.bot,
    conversation: { id, tenantId: account.tenant, conversationType: 'personal' },
    user: { id: memberId, aadObjectId: account.user },
  };
  const conversation: ConversationKey = { platform: 'teams', tenant: account.tenant, id };
  await opened({ conversation, account, reference: { ...place } });
  return place;
}
