import { type Actor, type AuditKind } from './events';

/** What one event of the trail says, without where it stands in it. */
export interface TrailEvent {
  readonly at: Date;
  readonly kind: AuditKind;
  readonly actor: Actor;
  readonly facts: Readonly<Record<string, unknown>>;
}
