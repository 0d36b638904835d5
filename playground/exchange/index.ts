/**
 * A simulated Exchange organisation: the InvokeCommand endpoint with the cmdlets that Elevate needs, over HTTP
 * on a loopback port, with state. It reproduces what is known of the real endpoint: the empty 403, 429 with
 * Retry-After, error texts nested three deep, pages by nextLink. It holds Search-Mailbox, which is an
 * on-premises cmdlet in the real world today. It is a judge of its own and imports nothing of the bot;
 * connector.ts beside it is the bot's side of the wire.
 */
import { type ServerResponse } from 'node:http';
import { sendJson, startLoopbackServer } from '../shared/http';
import { createJournal, type Journal } from '../shared/journal';
import {
  type AdminApi,
  type ExchangeCall,
  type ExchangeKnobs,
  serveInvokeCommand,
} from './admin-api';
import {
  type ExchangeHolding,
  type ExchangeUser,
  holdingsOf,
  type ManagementRole,
  mayRun,
  type Organisation,
} from './organisation';

export { type ExchangeCall, type ExchangeKnobs } from './admin-api';
export { type ExchangeHolding, type ExchangeUser, type ManagementRole } from './organisation';

export interface SimulatedExchangeOptions {
  /** A free one when left out. */
  readonly port?: number;
  readonly tenantId: string;
  /** The bearer token that the app presents. */
  readonly token: string;
  readonly users: readonly ExchangeUser[];
  readonly roles: readonly ManagementRole[];
  /** Names of the management scopes that an assignment can be limited to; none when left out. */
  readonly scopes?: readonly string[];
  /** Assignments that are there from the start, as somebody else's. */
  readonly assignments?: readonly { name: string; role: string; user: string }[];
  readonly now?: () => Date;
}

export interface SimulatedExchange {
  /** `http://127.0.0.1:PORT`, the connector's setting `endpoint`. */
  readonly origin: string;
  readonly port: number;
  readonly knobs: ExchangeKnobs;
  /** Every call that came in; the page subscribes to it. */
  readonly journal: Journal<ExchangeCall>;
  /** Who holds what now; the same as `GET /simulation/holdings`. */
  holdings(): readonly ExchangeHolding[];
  /** Whether Exchange would let this person run the cmdlet now. */
  may(user: string, cmdlet: string): boolean;
  close(): Promise<void>;
}

/** Starts the organisation. Throws when the port is taken. */
export async function startSimulatedExchange(
  options: SimulatedExchangeOptions,
): Promise<SimulatedExchange> {
  const now = options.now ?? (() => new Date());
  const organisation: Organisation = {
    users: options.users,
    roles: options.roles,
    scopes: options.scopes ?? [],
    assignments: (options.assignments ?? []).map((one) => ({
      ...one,
      scope: '',
      assignedAt: now(),
    })),
  };
  const { tenantId, token } = options;
  const journal = createJournal<ExchangeCall>();
  const knobs = allIsWell();
  let origin = '';
  const api: AdminApi = {
    tenantId,
    token,
    organisation,
    knobs,
    journal,
    now,
    origin: () => origin,
  };
  const server = await startLoopbackServer(async (req, res) => {
    res.setHeader('x-simulated-by', 'elevate-playground');
    const url = new URL(req.url ?? '/', origin);
    const route = `${req.method} ${url.pathname}`;
    if (route === 'GET /simulation/holdings') return sendHoldings(res, organisation);
    if (route === `POST /adminapi/beta/${tenantId}/InvokeCommand`) {
      return serveInvokeCommand(api, req, res, url);
    }
    sendJson(res, 404, { error: { code: 'NotFound', message: `No simulated route: ${route}` } });
  }, options.port);
  ({ origin } = server);
  return {
    origin,
    port: server.port,
    knobs,
    journal,
    holdings: () => holdingsOf(organisation),
    may: (user, cmdlet) => mayRun(organisation, user, cmdlet),
    close: () => server.close(),
  };
}

function allIsWell(): ExchangeKnobs {
  return {
    outage: false,
    slowMs: 0,
    refuse: false,
    readOnly: false,
    throttle: { times: 0, retryAfterS: 0 },
    silentSuccesses: 0,
  };
}

/** The target pane reads it: the organisation's own state, whoever made it so. */
function sendHoldings(res: ServerResponse, organisation: Organisation): void {
  sendJson(res, 200, { simulated: true, holdings: holdingsOf(organisation) });
}
