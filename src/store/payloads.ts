import { type Tx } from './database';
import { row, rows, statement } from './sql';

export type PayloadClaim =
  | { readonly repeat: false }
  | {
      readonly repeat: true;
      /** As it was recorded; null when none was. */ readonly reply: unknown;
    };

const claim = statement(
  'claim-payload',
  `insert into elevate.inbound_payloads (organisation_id, payload_key) values ($1, $2)
   on conflict (organisation_id, payload_key) do nothing returning true as claimed`,
);

const readReply = statement(
  'reply-to-payload',
  `select reply from elevate.inbound_payloads where organisation_id = $1 and payload_key = $2`,
);

/**
 * Takes a payload for this transaction. A twin that is being handled at this moment is waited for: when it commits,
 * this one is a repeat and gets its reply; when it rolls back, this one is the first.
 */
export async function claimPayload(
  tx: Tx,
  organisationId: string,
  key: string,
): Promise<PayloadClaim> {
  // Purging may take the row between the two statements; then the payload is new again.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    if (await row(tx, claim, [organisationId, key])) return { repeat: false };
    const found = await row<{ reply: unknown }>(tx, readReply, [organisationId, key]);
    if (found) return { repeat: true, reply: found.reply };
  }
  throw new Error('a payload key comes and goes');
}

const record = statement(
  'record-reply',
  `update elevate.inbound_payloads set reply = $3 where organisation_id = $1 and payload_key = $2`,
);

/** Stores what was answered, in the transaction that claimed the payload. */
export async function recordReply(
  tx: Tx,
  organisationId: string,
  key: string,
  reply: unknown,
): Promise<void> {
  await rows(tx, record, [organisationId, key, JSON.stringify(reply)]);
}

/** What was answered to an earlier payload; null when there is none of this key, or it is long gone. */
export async function replyTo(tx: Tx, organisationId: string, key: string): Promise<unknown> {
  const found = await row<{ reply: unknown }>(tx, readReply, [organisationId, key]);
  return found?.reply ?? null;
}

const purge = statement(
  'purge-payloads',
  `delete from elevate.inbound_payloads where (organisation_id, payload_key) in (
     select organisation_id, payload_key from elevate.inbound_payloads
     where received_at < elevate.now() - $1::float8 * interval '1 millisecond'
     order by received_at limit $2 for update skip locked)
   returning true as purged`,
);

/** Forgets payloads older than so many milliseconds, at most `limit` of them. @returns how many */
export async function purgePayloads(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
  return (await rows(tx, purge, [olderThanMs, limit])).length;
}
