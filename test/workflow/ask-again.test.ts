import { noTerms } from '../../src/elevation/model';
import { shownBy } from '../support/recording-platform';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function denied(): Promise<void> {
  await world.says('ana', 'Search-Mailbox 2h --ticket INC-4711 phishing clean-up');
  await world.presses('ben', 'deny', 1, { reason: 'Not today.' });
}

async function count(): Promise<number> {
  return (await world.db.query('select from elevate.requests')).length;
}

function buttonsInChat(): unknown[] {
  const direct = world.slack.messages.filter((message) => message.account !== null);
  return direct.map((message) => shownBy(message).facts.again);
}

it('can be typed with the number of what is over', async () => {
  await denied();
  expect((await world.says('ana', 'again ELV-1')).privately?.screen).toBe('receipt');
  expect((await world.says('ana', 'again 2')).privately?.facts.refused).toBe('not-over');
  expect((await world.says('cara', 'again 1')).privately?.facts.refused).toBe('not-yours');
});

it('opens a new request with the same target, length, reason and ticket', async () => {
  await denied();
  const reply = await world.presses('ana', 'again', 1);
  expect(reply).toMatchObject({ privately: { screen: 'receipt' }, screen: null });
  const made = await world.snapshot(2);
  expect(made).toMatchObject({
    state: 'pending',
    target: { name: 'Exchange\\Search-Mailbox' },
    durationS: 7200,
    durationWasDefault: false,
    reason: 'phishing clean-up',
    ticket: 'INC-4711',
  });
  expect(reply.receiptFor).toBe(made.id);
  await world.presses('ben', 'approve', 2);
  await world.settle();
  expect(world.exchange.holders).toEqual(new Set(['ana']));
});

it('records which request it repeats', async () => {
  await denied();
  await world.presses('ana', 'again', 1);
  const opened = await world.db.query(
    `select facts -> 'again' as again from elevate.audit_events where kind = 'request.opened' order by seq`,
  );
  expect(opened).toEqual([{ again: null }, { again: 1 }]);
});

it('is asked from the account that pressed', async () => {
  await denied();
  await world.presses('ana', 'again', 1, { platform: 'teams' });
  expect((await world.snapshot(2)).askedFrom).toEqual(world.made.accounts.ana.teams);
});

it('opens one request when the same press comes twice', async () => {
  await denied();
  const press = { payloadKey: 'pressed-once' };
  const first = await world.presses('ana', 'again', 1, press);
  const second = await world.presses('ana', 'again', 1, press);
  expect(second.receiptFor).toBe(first.receiptFor);
  expect(second.privately?.screen).toBe('receipt');
  expect(await count()).toBe(2);
});

it('is judged under the policy of now, and not under that of then', async () => {
  await denied();
  await world.changePolicy({ duration_default_s: 3600, duration_max_s: 3600 });
  const reply = await world.presses('ana', 'again', 1);
  expect(reply.privately?.facts.refused).toBe('duration-too-long');
  expect(await count()).toBe(1);
});

it('waits for the cool-down like anything that is typed, and says when it is over', async () => {
  await world.close();
  world = await createWorld({ rules: { terms: { ...noTerms, coolDownS: 3600 } } });
  await denied();
  await world.settle();
  const told = world.slack.messages.find((message) => message.account !== null)!;
  expect(JSON.stringify(shownBy(told).facts.summary)).toContain('2026-11-13T15:02:00.000Z');
  expect((await world.presses('ana', 'again', 1)).privately?.facts.refused).toBe('cool-down');
  await world.db.advance(hourMs);
  expect((await world.presses('ana', 'again', 1)).privately?.screen).toBe('receipt');
});

it('is offered on the message about the end, and on no other', async () => {
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  expect(buttonsInChat()).toEqual([null]);
  await world.db.advance(4 * hourMs);
  await world.settle();
  expect(buttonsInChat()).toMatchObject([null, { verb: 'again', request: 'ELV-1' }]);
});

it('is refused while it is pending or held, and that is recorded', async () => {
  await world.says('ana', 'Search-Mailbox 4h phishing');
  expect((await world.presses('ana', 'again', 1)).privately?.facts.refused).toBe('not-over');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  expect((await world.presses('ana', 'again', 1)).privately?.facts.refused).toBe('not-over');
  expect(await count()).toBe(1);
  expect((await world.audited(1)).filter((kind) => kind === 'request.refused')).toHaveLength(2);
});

