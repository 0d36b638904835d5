import { z } from 'zod';
import { ConfigError } from '../../errors';
import { secretReference } from '../secrets';

/** `true`: verified against the system's authorities. `ca`: a file with the authority's certificate (PEM). */
const tls = z.union([
  z.boolean(),
  z.strictObject({ ca: secretReference.optional(), serverName: z.string().min(1).optional() }),
]);

/**
 * Where the server is and as whom Elevate connects (the broker role). Without `tls` it is on, except to a
 * loopback address. Certificates are always verified.
 */
export const settings = z.union([
  z.strictObject({ url: secretReference, tls: tls.optional() }),
  z.strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(5432),
    database: z.string().min(1),
    user: z.string().min(1),
    password: secretReference,
    tls: tls.optional(),
  }),
]);

export type Settings = z.infer<typeof settings>;

/**
 * `role`: the role to be granted. `endSessions`: whether taking it away also closes every session of the
 * account, whatever it is doing. Without that, a session that ran SET ROLE keeps the right until it ends.
 */
export const targetSettings = z.strictObject({
  role: z.string().min(1),
  endSessions: z.boolean().default(true),
});

export type TargetSettings = z.infer<typeof targetSettings>;

export interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: false | { readonly ca?: string; readonly servername?: string };
}

/** Reads the secrets and says where to connect. Throws ConfigError; no message repeats a secret. */
export function placeOf(
  workload: string,
  given: Settings,
  secret: (reference: string) => string,
): Place {
  const place =
    'url' in given
      ? placeOfUrl(workload, secret(given.url))
      : { ...given, password: secret(given.password) };
  const { host, port, database, user, password } = place;
  return { host, port, database, user, password, ssl: sslOf(host, given.tls, secret) };
}

function placeOfUrl(workload: string, text: string): Omit<Place, 'ssl'> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '');
  if (
    !url ||
    !/^postgres(ql)?:$/.test(url.protocol) ||
    !url.hostname ||
    !url.username ||
    !database
  ) {
    throw new ConfigError(
      `The url of the connector of ${workload} is no PostgreSQL address. ` +
        'Example: postgres://elevate_broker:password@db.example.com:5432/warehouse',
    );
  }
  // A parameter that we would silently ignore could be the one that asks for encryption.
  if (url.search) {
    throw new ConfigError(
      `The url of the connector of ${workload} has parameters after "?". ` +
        'Say how to encrypt with the setting tls instead, for example tls: true.',
    );
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : 5432,
    database,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

function sslOf(
  host: string,
  given: Settings['tls'],
  secret: (reference: string) => string,
): Place['ssl'] {
  const asked = given ?? !isLoopback(host);
  if (asked === false) return false;
  if (asked === true) return {};
  return {
    ...(asked.ca === undefined ? {} : { ca: secret(asked.ca) }),
    ...(asked.serverName === undefined ? {} : { servername: asked.serverName }),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
