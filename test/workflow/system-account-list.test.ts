import { plain, type Sentence } from '../../src/words';
import { type ViewFacts } from '../../src/views/view';
import { giveRoles } from '../support/runs-elevate';
import { systemAccountRow } from '../support/system-accounts';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld({
    change: (rows) => ({
      ...rows,
      systemAccounts: [
        systemAccountRow(rows),
        systemAccountRow(rows, {
          name: 'old-import',
          ownerId: rows.persons.find(({ name }) => name === 'Eve')!.id,
          targets: ['Exchange\\*', 'Warehouse\\prod_rw'],
          scopes: ['Finance'],
          until: '2026-11-13T14:02:00.000Z',
          accounts: [],
        }),
      ],
    }),
  });
  await giveRoles(world.db, world.made);
});
afterEach(() => world.close());

async function listed(): Promise<Record<string, string[]>> {
  const reply = await world.says('cara', 'system-accounts list', 'teams');
  const parts = reply.privately!.facts['parts'] as readonly ViewFacts[];
  const said = (lines: readonly ViewFacts[]) =>
    lines.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' '));
  return Object.fromEntries(
    parts.map(({ title, lines }) => [plain(title as Sentence), said(lines as ViewFacts[])]),
  );
}

describe('system-account list', () => {
  it('says of each who answers for it, what it may have and until when, those too whose time is over', async () => {
    expect(await listed()).toEqual({
      'nightly-export': [
        'It gets what is below without approval until 1 Jan 2027, 00:00 UTC',
        'Ben (ben@example.com) answers for it',
        'For: Nightly export of mailboxes for the archive.',
        'Exchange\\Search-Mailbox, as a whole, 1 hour at most',
        'Told of each use: Exchange approvers',
        'Never used',
      ],
      'old-import': [
        'Its time was over 13 Nov 2026, 14:02 UTC: it gets nothing',
        'Eve (eve@example.com) answers for it, who is disabled in the directory: it gets nothing',
        'For: Nightly export of mailboxes for the archive.',
        'Exchange\\*, Warehouse\\prod_rw, only Finance, 1 hour at most',
        'Told of each use: Exchange approvers',
        'Never used',
      ],
    });
  });

  it('does not list what was removed', async () => {
    await world.db.query('update elevate.system_accounts set removed_at = elevate.now()');
    expect(await listed()).toEqual({});
  });
});

describe('a system account is nobody', () => {
  it('whom something could be asked for, or who could have a role', async () => {
    const asked = await world.says('ana', 'Search-Mailbox 1h --for nightly-export phishing');
    expect(asked.privately?.facts['refused']).toBe('unknown-person');
    const role = await world.says('ana', 'role add nightly-export auditor');
    expect(role.privately?.facts['refused']).toBe('person-unknown');
  });

  it('who is counted among the people, and is counted itself while its time is not over', async () => {
    const status = JSON.stringify((await world.says('ana', 'status')).privately);
    expect(status).toContain('4\u00A0people');
    expect(status).toContain('1\u00A0system account is exempt from approval');
  });
});
