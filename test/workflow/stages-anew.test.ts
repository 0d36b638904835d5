/** The policy changes after somebody has approved: their approval is void, and those whose turn it is again are told. */
import { noTerms, type ConversationKey, type PolicyRules } from '../../src/elevation/model';
import { plain, type Sentence } from '../../src/words';
import { publishRequest } from '../../src/workflow/publish-request';
import { shownBy } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';

const ownersId = '0193a000-0000-7000-8000-000000000001';
const ownersChannel: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0OWNERS' };
const hourMs = 3_600_000;
let world: World;
afterEach(() => world.close());

const reminders = [3600];
const staged: Partial<PolicyRules> = {
  terms: { ...noTerms, stages: [{ groupId: ownersId, approvalsNeeded: 1 }], reminders },
};

/** Ben and Cara are the first stage; Dan the second, where there is one. */
async function start(rules: Partial<PolicyRules>): Promise<void> {
  world = await createWorld({
    rules,
    change: (rows) => ({
      ...rows,
      groups: [
        ...rows.groups,
        {
          id: ownersId,
          name: 'Owners',
          memberIds: rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id),
          channels: [ownersChannel],
        },
      ],
    }),
  });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
  await world.presses('ben', 'approve', 1);
  await world.settle();
}

/** After the change every prompt is drawn again; here a reminder an hour later does it. */
async function changePolicy(): Promise<void> {
  await world.changePolicy({ reason_min_length: 1 });
  await world.db.advance(hourMs);
  await world.settle();
}

/** Whom the lines in the threads of a channel call, and what they say. */
function linesIn(channel: string): string[] {
  return world.slack.messages
    .filter(({ key, thread }) => key.conversation.id === channel && thread !== null)
    .map((message) => {
      const { mentions, sentence } = shownBy(message).facts;
      const called = mentions === null || mentions === undefined ? '' : plain(mentions as Sentence);
      return `${called}| ${plain(sentence as Sentence)}`.replace(/\u00A0/gu, ' ');
    });
}

type Somebody = 'ben' | 'cara' | 'dan';

/** Whether it is on the list and on the home screen of somebody; both say the same. */
async function isListed(who: Somebody): Promise<boolean> {
  const rows = (await world.says(who, 'pending')).privately!.facts['rows'] as readonly unknown[];
  const home = JSON.stringify((await world.says(who, 'home')).privately!.facts);
  expect(home.includes('ELV-1')).toBe(rows.length === 1);
  return rows.length === 1;
}

async function listed(): Promise<Somebody[]> {
  const found: Somebody[] = [];
  for (const who of ['ben', 'cara', 'dan'] as const) if (await isListed(who)) found.push(who);
  return found;
}

it('is listed for the first stage again, and for whoever approved it there', async () => {
  await start(staged);
  expect(await listed()).toEqual(['dan']);
  await changePolicy();
  expect(await listed()).toEqual(['ben', 'cara']);
  const early = await world.presses('dan', 'approve', 1);
  expect(early.privately?.facts['refused']).toBe('not-an-approver');
  await world.presses('ben', 'approve', 1);
  expect(await listed()).toEqual(['dan']);
});

it('reminds the first stage again, and tells it why it is called', async () => {
  await start(staged);
  await changePolicy();
  const [next, ...called] = linesIn('C0APPROVERS');
  expect(next).toBe('| Stage 2 has begun. Now asked: Owners (1 person).');
  expect(called).toEqual([
    expect.stringMatching(/^Ben Cara \| ELV-1 waits for 1 hour\./u),
    'Ben Cara | The policy or the target of ELV-1 changed after somebody had approved, so earlier approvals no longer count. Exchange approvers decide now.',
  ]);
  expect(linesIn('C0OWNERS')).toEqual([]);
});

it('tells the second stage when its turn comes for a second time, and only then', async () => {
  await start(staged);
  await changePolicy();
  await world.presses('cara', 'approve', 1);
  await world.settle();
  const anew =
    'Dan | The policy or the target of ELV-1 changed after somebody had approved, so earlier approvals no longer count. Owners decide now.';
  expect(linesIn('C0OWNERS')).toEqual([anew]);
  const reached = (await world.audited(1)).filter((kind) => kind === 'request.stage-reached');
  expect(reached).toHaveLength(2);
  await world.presses('dan', 'approve', 1);
  await world.settle();
  expect((await world.snapshot(1)).state).toBe('approved');
  expect(linesIn('C0OWNERS')).toEqual([anew]);
});

it('does not call the first stage by what reminded the second', async () => {
  await start(staged);
  await world.db.advance(hourMs);
  await world.settle();
  const [reminded] = linesIn('C0OWNERS');
  expect(reminded).toMatch(/^Dan \| ELV-1 waits for 1 hour\./u);
  await changePolicy();
  const { organisationId, id: requestId } = await world.snapshot(1);
  await publishRequest(world.context, { organisationId, requestId });
  const called = linesIn('C0APPROVERS').filter((line) => line.startsWith('Ben'));
  expect(called).toEqual([expect.stringContaining('earlier approvals no longer count')]);
});

it('calls whoever has approved what is asked no more, where two approvals are needed', async () => {
  await start({ approvalsNeeded: 2, terms: { ...noTerms, reminders } });
  expect(await listed()).toEqual(['cara']);
  await changePolicy();
  expect(await listed()).toEqual(['ben', 'cara']);
  expect(linesIn('C0APPROVERS').map((line) => line.split('|')[0])).toEqual([
    'Ben Cara ',
    'Ben Cara ',
  ]);
  await world.presses('cara', 'approve', 1);
  expect(await listed()).toEqual(['ben']);
  await world.presses('ben', 'approve', 1);
  expect((await world.snapshot(1)).state).toBe('approved');
});
