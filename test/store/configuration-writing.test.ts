import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { inspectConfiguration } from '../../src/administration/inspect-configuration';
import { configurationText } from '../../src/administration/configuration-text';
import { type Configuration } from '../../src/administration/configuration';
import { difference } from '../../src/administration/difference';
import { configurationVersion } from '../../src/administration/digest';
import { conflictsOf, patched } from '../../src/administration/patch';
import { configurationOf, rowsOf } from '../../src/administration/rows';
import { readConfigurationRows } from '../../src/store/configuration-reading';
import { applyConfiguration } from '../../src/store/configuration-rows';
import {
  knownIds,
  lockConfiguration,
  writeDifference,
} from '../../src/store/configuration-writing';
import { type Tx } from '../../src/store/database';
import { configurations } from '../support/configurations';
import {
  dropFreeDatabases,
  giveBack,
  takeTestDatabase,
  type TestDatabase,
} from '../support/database';

afterAll(dropFreeDatabases);

/** What a file of it says: plans and exports go through one. */
function reread(configuration: Configuration): Configuration {
  const text = configurationText(configuration, new Date(0));
  return inspectConfiguration(text, 'exported.yaml').configuration!;
}

async function filled(configuration: Configuration): Promise<[TestDatabase, string]> {
  const db = await takeTestDatabase();
  const rows = rowsOf(configuration, uuidv7);
  await db.database.transaction((tx) => applyConfiguration(tx, rows));
  return [db, rows.organisation.id];
}

async function write(tx: Tx, organisationId: string, wanted: Configuration): Promise<void> {
  await lockConfiguration(tx, organisationId);
  const present = await readConfigurationRows(tx, organisationId);
  const after = rowsOf(wanted, uuidv7, await knownIds(tx, present));
  await writeDifference(tx, present, after);
}

async function stored(db: TestDatabase, organisationId: string): Promise<Configuration> {
  return configurationOf(await db.database.read((tx) => readConfigurationRows(tx, organisationId)));
}

/** One organisation keeps its name and its people, so that there is something in common. */
const pairsOfConfigurations = fc.tuple(configurations, configurations);

it('leads from any configuration to any other and back, and a plan against the export is empty each time', async () => {
  await fc.assert(
    fc.asyncProperty(pairsOfConfigurations, async ([first, second]) => {
      const [db, organisationId] = await filled(first);
      for (const wanted of [second, first, second]) {
        await db.database.transaction((tx) => write(tx, organisationId, wanted));
        const present = await stored(db, organisationId);
        expect(difference(present, wanted)).toEqual([]);
        expect(difference(present, reread(present))).toEqual([]);
        expect(configurationVersion(present)).toBe(configurationVersion(wanted));
      }
      await giveBack(db);
    }),
    { numRuns: 40 },
  );
}, 120_000);

it('writes nothing where nothing changes: no version of a policy, and none of the configuration', async () => {
  await fc.assert(
    fc.asyncProperty(configurations, async (configuration) => {
      const [db, organisationId] = await filled(configuration);
      const versions = () =>
        db.query(
          `select (select version from elevate.configuration_versions) as whole,
             (select count(*) from elevate.approval_policy_versions) as policies,
             (select count(*) from elevate.settings) as settings`,
        );
      const before = await versions();
      await db.database.transaction((tx) => write(tx, organisationId, configuration));
      expect(await versions()).toEqual(before);
      await giveBack(db);
    }),
    { numRuns: 20 },
  );
}, 120_000);

it('does what a difference says to where it starts from, and sees what does not fit any more', () => {
  fc.assert(
    fc.property(pairsOfConfigurations, ([first, second]) => {
      // As it comes back from the database.
      const changes = JSON.parse(JSON.stringify(difference(first, second))) as ReturnType<
        typeof difference
      >;
      expect(conflictsOf(first, changes)).toEqual([]);
      const done = patched(first, changes) as Configuration;
      expect(difference(done, second)).toEqual([]);
      const isDone = changes.length === 0;
      expect(conflictsOf(second, changes).length > 0).toBe(!isDone);
    }),
  );
});
