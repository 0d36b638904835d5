/** The outside directories that are asked who is in a group, as they stand in a configuration. Pure. */
import { z } from 'zod';

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu, 'an id as Entra ID shows it')
  .transform((id) => id.toLowerCase());

/** Where a secret is, never what it is. */
const reference = z
  .string()
  .regex(
    /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/u,
    'must be a reference, for example env:GRAPH_SECRET or file:/run/secrets/graph.pem',
  );

const entra = z
  .strictObject({
    tenant: guid.describe('Directory (tenant) ID.'),
    clientId: guid.describe('Application (client) ID of the app registration.'),
    secret: reference.nullable().default(null).describe('Its client secret: env:NAME or file:PATH'),
    certificate: reference
      .nullable()
      .default(null)
      .describe('Its certificate with the private key, as PEM: file:PATH or env:NAME'),
  })
  .refine(({ secret, certificate }) => (secret === null) !== (certificate === null), {
    message: 'needs a secret or a certificate, and not both',
  });

export const directories = z.strictObject({
  entra: entra.nullable().default(null).describe('Groups of Entra ID, read through Graph.'),
});
export type Directories = z.infer<typeof directories>;
