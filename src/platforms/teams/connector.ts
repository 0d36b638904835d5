/** The calls that we make to Teams, over botbuilder. Every failure is a RemoteError; nothing of botbuilder comes out. */
import { type CloudAdapter, TeamsInfo, TurnContext, type ConversationReference } from 'botbuilder';
import { z } from 'zod';

import { RemoteError } from '../../errors';
import { type CheckedTeamsConfig } from './config';
import { withDeadline } from './deadline';
import { type OutgoingMessage } from './messages';
import { thrownToRemoteError } from './remote-errors';

/** A place to write to, in the form in which it is stored. */
export const PlaceReference = z.object({
  serviceUrl: z.string().min(1),
  bot: z.object({ id: z.string().min(1), name: z.string().optional() }),
  conversation: z.object({
    id: z.string().min(1),
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
    /** Of a channel: standard, private or shared. */
    channelType: z.string().optional(),
  }),
  /** The person of a personal chat, by the id that they have for this bot. */
  user: z.object({ id: z.string().min(1), aadObjectId: z.string().optional() }).optional(),
});

export type PlaceReference = z.infer<typeof PlaceReference>;

/** One row of a roster. Teams gives the object id under either of two names. */
const Member = z
  .object({
    id: z.string().min(1),
    name: z.string().optional(),
    aadObjectId: z.string().optional(),
    objectId: z.string().optional(),
    userRole: z.string().optional(),
    tenantId: z.string().optional(),
  })
  .transform(({ objectId, aadObjectId, ...rest }) => ({
    ...rest,
    aadObjectId: aadObjectId ?? objectId,
  }));

export type Member = z.infer<typeof Member>;

export interface MemberPage {
  readonly members: readonly Member[];
  /** Null after the last page. */
  readonly next: string | null;
}

export interface TeamsConnector {
  /** A new message: in a channel a new thread. Gives the activity id. */
  send(place: PlaceReference, message: OutgoingMessage): Promise<string>;
  update(place: PlaceReference, activityId: string, message: OutgoingMessage): Promise<void>;
  /** Opens the personal chat with somebody; gives its conversation id. `memberId` is a `29:` id or an object id. */
  openPersonalChat(serviceUrl: string, tenant: string, memberId: string): Promise<string>;
  member(place: PlaceReference, memberId: string): Promise<Member>;
  memberPage(place: PlaceReference, token: string | null): Promise<MemberPage>;
}

/** Token and call together; the call alone has its own shorter deadline. */
const callWithinMs = 15_000;
const pageSize = 500;

export function createConnector(adapter: CloudAdapter, config: CheckedTeamsConfig): TeamsConnector {
  /** Does the work in a turn of botbuilder at that place; the service URL is checked before a token is asked for. */
  async function at<T>(
    place: PlaceReference,
    work: (context: TurnContext) => Promise<T>,
  ): Promise<T> {
    assertMayCall(config, place.serviceUrl);
    return asRemote(async () => {
      const done: T[] = [];
      await adapter.continueConversationAsync(config.appId, toReference(place), async (context) => {
        done.push(await work(context));
      });
      return done[0]!;
    });
  }

  return {
    send: (place, message) =>
      at(place, async (context) => {
        // Not context.sendActivity: it would answer the made-up activity of this turn instead of starting a thread.
        const activity = TurnContext.applyConversationReference({ ...message }, toReference(place));
        const [sent] = await adapter.sendActivities(context, [activity]);
        return checkActivityId(sent?.id);
      }),
    update: (place, activityId, message) =>
      at(place, async (context) => {
        const activity = TurnContext.applyConversationReference({ ...message }, toReference(place));
        await adapter.updateActivity(context, { ...activity, id: activityId });
      }),
    openPersonalChat: (serviceUrl, tenant, memberId) =>
      openPersonalChat(adapter, config, { serviceUrl, tenant, memberId }),
    member: (place, memberId) =>
      at(place, async (context) => readMember(await TeamsInfo.getMember(context, memberId))),
    memberPage: (place, token) =>
      at(place, async (context) => {
        const page = await TeamsInfo.getPagedMembers(context, pageSize, token ?? undefined);
        const next = page.continuationToken;
        return {
          members: (page.members ?? []).map(readMember),
          next: typeof next === 'string' && next !== '' ? next : null,
        };
      }),
  };
}

async function openPersonalChat(
  adapter: CloudAdapter,
  config: CheckedTeamsConfig,
  who: { readonly serviceUrl: string; readonly tenant: string; readonly memberId: string },
): Promise<string> {
  assertMayCall(config, who.serviceUrl);
  return asRemote(async () => {
    let conversationId: string | undefined;
    await adapter.createConversationAsync(
      config.appId,
      'msteams',
      who.serviceUrl,
      // Null: botbuilder then takes the audience of its configuration.
      null as unknown as string,
      {
        isGroup: false,
        bot: { id: botId(config.appId), name: '' },
        members: [{ id: who.memberId, name: '' }],
        tenantId: who.tenant,
        channelData: { tenant: { id: who.tenant } },
      },
      async (context) => {
        conversationId = context.activity.conversation?.id;
      },
    );
    return checkActivityId(conversationId);
  });
}

/** How Teams names a bot among people. */
export function botId(appId: string): string {
  return `28:${appId}`;
}

function assertMayCall(config: CheckedTeamsConfig, serviceUrl: string): void {
  if (config.mayCall(serviceUrl)) return;
  throw new RemoteError('Teams', 'rejected', 'service_url_not_allowed');
}

async function asRemote<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withDeadline(work(), callWithinMs);
  } catch (thrown) {
    throw thrownToRemoteError(thrown);
  }
}

function toReference(place: PlaceReference): Partial<ConversationReference> {
  const reference = {
    channelId: 'msteams',
    serviceUrl: place.serviceUrl,
    bot: place.bot,
    conversation: place.conversation,
    ...(place.user === undefined ? {} : { user: place.user }),
  };
  return reference as unknown as Partial<ConversationReference>;
}

/** A message that cannot be updated later would show stale state for good. */
function checkActivityId(id: string | undefined): string {
  if (id === undefined || id === '') throw new RemoteError('Teams', 'rejected', 'no_activity_id');
  return id;
}

function readMember(raw: unknown): Member {
  const read = Member.safeParse(raw);
  if (!read.success) throw new RemoteError('Teams', 'unavailable', 'unreadable_answer');
  return read.data;
}
