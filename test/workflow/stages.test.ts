/** Ordered stages with people of their own, from the first prompt to the grant. */
import { factsDigest } from '../../src/elevation/digest';
import { noTerms, type ConversationKey, type PolicyTerms } from '../../src/elevation/model';
import { plain, type Sentence } from '../../src/words';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';

const ownersId = '0193a000-0000-7000-8000-000000000001';
const ownersChannel: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0OWNERS' };
const hourMs = 3_600_000;
let world: World;
afterEach(() => world.close());

/** Ben and Cara are the first stage; Dan and Cara the second. */
async function start(terms: Partial<PolicyTerms> = {}, owners = ['Dan', 'Cara']): Promise<void> {
  const stages = [{ groupId: ownersId, approvalsNeeded: 1 }];
  world = await createWorld({
    rules: { terms: { ...noTerms, stages, ...terms } },
    change: (rows) => ({
      ...rows,
      groups: [
        ...rows.groups,
        {
          id: ownersId,
          name: 'Owners',
          memberIds: rows.persons.filter(({ name }) => owners.includes(name)).map(({ id }) => id),
          channels: [ownersChannel],
        },
      ],
    }),
  });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
}

function promptIn(id: string): PostedMessage | undefined {
  return world.slack.messages.find(
    ({ key, thread }) => key.conversation.id === id && thread === null,
  );
}

function said(message: PostedMessage): string {
  const summary = shownBy(message).facts['summary'] as readonly { say: Sentence }[];
  return summary.map(({ say }) => plain(say)).join('\n');
}

function buttonsOf(message: PostedMessage): string[] {
  const { facts } = shownBy(message);
  return ['approve', 'approveLess', 'deny'].filter((name) => facts[name] !== null);
}

async function refusals(): Promise<string[]> {
  const found = await world.db.query<{ cause: string }>(
    `select facts->>'refused' as cause from elevate.audit_events
     where kind = 'request.refused' order by seq`,
  );
  return found.map(({ cause }) => cause);
}

it('asks the second stage only when its turn comes, and says in place which it is', async () => {
  await start();
  expect(said(promptIn('C0APPROVERS')!)).toContain('Stage 1 of 2: Exchange approvers.');
  expect(promptIn('C0OWNERS')).toBeUndefined();
  await world.presses('ben', 'approve', 1);
  await world.settle();
  expect(world.exchange.log).toEqual([]);
  for (const id of ['C0APPROVERS', 'C0OWNERS']) {
    expect(said(promptIn(id)!)).toContain('Stage 2 of 2: Owners.');
  }
  expect(shownBy(promptIn('C0OWNERS')!).notification).toMatch(/^Stage 2 of 2: Search-Mailbox/u);
});

it('grants after the second, and the trail has each stage', async () => {
  await start();
  await world.presses('ben', 'approve', 1);
  await world.presses('dan', 'approve', 1);
  await world.settle();
  expect(world.exchange.log).toEqual(['grant ana']);
  expect((await world.audited(1)).slice(0, 5)).toEqual([
    'request.opened',
    'request.decided',
    'request.stage-reached',
    'request.decided',
    'request.approved',
  ]);
  const decided = await world.db.query<{ stage: number; stages: number }>(
    `select (facts->>'stage')::int as stage, (facts->>'stages')::int as stages
     from elevate.audit_events where kind = 'request.decided' order by seq`,
  );
  expect(decided).toEqual([
    { stage: 1, stages: 2 },
    { stage: 2, stages: 2 },
  ]);
  expect((await world.snapshot(1)).decisions.map(({ stage }) => stage)).toEqual([1, 2]);
});

