import { changeDeciders, type ChangeRequest } from '../administration/change-request';
import { type AccountKey, type ConversationKey, type Person } from '../elevation/model';
import { RemoteError } from '../errors';
import { loadChange } from '../store/changes';
import { type Tx } from '../store/database';
import { messagesOf, type MessageReference } from '../store/messages';
import { accountsOf } from '../store/people';
import { roleHolders } from '../store/roles';
import {
  changeGoneView,
  changeView,
  type ChangeReader,
  type ChangeStanding,
} from '../views/change';
import { changeWaitsLine } from '../views/change-waits';
import { standingOf } from './change-standing';
import { type Context } from './context';
import { bringUpToDate, isPassing, recordUndeliverable, type Delivery } from './deliver-message';
import { type Intended } from './intended-news';
import { lastResort } from './stand-in';

/** For how long after it is decided news of it are still worth delivering. */
const newsWorthMs = 24 * 3_600_000;

interface Addressee {
  readonly person: Person;
  readonly accounts: readonly AccountKey[];
}

interface PublishedChange {
  readonly change: ChangeRequest;
  readonly standing: ChangeStanding;
  /** Everybody who may decide. */
  readonly deciders: readonly Addressee[];
  readonly proposer: Addressee;
  /** Ids of those who have a role: changes are for nobody else to see. */
  readonly readers: ReadonlySet<string>;
  /** Where it can be told that a change waits which reaches nobody. */
  readonly channel: ConversationKey | null;
  readonly messages: readonly MessageReference[];
}

/**
 * Posts or updates every message of a change: one to everybody who may decide, and what came of it to whoever proposed it. Where it
 * reaches none of those who may decide, a channel is told that it waits, and nothing of what it is. Throws the last RemoteError that
 * trying again can mend.
 */
export async function publishChange(
  context: Context,
  payload: { readonly organisationId: string; readonly requestId: string },
): Promise<void> {
  const known = await context.database.read((tx) => read(context, tx, payload));
  if (known === null) return;
  const { again, lost } = await deliver(context, known, intendedMessages(known));
  const left = isOutOfReach(known, lost)
    ? await deliver(context, known, waitingLines(known))
    : null;
  const error = left?.again ?? again;
  if (error !== null) throw error;
}

interface Delivered {
  /** What trying again can mend. */
  readonly again: RemoteError | null;
  /** Purposes of what cannot be delivered until somebody acts. */
  readonly lost: ReadonlySet<string>;
}

async function deliver(
  context: Context,
  known: PublishedChange,
  messages: readonly Intended[],
): Promise<Delivered> {
  const delivery = deliveryOf(known);
  const lost = new Set<string>();
  let again: RemoteError | null = null;
  for (const intended of messages) {
    try {
      await bringUpToDate(context, delivery, intended);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (!isPassing(error)) lost.add(intended.purpose);
      const later = isPassing(error)
        ? error
        : await recordUndeliverable(context, delivery, intended, error);
      again = later ?? again;
    }
  }
  return { again, lost };
}

/** Whether none of those who may decide was sent it, or can be. */
function isOutOfReach(
  { change, deciders, messages }: PublishedChange,
  lost: ReadonlySet<string>,
): boolean {
  if (change.state !== 'pending') return false;
  return deciders.every(({ person, accounts }) => {
    const purpose = `${decidesPrefix}${person.id}`;
    const isThere = messages.some((message) => message.purpose === purpose && !message.gone);
    return !isThere && (accounts.length === 0 || lost.has(purpose));
  });
}

/** What a change is does not stand in a channel: that it waits can. */
function waitingLines({ change, channel }: PublishedChange): readonly Intended[] {
  if (channel === null) return [];
  const view = changeWaitsLine(change);
  return [{ purpose: waitsPurpose, view, to: { conversation: channel }, stays: 'alone' }];
}

