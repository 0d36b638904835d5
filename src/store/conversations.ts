import {
  type AccountKey,
  type ConversationKey,
  type ConversationSighting,
} from '../elevation/model';
import { type Tx } from './database';
import { row, rows, statement } from './sql';

// A sighting that arrives late does not replace a newer one.
const upsert = statement(
  'remember-conversation',
  `insert into elevate.conversation_references as c
     (organisation_id, platform, tenant, conversation_id, user_key, reference, seen_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (organisation_id, platform, tenant, conversation_id) do update
     set user_key = coalesce(excluded.user_key, c.user_key),
       reference = excluded.reference, seen_at = excluded.seen_at
     where c.seen_at <= excluded.seen_at`,
);

/** Remembers how to reach a conversation, and a person when it is their own chat. */
export async function rememberConversation(
  tx: Tx,
  organisationId: string,
  sighting: ConversationSighting,
  at: Date,
): Promise<void> {
  const { conversation, account, reference } = sighting;
  await rows(tx, upsert, [
    organisationId,
    conversation.platform,
    conversation.tenant,
    conversation.id,
    account?.user ?? null,
    JSON.stringify(reference),
    at,
  ]);
}

type Reference = Record<string, unknown>;

const ofConversation = statement(
  'conversation-reference',
  `select reference from elevate.conversation_references
   where organisation_id = $1 and platform = $2 and tenant = $3 and conversation_id = $4`,
);

/** How to reach a conversation, as its platform stored it; null when it was never seen. */
export async function conversationReference(
  tx: Tx,
  organisationId: string,
  key: ConversationKey,
): Promise<Reference | null> {
  const values = [organisationId, key.platform, key.tenant, key.id];
  return (await row<{ reference: Reference }>(tx, ofConversation, values))?.reference ?? null;
}

const ofAccount = statement(
  'personal-reference',
  `select reference from elevate.conversation_references
   where organisation_id = $1 and platform = $2 and tenant = $3 and user_key = $4
   order by seen_at desc limit 1`,
);

/** How to reach a person in their own chat: the one seen last; null when there is none. */
export async function personalReference(
  tx: Tx,
  organisationId: string,
  key: AccountKey,
): Promise<Reference | null> {
  const values = [organisationId, key.platform, key.tenant, key.user];
  return (await row<{ reference: Reference }>(tx, ofAccount, values))?.reference ?? null;
}
