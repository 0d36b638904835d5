import { noTerms } from '../../src/elevation/model';
import { parseCommand } from '../../src/commands/parse-command';
import { type Platform } from '../../src/platforms/contract';
import { createInbound } from '../../src/workflow/inbound';
import { plain, type Sentence } from '../../src/words';
import { shownBy } from '../support/recording-platform';
import { at, grantOf, madrid, moveTo, saidIn } from '../support/hours';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function asks(text: string): Promise<unknown> {
  const reply = await world.says('ana', `Search-Mailbox ${text}`);
  return reply.privately?.facts.refused ?? reply.privately?.screen;
}

/** What Ana was told in messages of their own, by headline. */
function told(): string[] {
  return world.slack.messages
    .filter(({ account }) => account !== null)
    .map((message) => plain(shownBy(message).facts.headline as Sentence));
}

describe('a request for a later start', () => {
  it('says on its receipt and its prompt when it would start and end', async () => {
    const reply = await world.says('ana', `Search-Mailbox 4h --at ${madrid(24)} clean-up`);
    expect(saidIn(reply.privately!.facts)).toContain('from ');
    expect(await world.snapshot(1)).toMatchObject({ startAt: at(24), durationS: 4 * 3600 });
    await world.settle();
    const prompt = world.slack.messages.find(({ account }) => account === null)!;
    expect(saidIn(shownBy(prompt).facts)).toMatch(
      /It would start .* Approved before then, it would end .*; approved later, it starts at once/u,
    );
  });

  it('is made real at its start when it was approved before, with its end stored all along', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await moveTo(world, 1);
    await world.presses('ben', 'approve', 1);
    const scheduled = { startsAt: at(24), endsAt: at(28), nextAttemptAt: at(24) };
    expect(await grantOf(world, 1)).toMatchObject({ state: 'scheduled', ...scheduled });
    await moveTo(world, 24 - 1 / 3600);
    expect(world.exchange.log).toEqual([]);
    expect(told()).toContain('✅ Approved, not started: Search-Mailbox, 4\u00A0hours');

    await moveTo(world, 24);
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'active',
      activeAt: at(24),
      endsAt: at(28),
    });
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    expect(told()).not.toContain('✅ Approved, not started: Search-Mailbox, 4\u00A0hours');
    expect(told()).toContain('🔓 Active: Search-Mailbox, 4\u00A0hours');

    await moveTo(world, 28);
    expect(await grantOf(world, 1)).toMatchObject({ state: 'ended', endCause: 'expired' });
    expect(world.exchange.holders.size).toBe(0);
  });

  it('starts at once and lasts its whole length when it is approved after its start', async () => {
    await asks(`4h --at ${madrid(2)} clean-up`);
    await moveTo(world, 3);
    await world.presses('ben', 'approve', 1);
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'activating',
      startsAt: at(3),
      endsAt: at(7),
    });
  });

  it('ends when that was asked for, also when it is approved after its start', async () => {
    await asks(`until ${madrid(5).slice(11)} --at ${madrid(2).slice(11)} clean-up`);
    expect(await world.snapshot(1)).toMatchObject({ startAt: at(2), fixedEnd: at(5) });
    await moveTo(world, 3);
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'active',
      startsAt: at(3),
      endsAt: at(5),
    });
  });

  it('is approved for less from its start on', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await world.presses('ben', 'approve-less', 1, { durationS: 3600 });
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'scheduled',
      startsAt: at(24),
      endsAt: at(25),
    });
  });

  it('is withdrawn like any other while nobody has decided', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await world.presses('ana', 'withdraw', 1);
    expect(await world.snapshot(1)).toMatchObject({ state: 'withdrawn', grant: null });
  });

  it.each([
    ['its holder', 'ana', 'end'],
    ['an approver', 'ben', 'revoke'],
  ] as const)('is called off by %s before it starts, and never made', async (_, who, verb) => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await world.presses('ben', 'approve', 1);
    await moveTo(world, 1);
    await world.presses(who, verb, 1, { reason: 'No longer needed.' });
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'ended',
      endCause: 'never-started',
      endedAt: at(1),
      nextAttemptAt: null,
    });
    await moveTo(world, 24);
    await moveTo(world, 30);
    expect(world.exchange.log).toEqual([]);
    expect(told()).toContain('🔒 Never started: Search-Mailbox, 4\u00A0hours');
  });

  it('never starts when nothing ran between its start and its end', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await world.presses('ben', 'approve', 1);
    await moveTo(world, 28);
    expect(await grantOf(world, 1)).toMatchObject({ state: 'ended', endCause: 'never-started' });
    expect(world.exchange.log).toEqual([]);
  });

  it('is made late when nothing ran at its start, and ends when it was to end', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await world.presses('ben', 'approve', 1);
    await moveTo(world, 27);
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'active',
      activeAt: at(27),
      endsAt: at(28),
    });
  });

  it('is approved by the policy itself for its start, and says so', async () => {
    await world.close();
    world = await createWorld({ rules: { approval: 'auto' } });
    const reply = await world.says('ana', `Search-Mailbox 4h --at ${madrid(24)} clean-up`);
    expect(saidIn(reply.privately!.facts)).toContain(
      'The policy approves this by itself. It starts ',
    );
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'scheduled',
      startsAt: at(24),
      endsAt: at(28),
    });
  });

  it('is listed with its start, and can be ended from there', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    expect(JSON.stringify(await world.says('ben', 'pending'))).toContain('Asked to ');
    await world.presses('ben', 'approve', 1);
    const mine = JSON.stringify(await world.says('ana', 'mine'));
    expect(mine).toContain('Approved, ');
    expect(mine).toContain('request.end');
  });

  it('does not keep the right of another grant from being taken away before it starts', async () => {
    await asks('1h now');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await asks(`4h --at ${madrid(24)} clean-up`);
    await world.presses('ben', 'approve', 2);
    await moveTo(world, 1);
    expect(await grantOf(world, 1)).toMatchObject({ state: 'ended' });
    expect(world.exchange.holders.size).toBe(0);
    await moveTo(world, 24);
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });
});

