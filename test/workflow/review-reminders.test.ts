/** Reminders of a break-glass whose review nobody closes. */
import { type RequestSnapshot } from '../../src/elevation/model';
import { createSweep } from '../../src/jobs/sweep';
import { plain, type Sentence } from '../../src/words';
import { glassWorld, ownersId, prompt, said, takes } from '../support/glass-world';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { type World } from '../support/world';

const hourMs = 3_600_000;
let world: World;
let number: number;
afterEach(() => world.close());

/** Ana takes it at once, under a policy with these terms. */
async function start(terms: Parameters<typeof glassWorld>[0] = {}): Promise<void> {
  world = await glassWorld(terms);
  number = await takes(world);
  await world.settle();
}

async function after(hours: number): Promise<void> {
  await world.db.advance(hours * hourMs);
  await world.settle();
}

function threadIn(id: string): readonly PostedMessage[] {
  return [...world.slack.messages, ...world.teams.messages].filter(
    ({ key, thread }) => key.conversation.id === id && thread !== null,
  );
}

function linesIn(id: string): string[] {
  return threadIn(id).map((message) => plain(shownBy(message).facts['sentence'] as Sentence));
}

const audited = () =>
  world.db.query<{ facts: unknown }>(
    `select facts from elevate.audit_events where kind = 'review.reminded' order by seq`,
  );

const remindersOf = ({ reminders, askedAt }: RequestSnapshot) =>
  reminders.map((at) => (at.getTime() - askedAt.getTime()) / hourMs);

it('come in the thread of the prompt after four hours, when the right is long gone, and then once a day', async () => {
  await start();
  await world.db.advance(4 * hourMs - 1);
  await world.settle();
  expect(threadIn('C0APPROVERS')).toEqual([]);
  await world.db.advance(1);
  await world.settle();
  expect(linesIn('C0APPROVERS')).toEqual([
    `The review of ELV-${number} has been open for 4\u00A0hours. Until one of you closes it, Ana cannot break glass again. The button is here, or under /elevate show ELV-${number}.`,
  ]);
  expect(linesIn(world.made.channels.teams.id)).toHaveLength(1);
  expect(threadIn('C0APPROVERS')[0]!.thread).toEqual(prompt(world).key);
  expect(shownBy(threadIn('C0APPROVERS')[0]!).notification).toMatch(
    /^BREAK-GLASS: the review of /u,
  );
  await after(24);
  await after(24);
  expect(remindersOf(await world.snapshot(number))).toEqual([4, 28, 52]);
  expect(linesIn('C0APPROVERS')).toHaveLength(3);
  expect((await audited()).map(({ facts }) => facts)).toEqual([
    { number: 1, openS: 4 * 3600 },
    { number: 2, openS: 28 * 3600 },
    { number: 3, openS: 52 * 3600 },
  ]);
});

it('come when the policy reminds of requests, counted from when it was taken, and then once a day', async () => {
  await start({ reminders: [1800, 7200] });
  await after(0.5);
  await after(1.5);
  await after(24);
  expect(remindersOf(await world.snapshot(number))).toEqual([0.5, 2, 26]);
});

it('mention those who can close it, and neither whoever took it nor somebody who has left', async () => {
  await start();
  await world.db.query(
    `update elevate.persons set disabled_at = elevate.now() where name = 'Cara'`,
  );
  await after(4);
  expect(shownBy(threadIn('C0APPROVERS')[0]!).facts['mentions']).toEqual({
    say: [{ mention: { platform: 'slack', user: 'U0BEN' }, text: 'Ben' }, { text: ' ' }],
  });
});

it('come in the channel of every stage that was passed over', async () => {
  await start({ stages: [{ groupId: ownersId, approvalsNeeded: 1 }] });
  await after(4);
  expect(linesIn('C0APPROVERS')).toHaveLength(1);
  expect(linesIn('C0Owners')).toHaveLength(1);
});

it('are on the prompt and in what is shown of the request', async () => {
  await start();
  await after(4);
  expect(said(shownBy(prompt(world)))).toContain('Review open. Approvers were reminded once.');
  await after(24);
  expect(said(shownBy(prompt(world)))).toContain('Approvers were reminded 2\u00A0times.');
  const show = JSON.stringify(await world.says('ben', `show ELV-${number}`));
  expect(show.match(/Approvers were reminded that its review is open/gu)).toHaveLength(2);
});

it('end with the review, which can be closed from the prompt as it stood before them', async () => {
  await start();
  const { digest } = shownBy(prompt(world)).facts['review'] as { readonly digest: string };
  await after(4);
  await world.presses('ben', 'review', number, { wasRight: true, digest });
  await after(48);
  expect(await world.snapshot(number)).toMatchObject({ review: { closed: { wasRight: true } } });
  expect(linesIn('C0APPROVERS')).toHaveLength(1);
  expect(said(shownBy(prompt(world)))).toContain('Reviewed by Ben: it was right.');
  expect(await audited()).toHaveLength(1);
});

it('come once each, however often and by however many processes is looked', async () => {
  await start();
  await world.db.advance(4 * hourMs);
  const sweeps = ['one', 'two', 'three'].map((name) => createSweep(world.context, () => name));
  await Promise.all(sweeps.map((sweep) => sweep.once()));
  await world.settle();
  await world.settle();
  expect(await audited()).toHaveLength(1);
  expect(linesIn('C0APPROVERS')).toHaveLength(1);
});

it('are made up for once after a long outage', async () => {
  await start({ reminders: [1800, 7200] });
  await after(80);
  expect(remindersOf(await world.snapshot(number))).toEqual([80]);
  await after(18);
  expect(remindersOf(await world.snapshot(number))).toEqual([80, 98]);
});

it('are posted by the next process when one dies between writing and posting', async () => {
  await start();
  await world.db.advance(4 * hourMs);
  await createSweep(world.context, () => 'dies').once();
  expect(threadIn('C0APPROVERS')).toEqual([]);
  expect(await audited()).toHaveLength(1);
  await world.settle();
  expect(linesIn('C0APPROVERS')).toHaveLength(1);
});

it('and the end of the review in one moment are one or the other, and neither waits for long', async () => {
  await start();
  await world.db.advance(4 * hourMs);
  const sweep = createSweep(world.context, () => 'test');
  await Promise.all([
    world.presses('ben', 'review', number, { wasRight: true }),
    sweep.once(),
    world.presses('cara', 'review', number, { wasRight: true }),
  ]);
  await world.settle();
  const { review, reminders } = await world.snapshot(number);
  expect(review?.closed).not.toBeNull();
  expect(reminders.length).toBeLessThanOrEqual(1);
  expect(await audited()).toHaveLength(reminders.length);
});
