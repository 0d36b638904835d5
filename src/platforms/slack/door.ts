import { type Delivery, envelopeOf } from './delivery';
import { type Identity } from './identity';
import { type Count } from './options';
import { type KnownPayload, readOrigin, readPayload } from './payloads';
import { type SampledWarning } from './sampled-log';
import { judgeOrigin } from './workspaces';

/** What becomes of a payload that is from Slack for sure. */
export type Admission =
  | { readonly is: 'admitted'; readonly delivery: Omit<Delivery, 'acknowledge'> }
  /** Ours, but nothing that we act on. */
  | { readonly is: 'ignored' }
  /** From a workspace that is not served; answered like a forged one. */
  | { readonly is: 'foreign' };

export interface DoorOptions {
  readonly count: Count;
  readonly warn: SampledWarning;
}

/** Reads an authenticated body, and lets in what a workspace on the allow-list sent. */
export function admit(
  body: Record<string, unknown>,
  keyOf: (payload: KnownPayload) => string,
  identity: Identity,
  { count, warn }: DoorOptions,
): Admission {
  const standing = judgeOrigin(readOrigin(body), identity.allowed);
  if (standing.is === 'foreign') {
    count('slack_turned_away', { reason: 'foreign-workspace' });
    warn({ reason: 'foreign-workspace' }, 'slack payload turned away');
    return { is: 'foreign' };
  }
  const payload = readPayload(body);
  if (payload.kind === 'unknown') {
    count('slack_ignored', { type: payload.type });
    return { is: 'ignored' };
  }
  count('slack_payloads', { kind: payload.kind });
  const envelope = envelopeOf(payload, standing.tenant, keyOf(payload));
  return { is: 'admitted', delivery: { payload, envelope, stranger: standing.is === 'stranger' } };
}

/** A body is a JSON object or nothing. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
