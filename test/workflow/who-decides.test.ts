import { randomUUID } from 'node:crypto';
import { factsDigest } from '../../src/elevation/digest';
import { RemoteError } from '../../src/errors';
import { decideRequest } from '../../src/workflow/decide-request';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
});
afterEach(() => world.close());

/** Causes of the refusals of ELV-1 in the audit trail. */
async function refusals(): Promise<string[]> {
  const rows = await world.db.query<{ cause: string }>(
    `select facts->>'refused' as cause from elevate.audit_events
     where kind = 'request.refused' order by seq`,
  );
  return rows.map((row) => row.cause);
}

function unreadable(person: 'ana' | 'ben') {
  const error = new RemoteError('Slack', 'unavailable', 'timeout');
  return { call: 'readAccount', user: world.made.accounts[person].slack.user, error } as const;
}

async function expectUndecided(cause: string): Promise<void> {
  expect(await refusals()).toEqual([cause]);
  await world.settle();
  expect(await world.snapshot(1)).toMatchObject({ state: 'pending', decisions: [] });
  expect(world.exchange.log).toEqual([]);
}

describe('who may decide', () => {
  it.each(['slack', 'teams'] as const)(
    "refuses the requester's own approval on %s",
    async (platform) => {
      const reply = await world.presses('ana', 'approve', 1, { platform });
      expect(reply.privately?.screen).toBe('refusal');
      await expectUndecided('own-request');
    },
  );

  it('refuses the requester even when they are in the approver group', async () => {
    await world.db.query(
      'insert into elevate.approver_group_members (organisation_id, group_id, person_id) values ($1, $2, $3)',
      [world.made.organisationId, world.made.groupId, world.made.persons.ana.id],
    );
    await world.presses('ana', 'approve', 1);
    await expectUndecided('own-request');
  });

  it('refuses somebody outside the approver group, and does not show them the request', async () => {
    const reply = await world.presses('dan', 'approve', 1);
    expect(reply.screen).toBeNull();
    await expectUndecided('not-an-approver');
  });

  it('refuses an account that is tied to nobody', async () => {
    const account = { platform: 'slack', tenant: 'T0001', user: 'U0STRANGER' } as const;
    const press = {
      verb: 'approve',
      request: 1,
      digest: 'x',
      reason: null,
      comment: null,
    } as const;
    await world.inbound.press({ ...world.envelope('ben'), account }, press);
    await expectUndecided('unlinked-account');
  });

  it.each(['guest', 'external', 'bot', 'disabled'] as const)(
    'refuses an approver whose account the platform calls %s',
    async (kind) => {
      world.slack.kinds.set(world.made.accounts.ben.slack.user, kind);
      await world.presses('ben', 'approve', 1);
      await expectUndecided(kind);
    },
  );

  it('decides nothing while the directory is away', async () => {
    world.directoryFailure = new RemoteError('Entra ID', 'unavailable', 'timeout');
    const reply = await world.presses('ben', 'approve', 1);
    expect(reply.privately?.notification).toContain('so ELV-1 was not changed');
    await expectUndecided('directory-unavailable');
  });

  it('decides nothing while the platform cannot say who pressed', async () => {
    world.slack.failures.push(unreadable('ben'));
    const reply = await world.presses('ben', 'approve', 1);
    expect(reply.privately?.notification).toContain('so ELV-1 was not changed');
    await expectUndecided('directory-unavailable');
  });

  it('counts a membership that was read 30 s before the decision', async () => {
    world.beforeDecision = () => world.db.advance(30_000);
    await world.presses('ben', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('approved');
  });

  it('does not count a membership that was read longer ago than 30 s', async () => {
    world.beforeDecision = () => world.db.advance(30_001);
    await world.presses('ben', 'approve', 1);
    await expectUndecided('membership-too-old');
  });

  it('refuses an approver whose account was moved to the requester meanwhile', async () => {
    world.beforeDecision = async () => {
      await world.db.query(
        `update elevate.accounts set person_id = $1 where system = 'slack' and user_key = $2`,
        [world.made.persons.ana.id, world.made.accounts.ben.slack.user],
      );
    };
    await world.presses('ben', 'approve', 1);
    await expectUndecided('own-request');
  });

  it('refuses a press on a screen that showed other facts', async () => {
    const reply = await world.presses('ben', 'approve', 1, { digest: 'anotherone12' });
    expect(reply.screen?.screen).toBe('approval-prompt');
    await expectUndecided('stale-screen');
  });

  it.each([
    ['guest', 'Ana is a guest here, so ELV-1 was not approved.'],
    ['external', 'belongs to another organisation, so ELV-1 was not approved.'],
    ['bot', 'A bot asked in the name of Ana, so ELV-1 was not approved.'],
    ['disabled', 'The account that Ana asked from is deactivated, so ELV-1 was not approved.'],
  ] as const)('approves nothing for an account that is %s by now', async (kind, said) => {
    world.slack.kinds.set(world.made.accounts.ana.slack.user, kind);
    const reply = await world.presses('ben', 'approve', 1);
    expect(reply.privately?.notification).toContain(said);
    expect(reply.screen?.screen).toBe('approval-prompt');
    await expectUndecided('requester-no-member');
  });

  it('lets a request be denied that was asked by a guest', async () => {
    world.slack.kinds.set(world.made.accounts.ana.slack.user, 'guest');
    await world.presses('ben', 'deny', 1, { reason: 'ask a member' });
    expect((await world.snapshot(1)).state).toBe('denied');
  });

  it('approves nothing while the platform cannot say whether the requester is a member', async () => {
    world.slack.failures.push(unreadable('ana'));
    const reply = await world.presses('ben', 'approve', 1);
    expect(reply.privately?.notification).toContain(
      'Whether Ana is still a member could not be read from Slack, so ELV-1 was not approved.',
    );
    await expectUndecided('requester-unread');
  });

  it('tells nothing of the requester to somebody who may not decide', async () => {
    world.slack.kinds.set(world.made.accounts.ana.slack.user, 'guest');
    await world.presses('dan', 'approve', 1);
    await expectUndecided('not-an-approver');
  });

  it('approves nothing for an account of a platform that is not set up any more', async () => {
    const { context } = world;
    const teams = new Map([['teams', world.teams] as const]);
    const without = { ...context, platforms: teams };
    const envelope = world.envelope('ben', 'teams');
    const digest = factsDigest(await world.snapshot(1));
    const press = { verb: 'approve', request: 1, digest, reason: null, comment: null } as const;
    await decideRequest(without, envelope, press);
    await expectUndecided('requester-unread');
  });

  it('refuses a denial without a reason', async () => {
    await world.presses('ben', 'deny', 1);
    await expectUndecided('deny-reason-required');
  });
});

describe('presses that come together', () => {
  it('gives one outcome when approvers press approve and deny at the same moment', async () => {
    await Promise.all([
      world.presses('ben', 'approve', 1),
      world.presses('cara', 'deny', 1, { reason: 'no' }),
      world.presses('ben', 'approve', 1, { platform: 'teams' }),
      world.presses('cara', 'deny', 1, { reason: 'no', platform: 'teams' }),
      world.presses('ana', 'withdraw', 1),
    ]);
    const snapshot = await world.snapshot(1);
    const outcomes = (await world.audited(1)).filter((kind) =>
      ['request.approved', 'request.denied', 'request.withdrawn'].includes(kind),
    );
    expect(outcomes).toEqual([`request.${snapshot.state}`]);
    expect(await refusals()).toHaveLength(4);
    await world.settle();
    expect(world.exchange.log).toEqual(snapshot.state === 'approved' ? ['grant ana'] : []);
  });

  it('counts a payload once, however often it comes, and answers it the same', async () => {
    const payloadKey = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => world.presses('ben', 'approve', 1, { payloadKey })),
    );
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect((await world.snapshot(1)).decisions).toHaveLength(1);
    expect(await refusals()).toEqual([]);
  });

  it('opens one request for a command that comes twice', async () => {
    const envelope = world.envelope('ana');
    const typed = { target: 'Search-Mailbox', duration: '1h', reason: 'x', ticket: null };
    const command = { verb: 'ask', ...typed } as const;
    const [one, two] = await Promise.all([
      world.inbound.command(envelope, command),
      world.inbound.command(envelope, command),
    ]);
    expect(two).toEqual(one);
    const rows = await world.db.query('select from elevate.requests');
    expect(rows).toHaveLength(2);
  });
});

