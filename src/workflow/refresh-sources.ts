import { claimListings, type Listing } from '../store/source-listings';
import { type Context } from './context';
import { enqueueListing } from './list-source-job';
import { type SetAside } from './set-aside';
import { tendDue, type Due } from './tend-due';

const listings: Due<Listing> = {
  what: 'listing of a group',
  batch: 20,
  find: claimListings,
  idOf: ({ kind, key }) => `${kind} ${key}`,
  tend: enqueueListing,
};

/** Has each group of an outside directory listed every few minutes, and at once when it is new. @returns how many were due */
export function refreshSources(context: Context, setAside: SetAside): Promise<number> {
  return tendDue(context, setAside, listings);
}
