import { type PolicyTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { shownBy } from '../support/recording-platform';
import { at, grantOf, holds, moveTo, saidBy, worldUnder } from '../support/hours';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function under(extension: PolicyTerms['extension'], approval: 'manual' | 'auto' = 'manual') {
  await world.close();
  world = await worldUnder({ extension }, { approval });
}

async function refusedAs(text: string, person: 'ana' | 'cara' = 'ana'): Promise<unknown> {
  const reply = await world.says(person, text);
  return reply.privately?.facts.refused ?? reply.privately?.screen;
}

describe('more time on a grant', () => {
  it('is a request of its own that says what it extends and until when, and needs a decision', async () => {
    await holds(world);
    const reply = await world.says('ana', 'extend ELV-1 2h it takes longer');
    expect(reply.privately?.screen).toBe('receipt');
    expect(JSON.stringify(reply.privately)).toContain('It extends ELV-1.');
    expect(await world.snapshot(2)).toMatchObject({
      kind: 'extension',
      state: 'pending',
      durationS: 7200,
      fixedEnd: at(6),
      reason: 'it takes longer',
      extends: { number: 1, since: at(0), endsAt: at(4) },
      grant: null,
    });
    expect(world.exchange.log).toEqual(['grant ana']);
    await world.settle();
    const prompt = world.slack.messages.findLast((message) => message.account === null)!;
    expect(shownBy(prompt).notification).toContain('asks for 2\u00A0hours more of Search-Mailbox');
    expect(saidBy(prompt)).toContain('an extension of ELV-1.');
    expect(saidBy(prompt)).toContain('6\u00A0hours in all');
  });

  it('keeps the right over the end of the first grant without a gap, and takes it away at the end of the last', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await moveTo(world, 1);
    await world.presses('ben', 'approve', 2);
    await world.settle();
    expect(await grantOf(world, 2)).toMatchObject({
      state: 'active',
      startsAt: at(4),
      endsAt: at(6),
    });
    expect(await grantOf(world, 1)).toMatchObject({ state: 'active', endsAt: at(4) });

    await moveTo(world, 4);
    expect(await grantOf(world, 1)).toMatchObject({
      state: 'ended',
      endCause: 'expired',
      endsAt: at(4),
    });
    expect(world.exchange.log).not.toContain('revoke ana');
    await moveTo(world, 6 - 1 / 3600);
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    expect(world.exchange.log).not.toContain('revoke ana');

    await moveTo(world, 6);
    expect(await grantOf(world, 2)).toMatchObject({ state: 'ended', endCause: 'expired' });
    expect(world.exchange.holders.size).toBe(0);
    expect(world.exchange.log.filter((line) => line === 'revoke ana')).toHaveLength(1);
  });

  it('begins when it is approved where the first grant is over by then, and ends when it was asked for', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await moveTo(world, 4.5);
    expect(world.exchange.holders.size).toBe(0);
    await world.presses('ben', 'approve', 2);
    await world.settle();
    expect(await grantOf(world, 2)).toMatchObject({ startsAt: at(4.5), endsAt: at(6) });
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await moveTo(world, 6);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('goes on again and again, each time from the last end', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 1h');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    await world.says('ana', 'extend ELV-2 1h');
    expect(await world.snapshot(3)).toMatchObject({
      fixedEnd: at(6),
      extends: { number: 2, since: at(0) },
    });
    await world.presses('ben', 'approve', 3);
    await world.settle();
    await moveTo(world, 5);
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await moveTo(world, 6);
    expect(world.exchange.log.filter((line) => line === 'revoke ana')).toHaveLength(1);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('cannot be decided by its own requester, and a denial leaves the grant as it is', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    expect((await world.presses('ana', 'approve', 2)).privately?.facts.refused).toBe('own-request');
    await world.presses('ben', 'deny', 2, { reason: 'Enough.' });
    expect(await grantOf(world, 1)).toMatchObject({ state: 'active', endsAt: at(4) });
    expect(await refusedAs('extend ELV-1 1h')).toBe('receipt');
  });

  it('is asked for again as more time while the grant is there, and as something new afterwards', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await world.presses('ben', 'deny', 2, { reason: 'Not yet.' });
    await world.presses('ana', 'again', 2);
    expect(await world.snapshot(3)).toMatchObject({ kind: 'extension', fixedEnd: at(6) });
    await world.presses('ana', 'withdraw', 3);
    await moveTo(world, 4);
    await world.presses('ana', 'again', 3);
    expect(await world.snapshot(4)).toMatchObject({
      kind: 'access',
      durationS: 7200,
      fixedEnd: null,
      extends: null,
    });
  });

  it('is recorded with what it extends, and never extends anything else', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    const opened = await world.db.query(
      `select facts -> 'extends' as extends from elevate.audit_events
       where kind = 'request.opened' order by seq`,
    );
    expect(opened).toEqual([{ extends: null }, { extends: 1 }]);
    await expect(
      world.db.query(`update elevate.requests set extends_since = now() where number = 2`),
    ).rejects.toThrow('never changes');
  });

  it('warns of the last end only', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    await moveTo(world, 4 - 5 / 60);
    await moveTo(world, 6 - 5 / 60);
    expect(await world.audited(1)).not.toContain('grant.warned');
    expect(await world.audited(2)).toContain('grant.warned');
  });

  it('takes the warning back that was given before it was approved', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await moveTo(world, 4 - 15 / 60);
    const warning = world.slack.messages.find((one) => /ends in/u.test(shownBy(one).notification))!;
    await world.presses('ben', 'approve', 2);
    await world.settle();
    expect(saidBy(warning)).toContain('It goes on through ELV-2 until 13 Nov 2026, 20:02 UTC.');
  });
});

