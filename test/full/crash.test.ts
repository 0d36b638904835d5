/**
 * The bot killed with SIGKILL at the worst moments, on a real PostgreSQL role. Whatever was promised before has to come
 * true within 10 s of the restart, without help; what is true is read from the target itself, never from our rows.
 */
import { type Failpoint } from '../../src/workflow/context';
import { auditOf, brokenAudit } from '../support/audit-order';
import { slackApprovers, slackGeneral, startPlaces, type Places } from '../support/bot-places';
import { until } from '../support/until';
import { forward, letTimeRun, startBotProcess, type BotProcess } from './crash-support';

const hour = 3_600_000;
const recoveryMs = 10_000;

let places: Places;
let running: BotProcess[];

beforeEach(async () => {
  places = await startPlaces({ prompts: ['slack'] });
  await letTimeRun(places.db);
  running = [];
});

afterEach(async () => {
  for (const bot of running) await bot.kill();
  expect(places.slack.breaches.filter(({ rule }) => rule !== 'late-answer')).toEqual([]);
  expect(await brokenAudit(places.db)).toEqual([]);
  await places.stop();
});

async function start(dieAt: Failpoint | null = null): Promise<BotProcess> {
  const bot = await startBotProcess(places, dieAt);
  running.push(bot);
  return bot;
}

async function ask(): Promise<string> {
  const asked = await places.slack
    .as('U0ANA')
    .command(slackGeneral, '/elevate Warehouse\\prod_rw 1h repair a table');
  expect(asked.error).toBeNull();
  return until('the prompt', () => places.slack.messages(slackApprovers)[0]?.ts);
}

/** The bot may die before it answers, so what the client says does not matter here. */
async function approve(prompt: string): Promise<void> {
  await places.slack.as('U0BEN').press(prompt, 'Approve', { confirmed: true });
}

async function isMember(): Promise<boolean> {
  return (await places.warehouse.members()).includes(places.warehouse.names.ana);
}

async function grantState(): Promise<string | undefined> {
  const [grant] = await places.db.query<{ state: string }>('select state from elevate.grants');
  return grant?.state;
}

/** Waits until the target says so, at most 10 s from now, which is when the bot was started again. */
async function recovered(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  await until(what, look, recoveryMs);
}

const isGone = async () => !(await isMember());
const isActive = async () => (await grantState()) === 'active';
const isEnded = async () => (await grantState()) === 'ended';
/** The first message in the channel; an alarm is a message of its own. */
const promptSays = (words: string) => () =>
  places.slack.messages(slackApprovers)[0]!.text.includes(words);

it('grants what was approved when it dies right after the approval was committed', async () => {
  const first = await start('after-approval-commit');
  await approve(await ask());
  expect(await first.died).toBe('SIGKILL');
  expect(await isMember()).toBe(false);
  expect(await grantState()).toBe('activating');

  await start();
  await recovered('the membership', isMember);
  await recovered('the record of it', isActive);
  await recovered('the prompt', promptSays('Active: Ana holds'));
});

it('knows its own grant again when it dies after the target made it, and takes it away at the end', async () => {
  const first = await start('after-connector-grant');
  await approve(await ask());
  expect(await first.died).toBe('SIGKILL');
  expect(await isMember()).toBe(true);
  expect(await grantState()).toBe('activating');

  await start();
  await recovered('the record of it', isActive);
  await recovered('the prompt', promptSays('Active: Ana holds'));
  await forward(places.db, hour);
  await recovered('the end at the target', isGone);
  await recovered('the record of the end', isEnded);
});

it('says that it ended when it dies after the target took the right away', async () => {
  const first = await start('after-connector-revoke');
  await approve(await ask());
  await until('the grant', isActive, recoveryMs);
  await forward(places.db, hour);
  expect(await first.died).toBe('SIGKILL');
  expect(await isMember()).toBe(false);
  expect(await grantState()).toBe('ending');

  await start();
  await recovered('the record of the end', isEnded);
  await recovered('the prompt', promptSays('Ended: prod_rw for Ana'));
  expect(await isMember()).toBe(false);
});

it('takes a right away, and closes the session that used it, when it was down past the end', async () => {
  const first = await start();
  await approve(await ask());
  await until('the grant', isActive, recoveryMs);
  const session = await places.warehouse.login(places.warehouse.names.ana);
  await session.query(`set role ${places.warehouse.role}`);
  expect((await session.query('select x from secret')).rows).toEqual([{ x: 42 }]);
  await first.kill();
  await forward(places.db, 3 * hour);
  expect(await isMember()).toBe(true);

  await start();
  await recovered('the end at the target', isGone);
  await recovered('the record of the end', isEnded);
  await expect(session.query('select x from secret')).rejects.toThrow();
  expect(await auditOf(places.db, 1)).toEqual([
    'request.opened',
    'request.decided',
    'request.approved',
    'grant.held-before',
    'grant.active',
    'grant.ending',
    'grant.ended',
  ]);
  await recovered('the prompt', promptSays('Ended: prod_rw for Ana'));
});

it('never makes a grant whose end passed while it was down before it could grant', async () => {
  const first = await start('after-approval-commit');
  await approve(await ask());
  expect(await first.died).toBe('SIGKILL');
  await forward(places.db, 2 * hour);

  await start();
  await recovered('the record of the end', isEnded);
  expect(await isMember()).toBe(false);
});

it('takes a right away whose grant was never recorded when its end passed while it was down', async () => {
  const first = await start('after-connector-grant');
  await approve(await ask());
  expect(await first.died).toBe('SIGKILL');
  await forward(places.db, 2 * hour);
  expect(await isMember()).toBe(true);

  await start();
  await recovered('the end at the target', isGone);
  await recovered('the record of the end', isEnded);
});

it('brings the prompt that can be decided up to date when it dies after posting and before remembering it', async () => {
  const first = await start('after-post');
  // It may die before the command is answered.
  await places.slack
    .as('U0ANA')
    .command(slackGeneral, '/elevate Warehouse\\prod_rw 1h repair a table');
  expect(await first.died).toBe('SIGKILL');
  expect(places.slack.messages(slackApprovers)).toHaveLength(1);

  await start();
  await until(
    'a prompt that is remembered',
    async () => {
      const rows = await places.db.query(
        `select from elevate.message_references where purpose = 'prompt'`,
      );
      return rows.length === 1;
    },
    recoveryMs,
  );
  const [forgotten, prompt] = places.slack.messages(slackApprovers);
  await approve(prompt!.ts);
  await recovered('the membership', isMember);
  await recovered('the prompt', () =>
    places.slack.messages(slackApprovers).some(({ text }) => text.includes('Active: Ana holds')),
  );
  // The first message was known to nobody any more, until somebody pressed it.
  expect(forgotten!.text).toContain('Approval needed');
  await places.slack.as('U0CARA').press(forgotten!.ts, 'Approve', { confirmed: true });
  await until('an answer', () => places.slack.ephemerals('U0CARA').at(-1));
  await recovered('the forgotten message', promptSays('Active: Ana holds'));
  const grants = await places.db.query('select from elevate.grants');
  expect(grants).toHaveLength(1);
});
