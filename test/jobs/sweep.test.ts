/** The sweep where something is wrong: a row that cannot be handled, a target that hangs, a database that goes away. */
import { noTerms } from '../../src/elevation/model';
import { createSweep } from '../../src/jobs/sweep';
import { DatabaseUnavailable } from '../../src/store/unavailable';
import { type Context } from '../../src/workflow/context';
import { memoryTarget, type MemoryTarget } from '../support/memory-target';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
let faults: string[] = [];
afterEach(async () => {
  for (const table of faults) await world.db.query(`drop trigger faulty on elevate.${table}`);
  faults = [];
  await world.close();
});

/** From now on whoever changes such a row of this table fails. */
async function breakRows(table: string, when: string): Promise<void> {
  await world.db.query(`
    create or replace function elevate_test.fail() returns trigger language plpgsql as
      $$ begin raise exception 'a faulty row'; end $$;
    create trigger faulty before insert or update on elevate.${table}
      for each row when (${when}) execute function elevate_test.fail()`);
  faults.push(table);
}

async function mend(table: string): Promise<void> {
  await world.db.query(`drop trigger faulty on elevate.${table}`);
  faults = faults.filter((one) => one !== table);
}

async function idOf(number: number): Promise<string> {
  return (await world.snapshot(number)).id;
}

async function stateOf(number: number): Promise<string> {
  const { grant, state } = await world.snapshot(number);
  return grant?.state ?? state;
}

async function holds(person: 'ana' | 'dan', request: number): Promise<void> {
  await world.says(person, 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'approve', request);
  await world.settle();
}

describe('a row that cannot be handled', () => {
  const terms = { ...noTerms, reminders: [3600] };

  it.each([
    ['to be closed', 'requests', 24, 'expire-request'],
    ['to be reminded of', 'reminders', 1, 'follow-up'],
  ])('%s keeps no grant back and no other row', async (_what, table, hours, what) => {
    world = await createWorld({ rules: { terms, durationMaxS: 24 * 3600 } });
    await world.says('ana', 'Search-Mailbox 2h first');
    await world.says('dan', 'Search-Mailbox 2h second');
    await world.says('cara', `Search-Mailbox ${hours}h third`);
    await world.presses('ben', 'approve', 3);
    await world.settle();
    const bad = await idOf(1);
    await breakRows(table, `new.${table === 'requests' ? 'id' : 'request_id'} = '${bad}'`);
    await world.db.advance(hours * hourMs);
    await world.settle();
    expect(await stateOf(3)).toBe('ended');
    expect(world.exchange.holders.size).toBe(0);
    const kind = table === 'requests' ? 'request.expired' : 'request.reminded';
    expect(await world.audited(2)).toContain(kind);
    expect(await world.audited(1)).not.toContain(kind);
    expect(world.counted.filter((one) => one === `rows_failed ${what}`)).toHaveLength(1);

    await world.settle();
    expect(world.counted.filter((one) => one === `rows_failed ${what}`)).toHaveLength(1);
    await mend(table);
    await world.db.advance(60_000);
    await world.settle();
    expect(await world.audited(1)).toContain(kind);
  });

  it('of one grant keeps neither the claim nor the warning of another back', async () => {
    world = await createWorld();
    await holds('ana', 1);
    await holds('dan', 2);
    const bad = (await world.snapshot(1)).grant!.id;
    await breakRows('grants', `new.id = '${bad}'`);
    await world.db.advance(hourMs - 15 * 60_000);
    await world.settle();
    expect(await world.audited(2)).toContain('grant.warned');
    expect(await world.audited(1)).not.toContain('grant.warned');
    await world.db.advance(15 * 60_000);
    await world.settle();
    expect(await stateOf(2)).toBe('ended');
    expect(await stateOf(1)).toBe('active');
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    expect(world.counted).toEqual(
      expect.arrayContaining(['rows_failed warning', 'rows_failed grant']),
    );

    await mend('grants');
    await world.db.advance(60_000);
    await world.settle();
    expect(await stateOf(1)).toBe('ended');
  });

  it('whose end cannot be begun is tried again within a minute, shouts, and lets others have their turn', async () => {
    world = await createWorld();
    await holds('ana', 1);
    await holds('dan', 2);
    const { endsAt, id } = (await world.snapshot(1)).grant!;
    await breakRows('audit_events', `new.kind = 'grant.ending' and new.grant_id = '${id}'`);
    await world.db.advance(hourMs);
    await world.settle();
    expect([await stateOf(1), await stateOf(2)]).toEqual(['active', 'ended']);
    const { grant } = await world.snapshot(1);
    expect(grant).toMatchObject({ lastError: 'fault', endsAt });
    expect(grant!.nextAttemptAt!.getTime() - endsAt.getTime()).toBe(1_000);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await world.db.advance(60_000);
      await world.settle();
      const { grant: tried, readAt } = await world.snapshot(1);
      expect(tried!.nextAttemptAt!.getTime() - readAt.getTime()).toBeLessThanOrEqual(60_000);
    }
    expect((await world.audited(1)).filter((kind) => kind === 'grant.overdue')).toHaveLength(1);
    const alarms = world.slack.messages.filter(({ views }) =>
      views[0]!.notification.startsWith('STILL ACTIVE'),
    );
    expect(alarms.filter(({ account }) => account === null)).toHaveLength(1);

    await mend('audit_events');
    await world.db.advance(60_000);
    await world.settle();
    expect(await stateOf(1)).toBe('ended');
    expect(world.exchange.holders.size).toBe(0);
  });

  it('whose warning failed is taken away on time all the same', async () => {
    world = await createWorld();
    await holds('ana', 1);
    await breakRows('audit_events', `new.kind = 'grant.warned'`);
    await world.db.advance(hourMs - 61_000);
    await world.settle();
    expect(world.counted).toEqual(['rows_failed warning']);
    await world.db.advance(61_000 - 30_000);
    await world.settle();
    await world.db.advance(30_000);
    await world.settle();
    expect(await stateOf(1)).toBe('ended');
  });

  it('does not keep other kinds of rows back when not even one can be found', async () => {
    world = await createWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await holds('dan', 2);
    const sweep = createSweep(world.context, () => 'test');
    await world.db.advance(24 * hourMs);
    await world.db.query('alter table elevate.grants rename column warn_at to warned_about');
    try {
      await expect(sweep.once()).rejects.toThrow('warn_at');
    } finally {
      await world.db.query('alter table elevate.grants rename column warned_about to warn_at');
    }
    expect(await stateOf(1)).toBe('expired');
    expect(await stateOf(2)).toBe('ended');
  });
});