describe('pressed', () => {
  it('is offered to the holder with what it needs, and asks for what was filled in', async () => {
    await holds(world);
    const told = world.slack.messages.find((message) => message.account !== null)!;
    expect(shownBy(told).facts.extend).toMatchObject({ verb: 'extend', request: 'ELV-1' });
    const press = { verb: 'extend', request: 1, digest: 'k7QmPz01_-aB' } as const;
    const empty = { ...press, reason: null, comment: null };
    const { form } = await world.inbound.form(world.envelope('ana'), empty);
    expect(form).toMatchObject({ screen: 'extend-form' });
    expect(JSON.stringify(form)).toContain('This needs a new decision by Exchange approvers.');
    const filled = { ...empty, reason: 'it takes longer', duration: '90m' };
    const envelope = world.envelope('ana');
    const first = await world.inbound.press(envelope, filled);
    const second = await world.inbound.press(envelope, filled);
    expect(second.receiptFor).toBe(first.receiptFor);
    expect(await world.snapshot(2)).toMatchObject({ durationS: 5400, reason: 'it takes longer' });
    expect(await world.db.query('select from elevate.requests')).toHaveLength(2);
  });

  it('opens no form where it would be refused', async () => {
    await holds(world);
    const press = { verb: 'extend', request: 1, digest: 'k7QmPz01_-aB' } as const;
    const empty = { ...press, reason: null, comment: null };
    const reply = await world.inbound.form(world.envelope('cara'), empty);
    expect(reply).toMatchObject({ form: null, screen: null });
    expect(reply.privately?.facts.refused).toBe('not-yours');
  });
});

describe('more time is refused', () => {
  it('to others, on what is not in force, and on what nobody knows', async () => {
    await holds(world);
    expect(await refusedAs('extend ELV-1 2h', 'cara')).toBe('not-yours');
    expect(await refusedAs('extend ELV-9 2h')).toBe('unknown-request');
    expect((await world.audited(1)).at(-1)).toBe('request.refused');
    await world.presses('ana', 'end', 1);
    await world.settle();
    expect(await refusedAs('extend ELV-1 2h')).toBe('nothing-to-extend');
  });

  it('twice at the same time, also when both are asked in one moment', async () => {
    await holds(world);
    const both = await Promise.all([1, 2].map(() => refusedAs('extend ELV-1 2h')));
    expect(both.sort()).toEqual(['already-extended', 'receipt']);
    expect(await refusedAs('extend ELV-1 2h')).toBe('already-extended');
  });

  it('beyond what the policy allows in all', async () => {
    await under({ allowed: true, maxTotalS: 5 * 3600 });
    await holds(world);
    expect(await refusedAs('extend ELV-1 2h')).toBe('extension-too-long');
    expect(await refusedAs('extend ELV-1 1h')).toBe('receipt');
  });

  it('where the policy does not allow it', async () => {
    await under({ allowed: false, maxTotalS: null });
    await holds(world);
    expect(await refusedAs('extend ELV-1 1h')).toBe('extension-not-allowed');
    const told = world.slack.messages.find((message) => message.account !== null)!;
    expect(shownBy(told).facts.extend).toBeNull();
  });

  it('for an account that the holder had then and has no more', async () => {
    await holds(world);
    await world.db.query(
      `update elevate.accounts set user_key = 'ana2' where system = 'Exchange' and user_key = 'ana'`,
    );
    expect(await refusedAs('extend ELV-1 1h')).toBe('no-account-in-target');
  });
});

