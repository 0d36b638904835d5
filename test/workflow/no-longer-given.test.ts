/** Both versions of a policy must allow it, to those who are there and to the account that they have by now. */
import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { testStart } from '../support/database';
import { glassWorld, prepares } from '../support/glass-world';
import { shownBy } from '../support/recording-platform';
import { type World } from '../support/world';
import { worldUnder } from '../support/hours';

const hourMs = 3_600_000;
let world: World;
afterEach(() => world.close());

async function under(terms: Partial<PolicyTerms>, rules: Partial<PolicyRules> = {}): Promise<void> {
  world = await worldUnder(terms, rules);
}

/** Gives the policy a further version with these terms. */
function setTerms(terms: Partial<PolicyTerms>): Promise<void> {
  return world.changePolicy({ terms: { ...noTerms, ...terms } });
}

const approversOnly = (until: string | null = null) => ({
  requesters: [{ groupId: world.made.groupId, until }],
});

async function moveAccountToDan(): Promise<void> {
  const { ana, dan } = world.made.persons;
  await world.db.query(`delete from elevate.accounts where tenant = '' and person_id = $1`, [
    dan.id,
  ]);
  await world.db.query(
    `update elevate.accounts set person_id = $1 where tenant = '' and person_id = $2`,
    [dan.id, ana.id],
  );
}

/** Ben’s press on Approve, and what is held afterwards. */
async function approved(request = 1): Promise<unknown> {
  const reply = await world.presses('ben', 'approve', request);
  await world.settle();
  expect(world.exchange.holders).toEqual(new Set());
  expect((await world.snapshot(request)).state).toBe('pending');
  return reply.privately?.facts['refused'];
}

/** What the prompt in the channel says is unusual, and its buttons. */
async function prompt(): Promise<readonly [string, boolean, boolean]> {
  await world.settle();
  const message = world.slack.messages.find(({ account }) => account === null)!;
  const { facts } = shownBy(message);
  const lines = facts['unusual'] as readonly ViewFacts[];
  const said = lines.map(({ say }) => plain(say as Sentence)).join(' ');
  return [said, facts['approve'] !== null, facts['deny'] !== null];
}

it('gives nothing to somebody whom the present policy does not let ask, and says so beforehand', async () => {
  await under({});
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await setTerms(approversOnly());
  expect(await approved()).toBe('no-longer-eligible');
  const [said, approve, deny] = await prompt();
  expect(said).toContain('The policy no longer lets Ana have this. This cannot be approved now.');
  expect([approve, deny]).toEqual([false, true]);
  await world.presses('ben', 'deny', 1, { reason: 'not for you' });
  expect((await world.snapshot(1)).state).toBe('denied');
});

it('gives nothing without the ticket that the present policy demands', async () => {
  await under({});
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await setTerms({ ticket: { required: true, form: null, url: null } });
  expect(await approved()).toBe('ticket-now-required');
  expect((await prompt())[0]).toContain('The policy asks for a ticket by now');
});

it('gives nothing to an account that is somebody else’s by now, or nobody’s', async () => {
  await under({});
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await moveAccountToDan();
  expect(await approved()).toBe('account-changed');
  expect((await prompt())[0]).toContain('account of Ana in Exchange changed');
  await world.db.query(`delete from elevate.accounts where tenant = ''`);
  expect(await approved()).toBe('account-changed');
});

it('gives it to an account that came to its person by a merge', async () => {
  await under({});
  await world.says('ana', 'Search-Mailbox 4h phishing');
  const { ana, dan } = world.made.persons;
  await world.db.query('update elevate.persons set merged_into = $1 where id = $2', [
    dan.id,
    ana.id,
  ]);
  await world.presses('ben', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('approved');
});

it('approves nothing by itself for somebody who may not ask any more, or whose account went', async () => {
  await under({}, { approval: 'auto' });
  await world.says('ana', 'Search-Mailbox 4h --for dan@example.com phishing');
  await world.db.query(`delete from elevate.accounts where tenant = ''`);
  await world.presses('dan', 'accept', 1);
  expect((await world.snapshot(1)).state).toBe('pending');
});

it('lets nobody ask for a start at which they may not ask any more', async () => {
  await under({}, { approval: 'auto' });
  await setTerms(approversOnly(new Date(testStart.getTime() + hourMs).toISOString()));
  const envelope = { ...world.envelope('ben'), zone: 'Europe/Vienna' };
  const ask = { verb: 'ask', target: 'Search-Mailbox', duration: '1h', reason: null } as const;
  const later = { ...ask, ticket: null, at: 'tomorrow 09:00' };
  const reply = await world.inbound.command(envelope, later);
  expect(reply.privately?.facts['refused']).toBe('not-eligible');
});

it('takes no right at once for an account that is not the presser’s any more', async () => {
  world = await glassWorld();
  const number = await prepares(world);
  await moveAccountToDan();
  const reply = await world.presses('ana', 'break-glass', number);
  expect(reply.privately?.facts['refused']).toBe('account-changed');
  expect(await world.db.query('select from elevate.grants')).toEqual([]);
});
