import { createSweep } from '../../src/jobs/sweep';
import { RemoteError } from '../../src/errors';
import { plain, type Sentence } from '../../src/words';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { saidBy } from '../support/hours';
import { createWorld, type World } from '../support/world';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function holds(text = 'Search-Mailbox 1h phishing', request = 1): Promise<void> {
  await world.says('ana', text);
  await world.presses('ben', 'approve', request);
  await world.settle();
}

/** Moves the clock to so many minutes before the first grant's end, and lets what is due then happen. */
async function minutesBeforeTheEnd(minutes: number): Promise<void> {
  const { grant } = await world.snapshot(1);
  await world.db.setNow(new Date(grant!.endsAt.getTime() - minutes * minuteMs));
  await world.settle();
}

function direct(): PostedMessage[] {
  return world.slack.messages.filter((message) => message.account !== null);
}

function warnings(): PostedMessage[] {
  return direct().filter(({ views }) =>
    views.some(({ notification }) => /ends in/u.test(notification)),
  );
}

async function audits(request = 1): Promise<number> {
  return (await world.audited(request)).filter((kind) => kind === 'grant.warned').length;
}

it('tells the holder 15 minutes before the end, where they asked, with a way to end it now', async () => {
  await holds();
  await minutesBeforeTheEnd(15.01);
  expect(warnings()).toEqual([]);
  await minutesBeforeTheEnd(15);
  expect(warnings()).toHaveLength(1);
  const [warning] = warnings();
  expect(warning!.account).toEqual(world.made.accounts.ana.slack);
  expect(shownBy(warning!).notification).toBe('Search-Mailbox ends in 15\u00A0minutes (ELV-1)');
  expect(saidBy(warning!)).toContain('ends in 15\u00A0minutes, at 15:02 UTC.');
  expect(shownBy(warning!).facts.end).not.toBeNull();
});

it('says 5 minutes before the end in the same message what is left then', async () => {
  await holds();
  await minutesBeforeTheEnd(15);
  await minutesBeforeTheEnd(5);
  expect(warnings()).toHaveLength(1);
  expect(saidBy(warnings()[0]!)).toContain('ends in 5\u00A0minutes, at 15:02 UTC.');
  expect(await audits()).toBe(2);
});

it('warns once however often the rows are looked at, by however many processes', async () => {
  await holds();
  const { grant } = await world.snapshot(1);
  await world.db.setNow(new Date(grant!.endsAt.getTime() - 15 * minuteMs));
  const sweeps = [1, 2, 3].map((one) => createSweep(world.context, () => `process ${one}`));
  await Promise.all(sweeps.map((sweep) => sweep.once()));
  await minutesBeforeTheEnd(14);
  expect(warnings()).toHaveLength(1);
  expect(await audits()).toBe(1);
});

it('edits the prompt and posts nothing new in the channel', async () => {
  await holds();
  await minutesBeforeTheEnd(15);
  const prompts = world.slack.messages.filter((message) => message.account === null);
  expect(prompts).toHaveLength(1);
  const view = shownBy(prompts[0]!);
  expect(plain(view.facts.headline as Sentence)).toMatch(/Ending soon/u);
  expect(saidBy(prompts[0]!)).toContain('Ends in 15\u00A0minutes, at 15:02 UTC.');
  expect(view.facts.revoke).not.toBeNull();
});

it('tells what is left when nothing ran at the time of the warning', async () => {
  await holds();
  await minutesBeforeTheEnd(9);
  expect(saidBy(warnings()[0]!)).toContain('ends in 9\u00A0minutes');
  await minutesBeforeTheEnd(5);
  expect(saidBy(warnings()[0]!)).toContain('ends in 5\u00A0minutes');
  expect(warnings()).toHaveLength(1);
});

it('tells of both warnings as one when nothing ran at the time of either', async () => {
  await holds();
  await minutesBeforeTheEnd(3);
  expect(saidBy(warnings()[0]!)).toContain('ends in 3\u00A0minutes');
  expect(await audits()).toBe(1);
});

