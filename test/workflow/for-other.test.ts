import { noTerms, type PolicyRules } from '../../src/elevation/model';
import { factsDigest } from '../../src/elevation/digest';
import { plain, type Sentence } from '../../src/words';
import { type View } from '../../src/views/view';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { type PersonKey } from '../support/seed';
import { at, moveTo } from '../support/hours';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function under(rules: Partial<PolicyRules>): Promise<void> {
  await world.close();
  world = await createWorld({ rules });
}

/** Ana asks for Search-Mailbox, for Dan unless it says somebody else. */
async function asks(whom = '--for dan@example.com', platform: 'slack' | 'teams' = 'slack') {
  const reply = await world.says('ana', `Search-Mailbox 4h ${whom} phishing clean-up`, platform);
  await world.settle();
  return reply.privately?.facts.refused ?? reply.privately?.screen;
}

function messagesTo(person: PersonKey): PostedMessage[] {
  const { slack, teams } = world.made.accounts[person];
  return [...world.slack.messages, ...world.teams.messages].filter(
    ({ account }) => account?.user === slack.user || account?.user === teams.user,
  );
}

function told(person: PersonKey): string[] {
  return messagesTo(person).map((message) => headlineOf(shownBy(message)));
}

function headlineOf(view: View): string {
  return plain(view.facts.headline as Sentence);
}

function prompts(): PostedMessage[] {
  return [...world.slack.messages, ...world.teams.messages].filter(
    ({ account }) => account === null,
  );
}

function screenOf(reply: { privately: View | null; screen: View | null }): unknown {
  return reply.privately?.facts.refused ?? reply.screen?.screen;
}

