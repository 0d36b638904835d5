/** A system account for tests: Ben answers for it, and it may have Search-Mailbox for an hour. */
import { v7 as uuidv7 } from 'uuid';
import { type ConfigurationRows } from '../../src/administration/rows';

type Row = ConfigurationRows['systemAccounts'][number];

export function systemAccountRow(rows: ConfigurationRows, changes: Partial<Row> = {}): Row {
  return {
    id: uuidv7(),
    name: 'nightly-export',
    ownerId: rows.persons.find(({ name }) => name === 'Ben')!.id,
    reason: 'Nightly export of mailboxes for the archive.',
    targets: ['Exchange\\Search-Mailbox'],
    scopes: [],
    durationMaxS: 3600,
    until: '2027-01-01T00:00:00.000Z',
    toldGroupId: rows.groups[0]!.id,
    accounts: [{ system: 'Exchange', userKey: 'svc-export' }],
    ...changes,
  };
}
