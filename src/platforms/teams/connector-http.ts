/**
 * The HTTP half of botbuilder's connector. Its own client repeats failed calls for many seconds with the answer
 * waiting; ours asks once, within a deadline, and leaves repeating to the queue.
 */
import { type ConfigurationBotFrameworkAuthentication } from 'botbuilder';

import { RemoteError } from '../../errors';
import { answerToRemoteError, noAnswer } from './remote-errors';
import { type ServiceUrlRule } from './service-urls';

type ConnectorOptions = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]
>;
type HttpClient = NonNullable<ConnectorOptions['httpClient']>;
type Outgoing = Parameters<HttpClient['sendRequest']>[0];
type Incoming = Awaited<ReturnType<HttpClient['sendRequest']>>;

const answerWithinMs = 10_000;

/** Every failed call rejects with RemoteError: the connector repeats only errors of its own kind. */
export function createConnectorHttp(mayCall: ServiceUrlRule, now: () => number): HttpClient {
  return {
    async sendRequest(request) {
      // The last door before the token leaves; callers have checked the service URL before.
      if (!mayCall(withoutQuery(request.url))) {
        throw new RemoteError('Teams', 'rejected', 'service_url_not_allowed');
      }
      return ask(request, now);
    },
  };
}

async function ask(request: Outgoing, now: () => number): Promise<Incoming> {
  const { answer, body } = await fetchText(request);
  if (!answer.ok) {
    throw answerToRemoteError(answer.status, body, answer.headers.get('retry-after'), now());
  }
  const headers = Object.fromEntries(answer.headers);
  const incoming = {
    status: answer.status,
    bodyAsText: body,
    request,
    headers: { toJson: () => headers },
  };
  // botbuilder reads no more of an answer than this; the full type has a dozen helpers.
  return incoming as unknown as Incoming;
}

async function fetchText(request: Outgoing): Promise<{ answer: Response; body: string }> {
  try {
    const answer = await fetch(request.url, {
      method: request.method,
      headers: request.headers.rawHeaders(),
      body: typeof request.body === 'string' ? request.body : null,
      // A redirect would carry the token to a host that nobody allowed.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return { answer, body: await answer.text() };
  } catch (thrown) {
    throw noAnswer(thrown);
  }
}

function withoutQuery(url: string): string {
  const parsed = new URL(url);
  return `${parsed.origin}${parsed.pathname}`;
}