describe('a request for somebody else', () => {
  it('asks whoever receives it first, and nobody else', async () => {
    expect(await asks()).toBe('receipt');
    expect(await world.snapshot(1)).toMatchObject({
      state: 'awaiting-acceptance',
      requester: { name: 'Ana' },
      subject: { name: 'Dan' },
    });
    expect(prompts()).toEqual([]);
    expect(told('dan')).toEqual(['⏳ Your acceptance needed: Search-Mailbox, 4\u00A0hours']);
    const [message] = messagesTo('dan');
    expect(shownBy(message!).facts).toMatchObject({
      accept: { verb: 'accept' },
      decline: { verb: 'decline' },
    });
    expect(JSON.stringify(shownBy(message!))).toContain('phishing clean-up');
    expect(world.exchange.log).toEqual([]);
  });

  it('is decided once it is accepted, and grants to the account of whoever receives it', async () => {
    await asks();
    await moveTo(world, 1);
    expect(screenOf(await world.presses('dan', 'accept', 1, { platform: 'teams' }))).toBe(
      'acceptance',
    );
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending', acceptedAt: at(1) });
    await world.settle();
    expect(prompts()).toHaveLength(2);
    expect(told('dan')).toEqual(['✅ Accepted: Search-Mailbox, 4\u00A0hours']);

    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['dan']));
    expect(told('dan')).toContain('🔓 Active: Search-Mailbox, 4\u00A0hours');
    expect(told('ana').at(-1)).toBe('🔓 Active: Search-Mailbox, 4\u00A0hours');
    const toAna = messagesTo('ana').at(-1)!;
    expect(shownBy(toAna).facts).toMatchObject({ end: null, again: null });
    expect(JSON.stringify(shownBy(toAna))).not.toContain('You hold');

    await moveTo(world, 5);
    expect(world.exchange.holders.size).toBe(0);
    for (const person of ['ana', 'dan'] as const) {
      expect(told(person)).toContain('🔒 Ended: Search-Mailbox, 4\u00A0hours');
    }
    expect(await world.audited(1)).toEqual(
      expect.arrayContaining(['request.opened', 'request.accepted', 'request.decided']),
    );
  });

  it('is over when it is declined: whoever asked is told by whom, and approvers never hear of it', async () => {
    await asks();
    await world.presses('dan', 'decline', 1);
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({
      state: 'withdrawn',
      withdrawnBy: { name: 'Dan' },
    });
    expect(prompts()).toEqual([]);
    expect(told('dan')).toEqual(['↩️ Declined: Search-Mailbox, 4\u00A0hours']);
    expect(told('ana').at(-1)).toBe('↩️ Declined: Search-Mailbox, 4\u00A0hours');
    expect(JSON.stringify(messagesTo('ana').at(-1))).toContain('Dan');
    expect(await world.audited(1)).toEqual(['request.opened', 'request.declined']);
  });

  it('is over when nobody accepts in time, and both are shown that', async () => {
    await asks();
    await moveTo(world, 24);
    expect(await world.snapshot(1)).toMatchObject({ state: 'expired', acceptedAt: null });
    expect(prompts()).toEqual([]);
    expect(told('dan')).toEqual(['⌛ Not accepted in time: Search-Mailbox, 4\u00A0hours']);
    expect(told('ana').at(-1)).toBe('⌛ Not accepted in time: Search-Mailbox, 4\u00A0hours');
    expect(screenOf(await world.presses('dan', 'accept', 1))).toBe('request-closed');
  });

  it('is taken back by whoever asked before it is accepted, and cannot be accepted then', async () => {
    await asks();
    await world.presses('ana', 'withdraw', 1);
    await world.settle();
    expect(told('dan')).toEqual(['↩️ Withdrawn: Search-Mailbox, 4\u00A0hours']);
    expect(screenOf(await world.presses('dan', 'accept', 1))).toBe('request-closed');
    expect(prompts()).toEqual([]);
  });

  it('is given up by whoever accepted it while it is pending, and its prompt says who did', async () => {
    await asks();
    await world.presses('dan', 'accept', 1);
    await world.settle();
    const reply = await world.says('dan', 'withdraw ELV-1');
    expect(reply.privately?.screen).toBe('acceptance');
    await world.settle();
    expect(JSON.stringify(shownBy(prompts()[0]!))).toContain('Dan took the request back');
    expect(told('ana').at(-1)).toBe('↩️ Withdrawn: Search-Mailbox, 4\u00A0hours');
  });

  it('has one deadline for accepting and deciding, counted from asking', async () => {
    await asks();
    await moveTo(world, 23);
    await world.presses('dan', 'accept', 1);
    expect((await world.snapshot(1)).decideBy).toEqual(at(24));
    await moveTo(world, 24);
    expect(await world.snapshot(1)).toMatchObject({ state: 'expired' });
    expect(told('dan')).toContain('⌛ Nobody decided in time: Search-Mailbox, 4\u00A0hours');
  });

  it('counts reminders from when it was accepted, for approvers were asked then', async () => {
    await under({ terms: { ...noTerms, reminders: [3_600, 4 * 3_600] } });
    await asks();
    await moveTo(world, 2);
    await world.presses('dan', 'accept', 1);
    await moveTo(world, 3 - 1 / 3600);
    expect((await world.snapshot(1)).reminders).toEqual([]);
    await moveTo(world, 3);
    expect((await world.snapshot(1)).reminders).toEqual([at(3)]);
    const line = world.slack.messages.find(({ thread }) => thread !== null)!;
    expect(plain(shownBy(line).facts.sentence as Sentence)).toMatch(/^ELV-1 waits for 1.hour\./u);
    await moveTo(world, 6);
    expect((await world.snapshot(1)).reminders).toEqual([at(3), at(6)]);
    const waited = await world.db.query(
      `select facts->'waitedS' as "waitedS" from elevate.audit_events
       where kind = 'request.reminded' order by seq`,
    );
    expect(waited).toEqual([{ waitedS: 3_600 }, { waitedS: 4 * 3_600 }]);
  });

  it('asks the group for escalation so long after it was accepted, and not after it was asked', async () => {
    const escalation = { afterS: 3_600, groupId: world.made.groupId };
    await under({ terms: { ...noTerms, escalation } });
    await asks();
    await moveTo(world, 10);
    await world.presses('dan', 'accept', 1);
    const due = () => world.db.query('select follow_up_at as at from elevate.requests');
    expect(await due()).toEqual([{ at: at(11) }]);
  });

  it('is listed as waiting for whoever has to accept, and as asked for by whoever asked', async () => {
    await asks();
    expect(JSON.stringify(await world.says('dan', 'pending'))).toContain('Accept or decline it');
    expect(JSON.stringify(await world.says('ben', 'pending'))).not.toContain('ELV-1');
    expect(JSON.stringify(await world.says('ana', 'home'))).toContain('Waiting for ');
    expect(JSON.stringify(await world.says('dan', 'home'))).toContain('Accept or decline it');
    await world.presses('dan', 'accept', 1);
    expect(JSON.stringify(await world.says('dan', 'pending'))).not.toContain('ELV-1');
    expect(JSON.stringify(await world.says('ben', 'pending'))).toContain('ELV-1');
    for (const person of ['ana', 'dan'] as const) {
      const shown = await world.says(person, 'show ELV-1');
      expect(JSON.stringify(shown)).toContain('accepted it');
    }
  });

  it('starts later where that was asked for, once it is accepted and approved', async () => {
    await asks('--for dan@example.com --at "tomorrow 15:02"');
    await world.presses('dan', 'accept', 1);
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'scheduled', startsAt: at(24) });
    for (const person of ['ana', 'dan'] as const) {
      expect(told(person)).toContain('✅ Approved, not started: Search-Mailbox, 4\u00A0hours');
    }
    await moveTo(world, 24);
    expect(world.exchange.holders).toEqual(new Set(['dan']));
  });

  it.each([
    ['whoever asked', 'ana', 'end'],
    ['whoever received it', 'dan', 'end'],
    ['an approver', 'ben', 'revoke'],
  ] as const)('is ended early by %s', async (_, who, verb) => {
    await asks();
    await world.presses('dan', 'accept', 1);
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.presses(who, verb, 1, { reason: 'Done.' });
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
    expect(told('ana').at(-1)).toBe('🔒 Ended: Search-Mailbox, 4\u00A0hours');
  });

  it('goes on for whoever holds it, not for whoever asked', async () => {
    await asks();
    await world.presses('dan', 'accept', 1);
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect((await world.says('ana', 'extend ELV-1 1h')).privately?.facts.refused).toBe('not-yours');
    expect((await world.says('dan', 'extend ELV-1 1h')).privately?.screen).toBe('receipt');
    expect(await world.snapshot(2)).toMatchObject({ state: 'pending', requester: { name: 'Dan' } });
  });
});

