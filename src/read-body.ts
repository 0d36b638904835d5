/** The body of a request, raw and with a limit, before anything has looked at it. */
import { type IncomingMessage } from 'node:http';

export type BodyReading =
  | { readonly outcome: 'read'; readonly raw: Buffer }
  | { readonly outcome: 'too-large' }
  /** The sender went away. */
  | { readonly outcome: 'broken-off' };

/** What is too large is still read to its end up to this many times the limit, so that the answer can be heard. */
const drainedTimes = 8;

/** Never rejects: strangers and programs break off as they like. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyReading> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes * drainedTimes) {
    return { outcome: 'too-large' };
  }
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limitBytes * drainedTimes) break;
      if (length <= limitBytes) chunks.push(chunk);
    }
  } catch {
    return { outcome: 'broken-off' };
  }
  return length > limitBytes
    ? { outcome: 'too-large' }
    : { outcome: 'read', raw: Buffer.concat(chunks) };
}

/** The JSON object in it, or null for anything else. */
export function parseJsonObject(raw: Buffer): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(raw.toString('utf8'));
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
