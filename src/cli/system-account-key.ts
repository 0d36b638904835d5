import { parseDuration } from '../elevation/duration';
import { ConfigError, isRefusal } from '../errors';
import { loadOrganisation } from '../store/organisations';
import { utcText } from '../words';
import { makeSystemKey } from '../workflow/make-system-key';
import { nothingConfigured, withDatabase } from './configured';

/** The key before a new one opens something for a day at most: whoever replaces one because it leaked leaves this out. */
const graceMostS = 24 * 3600;

/**
 * `elevate system-account key NAME`: makes a key, or replaces the one there is, and prints it, once. Standard output has the key and
 * nothing else, so that it can go straight to where it is kept.
 * @throws ConfigError when there is no system account of this name
 */
export async function makeKey(name: string, { grace }: { readonly grace?: string }): Promise<void> {
  const graceS = grace === undefined ? 0 : graceOf(grace);
  await withDatabase(async (database) => {
    const organisation = await database.read(loadOrganisation);
    if (organisation === null) throw nothingConfigured();
    const made = await makeSystemKey(database, organisation.id, { name, graceS });
    if (made === null) {
      throw new ConfigError(
        `There is no system account ${name}. /elevate system-account list shows those that there are.`,
      );
    }
    const text = (at: Date) => utcText(at.toISOString(), 'moment');
    const old =
      graceS === 0 ? 'open nothing any more' : `open something until ${text(made.oldUntil)}`;
    process.stderr.write(
      `A new key of ${name}. It is shown this once. Keys from before ${old}. ` +
        `The account itself is over at ${text(made.until)}.\n`,
    );
    process.stdout.write(`${made.key}\n`);
  });
}

function graceOf(typed: string): number {
  const parsed = parseDuration(typed, null);
  if (!isRefusal(parsed) && parsed.seconds <= graceMostS) return parsed.seconds;
  throw new ConfigError(`--grace is ${typed}. It is a length of time up to a day, for example 1h.`);
}
