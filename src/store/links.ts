/** Codes that tie an account of one platform to the person of another, and the wrong ones that were typed. */
import {
  type Guesses,
  type Link,
  type LinkedAccount,
  type LinkSide,
  type LinkState,
} from '../elevation/linking';
import { type AccountKey, type PlatformName } from '../elevation/model';
import { type Tx } from './database';
import { personOfAccount } from './people';
import { changed, row, rows, statement } from './sql';

interface Columns {
  readonly id: string;
  readonly state: LinkState;
  readonly askerPlatform: PlatformName;
  readonly askerTenant: string;
  readonly askerUser: string;
  readonly askerName: string;
  readonly askerConfirmedAt: Date | null;
  readonly typerPlatform: PlatformName | null;
  readonly typerTenant: string | null;
  readonly typerUser: string | null;
  readonly typerName: string | null;
  readonly typerConfirmedAt: Date | null;
  readonly validUntil: Date;
  readonly readAt: Date;
}

const columns = `l.id, l.state,
  l.asker_platform as "askerPlatform", l.asker_tenant as "askerTenant",
  l.asker_user_key as "askerUser", l.asker_name as "askerName",
  l.asker_confirmed_at as "askerConfirmedAt",
  l.typer_platform as "typerPlatform", l.typer_tenant as "typerTenant",
  l.typer_user_key as "typerUser", l.typer_name as "typerName",
  l.typer_confirmed_at as "typerConfirmedAt", l.valid_until as "validUntil"`;

// The clock is read after the row is locked.
const reading = (name: string, where: string) =>
  statement(
    name,
    `with found as materialized (
       select ${columns} from elevate.account_links l
       where l.organisation_id = $1 and ${where} for update)
     select found.*, elevate.now() as "readAt" from found`,
  );

const ofId = reading('lock-link', 'l.id = $2');
const ofCode = reading('lock-link-of-code', `l.code_hash = $2 and l.state = 'asked'`);

/** Locks it until the transaction ends. */
export async function lockLink(tx: Tx, organisationId: string, id: string): Promise<Link | null> {
  return read(tx, organisationId, await row<Columns>(tx, ofId, [organisationId, id]));
}

/** The link whose code has this hash and was not typed yet, locked. */
export async function lockLinkOfCode(
  tx: Tx,
  organisationId: string,
  codeHash: string,
): Promise<Link | null> {
  return read(tx, organisationId, await row<Columns>(tx, ofCode, [organisationId, codeHash]));
}

const plainly = statement(
  'read-link',
  `select ${columns}, elevate.now() as "readAt" from elevate.account_links l
   where l.organisation_id = $1 and l.id = $2`,
);

export async function readLink(tx: Tx, organisationId: string, id: string): Promise<Link | null> {
  return read(tx, organisationId, await row<Columns>(tx, plainly, [organisationId, id]));
}

const metBy = statement(
  'link-met-by-account',
  `select ${columns}, elevate.now() as "readAt" from elevate.account_links l
   where l.organisation_id = $1 and l.state = 'met' and l.valid_until > elevate.now()
     and ($2, $3, $4) in (
       (l.asker_platform, l.asker_tenant, l.asker_user_key),
       (l.typer_platform, l.typer_tenant, l.typer_user_key))
   order by l.met_at desc, l.id desc limit 1`,
);

/** What waits for the answer of this account; the newest, if there are several. */
export async function linkMetBy(
  tx: Tx,
  organisationId: string,
  { platform, tenant, user }: AccountKey,
): Promise<Link | null> {
  const values = [organisationId, platform, tenant, user];
  return read(tx, organisationId, await row<Columns>(tx, metBy, values));
}

async function read(tx: Tx, organisationId: string, found: Columns | null): Promise<Link | null> {
  if (found === null) return null;
  const { id, state, validUntil, readAt } = found;
  const { typerPlatform: platform, typerTenant: tenant, typerUser: user } = found;
  const asker = await sideOf(tx, organisationId, {
    account: { platform: found.askerPlatform, tenant: found.askerTenant, user: found.askerUser },
    name: found.askerName,
    confirmedAt: found.askerConfirmedAt,
  });
  const typer =
    platform === null
      ? null
      : await sideOf(tx, organisationId, {
          account: { platform, tenant: tenant!, user: user! },
          name: found.typerName!,
          confirmedAt: found.typerConfirmedAt,
        });
  return { id, state, asker, typer, validUntil, readAt };
}

const platformsOf = statement(
  'platforms-of-person',
  `select distinct a.system as platform from elevate.persons p
   join elevate.accounts a on a.organisation_id = p.organisation_id and a.person_id = p.id
   where p.organisation_id = $1 and (p.id = $2 or p.merged_into = $2) and a.tenant <> ''
   order by a.system`,
);

async function sideOf(
  tx: Tx,
  organisationId: string,
  stored: Pick<LinkedAccount, 'account' | 'name' | 'confirmedAt'>,
): Promise<LinkedAccount> {
  const person = await personOfAccount(tx, organisationId, stored.account);
  if (person === null) return { ...stored, person, platforms: [] };
  const found = await rows<{ platform: PlatformName }>(tx, platformsOf, [
    organisationId,
    person.id,
  ]);
  return { ...stored, person, platforms: found.map(({ platform }) => platform) };
}

