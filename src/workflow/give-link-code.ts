import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { hashOfCode } from '../elevation/digest';
import { codeLength, codeOf, isMet, linkValidS, lockOf, sideOf } from '../elevation/linking';
import { type Person } from '../elevation/model';
import { storable } from '../elevation/typed-text';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type AccountReading, type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import { askForLink, linkMetBy, lockGuesses, readLink } from '../store/links';
import { personOfAccount } from '../store/people';
import { codeView, linkView } from '../views/link';
import { type View } from '../views/view';
import { type Context } from './context';
import { once } from './once';
import { readOwnAccount } from './read-clicker';
import { actorOf, refuseAndRecord } from './refuse-and-record';

/**
 * `/elevate link`: a code to type on the other platform, or the account that typed it, while that waits for an answer. Only its hash
 * is stored, so a payload that comes twice is told that the code was shown.
 */
export async function giveLinkCode(context: Context, envelope: Envelope): Promise<Reply> {
  const reading = await readOwnAccount(context, envelope);
  const shown: { view: View | null } = { view: null };
  const reply = await once(context, envelope, async (tx) => {
    shown.view = null;
    const { organisationId } = context;
    const person = await personOfAccount(tx, organisationId, envelope.account);
    const refusal = await refuseLinking(context, tx, envelope, { reading, person });
    if (isRefusal(reading) || refusal !== null) {
      const why = refusal ?? (reading as Refusal);
      return refuseAndRecord(context, tx, envelope, { verb: 'link', person }, why);
    }
    const met = await linkMetBy(tx, organisationId, envelope.account);
    if (met !== null && isMet(met)) {
      const side = sideOf(met, envelope.account)!;
      return { privately: linkView(met, side), screen: null };
    }
    const { code, ...given } = await give(context, tx, envelope, { reading, person });
    shown.view = codeView({ ...given, code });
    return { privately: codeView({ ...given, code: null }), screen: null };
  });
  return shown.view === null ? reply : { ...reply, privately: shown.view };
}

interface Asker {
  readonly reading: AccountReading;
  readonly person: Person | null;
}

/**
 * Null when this account may ask for a code or type one. What it asks and types goes one after the other from here on.
 */
export async function refuseLinking(
  { platforms, organisationId }: Context,
  tx: Tx,
  { account }: Envelope,
  {
    reading,
    person,
  }: { readonly reading: AccountReading | Refusal; readonly person: Person | null },
): Promise<Refusal | null> {
  if (isRefusal(reading)) return reading;
  if (person?.disabled === true) return refuse('disabled', { person: person.name });
  if (platforms.size < 2) return refuse('link-one-platform', { platform: account.platform });
  const guesses = await lockGuesses(tx, organisationId, account);
  const until = lockOf(guesses, await readClock(tx));
  return until === null ? null : refuse('link-locked', { until });
}

async function give(
  { organisationId }: Context,
  tx: Tx,
  envelope: Envelope,
  { reading, person }: Asker,
) {
  const { account: asker } = envelope;
  const id = uuidv7();
  const code = codeOf(randomBytes(codeLength));
  await askForLink(tx, {
    organisationId,
    id,
    codeHash: hashOfCode(organisationId, code),
    asker,
    name: storable(reading.name),
    validS: linkValidS,
  });
  await appendAudit(tx, {
    organisationId,
    kind: 'link.code-given',
    actor: actorOf(envelope, person),
    facts: { linkId: id },
  });
  const { validUntil } = (await readLink(tx, organisationId, id))!;
  return { code, asker, person, validUntil };
}
