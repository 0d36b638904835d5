/** What each connected system said when it was last asked is found in the trail without reading all of it. */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class ConnectorChecks implements MigrationInterface {
  name = 'ConnectorChecks0000000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index audit_events_connector_checks
        on elevate.audit_events (organisation_id, (facts->>'workload'), seq)
        where kind = 'connector.checked'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index elevate.audit_events_connector_checks');
  }
}
