/** What was approved and could not be granted, and is granted after all once somebody has mended what was in the way. */
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { giveRole } from '../../src/store/roles';
import { shownBy } from '../support/recording-platform';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
  const { persons, organisationId } = world.made;
  await world.db.database.transaction(async (tx) => {
    const at = new Date('2026-11-13T14:02:00Z');
    await giveRole(tx, organisationId, { person: persons.dan, role: 'owner', at, by: null });
  });
});
afterEach(() => world.close());

const refusedAs = (reply: Reply): unknown => reply.privately?.facts['refused'];
const grant = async () => (await world.snapshot(1)).grant!;

function refuseNext(): void {
  const error = new RemoteError('Exchange', 'rejected', 'x');
  world.exchange.failures.push({ call: 'grant', error });
}

/** Ana's request is approved by Ben, and Exchange refuses to grant it. */
async function fails(): Promise<void> {
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
  await world.presses('ben', 'approve', 1);
  refuseNext();
  await world.settle();
  expect((await grant()).state).toBe('failed');
}

const prompt = () => shownBy(world.slack.messages.find(({ account }) => account === null)!);
const noticesOf = () =>
  world.slack.messages
    .filter(({ account }) => account !== null)
    .map(shownBy)
    .filter(({ screen }) => screen === 'notice')
    .map(({ facts }) => facts);

it.each([
  ['a press', () => world.presses('dan', 'retry', 1)],
  ['what is typed', () => world.says('dan', 'retry ELV-1', 'teams')],
])('is granted on %s of an owner, without another approval, until its own end', async (_w, act) => {
  await fails();
  expect(prompt().facts['retry']).not.toBeNull();
  expect(JSON.stringify(prompt().facts)).toContain('No new approval is needed');
  const { endsAt } = await grant();
  await world.db.advance(hourMs);
  expect(refusedAs(await act())).toBeUndefined();
  expect(await grant()).toMatchObject({ state: 'activating', endsAt, attempts: 0 });
  await world.settle();
  expect(await grant()).toMatchObject({ state: 'active', endsAt, heldBefore: false });
  expect(await world.audited(1)).toContain('grant.retry-asked');
  expect(prompt().notification).toMatch(/^Active: Ana holds/u);
  expect(prompt().facts['retry']).toBeNull();
  await world.db.advance(3 * hourMs);
  await world.settle();
  expect(await grant()).toMatchObject({ state: 'ended', endCause: 'expired' });
  expect(world.exchange.log).toEqual(['grant ana', 'revoke ana']);
});

it('tells the holder that it is there, and what said otherwise offers nothing that is over', async () => {
  await fails();
  expect(noticesOf().map(({ again }) => again !== null)).toEqual([true]);
  await world.presses('dan', 'retry', 1);
  await world.settle();
  const shown = noticesOf();
  expect(shown).toHaveLength(2);
  expect(shown.map(({ again }) => again)).toEqual([null, null]);
  expect(shown.every(({ end }) => end !== null)).toBe(true);
});

it('fails again where the cause is still there, and can be tried once more', async () => {
  await fails();
  refuseNext();
  await world.presses('dan', 'retry', 1);
  await world.settle();
  expect((await grant()).state).toBe('failed');
  expect(await world.audited(1)).toEqual(
    expect.arrayContaining(['grant.failed', 'grant.retry-asked', 'grant.failed']),
  );
  await world.presses('dan', 'retry', 1);
  await world.settle();
  expect((await grant()).state).toBe('active');
});

it('is not for those who decide, of whom one has to run Elevate as well', async () => {
  await fails();
  expect(refusedAs(await world.presses('ben', 'retry', 1))).toBe('retry-needs-role');
  expect(refusedAs(await world.presses('ana', 'retry', 1))).toBe('may-not-retry');
  expect((await grant()).state).toBe('failed');
});

it('is nobody’s own to try again, also not an owner’s', async () => {
  await world.says('dan', 'Search-Mailbox 4h my own');
  await world.presses('ben', 'approve', 1);
  refuseNext();
  await world.settle();
  expect(refusedAs(await world.presses('dan', 'retry', 1))).toBe('own-retry');
  expect((await grant()).state).toBe('failed');
});

it('is not tried again once the same was denied', async () => {
  await fails();
  await world.says('ana', 'Search-Mailbox 4h once more');
  await world.presses('ben', 'deny', 2, { reason: 'no longer' });
  expect(refusedAs(await world.presses('dan', 'retry', 1))).toBe('denied-since');
  expect((await grant()).state).toBe('failed');
});

