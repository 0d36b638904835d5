import { type AuditEvent } from '../audit/events';
import { factsDigest } from '../elevation/digest';
import { type Envelope } from '../platforms/contract';
import { type NewOpening } from '../store/opening';
import { actorOf } from './refuse-and-record';

/**
 * What the trail says of a request that is opened.
 * @param again the number of the request that is asked for once more
 */
export function openedEvent(
  envelope: Envelope,
  again: number | undefined,
  snapshot: NewOpening['request'],
): AuditEvent {
  return {
    organisationId: snapshot.organisationId,
    kind: 'request.opened',
    actor: actorOf(envelope, snapshot.requester),
    requestId: snapshot.id,
    facts: {
      target: snapshot.target.name,
      ...(snapshot.scope === '' ? {} : { scope: snapshot.scope }),
      subjectId: snapshot.subject.id,
      durationS: snapshot.durationS,
      durationWasDefault: snapshot.durationWasDefault,
      startAt: snapshot.startAt?.toISOString() ?? null,
      fixedEnd: snapshot.fixedEnd?.toISOString() ?? null,
      reason: snapshot.reason,
      ticket: snapshot.ticket,
      policyId: snapshot.policy.id,
      policyVersion: snapshot.policy.version,
      digest: factsDigest(snapshot),
      ...(again === undefined ? {} : { again }),
      ...(snapshot.extends === null ? {} : { extends: snapshot.extends.number }),
    },
  };
}