async function read(
  context: Context,
  tx: Tx,
  { organisationId, requestId }: { readonly organisationId: string; readonly requestId: string },
): Promise<PublishedChange | null> {
  const change = await loadChange(tx, organisationId, { id: requestId });
  if (change === null) return null;
  const holders = await roleHolders(tx, organisationId);
  const able = changeDeciders(change, holders);
  const addressees = await addresseesOf(context, tx, [change.proposer, ...able], change);
  const [proposer, ...deciders] = addressees;
  return {
    change,
    standing: await standingOf(context, tx, change),
    deciders,
    proposer: proposer!,
    readers: new Set(
      holders.filter(({ person }) => !person.disabled).map(({ person }) => person.id),
    ),
    channel: await lastResort(context, tx, organisationId),
    messages: await messagesOf(tx, organisationId, requestId),
  };
}

/** Those on the platform where it was proposed first; a person is not told the same thing on two platforms. */
async function addresseesOf(
  { platforms }: Context,
  tx: Tx,
  people: readonly Person[],
  { organisationId, askedFrom }: ChangeRequest,
): Promise<readonly Addressee[]> {
  const usualFirst = [...platforms.keys()].sort(
    (a, b) => Number(b === askedFrom.platform) - Number(a === askedFrom.platform),
  );
  const ids = people.map(({ id }) => id);
  const found: (AccountKey & { readonly personId: string })[] = [];
  for (const platform of usualFirst) {
    found.push(...(await accountsOf(tx, organisationId, ids, platform)));
  }
  return people.map((person) => {
    const own = found.filter(({ personId }) => personId === person.id);
    return {
      person,
      accounts: own.map(({ platform, tenant, user }) => ({ platform, tenant, user })),
    };
  });
}

function deliveryOf({ change, messages }: PublishedChange): Delivery {
  const { organisationId, id, closedAt, readAt } = change;
  const isNews = closedAt === null || readAt.getTime() - closedAt.getTime() < newsWorthMs;
  return {
    organisationId,
    requestId: id,
    messages,
    deciders: [],
    isNeeded: (purpose) => purpose.startsWith(decidesPrefix) && change.state === 'pending',
    isStillNews: isNews,
  };
}

/** What a message is there for: to let somebody decide, or to tell whoever proposed it what came of it. */
const decidesPrefix = 'decide:';
const newsPurpose = 'notice:change';
/** In a channel, where people without a role read it, too: it is never drawn anew. */
const waitsPurpose = 'waits';

function intendedMessages(known: PublishedChange): readonly Intended[] {
  const { change, standing, deciders, proposer, readers, messages } = known;
  const view = (reader: ChangeReader) => changeView(change, standing, reader);
  const open = change.state === 'pending';
  const able = new Map(deciders.map((one) => [`${decidesPrefix}${one.person.id}`, one]));
  const posted = messages.filter(({ gone, purpose }) => !gone && purpose !== waitsPurpose);
  // What was posted is redrawn, also for somebody who may decide no more.
  const redrawn = posted.map((message): Intended => {
    const { purpose, conversation } = message;
    const isReader = readers.has(addresseeOf(purpose, proposer.person));
    const shown = isReader ? view(readerOf(purpose, able)) : changeGoneView(change);
    return { purpose, view: shown, to: { conversation } };
  });
  const asked = open
    ? [...able].flatMap(([purpose, { accounts }]) => messageTo(purpose, accounts, 'decider'))
    : [];
  const isNews =
    !open &&
    readers.has(proposer.person.id) &&
    change.needs === 'second-admin' &&
    change.state !== 'withdrawn';
  const told = isNews ? messageTo(newsPurpose, proposer.accounts, 'proposer') : [];
  return [...redrawn, ...asked, ...told];

  function messageTo(
    purpose: string,
    [account, ...others]: readonly AccountKey[],
    reader: ChangeReader,
  ): readonly Intended[] {
    const isThere = posted.some((message) => message.purpose === purpose);
    if (account === undefined || isThere) return [];
    return [{ purpose, view: view(reader), to: { account, others } }];
  }
}

/** The id of the person to whom a message was posted. */
function addresseeOf(purpose: string, proposer: Person): string {
  return purpose.startsWith(decidesPrefix) ? purpose.slice(decidesPrefix.length) : proposer.id;
}

function readerOf(purpose: string, able: ReadonlyMap<string, Addressee>): ChangeReader {
  if (!purpose.startsWith(decidesPrefix)) return 'proposer';
  return able.has(purpose) ? 'decider' : 'reader';
}