describe('who may answer and decide', () => {
  it.each([
    ['whoever asked', 'ana', 'not-yours-to-accept'],
    ['an approver', 'ben', 'not-yours'],
    ['somebody disabled', 'eve', 'disabled'],
  ] as const)('%s cannot accept it', async (_, who, refused) => {
    await asks();
    expect(screenOf(await world.presses(who, 'accept', 1))).toBe(refused);
    expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance' });
    expect(await world.audited(1)).toContain('request.refused');
  });

  it('a guest cannot accept, also when they were a member as they were named', async () => {
    await asks();
    world.slack.kinds.set(world.made.accounts.dan.slack.user, 'guest');
    expect(screenOf(await world.presses('dan', 'accept', 1))).toBe('guest');
    expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance' });
  });

  it('neither who asked nor who receives it decides, also when they are approvers', async () => {
    const reply = await world.says('ben', 'Search-Mailbox 4h --for cara@example.com x');
    // Besides Ben and Cara nobody is in the group.
    expect(reply.privately?.facts.refused).toBe('nobody-could-decide');
    await world.says('ana', 'Search-Mailbox 4h --for ben@example.com x');
    await world.presses('ben', 'accept', 1);
    expect(screenOf(await world.presses('ben', 'approve', 1))).toBe('own-request');
    expect(screenOf(await world.presses('ana', 'approve', 1))).toBe('own-request');
    await world.presses('cara', 'approve', 1);
    expect(await world.snapshot(1)).toMatchObject({ state: 'approved' });
  });

  it('nobody decides on what was not accepted', async () => {
    await asks();
    for (const verb of ['approve', 'deny'] as const) {
      expect(screenOf(await world.presses('ben', verb, 1, { reason: 'x' }))).toBe('request-closed');
    }
    expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance', decisions: [] });
  });

  it('an old screen does not count, and is redrawn', async () => {
    await asks();
    const reply = await world.presses('dan', 'accept', 1, { digest: 'aaaaaaaaaaaa' });
    expect(reply.privately?.facts.refused).toBe('stale-screen');
    expect(reply.screen?.screen).toBe('acceptance');
    expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance' });
  });

  it('a press that comes twice is one acceptance, with the same answer', async () => {
    await asks();
    const digest = factsDigest(await world.snapshot(1));
    const once = { digest, payloadKey: 'twice' };
    const first = await world.presses('dan', 'accept', 1, once);
    expect(await world.presses('dan', 'accept', 1, once)).toEqual(first);
    const kinds = await world.audited(1);
    expect(kinds.filter((kind) => kind === 'request.accepted')).toHaveLength(1);
    expect(screenOf(await world.presses('dan', 'accept', 1))).toBe('already-accepted');
  });

  it('accept and decline of one moment have one outcome', async () => {
    await asks();
    const replies = await Promise.all([
      world.presses('dan', 'accept', 1),
      world.presses('dan', 'decline', 1, { platform: 'teams' }),
    ]);
    const screens = replies.map(screenOf);
    expect(screens.filter((one) => one === 'acceptance')).toHaveLength(1);
    const { state } = await world.snapshot(1);
    expect(['pending', 'withdrawn']).toContain(state);
  });
});

describe('under a policy that approves by itself', () => {
  it('nothing is granted before it is accepted, and then at once', async () => {
    await under({ approval: 'auto' });
    await asks();
    expect(await world.snapshot(1)).toMatchObject({ state: 'awaiting-acceptance', grant: null });
    await moveTo(world, 1);
    await world.presses('dan', 'accept', 1);
    expect(await world.snapshot(1)).toMatchObject({
      state: 'approved',
      grant: { startsAt: at(1), endsAt: at(5) },
    });
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['dan']));
  });

  it('people decide on what is accepted once its budget is used up', async () => {
    await under({
      approval: 'auto',
      terms: { ...noTerms, autoBudget: { count: 1, windowS: 86_400 } },
    });
    await asks();
    await world.says('ana', 'Search-Mailbox 1h x');
    expect(await world.snapshot(2)).toMatchObject({ state: 'approved' });
    await world.presses('dan', 'accept', 1);
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending', grant: null });
  });

  it('people decide on what is accepted after the policy changed', async () => {
    await under({ approval: 'auto' });
    await asks();
    await world.changePolicy();
    expect(screenOf(await world.presses('dan', 'accept', 1))).toBe('acceptance');
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending', grant: null });
  });
});
