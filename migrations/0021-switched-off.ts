/**
 * What is remembered of the configuration counts only while its version stands. The settings of the organisation say whether
 * anything can be asked for at all, and what a system is connected by what a target in it is: a change of either is a version.
 */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class SwitchedOff implements MigrationInterface {
  name = 'SwitchedOff0000000000021';

  async up(runner: QueryRunner): Promise<void> {
    for (const name of tables) {
      await runner.query(`
        create trigger ${name}_version after insert or update or delete or truncate
          on elevate.${name}
          for each statement execute function elevate.note_configuration_change();
      `);
    }
    await runner.query(settingsSayIt);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table elevate.settings drop constraint settings_enabled_is_said;');
    for (const name of tables) {
      await runner.query(`drop trigger ${name}_version on elevate.${name};`);
    }
  }
}

const tables = ['settings', 'connectors'];

/** Settings from before are on. What is neither on nor off would be read as on. */
const settingsSayIt = `
  alter table elevate.settings add constraint settings_enabled_is_said
    check (not value ? 'enabled' or jsonb_typeof(value -> 'enabled') = 'boolean');
`;