describe('what the policy approves by itself', () => {
  it('goes on by itself only where the policy says so', async () => {
    await under(null, 'auto');
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(await refusedAs('extend ELV-1 1h')).toBe('extension-not-allowed');

    await under({ allowed: true, maxTotalS: 6 * 3600 }, 'auto');
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.says('ana', 'extend ELV-1 2h');
    await world.settle();
    expect(await grantOf(world, 2)).toMatchObject({
      state: 'active',
      startsAt: at(4),
      endsAt: at(6),
    });
    await moveTo(world, 4);
    expect(world.exchange.log).not.toContain('revoke ana');
    await moveTo(world, 6);
    expect(world.exchange.holders.size).toBe(0);
  });
});

describe('more time that is approved while the target is away', () => {
  const away = new RemoteError('Exchange', 'unavailable', 'timeout');
  /** Throws from every call until it is back. */
  function outage(): () => void {
    const { exchange } = world;
    const working = { ...exchange };
    const fail = () => Promise.reject(away);
    Object.assign(exchange, { grant: fail, revoke: fail, inspect: fail });
    return () => void Object.assign(exchange, working);
  }

  /** From 3 h on Exchange is away; the extension runs from 4 h to 6 h. */
  async function extendedInOutage(): Promise<() => void> {
    await holds(world);
    await moveTo(world, 3);
    const back = outage();
    await world.says('ana', 'extend ELV-1 2h');
    await world.presses('ben', 'approve', 2);
    await moveTo(world, 3.5);
    expect(await grantOf(world, 2)).toMatchObject({ state: 'activating', heldBefore: null });
    return back;
  }
  const changes = () => world.exchange.log.filter((line) => line !== 'grant ana');

  it('keeps the right over the first end, which is neither overdue nor taken away', async () => {
    const back = await extendedInOutage();
    await moveTo(world, 4);
    await moveTo(world, 4.5);
    expect(await grantOf(world, 1)).toMatchObject({ state: 'ended', endCause: 'expired' });
    expect(await world.audited(1)).not.toContain('grant.overdue');
    expect(await grantOf(world, 2)).toMatchObject({ state: 'activating', heldBefore: false });
    back();
    await moveTo(world, 5);
    expect(await grantOf(world, 2)).toMatchObject({ state: 'active' });
    expect(changes()).toEqual([]);
    await moveTo(world, 6);
    expect(changes()).toEqual(['revoke ana']);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('takes it away at its own end when it never became active', async () => {
    const back = await extendedInOutage();
    await moveTo(world, 4);
    await moveTo(world, 6);
    await moveTo(world, 6.5);
    expect(await world.audited(2)).toContain('grant.overdue');
    back();
    await moveTo(world, 7);
    expect(await grantOf(world, 2)).toMatchObject({ state: 'ended', endCause: 'expired' });
    expect(changes()).toEqual(['revoke ana']);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('takes it away when it is given back before the target is there again', async () => {
    const back = await extendedInOutage();
    await moveTo(world, 4);
    await world.presses('ana', 'end', 2);
    back();
    await moveTo(world, 4.5);
    expect(await grantOf(world, 2)).toMatchObject({ state: 'ended', endCause: 'relinquished' });
    expect(world.exchange.holders.size).toBe(0);
  });

  it('does not keep what was ended early', async () => {
    const back = await extendedInOutage();
    await world.presses('ana', 'end', 1);
    back();
    await moveTo(world, 4);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('is shown to go on from its approval, without a warning that it ends', async () => {
    await extendedInOutage();
    await moveTo(world, 3.8);
    expect(await world.audited(1)).not.toContain('grant.warned');
    expect(await grantOf(world, 1)).toMatchObject({ alsoHeldThrough: { number: 2, until: at(6) } });
  });
});
