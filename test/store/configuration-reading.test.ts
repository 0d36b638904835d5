import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { configurationOf, normalForm, rowsOf } from '../../src/administration/rows';
import {
  readConfigurationRows,
  readOtherTargets,
  readTargetNames,
} from '../../src/store/configuration-reading';
import { applyConfiguration } from '../../src/store/configuration-rows';
import { configurations } from '../support/configurations';
import { dropFreeDatabases, giveBack, seed, takeTestDatabase } from '../support/database';

afterAll(dropFreeDatabases);

it('reads back what was written, whatever it was', async () => {
  await fc.assert(
    fc.asyncProperty(configurations, async (configuration) => {
      const db = await takeTestDatabase();
      const rows = rowsOf(configuration, uuidv7);
      await db.database.transaction((tx) => applyConfiguration(tx, rows));
      const read = await db.database.read((tx) => readConfigurationRows(tx, rows.organisation.id));
      expect(configurationOf(read)).toEqual(normalForm(configuration));
      await giveBack(db);
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('reads some targets with everything else, the others by themselves, and what all are called', async () => {
  await fc.assert(
    fc.asyncProperty(configurations, fc.infiniteStream(fc.boolean()), async (one, chosen) => {
      const db = await takeTestDatabase();
      const written = rowsOf(one, uuidv7);
      const { id: organisationId } = written.organisation;
      await db.database.transaction((tx) => applyConfiguration(tx, written));
      await db.database.read(async (tx) => {
        const all = await readConfigurationRows(tx, organisationId);
        const some = all.targets.filter(() => chosen.next().value);
        const ids = some.map(({ id }) => id);
        const excerpt = await readConfigurationRows(tx, organisationId, ids);
        expect(excerpt).toEqual({ ...all, targets: some });
        const others = await readOtherTargets(tx, organisationId, ids);
        const left = all.targets.filter((target) => !some.includes(target));
        expect(new Set(others)).toEqual(new Set(left));
        expect(await readTargetNames(tx, organisationId)).toEqual(
          all.targets.map(({ id, name }) => ({ id, name })),
        );
      });
      await giveBack(db);
    }),
    { numRuns: 30 },
  );
}, 120_000);

it('reads the present version of a policy, and what was set last', async () => {
  const db = await takeTestDatabase();
  const { organisationId, groupId, policies } = await seed(db);
  await db.query(
    `insert into elevate.approval_policy_versions
     select organisation_id, policy_id, 2, 'auto', approver_group_id, 2, duration_default_s,
       duration_max_s, decide_within_s, reason_required, reason_min_length, elevate.now(), '{}'
     from elevate.approval_policy_versions where policy_id = $1`,
    [policies.exchange.id],
  );
  await db.query('update elevate.approval_policies set current_version = 2 where id = $1', [
    policies.exchange.id,
  ]);
  await db.query(
    `insert into elevate.approver_groups (organisation_id, id, name) values ($1, $2, 'Later')`,
    [organisationId, uuidv7()],
  );
  await db.query(
    `insert into elevate.settings (organisation_id, version, value)
     select $1, 2, jsonb_build_object('defaultApproverGroupId', id)
     from elevate.approver_groups where id <> $2`,
    [organisationId, groupId],
  );
  const read = configurationOf(
    await db.database.read((tx) => readConfigurationRows(tx, organisationId)),
  );
  expect(read.organisation).toEqual({
    name: 'Example',
    enabled: true,
    defaultApproverGroup: 'Later',
    fallbackChannel: null,
    branding: null,
    directories: null,
  });
  expect(read.policies).toMatchObject([
    { target: 'Exchange\\Search-*', approval: 'auto', approvalsNeeded: 2, notify: [] },
    { target: 'Warehouse\\*', approval: 'manual', approvalsNeeded: 1 },
  ]);
  await giveBack(db);
});
