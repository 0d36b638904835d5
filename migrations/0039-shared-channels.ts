/** A channel is lost, too, once people of another organisation are in it: no prompt goes there until it is shared with nobody. */
import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class SharedChannels implements MigrationInterface {
  name = 'SharedChannels0000000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds([...before, 'shared-outside']));
  }

  /** Refused by the database once a channel was lost so. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(kinds(before));
  }
}

const before: readonly string[] = [
  'app-removed',
  'token-revoked',
  'not-in-channel',
  'channel-gone',
  'blocked-by-person',
];

const kinds = (all: readonly string[]): string => `
  alter table elevate.lost_places
    drop constraint lost_places_kind_known,
    add constraint lost_places_kind_known
      check (kind in (${all.map((one) => `'${one}'`).join(', ')}))
`;