describe('several approvals', () => {
  beforeEach(async () => {
    await world.close();
    world = await createWorld({ rules: { approvalsNeeded: 2 } });
    await world.says('ana', 'Search-Mailbox 4h phishing');
  });

  it('grants after the second person, not after the first', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(world.exchange.log).toEqual([]);
    await world.presses('cara', 'approve', 1, { platform: 'teams' });
    await world.settle();
    expect(world.exchange.log).toEqual(['grant ana']);
  });

  it('lets the first approver take it back by denying', async () => {
    await world.presses('ben', 'approve', 1);
    await world.presses('ben', 'deny', 1, { reason: 'wrong button' });
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({ state: 'denied', grant: null });
    await world.presses('cara', 'approve', 1);
    expect(await refusals()).toEqual(['already-decided']);
    expect(world.exchange.log).toEqual([]);
  });

  it('counts one person once, from whichever platform they press', async () => {
    await world.presses('ben', 'approve', 1, { platform: 'slack' });
    await world.presses('ben', 'approve', 1, { platform: 'teams' });
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending' });
    expect(await refusals()).toEqual(['already-approved-by-you']);
  });
});

describe('a policy that changes while a request is pending', () => {
  it('refuses a press on the prompt that showed the old one', async () => {
    const digest = factsDigest(await world.snapshot(1));
    await world.changePolicy({ approvals_needed: 2 });
    await world.presses('ben', 'approve', 1, { digest });
    await expectUndecided('stale-screen');
  });

  it('needs the larger number of approvals of both', async () => {
    await world.changePolicy({ approvals_needed: 2 });
    await world.presses('ben', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('pending');
    await world.presses('cara', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('approved');
  });

  it('grants the shorter time of both', async () => {
    await world.changePolicy({ duration_max_s: 3600, duration_default_s: 3600 });
    await world.presses('ben', 'approve', 1);
    const grant = (await world.snapshot(1)).grant!;
    expect(grant.endsAt.getTime() - grant.startsAt.getTime()).toBe(3_600_000);
  });

  it('approves nothing once the policy denies', async () => {
    await world.changePolicy({ approval: 'deny' });
    await world.presses('ben', 'approve', 1);
    await expectUndecided('target-denied');
  });
});

describe('an approval given before the policy changed', () => {
  it('does not count for the present policy, and can be given again', async () => {
    await world.close();
    world = await createWorld({ rules: { approvalsNeeded: 2 } });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.changePolicy();
    await world.presses('cara', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('pending');
    await world.presses('ben', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('approved');
  });
});
