import { mayAnswer } from '../elevation/accepting';
import { factsDigest } from '../elevation/digest';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { type Reader } from '../elevation/reading';
import { refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { auditOf } from '../store/audit';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { rolesNow } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import { acceptanceView } from '../views/acceptance';
import { timelineView, type Acts } from '../views/timeline';
import { type View } from '../views/view';
import { type Context } from './context';
import { leastDurationS } from './draw-prompt';
import { refuseFilledIn } from './open-form';
import { readStored, refuseAccount } from './read-clicker';
import { readChange } from './read-change';
import { readerNow } from './reader-now';
import { refuseQuery, type Attempt } from './refuse-and-record';

interface Found {
  readonly reader: Reader;
  readonly view: View;
  readonly attempt: Attempt;
}

interface Kept {
  readonly reader: null;
  readonly refusal: Refusal;
  readonly attempt: Attempt;
}

/**
 * Query: everything that happened to one request, for whoever asked, whoever receives, those who decide, and auditors, by
 * accounts whose press could count. Whoever has to accept it gets that question with its buttons: nothing else has happened so far,
 * and the message that asked may never have come. Whoever decides finds what they can still do with it: the message in the channel may
 * be out of reach. Everybody else is told what they would be told of a number that nobody has. Reading writes nothing;
 * being refused is recorded like every refusal.
 * @param draw the screen of it, where it is another one
 */
export async function showRequest(
  context: Context,
  envelope: Envelope,
  number: number,
  draw: ((snapshot: RequestSnapshot) => View) | null = null,
): Promise<Reply> {
  const found = await context.database.read((tx) => find(context, tx, envelope, { number, draw }));
  if (found.reader === null) return refuseQuery(context, envelope, found.attempt, found.refusal);
  const refusal = await refuseAccount(context, envelope, number, { lately: true });
  if (refusal !== null) return refuseQuery(context, envelope, found.attempt, refusal);
  return { privately: found.view, screen: null };
}

async function find(
  context: Context,
  tx: Tx,
  envelope: Envelope,
  {
    number,
    draw,
  }: {
    readonly number: number;
    readonly draw: ((snapshot: RequestSnapshot) => View) | null;
  },
): Promise<Found | Kept> {
  const { organisationId } = context;
  const person = await personOfAccount(tx, organisationId, envelope.account);
  const attempt: Attempt = { verb: 'show', person };
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: envelope.account.platform });
    return { reader: null, refusal, attempt };
  }
  if (person.disabled) {
    return { reader: null, refusal: refuse('disabled', { person: person.name }), attempt };
  }
  const change = await readChange(context, tx, person, number);
  if (change !== null) return { reader: 'approver', view: change, attempt };
  const snapshot = await loadSnapshot(tx, organisationId, { number });
  const about = { ...attempt, requestId: snapshot?.id };
  const reader = snapshot && (await readerNow(tx, snapshot, person));
  if (snapshot === null || reader === null) {
    const refusal = refuse('unknown-request', { request: number });
    return { reader: null, refusal, attempt: about };
  }
  if (draw !== null) return { reader, view: draw(snapshot), attempt: about };
  const trail = await auditOf(tx, organisationId, snapshot.id);
  if (mayAnswer(snapshot, person))
    return { reader, view: acceptanceView(snapshot), attempt: about };
  const acts = await actsOf(context, tx, { person, snapshot, reader });
  return { reader, view: timelineView(snapshot, trail, reader, acts), attempt: about };
}

interface Reading {
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly reader: Reader;
}

/** What this reader could do now by the membership that is stored; each press is judged again. Their own is not theirs to judge. */
async function actsOf(context: Context, tx: Tx, reading: Reading): Promise<Acts> {
  const { person, snapshot, reader } = reading;
  if (reader === 'own') return { revoke: false, review: false };
  const memberships = await readStored(tx, person, snapshot);
  const roles = await rolesNow(tx, snapshot.organisationId, person);
  const leastS = leastDurationS(context, snapshot);
  const presser = { person, snapshot, memberships, roles, leastS };
  const digest = factsDigest(snapshot);
  const could = (verb: 'revoke' | 'review') => refuseFilledIn({ verb, digest }, presser) === null;
  return { revoke: could('revoke'), review: could('review') };
}
