import { type Press } from '../commands/command';
import { judgeReview } from '../elevation/break-glass';
import { judgeDecision, type DecisionOutcome } from '../elevation/deciding';
import { factsDigest } from '../elevation/digest';
import { judgeEnding } from '../elevation/ending';
import { refuseExtending } from '../elevation/extending';
import { type Membership } from '../elevation/membership';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { type Role } from '../elevation/roles';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { type Tx } from '../store/database';
import { personOfAccount } from '../store/people';
import { rolesNow } from '../store/roles';
import { loadSnapshot } from '../store/snapshots';
import {
  approveLessFormView,
  denyFormView,
  extendFormView,
  reviewFormView,
  revokeFormView,
} from '../views/forms';
import { type View } from '../views/view';
import { type Context } from './context';
import { leastDurationS } from './draw-prompt';
import { once } from './once';
import { promptFor } from './prompt-for';
import { readStored } from './read-clicker';
import { refuseAndRecord, type Attempt } from './refuse-and-record';

type Judged =
  | { readonly form: View }
  | { readonly form: null; readonly refusal: Refusal; readonly attempt: Attempt };

/**
 * The form behind "Approve for less…", "Deny…", "Revoke…", "Close review…" or "Extend…". Whoever could not send it in is told now rather than
 * after typing, and that is recorded like every refusal; opening a form writes nothing. The submission is judged again from
 * scratch.
 */
export async function openForm(
  context: Context,
  envelope: Envelope,
  press: Press,
): Promise<Reply & { readonly form: View | null }> {
  const judged = await context.database.read((tx) => judge(context, tx, envelope, press));
  if (judged.form !== null) return { privately: null, screen: null, form: judged.form };
  const { attempt, refusal } = judged;
  const reply = await once(context, envelope, (tx) =>
    refuseAndRecord(context, tx, envelope, attempt, refusal),
  );
  return { ...reply, form: null };
}

async function judge(context: Context, tx: Tx, envelope: Envelope, press: Press): Promise<Judged> {
  const { organisationId } = context;
  const person = await personOfAccount(tx, organisationId, envelope.account);
  if (person === null) {
    const attempt = { verb: press.verb, person };
    return refused(attempt, refuse('unlinked-account', { platform: envelope.account.platform }));
  }
  const attempt = { verb: press.verb, person };
  const snapshot = await loadSnapshot(tx, organisationId, { number: press.request });
  if (snapshot === null) {
    return refused(attempt, refuse('unknown-request', { request: press.request }));
  }
  if (press.verb === 'extend') return judgeExtend(snapshot, attempt);
  const memberships = await readStored(tx, person, snapshot);
  const leastS = leastDurationS(context, snapshot);
  const roles = await rolesNow(tx, organisationId, person);
  const refusal = refuseFilledIn(press, { person, snapshot, memberships, roles, leastS });
  if (refusal === null) return { form: formOf(press, snapshot, leastS) };
  const screen = promptFor(context, person, snapshot, memberships, { roles });
  return refused({ ...attempt, requestId: snapshot.id, screen }, refusal);
}

function formOf({ verb }: Press, snapshot: RequestSnapshot, leastS: number): View {
  if (verb === 'approve-less') return approveLessFormView(snapshot, leastS);
  if (verb === 'review') return reviewFormView(snapshot);
  return verb === 'deny' ? denyFormView(snapshot) : revokeFormView(snapshot);
}

function judgeExtend(
  snapshot: RequestSnapshot,
  attempt: Attempt & { readonly person: Person },
): Judged {
  const refusal = refuseExtending(snapshot, attempt.person, snapshot.policyNow);
  if (refusal === null) return { form: extendFormView(snapshot) };
  return refused({ ...attempt, requestId: snapshot.id }, refusal);
}

/** Stands for what they will type. */
const aReason = 'typed';

/** Who would send a form in, and what stands about them. */
export interface Presser {
  readonly person: Person;
  readonly snapshot: RequestSnapshot;
  readonly memberships: readonly Membership[];
  readonly roles: readonly Role[];
  readonly leastS: number;
}

/** What the form would be refused with if it were sent in now, filled in as it has to be. */
export function refuseFilledIn(
  press: Pick<Press, 'verb' | 'digest'>,
  presser: Presser,
): Refusal | null {
  const { person, snapshot, memberships, roles } = presser;
  if (press.verb === 'review') return refuseReview(press, presser);
  const outcome =
    press.verb === 'revoke'
      ? judgeEnding({
          grant: snapshot.grant,
          request: snapshot,
          person,
          memberships,
          roles,
          reason: aReason,
          how: 'revoke',
          now: snapshot.readAt,
        })
      : judgeFilledIn(press, presser);
  return isRefusal(outcome) ? outcome : null;
}

function refuseReview(
  press: Pick<Press, 'digest'>,
  { person, snapshot, memberships }: Presser,
): Refusal | null {
  const judged = judgeReview({
    request: snapshot,
    person,
    memberships,
    wasRight: true,
    comment: aReason,
    pressedDigest: press.digest,
    digest: factsDigest(snapshot),
    now: snapshot.readAt,
  });
  return isRefusal(judged) ? judged : null;
}

function judgeFilledIn(
  press: Pick<Press, 'verb' | 'digest'>,
  presser: Presser,
): DecisionOutcome | Refusal {
  const { person, snapshot, memberships, leastS } = presser;
  return judgeDecision({
    request: snapshot,
    decisions: snapshot.decisions,
    pinned: snapshot.policy,
    present: snapshot.policyNow,
    decider: person,
    memberships,
    verdict: press.verb === 'deny' ? 'deny' : 'approve',
    comment: aReason,
    durationS: null,
    leastDurationS: leastS,
    pressedDigest: press.digest,
    digest: factsDigest(snapshot),
    now: snapshot.readAt,
  });
}

function refused(attempt: Attempt, refusal: Refusal): Judged {
  return { form: null, refusal, attempt };
}
