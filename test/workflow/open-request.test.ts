import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  // From here on the configuration is remembered.
  await world.says('ana', 'Search-Mailbox 1h phishing');
});
afterEach(() => world.close());

const requests = () => world.db.query('select from elevate.requests');

describe('a request under a configuration that changed since it was remembered', () => {
  it.each([
    ['disabled', `update elevate.persons set disabled_at = now() where key = 'ana'`],
    ['unlinked-account', `delete from elevate.accounts where system = 'slack'`],
    [
      'unknown-target',
      `update elevate.targets set name = workload || '\\Other', bare_name = 'Other'
       where bare_name = 'Search-Mailbox'`,
    ],
    ['no-account-in-target', `delete from elevate.accounts where system not in ('slack', 'teams')`],
    ['no-policy', `update elevate.approval_policies set pattern = 'Elsewhere\\' || id::text`],
  ])('is refused as %s, and nothing is written', async (refused, change) => {
    await world.db.query(change);
    const reply = await world.says('ana', 'Search-Mailbox 1h phishing');
    expect(reply.privately).toMatchObject({ facts: { refused } });
    expect(await requests()).toHaveLength(1);
  });

  it('is opened when what was in its way is gone', async () => {
    await world.db.query(`update elevate.persons set disabled_at = now() where key = 'ana'`);
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.db.query(`update elevate.persons set disabled_at = null where key = 'ana'`);
    const reply = await world.says('ana', 'Search-Mailbox 1h phishing');
    expect(reply.privately).toMatchObject({ screen: 'receipt' });
    expect(await requests()).toHaveLength(2);
  });

  it('names in its receipt what is in force now', async () => {
    await world.db.query(`update elevate.approver_groups set name = 'Night watch'`);
    const reply = await world.says('ana', 'Search-Mailbox 1h phishing');
    expect(JSON.stringify(reply.privately)).toContain('Night watch');
  });
});

describe('a command that comes again', () => {
  const typed = { target: 'Search-Mailbox', duration: '1h', reason: 'x', ticket: null };
  const command = { verb: 'ask', ...typed } as const;

  it('is answered with what has become of its request, and opens no other', async () => {
    const envelope = world.envelope('ana');
    const first = await world.inbound.command(envelope, command);
    expect(first.privately?.facts.withdraw).not.toBeNull();
    await world.presses('ana', 'withdraw', 2);
    const again = await world.inbound.command(envelope, command);
    expect(again).toMatchObject({
      receiptFor: first.receiptFor,
      privately: { screen: 'receipt', facts: { withdraw: null } },
    });
    expect(await requests()).toHaveLength(2);
  });

  it('gets its refusal again although it would be allowed by now', async () => {
    const envelope = world.envelope('ana');
    await world.db.query(`update elevate.persons set disabled_at = now() where key = 'ana'`);
    const first = await world.inbound.command(envelope, command);
    await world.db.query(`update elevate.persons set disabled_at = null where key = 'ana'`);
    expect(await world.inbound.command(envelope, command)).toEqual(first);
    expect(await requests()).toHaveLength(1);
  });
});
