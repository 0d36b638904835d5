import { type PolicyTerms } from '../../src/elevation/model';
import { lockWithExtended } from '../../src/store/extensions';
import { askToEnd } from '../../src/store/grants';
import { lockRequest } from '../../src/store/requests';
import { type ViewFacts } from '../../src/views/view';
import { shownBy } from '../support/recording-platform';
import { until } from '../support/until';
import { at, grantOf, holds, moveTo, worldUnder } from '../support/hours';
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

async function waitingForLocks(): Promise<number> {
  const waiting = await world.db.query(
    `select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return waiting.length;
}

describe('ending what was extended before its time', () => {
  it('ends all that was to come after it, and the right with it', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 1h');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    await world.says('ana', 'extend ELV-2 1h');
    await world.presses('ben', 'approve', 3);
    await world.settle();
    await world.presses('cara', 'revoke', 1, { reason: 'Wrong mailbox.' });
    await world.settle();
    for (const request of [1, 2, 3]) {
      expect(await grantOf(world, request)).toMatchObject({
        state: 'ended',
        endCause: 'revoked',
        endReason: 'Wrong mailbox.',
      });
      expect(await world.audited(request)).toContain('grant.end-asked');
    }
    expect(world.exchange.holders.size).toBe(0);
    await moveTo(world, 5);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('says before that the right is lost, although an extension holds it too', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 1h');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    const told = world.slack.messages.find((message) => message.account !== null)!;
    const { end } = shownBy(told).facts as { end: ViewFacts };
    expect(end.effectText).toMatch(/You lose/u);
  });

  it('leaves nothing to approve: the prompt says so, and an old one is refused', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await world.settle();
    await world.presses('ana', 'end', 1);
    await world.settle();
    const reply = await world.presses('ben', 'approve', 2);
    expect(reply.privately?.facts.refused).toBe('extended-is-over');
    const prompt = world.slack.messages.findLast((message) => message.account === null)!;
    expect(shownBy(prompt).facts.approve).toBeNull();
    expect(JSON.stringify(shownBy(prompt).facts.unusual)).toContain('ended before its time');
    await moveTo(world, 5);
    expect(world.exchange.holders.size).toBe(0);
  });

  it('is waited for by an approval that comes while it is under way', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    const { id } = (await grantOf(world, 1))!;
    const { organisationId } = world.made;
    const byPersonId = world.made.persons.cara.id;
    const approving = await world.db.database.transaction(async (tx) => {
      await lockRequest(tx, organisationId, 1);
      const pressed = world.presses('ben', 'approve', 2);
      await until('the approval to wait', async () => (await waitingForLocks()) > 0, 1_500);
      const why = { cause: 'revoked', byPersonId, reason: 'Stop.', at: at(0) } as const;
      await askToEnd(tx, organisationId, id, why);
      return { pressed };
    });
    expect((await approving.pressed).privately?.facts.refused).toBe('extended-is-over');
    expect(await grantOf(world, 2)).toBeNull();
  });

  /** Ana's ELV-1 goes on with ELV-2; what comes after that hangs on both. */
  async function goesOn(): Promise<void> {
    await holds(world);
    await world.says('ana', 'extend ELV-1 1h');
    await world.presses('ben', 'approve', 2);
    await world.settle();
  }

  it.each([
    ['an approval', () => world.presses('ben', 'approve', 3), 'extended-is-over'],
    ['a request for more time', () => world.says('ana', 'extend ELV-2 8h'), 'nothing-to-extend'],
  ])('is waited for by %s two extensions later', async (what, comes, refused) => {
    await under({ allowed: true, maxTotalS: null }, what === 'an approval' ? 'manual' : 'auto');
    await goesOn();
    if (what === 'an approval') await world.says('ana', 'extend ELV-2 1h');
    const second = (await grantOf(world, 2))!;
    const { organisationId } = world.made;
    const byPersonId = world.made.persons.cara.id;
    const waiting = await world.db.database.transaction(async (tx) => {
      // As revoking does, which has read by now what hangs on ELV-1.
      await lockRequest(tx, organisationId, 1);
      const coming = comes();
      await until('it to wait', async () => (await waitingForLocks()) > 0, 1_500);
      const why = { cause: 'revoked', byPersonId, reason: 'Stop.', at: at(0) } as const;
      await askToEnd(tx, organisationId, second.id, why);
      return { coming };
    });
    expect((await waiting.coming).privately?.facts.refused).toBe(refused);
    const grants = await world.db.query('select from elevate.grants');
    expect(grants).toHaveLength(2);
  });

  it('of several links at once has one outcome and no deadlock: nothing goes on', async () => {
    await under({ allowed: true, maxTotalS: null });
    await goesOn();
    await world.says('ana', 'extend ELV-2 1h');
    await world.presses('ben', 'approve', 3);
    await world.settle();
    await world.says('ana', 'extend ELV-3 1h');
    await Promise.all([
      world.presses('ben', 'approve', 4),
      world.presses('cara', 'approve', 3),
      world.presses('cara', 'revoke', 1, { reason: 'Stop.' }),
      world.presses('ana', 'end', 3),
      world.presses('ben', 'revoke', 2, { reason: 'Stop.' }),
      world.presses('cara', 'approve', 4),
    ]);
    await world.settle();
    for (const request of [1, 2, 3, 4]) {
      expect((await grantOf(world, request))?.state ?? 'ended').toBe('ended');
    }
    expect(world.exchange.holders.size).toBe(0);
  });

  it('locks a chain in one order, wherever in it one begins', async () => {
    await goesOn();
    await world.says('ana', 'extend ELV-2 1h');
    const { organisationId } = world.made;
    let tries = 0;
    const locking = Array.from({ length: 30 }, (_, n) =>
      world.db.database.transaction(async (tx) => {
        // What PostgreSQL ends as a deadlock is tried again.
        tries += 1;
        return lockWithExtended(tx, organisationId, 1 + (n % 3));
      }),
    );
    await Promise.all(locking);
    expect(tries).toBe(30);
  });

  it('is seen by an approval of the same moment', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await Promise.all([
      world.presses('ben', 'approve', 2),
      world.presses('cara', 'revoke', 1, { reason: 'Stop.' }),
    ]);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
    expect((await grantOf(world, 2))?.state ?? 'ended').toBe('ended');
  });

  it('leaves what it was added to when only the extension is given back', async () => {
    await holds(world);
    await world.says('ana', 'extend ELV-1 2h');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    await world.presses('ana', 'end', 2);
    await world.settle();
    expect(await grantOf(world, 1)).toMatchObject({ state: 'active' });
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await moveTo(world, 4);
    expect(world.exchange.holders.size).toBe(0);
  });
});
