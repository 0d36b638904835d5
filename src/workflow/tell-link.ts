import { byElevate } from '../audit/events';
import { isMet, isOpen, type Link } from '../elevation/linking';
import { RemoteError } from '../errors';
import { appendAudit } from '../store/audit';
import { readLink } from '../store/links';
import { linkView } from '../views/link';
import { type Context } from './context';
import { isPassing } from './deliver-message';
import { type LinkNewsJob } from './tell-link-job';

/**
 * Tells one of two accounts, by a message of its own, how their link stands now. Where it cannot be reached, `/elevate link` shows the
 * same there. A crash after the posting tells it twice.
 * @throws RemoteError what trying again can mend
 */
export async function tellLink(
  { database, platforms, log, count }: Context,
  { organisationId, linkId, side }: LinkNewsJob,
): Promise<void> {
  const link = await database.read((tx) => readLink(tx, organisationId, linkId));
  if (link === null || !isMet(link) || !isNews(link)) return;
  const { account } = link[side];
  try {
    await platforms.get(account.platform)?.postDirect(account, linkView(link, side));
  } catch (error) {
    if (!(error instanceof RemoteError) || isPassing(error)) throw error;
    const facts = {
      purpose: `link:${linkId}:${side}`,
      platform: error.system,
      code: error.code,
    };
    log.warn({ linkId, side, code: error.code }, 'an account cannot be shown the other');
    count('messages_undeliverable', { platform: account.platform });
    await database.transaction((tx) =>
      appendAudit(tx, { organisationId, kind: 'message.undeliverable', actor: byElevate, facts }),
    );
  }
}

/** What came of it, and what waits for an answer; nobody is bothered with what is over. */
function isNews(link: Link): boolean {
  return link.state === 'linked' || link.state === 'refused' || isOpen(link, link.readAt);
}