it('counts somebody who is in both groups in one stage only', async () => {
  await start();
  await world.presses('cara', 'approve', 1);
  await world.presses('cara', 'approve', 1, { platform: 'teams' });
  expect(await refusals()).toEqual(['already-approved-by-you']);
  expect((await world.snapshot(1)).state).toBe('pending');
  await world.presses('dan', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('approved');
});

it('refuses whoever is not in the group whose turn it is', async () => {
  await start();
  const early = await world.presses('dan', 'approve', 1);
  expect(early.screen).toBeNull();
  await world.presses('ben', 'approve', 1);
  await world.presses('ben', 'approve', 1);
  expect(await refusals()).toEqual(['not-an-approver', 'not-an-approver']);
  expect(await world.snapshot(1)).toMatchObject({ state: 'pending', grant: null });
});

it('leaves those of the first stage the way to deny, and nothing else', async () => {
  await start();
  expect(buttonsOf(promptIn('C0APPROVERS')!)).toEqual(['approve', 'approveLess', 'deny']);
  const reply = await world.presses('ben', 'approve', 1);
  expect(reply.screen!.facts).toMatchObject({ approve: null, approveLess: null });
  await world.settle();
  expect(buttonsOf(promptIn('C0APPROVERS')!)).toEqual(['deny']);
  expect(buttonsOf(promptIn('C0OWNERS')!)).toEqual(['approve', 'approveLess', 'deny']);
  await world.presses('ben', 'deny', 1, { reason: 'The wrong button.' });
  await world.settle();
  expect(await world.snapshot(1)).toMatchObject({ state: 'denied', grant: null });
  expect(shownBy(promptIn('C0OWNERS')!).screen).toBe('approval-closed');
});

it('is denied by a denial in the second stage', async () => {
  await start();
  await world.presses('ben', 'approve', 1);
  await world.presses('dan', 'deny', 1, { reason: 'Not this week.' });
  await world.settle();
  expect((await world.snapshot(1)).state).toBe('denied');
  expect(world.exchange.log).toEqual([]);
});

it('lists it for those whose turn it is', async () => {
  await start();
  const waiting = async (person: 'ben' | 'cara' | 'dan') =>
    ((await world.says(person, 'pending')).privately!.facts['rows'] as readonly unknown[]).length;
  expect([await waiting('ben'), await waiting('cara'), await waiting('dan')]).toEqual([1, 1, 0]);
  await world.presses('ben', 'approve', 1);
  expect([await waiting('ben'), await waiting('cara'), await waiting('dan')]).toEqual([0, 1, 1]);
});

it('gives one outcome when both of a stage press at once', async () => {
  await start();
  await Promise.all([world.presses('ben', 'approve', 1), world.presses('cara', 'approve', 1)]);
  const { state, decisions } = await world.snapshot(1);
  expect(decisions.map(({ stage }) => stage)).toEqual(state === 'approved' ? [1, 2] : [1]);
  if (state === 'approved') expect(decisions[1]!.person.name).toBe('Cara');
});

it('reminds those whose turn it is, in their channel', async () => {
  await start({ reminders: [2 * 3600] });
  await world.presses('ben', 'approve', 1);
  await world.db.advance(2 * hourMs);
  await world.settle();
  const lines = world.slack.messages.filter(
    (message) => message.thread !== null && shownBy(message).screen === 'reminder',
  );
  expect(lines.map(({ key }) => key.conversation.id)).toEqual(['C0OWNERS']);
  const { say } = shownBy(lines[0]!).facts['mentions'] as Sentence;
  expect(say.map(({ ...part }) => ('text' in part ? part.text : ''))).toEqual([
    'Cara',
    ' ',
    'Dan',
    ' ',
  ]);
});

it('begins anew when the policy changes: approvals were of other facts', async () => {
  await start();
  await world.presses('ben', 'approve', 1);
  await world.changePolicy();
  await world.presses('dan', 'approve', 1);
  expect(await refusals()).toEqual(['not-an-approver']);
  await world.presses('ben', 'approve', 1);
  await world.presses('dan', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('approved');
});

it('cannot be asked for when nobody is left for the second stage', async () => {
  await start({}, ['Ana', 'Eve']);
  const [refusal] = await refusals();
  expect(refusal).toBe('nobody-could-decide');
});

it('refuses a press with the digest of other facts in the second stage, too', async () => {
  await start();
  const digest = factsDigest(await world.snapshot(1));
  await world.presses('ben', 'approve', 1, { digest });
  await world.presses('dan', 'approve', 1, { digest: 'anotherone12' });
  expect(await refusals()).toEqual(['stale-screen']);
  await world.presses('dan', 'approve', 1, { digest });
  expect((await world.snapshot(1)).state).toBe('approved');
});