it('is silent when the end is there, and less than a minute before', async () => {
  await holds();
  await minutesBeforeTheEnd(0.5);
  await minutesBeforeTheEnd(-1);
  expect(warnings()).toEqual([]);
  expect(await audits()).toBe(0);
  expect(world.exchange.holders.size).toBe(0);
});

it('gives a grant of 10 minutes the later warning only, and one of 5 minutes none', async () => {
  await holds('Search-Mailbox 10m phishing');
  expect(warnings()).toEqual([]);
  await minutesBeforeTheEnd(5);
  expect(warnings()).toHaveLength(1);
  await minutesBeforeTheEnd(0);
  await holds('Search-Mailbox 5m phishing', 2);
  await world.db.advance(3 * minuteMs);
  await world.settle();
  expect(await audits(2)).toBe(0);
});

it('says nothing to whom it was given back or taken away before', async () => {
  await holds();
  await world.presses('ana', 'end', 1);
  await world.settle();
  await minutesBeforeTheEnd(15);
  expect(warnings()).toEqual([]);
});

it('says what became of it in the warning too, once the end is there', async () => {
  await holds();
  await minutesBeforeTheEnd(15);
  const [warning] = warnings();
  await minutesBeforeTheEnd(0);
  expect(shownBy(warning!).facts).toMatchObject({ end: null, again: null });
  expect(saidBy(warning!)).toMatch(/ended/u);
});

it('does not warn of an end at which the right stays: held before, or through another grant', async () => {
  world.exchange.holders.add('ana');
  await holds();
  await minutesBeforeTheEnd(5);
  expect(warnings()).toEqual([]);
  await minutesBeforeTheEnd(0);
  world.exchange.holders.clear();

  await holds('Search-Mailbox 1h phishing', 2);
  await holds('Search-Mailbox 3h phishing', 3);
  await world.db.advance(45 * minuteMs);
  await world.settle();
  expect(await audits(2)).toBe(0);
  await world.db.advance(2 * hourMs);
  await world.settle();
  expect(await audits(3)).toBe(1);
});

it('warns when the other grant has ended in the meantime', async () => {
  await holds();
  await holds('Search-Mailbox 3h phishing', 2);
  await minutesBeforeTheEnd(15);
  expect(await audits()).toBe(0);
  await world.presses('ana', 'end', 2);
  await world.settle();
  await minutesBeforeTheEnd(5);
  expect(await audits()).toBe(1);
});

describe('a prompt and a warning that said "ending soon"', () => {
  const soon = [expect.stringContaining('Ending soon'), expect.stringContaining('ends in 15')];
  const goingOn = [expect.stringContaining('Active'), expect.stringContaining('ELV-2')];
  beforeEach(async () => {
    await holds();
    await minutesBeforeTheEnd(15);
    expect(told()).toEqual(soon);
    await world.says('ana', 'Search-Mailbox 3h phishing');
  });

  /** The notification of the first request's prompt, and what the warning of its end says. */
  function told(): readonly string[] {
    const prompt = world.slack.messages.find(({ views }) =>
      views[0]!.notification.includes('(ELV-1)'),
    );
    return [shownBy(prompt!).notification, saidBy(warnings()[0]!)];
  }

  it('say that the right goes on once another grant keeps it, and that it ends once that is given back', async () => {
    await world.presses('ben', 'approve', 2);
    await world.settle();
    expect(told()).toEqual(goingOn);
    await world.presses('ana', 'end', 2);
    await world.settle();
    expect(told()).toEqual(soon);
  });

  it('stay as they are when somebody removed the right and the other grant fails', async () => {
    world.exchange.holders.clear();
    const error = new RemoteError('Exchange', 'rejected', 'no');
    world.exchange.failures.push({ call: 'grant', error, after: false });
    await world.presses('ben', 'approve', 2);
    await world.settle();
    expect((await world.snapshot(2)).grant?.state).toBe('failed');
    expect(told()).toEqual(soon);
  });
});
