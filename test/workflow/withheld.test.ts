/** Between an approval and the start there may be days: what may not be given by then is not made. */
import { noTerms, type Withheld } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { testStart } from '../support/database';
import { saidBy } from '../support/hours';
import { createWorld, type World } from '../support/world';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

/** Ana may hold it from tomorrow on, for four hours. */
async function scheduled(): Promise<void> {
  const tomorrow = new Date(testStart.getTime() + 24 * hourMs);
  const typed = tomorrow.toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).slice(0, 16);
  await world.says('ana', `Search-Mailbox 4h --at ${typed} clean-up`);
  await world.presses('ben', 'approve', 1);
  await world.settle();
}

async function starts(): Promise<void> {
  await world.db.advance(24 * hourMs);
  await world.settle();
}

async function expectWithheld(why: Withheld, request = 1): Promise<void> {
  expect((await world.snapshot(request)).grant).toMatchObject({
    state: 'ended',
    endCause: 'never-started',
    withheld: why,
  });
  expect(world.exchange.log).toEqual([]);
  expect(await facts(request)).toEqual([{ why }]);
}

async function facts(request: number): Promise<unknown[]> {
  const found = await world.db.query<{ facts: unknown }>(
    `select e.facts from elevate.audit_events e join elevate.requests r on r.id = e.request_id
     where r.number = $1 and e.kind = 'grant.withheld'`,
    [request],
  );
  return found.map((one) => one.facts);
}

/** What is told in the channel and to whoever receives it. */
function told(): readonly [string, string] {
  const prompt = world.slack.messages.find(({ account }) => account === null)!;
  const direct = world.slack.messages.findLast(({ account }) => account !== null)!;
  return [saidBy(prompt), saidBy(direct)];
}

async function disable(name: 'ana' | 'dan'): Promise<void> {
  const { id } = world.made.persons[name];
  await world.db.query('update elevate.persons set disabled_at = elevate.now() where id = $1', [
    id,
  ]);
}

const closePolicy = () =>
  world.db.query(`update elevate.approval_policies set pattern = 'Elsewhere\\' || id::text`);

const ownersOnly = () =>
  world.changePolicy({
    terms: { ...noTerms, requesters: [{ groupId: world.made.groupId, until: null }] },
  });

async function moveAccount(): Promise<void> {
  await world.db.query(`delete from elevate.accounts where tenant = '' and user_key = 'ana'`);
}

describe('a grant whose start has come', () => {
  it.each<[string, Withheld, () => Promise<unknown>, string]>([
    ['the one it is for is disabled', 'disabled', () => disable('ana'), 'Ana was disabled'],
    ['the policy denies it', 'denied', () => world.changePolicy({ approval: 'deny' }), 'denied it'],
    ['no policy covers it', 'uncovered', closePolicy, 'no policy covered it'],
    ['the policy lets others only', 'ineligible', ownersOnly, 'no longer let Ana have it'],
    ['the account is not theirs any more', 'moved', moveAccount, 'was not Ana’s any more'],
    [
      'the one it is for is a guest by now',
      'stranger',
      async () => world.slack.kinds.set('U0ANA', 'guest'),
      'was no member of this organisation any more',
    ],
  ])('is not made when %s, and everybody is told', async (_what, why, happens, words) => {
    await scheduled();
    await happens();
    await starts();
    await expectWithheld(why);
    const [prompt, direct] = told();
    expect(prompt).toContain(`It never started: when it was to be granted,`);
    expect(prompt).toContain(words);
    expect(direct).toContain('was not granted: when its time came,');
    const shown = JSON.stringify(await world.says('ben', 'show ELV-1'));
    expect(shown).toContain('It was not granted');
  });

  it('is made when nothing of that has happened', async () => {
    await scheduled();
    await starts();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    expect(await facts(1)).toEqual([]);
  });

  it('is made for a person whose accounts were merged into another’s', async () => {
    await scheduled();
    const { ana, dan } = world.made.persons;
    const merge = 'update elevate.persons set merged_into = $1 where id = $2';
    await world.db.query(merge, [dan.id, ana.id]);
    await starts();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('waits while the platform does not say who it is for, and says that', async () => {
    await scheduled();
    const error = new RemoteError('Slack', 'unavailable', 'timeout');
    world.slack.failures.push({ call: 'readAccount', error, user: 'U0ANA' });
    await starts();
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'activating',
      heldBefore: null,
    });
    expect(world.exchange.log).toEqual([]);
    expect(told()[0]).toContain('Whether Ana is still a member of this organisation');
    await world.db.advance(minuteMs);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('ends as never started when nobody can say it until its end', async () => {
    await scheduled();
    const error = new RemoteError('Slack', 'unauthorized', 'invalid_auth');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      world.slack.failures.push({ call: 'readAccount', error, user: 'U0ANA' });
    }
    await starts();
    await world.db.advance(4 * hourMs);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'never-started',
      withheld: null,
    });
    expect(world.exchange.log).toEqual([]);
  });
});

