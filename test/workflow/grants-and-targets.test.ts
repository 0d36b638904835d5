import { publishRequest } from '../../src/workflow/publish-request';
import { RemoteError } from '../../src/errors';
import { createWorld, type World } from '../support/world';
import { shownBy } from '../support/recording-platform';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function approved(text = 'Search-Mailbox 4h phishing', request = 1): Promise<void> {
  await world.says('ana', text);
  await world.presses('ben', 'approve', request);
}

/** Fails every call of that name until the returned function is called. */
function outage(call: 'grant' | 'revoke' | 'inspect', error: RemoteError): () => void {
  const failure = { call, error };
  const original = world.exchange.failures.splice.bind(world.exchange.failures);
  world.exchange.failures.push(failure);
  world.exchange.failures.splice = (start: number, count?: number) => {
    const taken = original(start, count ?? 0);
    world.exchange.failures.push(...taken.filter((one) => one === failure));
    return taken;
  };
  return () => {
    world.exchange.failures.splice = original;
    world.exchange.failures.length = 0;
  };
}

const away = new RemoteError('Exchange', 'unavailable', 'timeout');

describe('a target that does not do what it is asked', () => {
  it('is tried again until it answers, at most a minute apart, and the end stays where it was', async () => {
    await approved();
    const back = outage('grant', away);
    await world.settle();
    const { endsAt } = (await world.snapshot(1)).grant!;
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const { grant } = await world.snapshot(1);
      const waitMs = grant!.nextAttemptAt!.getTime() - (await world.snapshot(1)).readAt.getTime();
      expect(waitMs).toBeLessThanOrEqual(minuteMs);
      await world.db.advance(minuteMs);
      await world.settle();
    }
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'activating', endsAt });
    back();
    await world.db.advance(minuteMs);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'active', endsAt });
  });

  it('is not granted any more when its end came while it was tried, and is made sure to be absent', async () => {
    await approved('Search-Mailbox 1h phishing');
    const back = outage('grant', away);
    await world.settle();
    back();
    await world.db.advance(hourMs);
    await world.settle();
    expect(world.exchange.log).toEqual(['revoke ana']);
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended', endCause: 'expired' });
  });

  it.each(['rejected', 'not_found', 'unauthorized'] as const)(
    'ends as not granted on %s, once the target was read and the right was not there',
    async (kind) => {
      await approved();
      world.exchange.failures.push({
        call: 'grant',
        error: new RemoteError('Exchange', kind, 'x'),
      });
      await world.settle();
      expect((await world.snapshot(1)).grant).toMatchObject({ state: 'failed', lastError: kind });
      expect(await world.audited(1)).toContain('grant.failed');
      expect(world.counted).toContain('grants_failed Exchange');
      await world.presses('ana', 'again', 1);
      expect(await world.snapshot(2)).toMatchObject({ state: 'pending' });
      const told = world.slack.messages.filter((message) => message.account !== null);
      expect(told).toHaveLength(1);
    },
  );

  it('does not call a refused grant failed while the right is there', async () => {
    await approved();
    const error = new RemoteError('Exchange', 'rejected', 'x');
    world.exchange.failures.push({ call: 'grant', error, after: true });
    await world.settle();
    expect((await world.snapshot(1)).grant?.state).toBe('activating');
    await world.db.advance(minuteMs);
    await world.settle();
    expect((await world.snapshot(1)).grant?.state).toBe('active');
  });

  it('counts a grant that was made although the answer got lost', async () => {
    await approved();
    world.exchange.failures.push({ call: 'grant', error: away, after: true });
    await world.settle();
    await world.db.advance(minuteMs);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'active', heldBefore: false });
    await world.db.advance(4 * hourMs);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
  });

  it('is taken away again and again until it is read as absent, loudly from a minute on', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.settle();
    const back = outage('revoke', away);
    await world.db.advance(hourMs);
    await world.settle();
    for (let attempt = 0; attempt < 30; attempt += 1) {
      await world.db.advance(minuteMs);
      await world.settle();
    }
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ending' });
    const channel = world.slack.messages.filter((message) => message.account === null);
    expect(channel).toHaveLength(2);
    expect(shownBy(channel[1]!).notification).toMatch(/^STILL ACTIVE/u);
    expect((await world.audited(1)).filter((kind) => kind === 'grant.overdue')).toHaveLength(1);
    back();
    await world.db.advance(minuteMs);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended', endCause: 'expired' });
    for (const message of channel) expect(shownBy(message).screen).toBe('approval-closed');
  });

  it('is never called ended on an unknown reading', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.settle();
    const back = outage('inspect', away);
    await world.db.advance(hourMs);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
    expect((await world.snapshot(1)).grant?.state).toBe('ending');
    back();
  });
});

