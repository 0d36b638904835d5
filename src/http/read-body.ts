/** A JSON body with a limit, before anything has looked at it. */
import { type IncomingMessage } from 'node:http';

export type BodyReading =
  | { readonly outcome: 'read'; readonly value: unknown }
  | { readonly outcome: 'not-json' }
  | { readonly outcome: 'too-large' }
  /** The sender went away. */
  | { readonly outcome: 'broken-off' };

/** What is too large is still read to its end up to this many times the limit, so that the answer can be heard. */
const drainedTimes = 8;

/** Never rejects: programs break off as they like. */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<BodyReading> {
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
  if (length > limitBytes) return { outcome: 'too-large' };
  try {
    return {
      outcome: 'read',
      value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown,
    };
  } catch {
    return { outcome: 'not-json' };
  }
}
