import { RemoteError } from '../errors';
import { type Envelope } from '../platforms/contract';
import { type Context } from './context';

/** What was typed of lengths and times. */
interface TypedTimes {
  readonly duration: string | null;
  readonly at?: string;
}

/**
 * Only a time of day ("until 18:00", "--at 9:00") needs the requester's zone; other commands call nobody outside. Null when
 * the platform cannot say: 18:00 somewhere else would be another end than the one that was asked for.
 */
export async function requesterZone(
  context: Context,
  envelope: Envelope,
  { duration, at }: TypedTimes,
): Promise<string | null> {
  if (envelope.zone !== null) return envelope.zone;
  if (at === undefined && !/until/iu.test(duration ?? '')) return 'UTC';
  const platform = context.platforms.get(envelope.account.platform);
  try {
    const reading = await platform?.readAccount(envelope.account, AbortSignal.timeout(1_500));
    return reading?.zone ?? null;
  } catch (error) {
    if (error instanceof RemoteError) return null;
    throw error;
  }
}