describe('a target that hangs', () => {
  const parts = Array.from({ length: 40 }, (_, index) => `Part ${index + 1}`);
  const scopes = { allowed: parts, whole: true };
  let warehouse: MemoryTarget;
  let context: Context;
  let letGo: () => void;

  /** Ana holds 40 parts of Search-Mailbox and prod_rw, and Exchange answers no call to revoke any more. */
  async function start(): Promise<void> {
    world = await createWorld({ rules: { approval: 'auto', terms: { ...noTerms, scopes } } });
    warehouse = memoryTarget('Warehouse');
    const of = (workload: string) => (workload === 'Exchange' ? world.exchange : warehouse);
    context = { ...world.context, connectors: { of } };
    for (const part of parts) await world.says('ana', `Search-Mailbox 1h --scope "${part}"`);
    await world.db.advance(1);
    await world.says('ana', 'prod_rw 1h');
    await createSweep(context, () => 'test').once();
    expect([world.exchange.holders.size, warehouse.holders.size]).toEqual([40, 1]);
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const pauses = parts.map(() => ({ call: 'revoke', until: gate }) as const);
    world.exchange.pauses.push(...pauses);
  }
  /** How many calls wait for an answer. */
  const asked = () => parts.length - world.exchange.pauses.length;

  it('keeps back no end in another workload, however many of its own are due before', async () => {
    await start();
    await world.db.advance(hourMs);
    const sweep = createSweep(context, () => 'test');
    sweep.start();
    try {
      await until('the end in the Warehouse', () => warehouse.holders.size === 0, 3_000);
      expect(asked()).toBe(16);
      expect(world.exchange.holders.size).toBe(40);
      letGo();
      await until('the ends in Exchange', () => world.exchange.holders.size === 0);
    } finally {
      letGo();
      await sweep.stop();
    }
  });
});

it('goes on with its own grant at once after the database was away when it had taken the right', async () => {
  world = await createWorld();
  await holds('ana', 1);
  const { database } = world.context;
  let isAway = false;
  let wasAway = false;
  const transaction: typeof database.transaction = (work) =>
    isAway ? Promise.reject(new DatabaseUnavailable(null)) : database.transaction(work);
  const sweep = createSweep(
    {
      ...world.context,
      database: { ...database, transaction },
      failpoint: (name) => {
        if (name === 'after-connector-revoke' && !wasAway) isAway = wasAway = true;
      },
    },
    () => 'test',
  );
  await world.db.advance(hourMs);
  await expect(sweep.once()).rejects.toThrow(DatabaseUnavailable);
  expect(await stateOf(1)).toBe('ending');
  await expect(sweep.once()).rejects.toThrow(DatabaseUnavailable);
  isAway = false;
  await sweep.once();
  await world.db.advance(1);
  await sweep.once();
  expect(await stateOf(1)).toBe('ended');
});
