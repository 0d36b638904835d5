/** What a role is good for, and what it is not: it stands beside the groups that decide. */
import { RemoteError } from '../../src/errors';
import { type Role } from '../../src/elevation/roles';
import { type Reply } from '../../src/platforms/contract';
import { giveRole, takeRole } from '../../src/store/roles';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await gives('dan', 'owner');
});
afterEach(() => world.close());

function gives(person: PersonKey, role: Role): Promise<void> {
  const { persons, organisationId } = world.made;
  const by = role === 'owner' ? null : persons.dan;
  return world.db.database.transaction(async (tx) => {
    const at = new Date('2026-11-13T14:02:00Z');
    await giveRole(tx, organisationId, { person: persons[person], role, at, by });
  });
}

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'];

describe.each<Role>(['owner', 'admin', 'auditor'])('somebody in no group who is %s', (role) => {
  /** Who may not see the request is not told that there is one. */
  const told = (refused: string) => (role === 'auditor' ? refused : 'unknown-request');

  beforeEach(async () => {
    if (role !== 'owner') await gives('dan', role);
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
  });

  it('approves and denies nothing, by no platform', async () => {
    for (const platform of ['slack', 'teams'] as const) {
      const press = { platform, reason: 'no' };
      expect(refusedAs(await world.presses('dan', 'approve', 1, press))).toBe(
        told('not-an-approver'),
      );
      expect(refusedAs(await world.presses('dan', 'deny', 1, press))).toBe(told('not-an-approver'));
    }
    expect((await world.snapshot(1)).state).toBe('pending');
  });

  it('gets no prompt with buttons, and nothing that waits for a decision', async () => {
    expect(await world.inbound.refresh(world.envelope('dan'), 1)).toBeNull();
    const waiting = await world.says('dan', 'pending');
    expect(waiting.privately?.facts['rows']).toEqual([]);
  });

  it('withdraws and ends nothing that is somebody else’s', async () => {
    expect(refusedAs(await world.says('dan', 'withdraw ELV-1'))).toBe(told('not-yours'));
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(refusedAs(await world.says('dan', 'end ELV-1'))).toBe('not-yours');
  });
});

describe('a right that is held', () => {
  beforeEach(async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.presses('ben', 'approve', 1);
    await world.settle();
  });

  const state = async () => (await world.snapshot(1)).grant?.state;

  it.each(['slack', 'teams'] as const)(
    'is taken away on %s by an owner in no group, by a press, with a reason that its holder reads',
    async (platform) => {
      const missing = await world.presses('dan', 'revoke', 1, { platform });
      expect(refusedAs(missing)).toBe('revoke-reason-required');
      const reason = 'the mailbox was moved';
      const reply = await world.presses('dan', 'revoke', 1, { platform, reason });
      expect(reply.screen?.screen).toBe('approval-active');
      await world.settle();
      expect(await state()).toBe('ended');
      expect(world.exchange.holders.size).toBe(0);
      const told = world.slack.messages.flatMap(({ views }) => views.map((view) => view));
      expect(JSON.stringify(told)).toContain(reason);
      expect(await world.audited(1)).toContain('grant.end-asked');
    },
  );

  it('is taken away by an admin who types it, and not without a reason', async () => {
    await gives('dan', 'admin');
    expect(refusedAs(await world.says('dan', 'revoke ELV-1'))).toBe('revoke-reason-required');
    expect(await state()).toBe('active');
    const reply = await world.says('dan', 'revoke ELV-1 because the ticket was closed');
    expect(reply.privately?.screen).toBe('approval-active');
    expect((await world.snapshot(1)).grant).toMatchObject({ endReason: 'the ticket was closed' });
    await world.settle();
    expect(await state()).toBe('ended');
    expect(refusedAs(await world.says('dan', 'revoke ELV-1 once more'))).toBe('nothing-to-end');
    expect(refusedAs(await world.says('dan', 'revoke ELV-9 what'))).toBe('unknown-request');
  });

  it('is taken away by an owner while the group of those who decide cannot be read', async () => {
    world.directoryFailure = new RemoteError('Entra ID', 'unavailable', 'timeout');
    expect(refusedAs(await world.presses('ben', 'revoke', 1, { reason: 'x' }))).toBe(
      'directory-unavailable',
    );
    expect(refusedAs(await world.presses('dan', 'revoke', 1, { reason: 'x' }))).toBeUndefined();
    expect((await world.snapshot(1)).grant?.state).toBe('ending');
  });

  it('is seen by those who could take it away, as long as it is there', async () => {
    expect((await world.says('dan', 'show ELV-1')).privately?.screen).toBe('timeline');
    expect((await world.says('dan', 'who Search-Mailbox')).privately?.screen).toBe('who');
    const seen = await world.inbound.refresh(world.envelope('dan', 'teams'), 1);
    expect(seen?.facts['revoke']).not.toBeNull();
    await world.says('ana', 'end ELV-1');
    await world.settle();
    expect(refusedAs(await world.says('dan', 'show ELV-1'))).toBe('unknown-request');
    expect(await world.inbound.refresh(world.envelope('dan', 'teams'), 1)).toBeNull();
  });

  it('is taken away by no auditor', async () => {
    await gives('dan', 'auditor');
    const { persons, organisationId } = world.made;
    const { ben, dan } = persons;
    const at = new Date('2026-11-13T14:02:00Z');
    await world.db.database.transaction(async (tx) => {
      await giveRole(tx, organisationId, { person: ben, role: 'owner', at, by: dan });
      await takeRole(tx, organisationId, { person: dan, role: 'owner', by: ben });
    });
    const refused = await world.presses('dan', 'revoke', 1, { reason: 'no' });
    expect(refusedAs(refused)).toBe('may-not-revoke');
    expect(refusedAs(await world.says('dan', 'revoke ELV-1 no'))).toBe('may-not-revoke');
    expect(await state()).toBe('active');
  });
});

describe('reading requests', () => {
  beforeEach(async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ana', 'approve', 1);
  });

  it('is an auditor’s, refusals too, and no owner’s or admin’s', async () => {
    await gives('dan', 'admin');
    expect(refusedAs(await world.says('dan', 'show ELV-1'))).toBe('unknown-request');
    await gives('dan', 'auditor');
    const shown = await world.says('dan', 'show ELV-1', 'teams');
    expect(shown.privately?.screen).toBe('timeline');
    expect(JSON.stringify(shown)).toMatch(/phishing.*Ana wanted to approve it and was told/u);
    expect((await world.presses('dan', 'reason', 1)).privately?.screen).toBe('full-reason');
  });

  it('ends with the role', async () => {
    await gives('cara', 'auditor');
    await gives('eve', 'auditor');
    await world.db.query(
      `update elevate.role_holdings set taken_at = elevate.now(), taken_by = given_by
       where role = 'auditor'`,
    );
    await world.db.query('delete from elevate.approver_group_members');
    expect(refusedAs(await world.says('cara', 'show ELV-1'))).toBe('unknown-request');
    expect(refusedAs(await world.says('eve', 'show ELV-1'))).toBe('disabled');
  });

  it('shows an auditor nothing by an account that is a guest’s', async () => {
    await gives('dan', 'auditor');
    world.slack.kinds.set('U0DAN', 'guest');
    expect(refusedAs(await world.says('dan', 'show ELV-1'))).toBe('guest');
    expect(refusedAs(await world.presses('dan', 'reason', 1))).toBe('guest');
  });
});