describe('a right that was there before', () => {
  it('is told, and not taken away at the end', async () => {
    world.exchange.holders.add('ana');
    await approved('Search-Mailbox 1h phishing');
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'active', heldBefore: true });
    await world.db.advance(hourMs);
    await world.settle();
    expect((await world.snapshot(1)).grant?.state).toBe('ended');
    expect(world.exchange.log).toEqual([]);
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });
});

describe('a right that was there, on a grant that ends before it was made', () => {
  it('is left alone when the grant is given back at once', async () => {
    world.exchange.holders.add('ana');
    await approved('Search-Mailbox 1h phishing');
    await world.presses('ana', 'end', 1);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended', heldBefore: true });
    expect(world.exchange.log).toEqual([]);
  });

  it('is left alone when the target could not be read before the end', async () => {
    world.exchange.holders.add('ana');
    await approved('Search-Mailbox 1h phishing');
    world.exchange.failures.push({ call: 'inspect', error: away });
    await world.settle();
    await world.db.advance(hourMs);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended', heldBefore: true });
    expect(world.exchange.log).toEqual([]);
  });
});

describe('a right whose target was away for the whole time', () => {
  /** From before the first call until ten minutes after the end. */
  async function awayThroughout(): Promise<() => Promise<void>> {
    await approved('Search-Mailbox 1h phishing');
    const back = outage('inspect', away);
    await world.settle();
    for (let minutes = 0; minutes < 70; minutes += 10) {
      await world.db.advance(10 * minuteMs);
      await world.settle();
    }
    return async () => {
      back();
      await world.db.advance(minuteMs);
      await world.settle();
    };
  }

  it('is not called still active, for nothing was ever granted, and ends without the target', async () => {
    await awayThroughout();
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'never-started',
      heldBefore: null,
    });
    expect(await world.audited(1)).not.toContain('grant.overdue');
    const shown = JSON.stringify([world.slack.messages, world.teams.messages]);
    expect(shown).not.toMatch(/still active|by hand|confirmed/iu);
    const who = JSON.stringify(await world.says('ben', 'who Search-Mailbox'));
    expect(who).not.toContain('Ana');
    expect(JSON.stringify(await world.says('ben', 'home'))).not.toMatch(/still active/iu);
  });

  it('was given back by whoever did, and nothing is said to be confirmed', async () => {
    await approved('Search-Mailbox 1h phishing');
    const back = outage('inspect', away);
    await world.presses('ana', 'end', 1);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'relinquished',
      heldBefore: null,
    });
    const shown = JSON.stringify(world.slack.messages.map(shownBy));
    expect(shown).toMatch(/gave it back/u);
    expect(shown).not.toMatch(/confirmed/iu);
    back();
  });

  it('is left where it is when the target is back, whoever put it there', async () => {
    const back = await awayThroughout();
    world.exchange.holders.add('ana');
    await back();
    expect(world.exchange.log).toEqual([]);
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('says who gave it back, where somebody did, and takes nothing away either', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.presses('ana', 'end', 1);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'relinquished',
    });
    expect(world.exchange.log).toEqual([]);
  });
});

describe('a right that was there before and was removed since', () => {
  beforeEach(async () => {
    world.exchange.holders.add('ana');
    await approved('Search-Mailbox 4h first', 1);
    await world.settle();
    world.exchange.holders.delete('ana');
    await approved('Search-Mailbox 1h second', 2);
    await world.settle();
  });

  it('is no longer called held before by the grant that had found it', async () => {
    expect((await world.snapshot(1)).grant?.heldBefore).toBe(false);
    const kinds = await world.audited(1);
    expect(kinds.filter((kind) => kind === 'grant.held-before')).toHaveLength(2);
  });

  it('does not stay behind when the last grant ends, whichever that is', async () => {
    await world.db.advance(hourMs);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await world.db.advance(3 * hourMs);
    await world.settle();
    expect((await world.snapshot(1)).grant?.state).toBe('ended');
    expect(world.exchange.holders.size).toBe(0);
  });

  it('does not stay behind when a third grant finds what the second made', async () => {
    await approved('Search-Mailbox 2h third', 3);
    await world.settle();
    await world.presses('ana', 'end', 1);
    await world.settle();
    await world.db.advance(2 * hourMs);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
  });
});