const replace = statement(
  'replace-links-of-asker',
  `update elevate.account_links set state = 'replaced', closed_at = elevate.now()
   where organisation_id = $1 and asker_platform = $2 and asker_tenant = $3
     and asker_user_key = $4 and closed_at is null`,
);

const insert = statement(
  'ask-for-link',
  `with clock as materialized (select elevate.now() as now)
   insert into elevate.account_links (organisation_id, id, state, code_hash, asker_platform,
     asker_tenant, asker_user_key, asker_name, asked_at, valid_until)
   select $1, $2, 'asked', $3, $4, $5, $6, $7, clock.now, clock.now + $8::float8 * interval '1 second'
   from clock`,
);

export interface NewLink {
  readonly organisationId: string;
  readonly id: string;
  readonly codeHash: string;
  readonly asker: AccountKey;
  readonly name: string;
  readonly validS: number;
}

/** A code for this account, in the place of one that it has already. */
export async function askForLink(
  tx: Tx,
  { organisationId, id, codeHash, asker, name, validS }: NewLink,
): Promise<void> {
  const account = [asker.platform, asker.tenant, asker.user];
  await rows(tx, replace, [organisationId, ...account]);
  await rows(tx, insert, [organisationId, id, codeHash, ...account, name, validS]);
}

const meet = statement(
  'meet-link',
  `with clock as materialized (select elevate.now() as now)
   update elevate.account_links l set state = 'met', met_at = clock.now,
     typer_platform = $3, typer_tenant = $4, typer_user_key = $5, typer_name = $6,
     valid_until = clock.now + $7::float8 * interval '1 second'
   from clock where l.organisation_id = $1 and l.id = $2`,
);

/** Its code was typed. */
export async function meetLink(
  tx: Tx,
  organisationId: string,
  id: string,
  { typer, name, validS }: { readonly typer: AccountKey; readonly name: string; validS: number },
): Promise<void> {
  const { platform, tenant, user } = typer;
  await rows(tx, meet, [organisationId, id, platform, tenant, user, name, validS]);
}

const confirmations = {
  asker: statement(
    'confirm-link-as-asker',
    `update elevate.account_links set asker_confirmed_at = elevate.now()
     where organisation_id = $1 and id = $2 and asker_confirmed_at is null`,
  ),
  typer: statement(
    'confirm-link-as-typer',
    `update elevate.account_links set typer_confirmed_at = elevate.now()
     where organisation_id = $1 and id = $2 and typer_confirmed_at is null`,
  ),
} as const;

/** @returns false when that side had confirmed already */
export function confirmLink(
  tx: Tx,
  organisationId: string,
  id: string,
  side: LinkSide,
): Promise<boolean> {
  return changed(tx, confirmations[side], [organisationId, id]);
}

const tie = statement(
  'tie-account',
  `insert into elevate.accounts (organisation_id, system, tenant, user_key, person_id, linked_at)
   values ($1, $2, $3, $4, $5, elevate.now())`,
);

/** Makes an account that is nobody's this person's. Throws when it is somebody's. */
export async function tieAccount(
  tx: Tx,
  organisationId: string,
  { platform, tenant, user }: AccountKey,
  personId: string,
): Promise<void> {
  await rows(tx, tie, [organisationId, platform, tenant, user, personId]);
}

const close = statement(
  'close-link',
  `update elevate.account_links set state = $3, person_id = $4, closed_at = elevate.now()
   where organisation_id = $1 and id = $2`,
);

/** @param personId whose both accounts are; null unless it is linked */
export async function closeLink(
  tx: Tx,
  organisationId: string,
  id: string,
  { state, personId }: { readonly state: LinkState; readonly personId: string | null },
): Promise<void> {
  await rows(tx, close, [organisationId, id, state, personId]);
}

const startCounting = statement(
  'count-link-guesses',
  `insert into elevate.link_guesses (organisation_id, platform, tenant, user_key, failures, since)
   values ($1, $2, $3, $4, 0, elevate.now()) on conflict do nothing`,
);

const guessesSql = statement(
  'lock-link-guesses',
  `select failures, since, locked_until as "lockedUntil" from elevate.link_guesses
   where organisation_id = $1 and platform = $2 and tenant = $3 and user_key = $4 for update`,
);

/** How often this account was wrong. Whatever else it asks or types about linking waits until the transaction ends. */
export async function lockGuesses(
  tx: Tx,
  organisationId: string,
  { platform, tenant, user }: AccountKey,
): Promise<Guesses> {
  const values = [organisationId, platform, tenant, user];
  await rows(tx, startCounting, values);
  return (await row<Guesses>(tx, guessesSql, values))!;
}

const writeGuesses = statement(
  'write-link-guesses',
  `update elevate.link_guesses set failures = $5, since = $6, locked_until = $7
   where organisation_id = $1 and platform = $2 and tenant = $3 and user_key = $4`,
);

export async function recordGuesses(
  tx: Tx,
  organisationId: string,
  { platform, tenant, user }: AccountKey,
  { failures, since, lockedUntil }: Guesses,
): Promise<void> {
  const key = [organisationId, platform, tenant, user];
  await rows(tx, writeGuesses, [...key, failures, since, lockedUntil]);
}
