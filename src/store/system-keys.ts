/** Keys that system accounts ask with, how often they call, and what of it the channel is still to be told. */
import { type Refusal } from '../errors';
import { type Tx } from './database';
import { changed, row, rows, statement } from './sql';

export interface StoredKey {
  readonly accountId: string;
  /** Of the account. */
  readonly name: string;
  /** Of the key; 32 bytes. */
  readonly sha256: Buffer;
}

const find = statement(
  'find-system-key',
  `select k.account_id as "accountId", a.name, k.sha256
   from elevate.system_account_keys k
   join elevate.system_accounts a on a.organisation_id = k.organisation_id and a.id = k.account_id
   where k.organisation_id = $1 and k.id = $2 and a.removed_at is null
     and (k.valid_until is null or k.valid_until > elevate.now())`,
);

/** A key that opens something now, by its id; null when there is none, or none any more. */
export function findKey(tx: Tx, organisationId: string, id: string): Promise<StoredKey | null> {
  return row(tx, find, [organisationId, id]);
}

const end = statement(
  'end-system-keys',
  `update elevate.system_account_keys set valid_until = $3
   where organisation_id = $1 and account_id = $2
     and coalesce(valid_until, 'infinity') > $3`,
);

const insert = statement(
  'insert-system-key',
  `insert into elevate.system_account_keys (organisation_id, id, account_id, sha256)
   values ($1, $2, $3, $4)`,
);

/** Writes a new key of an account; those before it open nothing any more from `oldUntil` on. */
export async function replaceKey(
  tx: Tx,
  organisationId: string,
  key: { readonly id: string; readonly accountId: string; readonly sha256: Buffer },
  oldUntil: Date,
): Promise<void> {
  await rows(tx, end, [organisationId, key.accountId, oldUntil]);
  await rows(tx, insert, [organisationId, key.id, key.accountId, key.sha256]);
}

const call = statement(
  'count-system-call',
  `insert into elevate.system_account_uses as u (organisation_id, account_id, counted_since, calls)
   values ($1, $2, elevate.now(), 1)
   on conflict (organisation_id, account_id) do update set
     counted_since = case when u.counted_since <= excluded.counted_since - $3::float8 * interval '1 second'
       then excluded.counted_since else u.counted_since end,
     calls = case when u.counted_since <= excluded.counted_since - $3::float8 * interval '1 second'
       then 1 else u.calls + 1 end
   returning calls`,
);

/** Counts a call of an account, whichever replica took it. @returns how many in the present window of so many seconds */
export async function countCall(
  tx: Tx,
  organisationId: string,
  accountId: string,
  windowS: number,
): Promise<number> {
  return (await row<{ calls: number }>(tx, call, [organisationId, accountId, windowS]))!.calls;
}

const note = statement(
  'note-system-refusal',
  `insert into elevate.system_account_uses as u
     (organisation_id, account_id, counted_since, calls, untold, last_refusal)
   values ($1, $2, elevate.now(), 0, 1, $3)
   on conflict (organisation_id, account_id) do update set
     untold = u.untold + 1, last_refusal = excluded.last_refusal`,
);

/** Remembers that the channel is to be told of a refusal. */
export async function noteRefusal(
  tx: Tx,
  organisationId: string,
  accountId: string,
  refusal: Refusal,
): Promise<void> {
  await rows(tx, note, [organisationId, accountId, JSON.stringify(refusal)]);
}

export interface Untold {
  readonly name: string;
  /** Whose channels are told. */
  readonly groupId: string;
  readonly count: number;
  readonly last: Refusal;
  readonly toldAt: Date | null;
  readonly now: Date;
}

const untold = statement(
  'untold-system-refusals',
  `select a.name, a.told_group_id as "groupId", u.untold as count, u.last_refusal as last,
     u.told_at as "toldAt", elevate.now() as now
   from elevate.system_account_uses u
   join elevate.system_accounts a on a.organisation_id = u.organisation_id and a.id = u.account_id
   where u.organisation_id = $1 and u.account_id = $2 and u.untold > 0`,
);

/** What the channel is still to be told; null when that is nothing. */
export function untoldRefusals(
  tx: Tx,
  organisationId: string,
  accountId: string,
): Promise<Untold | null> {
  return row(tx, untold, [organisationId, accountId]);
}

const told = statement(
  'told-system-refusals',
  `update elevate.system_account_uses set untold = greatest(0, untold - $3), told_at = elevate.now()
   where organisation_id = $1 and account_id = $2`,
);

/** The channel was told of so many. */
export async function recordTold(
  tx: Tx,
  organisationId: string,
  accountId: string,
  count: number,
): Promise<void> {
  await changed(tx, told, [organisationId, accountId, count]);
}