describe('overlapping grants of one right', () => {
  beforeEach(async () => {
    await approved('Search-Mailbox 1h first', 1);
    await world.settle();
    await approved('Search-Mailbox 2h second', 2);
    await world.settle();
  });

  it('do not count the first as held before by the second', async () => {
    expect((await world.snapshot(2)).grant?.heldBefore).toBe(false);
  });

  it('keep the right until the last of them has ended', async () => {
    await world.db.advance(hourMs);
    await world.settle();
    expect((await world.snapshot(1)).grant?.state).toBe('ended');
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await world.db.advance(hourMs);
    await world.settle();
    expect((await world.snapshot(2)).grant?.state).toBe('ended');
    expect(world.exchange.holders.size).toBe(0);
  });

  it('keep the right when the longer one is given back first', async () => {
    await world.presses('ana', 'end', 2);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await world.presses('ana', 'end', 1);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
  });

  it('are both taken away when both end in the same moment', async () => {
    await Promise.all([world.presses('ana', 'end', 1), world.presses('ana', 'end', 2)]);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
    expect((await world.snapshot(1)).grant?.state).toBe('ended');
    expect((await world.snapshot(2)).grant?.state).toBe('ended');
  });
});

describe('somebody ends a grant while it is being made', () => {
  it('is taken away after the late grant has landed, never before', async () => {
    await approved();
    let land: () => void = () => undefined;
    world.exchange.pauses.push({ call: 'grant', until: new Promise((done) => (land = done)) });
    const activating = world.settle();
    while (world.exchange.pauses.length > 0) await new Promise((done) => setImmediate(done));
    await world.presses('ana', 'end', 1);
    land();
    await activating;
    await world.settle();
    expect(world.exchange.log).toEqual(['grant ana', 'revoke ana']);
    expect(world.exchange.holders.size).toBe(0);
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'relinquished',
    });
  });
});

describe('messages that cannot be delivered', () => {
  const inChannel = () => world.slack.messages.filter(({ account }) => account === null);

  it('do not keep the others back', async () => {
    world.slack.failures.push({
      call: 'post',
      error: new RemoteError('Slack', 'not_found', 'channel_not_found'),
    });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(world.teams.messages).toHaveLength(1);
    expect(await world.audited(1)).toContain('message.undeliverable');
  });

  it('are tried again until an operator has made them possible, and told of once', async () => {
    const missing = new RemoteError('Slack', 'not_found', 'channel_not_found');
    await world.says('ana', 'Search-Mailbox 4h phishing');
    const { id, organisationId } = await world.snapshot(1);
    const publish = () => publishRequest(world.context, { organisationId, requestId: id });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      world.slack.failures.push({ call: 'post', error: missing });
      await expect(publish()).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 120_000 });
    }
    const told = (await world.audited(1)).filter((kind) => kind === 'message.undeliverable');
    expect(told).toHaveLength(1);
    expect(world.counted).toEqual(['places_lost slack', 'messages_undeliverable slack']);
    await publish();
    expect(inChannel()).toHaveLength(1);
  });

  it('are given up a day after everything was over', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.db.advance(24 * hourMs);
    const { id, organisationId } = await world.snapshot(1);
    const error = new RemoteError('Slack', 'rejected', 'x');
    world.slack.failures.push({ call: 'post', error }, { call: 'postDirect', error });
    world.teams.failures.push({ call: 'postDirect', error });
    await expect(
      publishRequest(world.context, { organisationId, requestId: id }),
    ).resolves.toBeUndefined();
    expect(world.counted).toEqual(['messages_undeliverable slack', 'messages_undeliverable slack']);
  });

  it('are posted anew when a person deleted the prompt while a decision is needed', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    world.slack.remove(world.slack.messages[0]!);
    await world.db.query('update elevate.message_references set drawn = $1', ['old']);
    const { id, organisationId } = await world.snapshot(1);
    await publishRequest(world.context, { organisationId, requestId: id });
    expect(inChannel()).toHaveLength(1);
  });
});
