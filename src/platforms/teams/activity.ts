/**
 * An activity of the Bot Framework protocol, as far as we use it. What is missing or of another kind is taken as
 * absent: an activity that we cannot use is answered, it must never stop the process.
 */
import { IANAZone } from 'luxon';
import { z } from 'zod';

import { isStorable, storable } from '../../elevation/typed-text';
import { normaliseId } from './config';

const Text = z.string().transform(storable).optional().catch(undefined);
const Id = z.string().min(1).max(1_000).refine(isStorable);

const Account = z.object({
  id: Id,
  name: Text,
  // Empty where Teams does not know. Not `Text`: what is mended may be somebody else's.
  aadObjectId: z
    .string()
    .refine(isStorable)
    .nullish()
    .transform((id) => id ?? undefined),
  role: Text,
});

const Conversation = z.object({
  id: Id,
  conversationType: Text,
  tenantId: Text,
});

const Tenant = z.object({ id: Id });

const Entity = z.object({
  type: Text,
  text: Text,
  timezone: Text,
  mentioned: z
    .object({ id: Id, aadObjectId: Id.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const Members = z
  .array(z.object({ id: Id }))
  .optional()
  .catch(undefined);

export const Activity = z.object({
  type: z.string().min(1),
  // Answers go to an address with this id in it, so one that is no id is not taken as absent.
  id: z.union([Id, z.literal('').transform(() => undefined)]).optional(),
  name: Text,
  text: Text,
  value: z.unknown().optional(),
  action: Text,
  serviceUrl: Id,
  replyToId: Id.optional().catch(undefined),
  localTimezone: Text,
  from: Account.optional().catch(undefined),
  recipient: Account.optional().catch(undefined),
  conversation: Conversation,
  channelData: z
    .object({
      tenant: Tenant.optional().catch(undefined),
      eventType: Text,
      channel: z.object({ id: Id, type: Text }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  entities: z.array(Entity.catch({})).optional().catch(undefined),
  membersAdded: Members,
  membersRemoved: Members,
});

export type Activity = z.infer<typeof Activity>;

export type ConversationKind = 'channel' | 'personal' | 'group';

/** Whatever is neither a personal chat nor a channel is a group: nothing private is said aloud there. */
export function conversationKind(activity: Activity): ConversationKind {
  const type = activity.conversation.conversationType;
  return type === 'personal' || type === 'channel' ? type : 'group';
}

/** The conversation without the thread in it: a channel stays the same place whichever thread was written in. */
export function rootConversationId(id: string): string {
  const thread = id.indexOf(';messageid=');
  return thread === -1 ? id : id.slice(0, thread);
}

/**
 * The tenant that this activity belongs to, or null when it names none or two different ones. Both places are filled
 * by Teams; a difference between them means that somebody else filled one.
 */
export function tenantOf(activity: Activity): string | null {
  const named = [activity.channelData?.tenant?.id, activity.conversation.tenantId]
    .filter((id) => id !== undefined && id !== '')
    .map((id) => normaliseId(id!));
  const [first, ...others] = named;
  return first !== undefined && others.every((other) => other === first) ? first : null;
}

/** IANA zone of the sender's device, or null when it is missing or unknown. */
export function zoneOf(activity: Activity): string | null {
  const named = [
    activity.localTimezone,
    activity.entities?.find((entity) => entity.type === 'clientInfo')?.timezone,
  ];
  return named.find((zone) => zone !== undefined && IANAZone.isValidZone(zone)) ?? null;
}

/** Bots are known by their id; people of Teams always have a `29:` one. */
export function isFromBot(activity: Activity): boolean {
  return activity.from?.role === 'bot' || activity.from?.id.startsWith('28:') === true;
}
