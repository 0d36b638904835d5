import { type Person, type RequestSnapshot } from '../elevation/model';
import { isStillActive } from '../elevation/attempts';
import { refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { lookBack, lookBackOn, overdueFor, type Wanted } from '../store/history';
import { openReviewsFor } from '../store/reviews';
import { askedBy, heldBy, loadSnapshot, loadSnapshots } from '../store/snapshots';
import { waitingFor } from '../store/waiting';
import { homeView } from '../views/home';
import { historyView, mineView, pendingView } from '../views/lists';
import { refusalView } from '../views/refusal';
import { type Counted } from '../views/in-kind';
import { type View } from '../views/view';
import { type Context } from './context';
import { once } from './once';
import { refuseAccount } from './read-clicker';
import { readerNow } from './reader-now';
import { refuseAndRecord, refuseQuery } from './refuse-and-record';

/** How far back "I asked for" looks; older requests belong to the history. */
const askedCount = 10;

type Read = (tx: Tx, person: Person) => Promise<View>;

/** What a list is called in the audit trail. */
type Listed = 'mine' | 'pending' | 'history';

/** Query: what this person holds now. `after` is the last request that was shown to them, by its number. */
export function readMine(
  context: Context,
  envelope: Envelope,
  after: number | null = null,
): Promise<Reply> {
  return forPerson(context, envelope, 'mine', async (tx, person) => {
    const ids = await heldBy(tx, context.organisationId, person.id);
    const snapshots = await loadSnapshots(tx, context.organisationId, ids);
    return mineView(snapshots, await readClock(tx), await lastShown(context, tx, person, after));
  });
}

/** Query: reviews that this person may close, and what waits for their decision; pages as above. */
export function readPending(
  context: Context,
  envelope: Envelope,
  after: number | null = null,
): Promise<Reply> {
  return forDecider(context, envelope, 'pending', async (tx, person) => {
    const reviews = await openReviewsFor(tx, context.organisationId, person.id);
    const waiting = await waitingFor(tx, context.organisationId, person.id);
    const snapshots = [...(await loadSnapshots(tx, context.organisationId, reviews)), ...waiting];
    return pendingView(snapshots, await readClock(tx), await lastShown(context, tx, person, after));
  });
}

/** The request that a page comes after. One that is not theirs to read would tell where it stands among their own. */
async function lastShown(
  context: Context,
  tx: Tx,
  person: Person,
  number: number | null,
): Promise<RequestSnapshot | null> {
  if (number === null) return null;
  const snapshot = await loadSnapshot(tx, context.organisationId, { number });
  const reader = snapshot && (await readerNow(tx, snapshot, person));
  return reader === null ? null : snapshot;
}

/** A page, and what tells how many come after it. */
const pastRead = 20;
const pastCounted = 1_000;

/** Query: what this person asked for, received or could decide on, whatever became of it. */
export function readHistory(
  context: Context,
  envelope: Envelope,
  before: number | null = null,
): Promise<Reply> {
  const { organisationId } = context;
  return forDecider(context, envelope, 'history', async (tx, person) => {
    const most = { before: null, limit: pastCounted + 1 };
    const counted = (await lookBack(tx, organisationId, person.id, most)).length;
    const page = { before, limit: pastRead };
    const ids = await lookBack(tx, organisationId, person.id, page);
    const snapshots = await loadSnapshots(tx, organisationId, ids);
    const count = { count: Math.min(counted, pastCounted), isMore: counted > pastCounted };
    return historyView(snapshots, count, { reader: person, readAt: await readClock(tx) });
  });
}

/** Query: some of the same, whose screen is drawn elsewhere. */
export function readSome(
  context: Context,
  envelope: Envelope,
  wanted: Wanted & { readonly shown: number },
  draw: (snapshots: readonly RequestSnapshot[], count: Counted, readAt: Date) => View,
): Promise<Reply> {
  const { organisationId } = context;
  return forDecider(context, envelope, 'history', async (tx, person) => {
    const most = { ...wanted, limit: pastCounted + 1 };
    const ids = await lookBackOn(tx, organisationId, person.id, most);
    const snapshots = await loadSnapshots(tx, organisationId, ids.slice(0, wanted.shown));
    const count = Math.min(ids.length, pastCounted);
    return draw(snapshots, { count, isMore: ids.length > pastCounted }, await readClock(tx));
  });
}

interface Home {
  readonly view: View;
  readonly person: Person | null;
  /** Why all of it, or other people's requests on it, is kept from this account. */
  readonly refusal: Refusal | null;
}

/** Query: the home screen, as somebody typed for it. What is kept from them is on record, as with the lists. */
export async function showHome(context: Context, envelope: Envelope): Promise<Reply> {
  const { view, person, refusal } = await drawHome(context, envelope);
  const reply = { privately: view, screen: null };
  if (refusal === null) return reply;
  return once(context, envelope, async (tx) => {
    await refuseAndRecord(context, tx, envelope, { verb: 'home', person }, refusal);
    return reply;
  });
}

/**
 * The same for a tab, which its client reads again whenever somebody looks at it: like typeahead and refreshes it is nobody's
 * attempt at anything, and would only bury in the trail what was one.
 */
export async function readHome(context: Context, envelope: Envelope): Promise<View> {
  return (await drawHome(context, envelope)).view;
}

/**
 * An account that is tied to nobody is told how to get tied; one whose press could not count is not shown other people's
 * requests.
 */
async function drawHome(context: Context, envelope: Envelope): Promise<Home> {
  const kept = await refuseReader(context, envelope);
  const found = await ofPerson(context, envelope, (tx, person) =>
    homeOf(context, tx, person, { isKept: kept !== null }),
  );
  if (found !== null) return { ...found, refusal: kept };
  const refusal = unlinked(envelope);
  return { view: refusalView(refusal), person: null, refusal };
}

async function homeOf(
  { organisationId }: Context,
  tx: Tx,
  person: Person,
  { isKept }: { readonly isKept: boolean },
): Promise<View> {
  const held = await heldBy(tx, organisationId, person.id);
  const waiting = isKept ? [] : await waitingFor(tx, organisationId, person.id);
  const asked = await askedBy(tx, organisationId, person.id, askedCount);
  const reviews = isKept ? [] : await openReviewsFor(tx, organisationId, person.id);
  const readAt = await readClock(tx);
  const due = isKept ? [] : await overdueFor(tx, organisationId, person.id);
  const alarms = await loadSnapshots(tx, organisationId, due);
  return homeView({
    alarms: alarms.filter(({ grant }) => grant !== null && isStillActive(grant, readAt)),
    reviews: await loadSnapshots(tx, organisationId, reviews),
    held: await loadSnapshots(tx, organisationId, held),
    waiting,
    isWaitingKept: isKept,
    asked: await loadSnapshots(tx, organisationId, asked),
    readAt,
  });
}

/** Other people's requests are listed to accounts only whose press could count, as they are shown to them only. */
async function forDecider(
  context: Context,
  envelope: Envelope,
  verb: Listed,
  read: Read,
): Promise<Reply> {
  const refusal = await refuseReader(context, envelope);
  if (refusal === null) return forPerson(context, envelope, verb, read);
  const { account } = envelope;
  const person = await context.database.read((tx) =>
    personOfAccount(tx, context.organisationId, account),
  );
  return refuseQuery(context, envelope, { verb, person }, refusal);
}

function refuseReader(context: Context, envelope: Envelope): Promise<Refusal | null> {
  return refuseAccount(context, envelope, undefined, { lately: true });
}

/** Reading writes nothing; being refused is recorded like every refusal. */
async function forPerson(
  context: Context,
  envelope: Envelope,
  verb: Listed,
  read: Read,
): Promise<Reply> {
  const found = await ofPerson(context, envelope, read);
  if (found !== null) return { privately: found.view, screen: null };
  return refuseQuery(context, envelope, { verb, person: null }, unlinked(envelope));
}

/** Null for an account that is tied to nobody. */
function ofPerson(
  { database, organisationId }: Context,
  { account }: Envelope,
  read: Read,
): Promise<{ readonly person: Person; readonly view: View } | null> {
  return database.read(async (tx) => {
    const person = await personOfAccount(tx, organisationId, account);
    return person && { person, view: await read(tx, person) };
  });
}

function unlinked({ account }: Envelope): Refusal {
  return refuse('unlinked-account', { platform: account.platform });
}
