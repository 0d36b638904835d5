/** The outside directories that are asked who is in a group, as they stand in a configuration. Pure. */
import { z } from 'zod';
import { domainOf } from './distinguished-names';

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

const ad = z.strictObject({
  url: z
    .string()
    .regex(/^ldaps?:\/\/(?:[a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?\/?$/u, {
      message: 'an address, for example ldaps://dc1.corp.example',
    })
    .describe('A domain controller: ldaps://dc1.corp.example. ldap:// is encrypted by StartTLS.'),
  bind: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/u, 'a user principal name, for example svc-elevate@corp.example')
    .describe('User principal name of an account that only reads.'),
  password: reference.describe('Its password: env:NAME or file:PATH'),
  ca: reference.describe(
    'Certificates that the one of the domain controller comes from, as PEM: file:PATH or env:NAME',
  ),
  base: z
    .string()
    .trim()
    .min(1)
    .max(400)
    .refine((base) => domainOf(base) !== '', 'needs a domain, for example DC=corp,DC=example')
    .describe('Groups and people below it count: DC=corp,DC=example'),
});

/** The id of an account as Active Directory has it, whatever it is called. In one way of writing: accounts are compared. */
export const adAccount = z
  .string()
  .regex(
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u,
    'an objectGUID in small letters, for example 6f9619ff-8b86-d011-b42d-00cf4fc964ff',
  );

export const directories = z.strictObject({
  entra: entra.nullable().default(null).describe('Groups of Entra ID, read through Graph.'),
  ad: ad.nullable().default(null).describe('Groups of Active Directory, read over LDAPS.'),
});
export type Directories = z.infer<typeof directories>;

/** By kind whose groups are asked about, as their keys begin: a tenant, a domain. Null where nobody is. */
export function tenantsOf(all: Directories | null): Readonly<Record<string, string | null>> {
  return {
    entra: all?.entra?.tenant ?? null,
    ad: all?.ad ? domainOf(all.ad.base) : null,
  };
}