it('is refused to somebody else, whatever they could ask for themselves', async () => {
  await denied();
  expect((await world.presses('cara', 'again', 1)).privately?.facts.refused).toBe('not-yours');
  expect((await world.presses('cara', 'again', 1)).privately?.facts.refused).toBe('not-yours');
  expect(await count()).toBe(1);
});

describe('for somebody else', () => {
  const forDan = () => world.says('ana', 'Search-Mailbox 2h --for dan@example.com phishing');

  async function deniedForDan(): Promise<void> {
    await forDan();
    await world.presses('dan', 'accept', 1);
    await world.presses('ben', 'deny', 1, { reason: 'Not today.' });
    await world.settle();
  }

  /** What Ana is shown last, and its button. */
  const lastToAna = () => {
    const { user } = world.made.accounts.ana.slack;
    return shownBy(world.slack.messages.filter(({ account }) => account?.user === user).at(-1)!);
  };

  it('is for the same person, who has to accept it again before anybody is asked to decide', async () => {
    await deniedForDan();
    const reply = await world.presses('ana', 'again', 1);
    expect(reply.privately?.screen).toBe('receipt');
    expect(await world.snapshot(2)).toMatchObject({
      state: 'awaiting-acceptance',
      requester: { name: 'Ana' },
      subject: { name: 'Dan' },
      durationS: 7_200,
      reason: 'phishing',
    });
    expect((await world.presses('ben', 'approve', 2)).privately?.facts.refused).toBe(
      'request-closed',
    );
    await world.presses('dan', 'accept', 2);
    await world.presses('ben', 'approve', 2);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['dan']));
  });

  it('means the same person also when their name is somebody else’s by now', async () => {
    await deniedForDan();
    await world.db.query(
      `update elevate.persons set line = case name when 'Dan' then 'd2@example.com' else 'dan@example.com' end
       where name in ('Dan', 'Cara')`,
    );
    await world.presses('ana', 'again', 1);
    expect(await world.snapshot(2)).toMatchObject({ subject: { name: 'Dan' } });
    await world.db.query(`update elevate.persons set line = 'me' where name = 'Dan'`);
    await world.presses('ana', 'again', 1);
    expect(await world.snapshot(3)).toMatchObject({ subject: { name: 'Dan' } });
  });

  it('is offered to whoever asked when it is over, however that came', async () => {
    await deniedForDan();
    expect(lastToAna()).toMatchObject({
      screen: 'notice',
      facts: { again: { verb: 'again', request: 'ELV-1' } },
    });
    await forDan();
    await world.presses('dan', 'decline', 2);
    await world.settle();
    expect(lastToAna().facts.again).toMatchObject({ request: 'ELV-2' });
    await forDan();
    await world.db.advance(24 * hourMs);
    await world.settle();
    expect(lastToAna().facts.again).toMatchObject({ request: 'ELV-3' });
    await forDan();
    expect((await world.presses('ana', 'withdraw', 4)).screen?.facts.again).toMatchObject({
      request: 'ELV-4',
    });
    await forDan();
    await world.presses('dan', 'accept', 5);
    await world.presses('ben', 'approve', 5);
    await world.settle();
    expect(lastToAna().facts.again).toBeNull();
    await world.db.advance(2 * hourMs);
    await world.settle();
    expect(lastToAna().facts.again).toMatchObject({ request: 'ELV-5' });
  });

  it('is refused to whoever received it, and for somebody who has left since', async () => {
    await deniedForDan();
    expect((await world.presses('dan', 'again', 1)).privately?.facts.refused).toBe('not-yours');
    await world.db.query(`update elevate.persons set disabled_at = now() where name = 'Dan'`);
    const reply = await world.presses('ana', 'again', 1);
    expect(reply.privately?.facts).toMatchObject({ refused: 'disabled' });
    expect(await count()).toBe(1);
  });

  it('opens the form with their address where more is needed by now', async () => {
    await world.says('ana', 'Search-Mailbox 2h --for dan@example.com');
    await world.presses('dan', 'decline', 1);
    await world.changePolicy({ reason_required: true });
    const reply = await world.presses('ana', 'again', 1);
    expect(reply.form?.facts).toMatchObject({ wrong: 'reason', subject: 'dan@example.com' });
  });
});
