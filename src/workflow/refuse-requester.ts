import { type RequestSnapshot } from '../elevation/model';
import { refuse, RemoteError, type Refusal } from '../errors';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { outsideMs, reportUnread } from './read-clicker';

/**
 * Why nothing can be given for what was asked from this account now: only members of the organisation are. Asked of the
 * platform when somebody approves, because opening a request asks nobody outside; fails closed.
 * @param isNeeded whether anything hangs on it for this request; nobody is asked otherwise
 * @returns null when it may be given, or when there is no such request (the transaction then finds out)
 */
export async function refuseRequester(
  context: Context,
  request: number,
  isNeeded: (snapshot: RequestSnapshot) => boolean = () => true,
): Promise<Refusal | null> {
  const { database, organisationId, platforms } = context;
  const snapshot = await database.read((tx) =>
    loadSnapshot(tx, organisationId, { number: request }),
  );
  if (snapshot === null || !isNeeded(snapshot)) return null;
  const { askedFrom, requester } = snapshot;
  // What a system account asks for is never pending: nobody approves it.
  if (askedFrom === null) return null;
  try {
    const platform = platforms.get(askedFrom.platform);
    if (platform === undefined) {
      throw new RemoteError(platformNames[askedFrom.platform], 'unavailable', 'not_set_up');
    }
    const { kind } = await platform.readAccount(askedFrom, AbortSignal.timeout(outsideMs));
    if (kind === 'member') return null;
    return refuse('requester-no-member', { request, person: requester.name, account: kind });
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    reportUnread(context, error);
    return refuse('requester-unread', { request, person: requester.name, source: error.system });
  }
}

const platformNames = { slack: 'Slack', teams: 'Teams' } as const;
