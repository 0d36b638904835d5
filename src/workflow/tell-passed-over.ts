import { byElevate } from '../audit/events';
import { isBreakGlass } from '../elevation/break-glass';
import { type AccountKey, type RequestSnapshot } from '../elevation/model';
import { RemoteError } from '../errors';
import { appendAudit, auditOf } from '../store/audit';
import { type Tx } from '../store/database';
import { messagesOf, recordMessage } from '../store/messages';
import { accountsOf } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { passedOverView } from '../views/break-glass';
import { type View } from '../views/view';
import { type Context } from './context';
import { passedOver } from './passed-over';
import { drawnDigest } from './deliver-message';

interface Listener {
  readonly personId: string;
  /** On each platform that is set up, the one that was pressed on first. */
  readonly accounts: readonly AccountKey[];
}

/**
 * Tells everybody who would have decided, by a direct message each, one after the other: the platforms pace them. Whoever was told is
 * remembered, so that going on after a crash tells nobody twice (but for the one between posting and remembering). Somebody
 * who cannot be reached is recorded, once, and the others are told all the same.
 * @throws RemoteError the last one that trying again can mend, so that the queue runs it again for those who are left
 */
export async function tellPassedOver(
  context: Context,
  payload: { readonly organisationId: string; readonly requestId: string },
): Promise<void> {
  const found = await read(context, payload);
  if (found === null) return;
  const view = passedOverView(found.snapshot);
  let again: RemoteError | null = null;
  for (const listener of found.left) {
    again = (await tellOne(context, found.snapshot, listener, view)) ?? again;
  }
  if (again !== null) throw again;
}

function purposeOf(personId: string): string {
  return `passed-over:${personId}`;
}

async function read(
  context: Context,
  { organisationId, requestId }: { readonly organisationId: string; readonly requestId: string },
): Promise<{ readonly snapshot: RequestSnapshot; readonly left: readonly Listener[] } | null> {
  return context.database.read(async (tx) => {
    const snapshot = await loadSnapshot(tx, organisationId, { id: requestId });
    if (snapshot === null || !isBreakGlass(snapshot)) return null;
    const done = await purposesDone(tx, snapshot);
    const people = (await passedOver(tx, snapshot)).filter(({ id }) => !done.has(purposeOf(id)));
    const ids = people.map(({ id }) => id);
    const accounts: (AccountKey & { readonly personId: string })[] = [];
    for (const platform of platformsOf(context, snapshot)) {
      accounts.push(...(await accountsOf(tx, organisationId, ids, platform)));
    }
    const left = ids.map((personId) => ({
      personId,
      accounts: accounts.filter((one) => one.personId === personId),
    }));
    return { snapshot, left };
  });
}

/** Of those who were told, and of those who cannot be. */
async function purposesDone(
  tx: Tx,
  { organisationId, id }: RequestSnapshot,
): Promise<ReadonlySet<unknown>> {
  const trail = await auditOf(tx, organisationId, id);
  const given = trail.filter(({ kind }) => kind === 'message.undeliverable');
  return new Set([
    ...(await messagesOf(tx, organisationId, id)).map(({ purpose }) => purpose),
    ...given.map(({ facts }) => facts.purpose),
  ]);
}

function platformsOf({ platforms }: Context, { askedFrom }: RequestSnapshot) {
  return [...platforms.keys()].sort(
    (a, b) => Number(b === askedFrom?.platform) - Number(a === askedFrom?.platform),
  );
}

/** On one platform only; on the next where the one before cannot be reached for good. */
async function tellOne(
  context: Context,
  snapshot: RequestSnapshot,
  { personId, accounts }: Listener,
  view: View,
): Promise<RemoteError | null> {
  let why = { platform: 'none', code: 'no_account' };
  for (const account of accounts) {
    try {
      await tell(context, snapshot, { account, purpose: purposeOf(personId), view });
      return null;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (error.kind === 'unavailable' || error.kind === 'throttled') return error;
      why = { platform: error.system, code: error.code };
    }
  }
  await recordUntold(context, snapshot, { purpose: purposeOf(personId), ...why });
  return null;
}

async function tell(
  context: Context,
  { organisationId, id: requestId }: RequestSnapshot,
  told: { readonly account: AccountKey; readonly purpose: string; readonly view: View },
): Promise<void> {
  const { account, purpose, view } = told;
  const message = await context.platforms.get(account.platform)!.postDirect(account, view);
  const drawn = drawnDigest(view);
  await context.database.transaction((tx) =>
    recordMessage(tx, { organisationId, requestId, purpose, message, drawn }),
  );
}

async function recordUntold(
  context: Context,
  { organisationId, id: requestId }: RequestSnapshot,
  facts: { readonly purpose: string; readonly platform: string; readonly code: string },
): Promise<void> {
  context.log.warn({ requestId, ...facts }, 'somebody who was passed over cannot be told');
  context.count('messages_undeliverable', { platform: facts.platform.toLowerCase() });
  await context.database.transaction((tx) =>
    appendAudit(tx, {
      organisationId,
      kind: 'message.undeliverable',
      actor: byElevate,
      requestId,
      facts,
    }),
  );
}
