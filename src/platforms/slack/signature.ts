import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's own bound, in milliseconds; here it holds for clocks that run ahead, too. */
const ageLimitMs = 300_000;

export type SignatureFault = 'header-missing' | 'bad-timestamp' | 'too-old' | 'ahead' | 'forged';

export interface SignedRequest {
  readonly secret: string;
  /** The bytes as received. Decoding them first would let two different bodies share a signature. */
  readonly rawBody: Buffer;
  /** `x-slack-request-timestamp`, whole seconds. */
  readonly timestamp: string | undefined;
  /** `x-slack-signature`, `v0=` and 64 hexadecimal digits. */
  readonly signature: string | undefined;
  readonly nowMs: number;
}

/**
 * Why a request is not from Slack, or null when it is. Bolt's own verifier is not used: it accepts any
 * timestamp in the future, so a captured request could be kept and used later.
 */
export function signatureFault(request: SignedRequest): SignatureFault | null {
  const { timestamp, signature } = request;
  if (timestamp === undefined || signature === undefined) return 'header-missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'bad-timestamp';
  const ageMs = request.nowMs - Number(timestamp) * 1000;
  if (ageMs > ageLimitMs) return 'too-old';
  if (ageMs < -ageLimitMs) return 'ahead';
  if (!/^v0=[0-9a-f]{64}$/.test(signature)) return 'forged';
  const given = Buffer.from(signature.slice('v0='.length), 'hex');
  return timingSafeEqual(given, expectedSignature(request, timestamp)) ? null : 'forged';
}

function expectedSignature(request: SignedRequest, timestamp: string): Buffer {
  const hmac = createHmac('sha256', request.secret);
  return hmac.update(`v0:${timestamp}:`).update(request.rawBody).digest();
}
