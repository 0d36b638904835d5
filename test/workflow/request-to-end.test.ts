import { RemoteError } from '../../src/errors';
import { publishRequest } from '../../src/workflow/publish-request';
import { createWorld, type World } from '../support/world';
import { shownBy } from '../support/recording-platform';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

function prompts(platform: 'slack' | 'teams') {
  return world[platform].messages.filter((message) => message.account === null);
}

describe('a request from asking to its end', () => {
  it('is granted in the target only after an approval, and taken away when its time is up', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing clean-up');
    await world.settle();
    expect(world.exchange.log).toEqual([]);

    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(world.exchange.log).toEqual(['grant ana']);
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'active', heldBefore: false });

    await world.db.advance(4 * hourMs - 1);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));

    await world.db.advance(1);
    await world.settle();
    expect(world.exchange.log).toEqual(['grant ana', 'revoke ana']);
    const { grant } = await world.snapshot(1);
    expect(grant).toMatchObject({ state: 'ended', endCause: 'expired', endedBy: null });
    expect(await world.audited(1)).toEqual([
      'request.opened',
      'request.decided',
      'request.approved',
      'grant.held-before',
      'grant.active',
      'grant.ending',
      'grant.ended',
    ]);
  });

  it('stores the end before anything is granted, and a late activation does not move it', async () => {
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.presses('ben', 'approve', 1);
    const before = (await world.snapshot(1)).grant!;
    expect(before.endsAt.getTime() - before.startsAt.getTime()).toBe(hourMs);
    await world.db.advance(10 * 60_000);
    await world.settle();
    const after = (await world.snapshot(1)).grant!;
    expect(after).toMatchObject({ state: 'active', endsAt: before.endsAt });
  });

  it('shows one prompt per channel, updated in place through every state', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.presses('ana', 'end', 1);
    await world.settle();
    for (const platform of ['slack', 'teams'] as const) {
      expect(prompts(platform)).toHaveLength(1);
      const screens = prompts(platform)[0]!.views.map((view) => view.screen);
      expect(screens[0]).toBe('approval-prompt');
      expect(screens.at(-1)).toBe('approval-closed');
      expect(screens).toContain('approval-active');
    }
  });

  it('tells the requester where they asked, and nowhere else', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing', 'teams');
    await world.settle();
    await world.presses('ben', 'approve', 1, { platform: 'slack' });
    await world.settle();
    const direct = (platform: 'slack' | 'teams') =>
      world[platform].messages.filter((message) => message.account !== null);
    expect(direct('slack')).toEqual([]);
    expect(direct('teams').map((message) => message.account?.user)).toEqual([
      world.made.accounts.ana.teams.user,
    ]);
    expect(shownBy(direct('teams')[0]!).notification).toMatch(/Search-Mailbox/u);
  });

  it('sends nothing again when nothing has changed', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const shown = () =>
      [...world.slack.messages, ...world.teams.messages].map((m) => m.views.length);
    const before = shown();
    const { id, organisationId } = await world.snapshot(1);
    await publishRequest(world.context, { organisationId, requestId: id });
    expect(shown()).toEqual(before);
  });

  it('is approved by the policy itself where it says so, and asks nobody', async () => {
    await world.close();
    world = await createWorld({ rules: { approval: 'auto' } });
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    expect(await world.audited(1)).not.toContain('request.decided');
  });

  it.each(['guest', 'external', 'bot', 'disabled'] as const)(
    'is not approved by the policy for an account that the platform calls %s',
    async (kind) => {
      await world.close();
      world = await createWorld({ rules: { approval: 'auto' } });
      world.slack.kinds.set(world.made.accounts.ana.slack.user, kind);
      const reply = await world.says('ana', 'Search-Mailbox 1h phishing');
      expect(reply.privately).toMatchObject({ screen: 'refusal', facts: { refused: kind } });
      await world.settle();
      expect(world.exchange.log).toEqual([]);
    },
  );

  it('closes undecided at its deadline, and a press in the same moment comes too late', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.db.advance(24 * hourMs);
    const reply = await world.presses('ben', 'approve', 1);
    expect(reply.privately?.screen).toBe('refusal');
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({ state: 'expired', grant: null });
    expect(world.exchange.log).toEqual([]);
  });

  it('is denied by one person with a reason, and grants nothing', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'deny', 1, { reason: 'Use the search portal.' });
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({ state: 'denied', grant: null });
    const decisions = (await world.snapshot(1)).decisions;
    expect(decisions).toMatchObject([{ verdict: 'deny', comment: 'Use the search portal.' }]);
    expect(world.exchange.log).toEqual([]);
  });

  it('is taken back by its requester while nobody has decided', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ana', 'withdraw', 1);
    const late = await world.presses('ben', 'approve', 1);
    expect(late.privately?.screen).toBe('refusal');
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({ state: 'withdrawn', grant: null });
  });

  it('ends at once when an approver revokes it with a reason', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.presses('cara', 'revoke', 1, { reason: 'Wrong mailbox.' });
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'revoked',
      endReason: 'Wrong mailbox.',
      endedBy: { name: 'Cara' },
    });
  });
});

describe('a receipt that was shown', () => {
  it('loses its button when the request is decided', async () => {
    const reply = await world.says('ana', 'Search-Mailbox 4h phishing', 'teams');
    const account = world.made.accounts.ana.teams;
    const message = await world.teams.postDirect(account, reply.privately!);
    await world.inbound.receiptShown(reply.receiptFor!, message, reply.privately!);
    await world.settle();
    const receipt = world.teams.messages.find((one) => one.key.id === message.id)!;
    expect(receipt.views).toHaveLength(1);
    expect(shownBy(receipt).facts['withdraw']).not.toBeNull();

    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    expect(shownBy(receipt)).toMatchObject({ screen: 'receipt', facts: { withdraw: null } });
  });
});

describe('a time of day, where the platform cannot say in which zone', () => {
  it('is refused with what to type instead, never taken for UTC', async () => {
    world.slack.failures.push({
      call: 'readAccount',
      error: new RemoteError('Slack', 'unavailable', 'timeout'),
    });
    const reply = await world.says('ana', 'Search-Mailbox until 18:00 phishing');
    expect(reply.privately?.facts['refused']).toBe('zone-unknown');
    expect(await world.db.query('select from elevate.requests')).toEqual([]);
  });

  it("is understood in the requester's own zone otherwise", async () => {
    await world.says('ana', 'Search-Mailbox until 18:00 phishing');
    expect((await world.snapshot(1)).fixedEnd).toEqual(new Date('2026-11-13T17:00:00Z'));
  });
});
