import { randomBytes } from 'node:crypto';
import { v4 as uuidv4 } from 'uuid';
import { byElevate } from '../audit/events';
import { keyText, secretBytes } from '../elevation/system-keys';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Database } from '../store/database';
import { replaceKey } from '../store/system-keys';
import { lockSystemAccount, systemAccountNamed } from '../store/system-requests';
import { keyHash } from './system-caller';

export interface MadeKey {
  /** Shown once; nobody can read it again. */
  readonly key: string;
  /** Until when the key before it opens something. */
  readonly oldUntil: Date;
  /** When the account's own time is over. */
  readonly until: Date;
}

/**
 * Makes a key for a system account in the place of the one before, which opens nothing any more after so many seconds.
 * @returns null when there is no system account of this name
 */
export async function makeSystemKey(
  database: Database,
  organisationId: string,
  { name, graceS }: { readonly name: string; readonly graceS: number },
): Promise<MadeKey | null> {
  return database.transaction(async (tx) => {
    const accountId = await systemAccountNamed(tx, organisationId, name);
    const account =
      accountId === null ? null : await lockSystemAccount(tx, organisationId, accountId);
    if (account === null) return null;
    const now = await readClock(tx);
    const oldUntil = new Date(now.getTime() + graceS * 1000);
    // No part of an id that says when it was made: the id goes wherever the key goes.
    const id = uuidv4();
    const secret = randomBytes(secretBytes).toString('base64url');
    const stored = { id, accountId: account.id, sha256: keyHash(secret) };
    await replaceKey(tx, organisationId, stored, oldUntil);
    await appendAudit(tx, {
      organisationId,
      kind: 'system-account.key-made',
      actor: byElevate,
      facts: { accountId: account.id, name, keyId: id, oldUntil: oldUntil.toISOString() },
    });
    return { key: keyText(id, secret), oldUntil, until: account.until };
  });
}
