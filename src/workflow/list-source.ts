import { RemoteError } from '../errors';
import { recordListing, recordListingFailure, type Listing } from '../store/source-listings';
import { type Context } from './context';

/** A large group takes a few pages, and a directory may ask for patience; in milliseconds. */
const listingMs = 120_000;

/**
 * Lists a group of an outside directory, for who is asked and shown. What cannot be listed stands as it was listed last, and nothing is
 * decided by it: whoever presses is looked up anew.
 */
export async function listSource(context: Context, listing: Listing): Promise<void> {
  const { database, directory, log } = context;
  try {
    const accounts = await directory.listMembers(listing, listingMs);
    await database.transaction((tx) => recordListing(tx, listing, accounts));
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { system, kind, code } = error;
    log.warn({ system, kind, code, group: listing.key }, 'a group could not be listed');
    context.count('listings_failed', { system });
    await database.transaction((tx) => recordListingFailure(tx, listing, code));
  }
}
