/** Taking a right away, where something else happens at the same time. */
import { RemoteError } from '../../src/errors';
import { claimDueGrants } from '../../src/store/claim-grants';
import { type GrantClaim } from '../../src/store/grants';
import { endGrant } from '../../src/workflow/end-grant';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const signal = () => AbortSignal.timeout(10_000);

async function approved(text: string, request = 1): Promise<void> {
  await world.says('ana', text);
  await world.presses('ben', 'approve', request);
}

async function claimed(): Promise<GrantClaim> {
  const claim = { holder: 'test', limit: 1, leaseMs: 90_000 };
  const claims = await world.db.database.transaction((tx) => claimDueGrants(tx, claim));
  expect(claims).toHaveLength(1);
  return claims[0]!;
}

/** Somebody else has taken the grant over: whoever still holds the earlier claim may write nothing. */
async function fence({ grantId }: GrantClaim): Promise<void> {
  await world.db.query('update elevate.grants set attempt = attempt + 1 where id = $1', [grantId]);
}

async function endFacts(request: number): Promise<readonly unknown[]> {
  return world.db.query(
    `select e.facts->>'cause' as cause, e.facts->>'kept' as kept from elevate.audit_events e
     join elevate.requests r on r.id = e.request_id
     where r.number = $1 and e.kind = 'grant.ended'`,
    [request],
  );
}

describe('a right that another grant is about to need', () => {
  it('stays when the other one has read what was there before and waits for the target only', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.settle();
    await world.db.advance(hourMs - 500);
    await approved('Search-Mailbox 4h phishing', 2);
    const error = new RemoteError('Exchange', 'unavailable', 'x');
    world.exchange.failures.push({ call: 'grant', error });
    await world.settle();
    expect((await world.snapshot(2)).grant).toMatchObject({
      state: 'activating',
      heldBefore: false,
    });
    await world.db.advance(500);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended' });
    expect(await endFacts(1)).toEqual([{ cause: 'expired', kept: 'also-held' }]);
    expect(world.exchange.log).toEqual(['grant ana']);
    await world.db.advance(hourMs);
    await world.settle();
    expect((await world.snapshot(2)).grant).toMatchObject({ state: 'active' });
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('goes when the other one has not read anything yet, which makes it itself then', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.settle();
    await world.db.advance(hourMs - 500);
    await approved('Search-Mailbox 4h phishing', 2);
    const error = new RemoteError('Exchange', 'unavailable', 'x');
    world.exchange.failures.push({ call: 'inspect', error });
    await world.settle();
    expect((await world.snapshot(2)).grant).toMatchObject({
      state: 'activating',
      heldBefore: null,
    });
    await world.db.advance(500);
    await world.settle();
    expect(await endFacts(1)).toEqual([{ cause: 'expired', kept: 'no' }]);
    expect(world.exchange.log).toEqual(['grant ana', 'revoke ana']);
    await world.db.advance(hourMs);
    await world.settle();
    expect(world.exchange.log).toEqual(['grant ana', 'revoke ana', 'grant ana']);
  });

  it('goes when the other one is itself being taken away', async () => {
    await approved('Search-Mailbox 1h phishing');
    await approved('Search-Mailbox 1h phishing', 2);
    await world.settle();
    await world.db.advance(hourMs);
    const error = new RemoteError('Exchange', 'unavailable', 'x');
    world.exchange.failures.push({ call: 'revoke', error }, { call: 'revoke', error });
    for (let round = 0; round < 4; round += 1) {
      await world.settle();
      await world.db.advance(60_000);
    }
    const kept = [...(await endFacts(1)), ...(await endFacts(2))];
    expect(kept).toContainEqual({ cause: 'expired', kept: 'no' });
    expect(world.exchange.holders).toEqual(new Set());
  });
});

it('the trail says of a right that was held before that it was kept for that', async () => {
  world.exchange.holders.add('ana');
  await approved('Search-Mailbox 1h phishing');
  await world.settle();
  await world.db.advance(hourMs);
  await world.settle();
  expect(await endFacts(1)).toEqual([{ cause: 'expired', kept: 'held-before' }]);
});

describe('a claim that came too late', () => {
  it('does not begin to end anything', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.settle();
    await world.db.advance(hourMs);
    const claim = await claimed();
    await fence(claim);
    await endGrant(world.context, claim, signal());
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'active' });
    expect(world.exchange.log).toEqual(['grant ana']);
    expect(await world.audited(1)).not.toContain('grant.ending');
  });

  it('takes nothing away after it was fenced off while the target was read', async () => {
    await approved('Search-Mailbox 1h phishing');
    await world.presses('ana', 'end', 1);
    const claim = await claimed();
    expect(claim).toMatchObject({ state: 'ending', heldBefore: null });
    let go = () => undefined as void;
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    world.exchange.pauses.push({ call: 'inspect', until });
    const ending = endGrant(world.context, claim, signal());
    await fence(claim);
    go();
    await ending;
    expect(world.exchange.log).toEqual([]);
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ending', heldBefore: null });
  });
});

it('tells the operator how the target read back what it should no longer hold', async () => {
  const warn = jest.spyOn(world.context.log, 'warn');
  await approved('Search-Mailbox 1h phishing');
  await world.settle();
  world.exchange.revoke = async () => undefined;
  await world.db.advance(hourMs);
  await world.settle();
  expect(warn.mock.calls.map(([facts]) => facts)).toContainEqual(
    expect.objectContaining({ code: 'read_back_present', kind: 'unavailable' }),
  );
});

it('takes a fault of the program for a fault and not for an answer of the target', async () => {
  const error = jest.spyOn(world.context.log, 'error');
  await approved('Search-Mailbox 1h phishing');
  await world.settle();
  world.exchange.revoke = async () => {
    throw new TypeError('of ours');
  };
  await world.db.advance(hourMs);
  await world.settle();
  expect(error.mock.calls.map(([, said]) => said)).toContain('an act on a grant failed');
  expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ending', lastError: 'fault' });
});
