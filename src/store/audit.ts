import { v7 as uuidv7 } from 'uuid';
import { type AuditEvent } from '../audit/events';
import { type TrailEvent } from '../audit/trail';
import { type Tx } from './database';
import { rows, statement } from './sql';

const insert = statement(
  'append-audit',
  `insert into elevate.audit_events (organisation_id, id, kind, actor, request_id, grant_id, facts)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Adds an event to the trail, at elevate.now(). Nothing can change or remove it. */
export async function appendAudit(tx: Tx, event: AuditEvent): Promise<void> {
  await rows(tx, insert, [
    event.organisationId,
    uuidv7(),
    event.kind,
    JSON.stringify(event.actor),
    event.requestId ?? null,
    event.grantId ?? null,
    JSON.stringify(event.facts),
  ]);
}

/** An event as it stands in the trail. */
export interface StoredAuditEvent extends TrailEvent {
  /** Rises with every event of the installation; with gaps. */
  readonly seq: number;
  readonly id: string;
  readonly requestId: string | null;
  readonly grantId: string | null;
}

const ofRequest = statement(
  'audit-of-request',
  `select seq::float8 as seq, id, at, kind, actor, request_id as "requestId",
     grant_id as "grantId", facts
   from elevate.audit_events where organisation_id = $1 and request_id = $2 order by seq`,
);

/** Everything that happened to a request and its grant, oldest first. */
export function auditOf(
  tx: Tx,
  organisationId: string,
  requestId: string,
): Promise<StoredAuditEvent[]> {
  return rows(tx, ofRequest, [organisationId, requestId]);
}
