import { type IncomingHttpHeaders } from 'node:http';

/** The page's own script sets it. Another site cannot without asking first, and is not allowed to. */
const pageHeader = 'x-elevate-playground';

const ownHosts = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/u;

/**
 * Why a request is not one of the playground's own page, or null when it is.
 *
 * Whoever opens the playground has other pages open too, and each of them can send requests to this computer. The Host
 * header tells a name that was bound to 127.0.0.1 afterwards (DNS rebinding) from ours; Origin and Sec-Fetch-Site tell
 * other pages; and what changes something needs a header that other pages cannot send.
 */
export function foreignness(
  method: string,
  headers: IncomingHttpHeaders,
): 'host' | 'origin' | 'header' | null {
  const { host = '', origin } = headers;
  if (!ownHosts.test(host)) return 'host';
  if (origin !== undefined && origin !== `http://${host}`) return 'origin';
  const site = headers['sec-fetch-site'];
  const changes = method !== 'GET' && method !== 'HEAD';
  // A link on another page may lead here: opening the page does nothing by itself.
  const navigates = headers['sec-fetch-mode'] === 'navigate' && !changes;
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigates)
    return 'origin';
  if (changes && headers[pageHeader] !== '1') return 'header';
  return null;
}