describe('a later start is refused', () => {
  it.each([
    ['4h --at noon', 'bad-start'],
    ['4h --at', 'bad-start'],
    [`4h --at ${madrid(-1)}`, 'start-in-the-past'],
    [`4h --at ${madrid(31 * 24)}`, 'start-too-far'],
    [`until ${madrid(2).slice(11)} --at ${madrid(3).slice(11)}`, 'end-before-start'],
  ])('%s: %s, and nothing is asked for', async (typed, refused) => {
    expect(await asks(typed)).toBe(refused);
    await expect(world.snapshot(1)).rejects.toThrow('no ELV-1');
  });

  it('when the zone of the requester is not known', async () => {
    const nowhere: Platform = {
      ...world.slack,
      readAccount: async () => ({ kind: 'member', name: 'Ana', zone: null }),
    };
    const platforms = new Map([['slack', nowhere] as const]);
    const inbound = createInbound({ ...world.context, platforms });
    const command = parseCommand('Search-Mailbox 4h --at 18:00');
    const reply = await inbound.command(world.envelope('ana'), command);
    expect(reply.privately?.facts.refused).toBe('start-zone-unknown');
  });

  it('when the policy is closed then, at asking and at approving', async () => {
    await world.close();
    const weekday = (hours: number) => ((at(hours).getUTCDay() + 6) % 7) + 1;
    const availability = { days: [weekday(0)], from: '00:00', to: '24:00', zone: 'UTC' };
    world = await createWorld({ rules: { terms: { ...noTerms, availability } } });
    expect(await asks(`1h --at ${madrid(24)} x`)).toBe('outside-hours');
    expect(await asks(`1h --at ${madrid(1)} x`)).toBe('receipt');
  });
});

describe('what the database holds of a later start', () => {
  it('never changes', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await expect(
      world.db.query(`update elevate.requests set start_at = start_at - interval '1 hour'`),
    ).rejects.toThrow('never changes');
  });

  it('lets no grant start before it', async () => {
    await asks(`4h --at ${madrid(24)} clean-up`);
    await expect(
      world.db.query(
        `insert into elevate.grants (organisation_id, id, request_id, subject_id, target_id, scope,
           account, state, starts_at, ends_at, next_attempt_at)
         select organisation_id, gen_random_uuid(), id, subject_id, target_id, scope,
           target_account, 'activating', start_at - interval '1 second', start_at + interval '1 hour',
           start_at
         from elevate.requests`,
      ),
    ).rejects.toThrow('before the start that was asked for');
  });
});
