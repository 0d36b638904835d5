/**
 * Targets by what is typed. All of them are kept in memory with the policy that decides about each, because the search
 * has to answer while somebody types, and who may ask for what is not a question for an index of the database. They are
 * read anew when the version of the catalogue has changed.
 */
import {
  createCatalogue,
  type AskingPolicy,
  type Catalogue,
  type NamedTarget,
} from '../elevation/catalogue';
import { type AccountKey } from '../elevation/model';
import { recallAsker } from './configured';
import { type Database, type Tx } from './database';
import { row, rows, statement } from './sql';

interface Kept {
  readonly version: string;
  /** Whoever comes while it is read waits for the same reading. */
  readonly catalogue: Promise<Catalogue>;
}

/** Of each database, by organisation. */
const memories = new WeakMap<Database['pool'], Map<string, Kept>>();

/** Reading a hundred thousand targets takes a second or so, more than somebody's answer may take; the next one has it. */
const readingMs = 20_000;

export interface TargetSearch {
  readonly organisationId: string;
  readonly account: AccountKey;
  /** As typed so far. */
  readonly typed: string;
  readonly most: number;
}

/** What this person may ask for now and what was typed can mean; nothing for an account of nobody, or of somebody disabled. */
export async function searchTargets(
  database: Database,
  { organisationId, account, typed, most }: TargetSearch,
): Promise<readonly NamedTarget[]> {
  const { asker, now } = await recallAsker(database, organisationId, account);
  const { person, groupIds } = asker;
  if (person === null || person.disabled) return [];
  const catalogue = await presentCatalogue(database, organisationId);
  return catalogue.find({ typed, groupIds, now, most });
}

/** Every target's name, for finding the nearest to what was typed. */
export async function targetNames(
  database: Database,
  organisationId: string,
): Promise<readonly string[]> {
  return (await presentCatalogue(database, organisationId)).names();
}

const present = statement(
  'catalogue-version',
  `select catalogue_version as version from elevate.configuration_versions
   where organisation_id = $1`,
);

async function presentCatalogue(database: Database, organisationId: string): Promise<Catalogue> {
  const memory = memories.get(database.pool) ?? new Map<string, Kept>();
  memories.set(database.pool, memory);
  // First of all: what is read after it can be newer than the version, but never older.
  const found = await database.read((tx) =>
    row<{ version: string }>(tx, present, [organisationId]),
  );
  const version = found?.version ?? '';
  const known = memory.get(organisationId);
  if (known?.version === version) return known.catalogue;
  const kept = { version, catalogue: readCatalogue(database.within(readingMs), organisationId) };
  memory.set(organisationId, kept);
  kept.catalogue.catch(() => {
    if (memory.get(organisationId) === kept) memory.delete(organisationId);
  });
  return kept.catalogue;
}

/** Targets of one reading: few enough that other work of the process goes on between two. */
const pageSize = 2_000;

async function readCatalogue(database: Database, organisationId: string): Promise<Catalogue> {
  const catalogue = createCatalogue(await database.read((tx) => readPolicies(tx, organisationId)));
  let last: Page[number] | undefined;
  do {
    const page = await database.read((tx) => readPage(tx, organisationId, last));
    catalogue.add(page);
    last = page.length < pageSize ? undefined : page.at(-1);
  } while (last !== undefined);
  return catalogue;
}

const allPolicies = statement(
  'asking-policies',
  `select p.id, p.pattern, jsonb_build_object(
     'approval', v.approval,
     'terms', jsonb_build_object('requesters', coalesce(v.terms -> 'requesters', '[]'))) as rules
   from elevate.approval_policies p
   join elevate.approval_policy_versions v
     on v.organisation_id = p.organisation_id and v.policy_id = p.id
     and v.version = p.current_version
   where p.organisation_id = $1 and p.removed_at is null`,
);

function readPolicies(tx: Tx, organisationId: string): Promise<AskingPolicy[]> {
  return rows(tx, allPolicies, [organisationId]);
}

type Page = readonly (NamedTarget & { readonly sortedBy: string })[];

const targetsPage = statement(
  'targets-page',
  `select id, name, bare_name as "bareName", lower(bare_name) as "sortedBy" from elevate.targets
   where organisation_id = $1 and removed_at is null and (lower(bare_name), id) > ($2, $3::uuid)
   order by lower(bare_name), id limit ${pageSize}`,
);

/** Before every id. */
const noId = '00000000-0000-0000-0000-000000000000';

/** By bare name, in the order of the index that is there for looking targets up. */
async function readPage(
  tx: Tx,
  organisationId: string,
  after: Page[number] | undefined,
): Promise<Page> {
  return rows(tx, targetsPage, [organisationId, after?.sortedBy ?? '', after?.id ?? noId]);
}
