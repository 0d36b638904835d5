/** Whatever becomes of the attempts at it, a grant is never left alone for longer than it may be. */
import fc from 'fast-check';
import { now as readClock } from '../../src/store/clock';
import { moveGrant, rescheduleGrant, type GrantClaim } from '../../src/store/grants';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';
import { ask, claim, grant } from './story';

const minuteMs = 60_000;
let db: TestDatabase;
let made: Seed;

beforeAll(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterAll(() => db.drop());

interface Row {
  readonly state: string;
  /** How long before it is looked at again, in milliseconds; less than nothing where it is due. */
  readonly waitMs: number;
  /** How long before its end. */
  readonly leftMs: number;
}

async function rowOf(id: string): Promise<Row> {
  const [row] = await db.query<Row>(
    `select state,
       extract(epoch from next_attempt_at - elevate.now())::float8 * 1000 as "waitMs",
       extract(epoch from ends_at - elevate.now())::float8 * 1000 as "leftMs"
     from elevate.grants where id = $1`,
    [id],
  );
  return row!;
}

type Outcome = 'done' | 'failed';

/** One attempt, which makes the right, begins to end it, or fails and is put off by so much. */
async function attempt(one: GrantClaim, outcome: Outcome, putOffMs: number): Promise<void> {
  await db.database.transaction(async (tx) => {
    const now = await readClock(tx);
    const isOver = now >= one.endsAt;
    if (outcome === 'done' && one.state === 'activating' && !isOver) {
      await moveGrant(tx, one, 'active', { at: now });
    } else if (outcome === 'done' && one.state !== 'ending') {
      await moveGrant(tx, one, 'ending', { at: now, endCause: 'expired' });
    } else {
      const nextAttemptAt = new Date(now.getTime() + putOffMs);
      await rescheduleGrant(tx, one, { nextAttemptAt, lastError: 'fault' });
    }
  });
}

const step = fc.record({
  advanceMs: fc.integer({ min: 0, max: 2 * minuteMs }),
  outcome: fc.constantFrom<Outcome>('done', 'failed', 'failed'),
  putOffMs: fc.integer({ min: 0, max: minuteMs }),
});

it('comes back to an active grant at its end, and to every grant within a minute of what is due', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { minLength: 1, maxLength: 12 }),
      async (minutes, steps) => {
        await db.query('delete from elevate.right_leases');
        await db.query('delete from elevate.grants');
        const id = await grant(db, made, (await ask(db, made)).id, { lastsMs: minutes * minuteMs });
        for (const { advanceMs, outcome, putOffMs } of steps) {
          await db.advance(advanceMs);
          const claimed = (await claim(db, { leaseMs: 1 })).find((one) => one.grantId === id);
          if (claimed) await attempt(claimed, outcome, putOffMs);
          const { state, waitMs, leftMs } = await rowOf(id);
          const untilEndMs = state !== 'ending' && leftMs > 0 ? leftMs : minuteMs;
          const most = state === 'active' ? untilEndMs : Math.min(untilEndMs, minuteMs);
          expect(waitMs).toBeLessThanOrEqual(most);
        }
        await db.advance(minutes * minuteMs + minuteMs + 1);
        const due = await claim(db, { leaseMs: 1 });
        expect(due.map((one) => one.grantId)).toContain(id);
      },
    ),
    { numRuns: 40 },
  );
});