describe('what was asked for somebody else', () => {
  beforeEach(async () => {
    const tomorrow = new Date(testStart.getTime() + 24 * hourMs);
    const typed = tomorrow.toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).slice(0, 16);
    await world.says('ana', `Search-Mailbox 4h --for dan@example.com --at ${typed} clean-up`);
    await world.presses('dan', 'accept', 1);
    await world.presses('ben', 'approve', 1);
    await world.settle();
  });

  it('is made as long as one of the receiver’s accounts is a member’s, whoever asked', async () => {
    await disable('ana');
    world.slack.kinds.set('U0ANA', 'disabled');
    world.slack.kinds.set('U0DAN', 'guest');
    await starts();
    expect(world.exchange.holders).toEqual(new Set(['dan']));
  });

  it('is not made when none of them is, and whoever asked is told', async () => {
    world.slack.kinds.set('U0DAN', 'guest');
    world.teams.kinds.set(world.made.accounts.dan.teams.user, 'disabled');
    await starts();
    await expectWithheld('stranger');
    const toAna = world.slack.messages.findLast(({ account }) => account?.user === 'U0ANA')!;
    expect(saidBy(toAna)).toContain('Dan was no member of this organisation any more');
  });
});

describe('a grant that was approved just now', () => {
  it('is made without asking a platform again', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    world.slack.kinds.set('U0ANA', 'guest');
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('is not made either when something has changed in between', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await disable('ana');
    await world.settle();
    await expectWithheld('disabled');
  });

  it('is judged anew at every attempt, and taken away where one may have reached the target', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    const error = new RemoteError('Exchange', 'unavailable', 'timeout');
    world.exchange.failures.push({ call: 'grant', error, after: true });
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
    await disable('ana');
    await world.db.advance(minuteMs);
    await world.settle();
    expect(world.exchange.log).toEqual(['grant ana', 'revoke ana']);
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended', withheld: 'disabled' });
  });

  it('ends although its target is away, for nothing was ever done there', async () => {
    await scheduled();
    await disable('ana');
    const error = new RemoteError('Exchange', 'unavailable', 'timeout');
    world.exchange.failures.push({ call: 'inspect', error });
    await starts();
    expect((await world.snapshot(1)).grant?.state).toBe('activating');
    await world.db.advance(minuteMs);
    world.exchange.failures.push({ call: 'inspect', error }, { call: 'inspect', error });
    await world.settle();
    world.exchange.failures.length = 0;
    await world.db.advance(minuteMs);
    await world.settle();
    await expectWithheld('disabled');
  });
});

it('leaves what was to be extended to end when it was to end', async () => {
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  await world.says('ana', 'extend ELV-1 1h');
  await world.presses('ben', 'approve', 2);
  await ownersOnly();
  await world.settle();
  expect((await world.snapshot(2)).grant).toMatchObject({ withheld: 'ineligible' });
  expect(world.exchange.log).toEqual(['grant ana']);
  await world.db.advance(hourMs);
  await world.settle();
  expect(world.exchange.holders.size).toBe(0);
});

describe('why a grant was not made', () => {
  it('goes with no other end, and stays', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    const set = (columns: string) => world.db.query(`update elevate.grants set ${columns}`);
    const ending = `state = 'ending', end_cause = 'revoked', withheld = 'denied'`;
    await expect(set(ending)).rejects.toMatchObject({
      constraint: 'grants_withheld_never_started',
    });
    await disable('ana');
    await world.settle();
    await expect(set(`withheld = 'denied'`)).rejects.toThrow('and stays');
    await expect(set('withheld = null')).rejects.toThrow('and stays');
  });

  it('is never said of what was made', async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await expect(
      world.db.query(
        `update elevate.grants set state = 'ending', end_cause = 'never-started', withheld = 'denied'`,
      ),
    ).rejects.toThrow('and stays');
  });
});