it('is not tried again when its policy is another one by now, and its button is gone', async () => {
  await fails();
  await world.changePolicy({ approvals_needed: 2 });
  const reply = await world.presses('dan', 'retry', 1);
  expect(refusedAs(reply)).toBe('nothing-to-retry');
  await world.settle();
  expect(prompt().facts['retry']).toBeNull();
  expect((await grant()).state).toBe('failed');
});

it.each([
  ['its holder', () => world.says('ana', 'end ELV-1')],
  ['an approver', () => world.says('ben', 'revoke ELV-1 not needed any more')],
  ['an owner', () => world.presses('dan', 'revoke', 1, { reason: 'not needed any more' })],
])('can be given up by %s, and is not granted any more', async (_who, act) => {
  await fails();
  expect(refusedAs(await act())).toBeUndefined();
  expect(await grant()).toMatchObject({ state: 'ended', endCause: 'never-started' });
  await world.settle();
  expect(refusedAs(await world.presses('dan', 'retry', 1))).toBe('nothing-to-retry');
  expect(world.exchange.log).toEqual([]);
});

it('does not bring back more time once what it was for is over', async () => {
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  await world.says('ana', 'extend ELV-1 2h it takes longer');
  world.exchange.holders.clear();
  await world.presses('ben', 'approve', 2);
  refuseNext();
  await world.settle();
  expect((await world.snapshot(2)).grant?.state).toBe('failed');
  await world.presses('cara', 'revoke', 1, { reason: 'compromised' });
  await world.settle();
  expect(refusedAs(await world.presses('dan', 'retry', 2))).toBe('nothing-to-retry');
  await world.settle();
  expect((await world.snapshot(2)).grant?.state).toBe('failed');
  expect(world.exchange.holders.size).toBe(0);
});

it('is shown on Teams with its button to an owner in no group, and without it to an approver', async () => {
  await fails();
  const seen = async (person: 'ben' | 'dan' | 'ana') =>
    (await world.inbound.refresh(world.envelope(person, 'teams'), 1))?.facts['retry'];
  expect(await seen('dan')).toMatchObject({ verb: 'retry' });
  expect(await seen('ben')).toBeNull();
  expect(await seen('ana')).toBeNull();
  const shown = await world.says('dan', 'show ELV-1', 'teams');
  expect(shown.privately?.screen).toBe('timeline');
  const again = await world.presses('dan', 'retry', 1);
  expect(again.screen?.screen).toBe('approval-active');
  const twice = await world.presses('dan', 'retry', 1);
  expect(refusedAs(twice)).toBe('nothing-to-retry');
  expect(twice.screen?.screen).toBe('approval-active');
});

it('is not granted once its time is up, by the rules and by the database', async () => {
  await fails();
  const { endsAt } = await grant();
  await world.db.advance(4 * hourMs);
  expect((await world.snapshot(1)).readAt >= endsAt).toBe(true);
  expect(refusedAs(await world.presses('dan', 'retry', 1))).toBe('nothing-to-retry');
  expect((await grant()).state).toBe('failed');
  await expect(
    world.db.database.transaction((tx) =>
      tx.query(
        `update elevate.grants set state = 'activating', next_attempt_at = elevate.now()
         where state = 'failed'`,
      ),
    ),
  ).rejects.toThrow(/is up, so it is not given any more/u);
});

it('does not take away at its end what somebody gave by hand in the meantime', async () => {
  await fails();
  world.exchange.holders.add('ana');
  await world.presses('dan', 'retry', 1);
  await world.settle();
  expect(await grant()).toMatchObject({ state: 'active', heldBefore: true });
  await world.db.advance(4 * hourMs);
  await world.settle();
  expect((await grant()).state).toBe('ended');
  expect(world.exchange.holders.has('ana')).toBe(true);
});

it('is looked at anew before it is granted: whoever lost the account in the meantime gets nothing', async () => {
  await fails();
  await world.db.database.transaction((tx) =>
    tx.query(`update elevate.persons set disabled_at = elevate.now() where name = 'Ana'`),
  );
  await world.presses('dan', 'retry', 1);
  await world.settle();
  expect(await grant()).toMatchObject({ state: 'ended', endCause: 'never-started' });
  expect(world.exchange.log).toEqual([]);
});
