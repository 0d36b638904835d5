/** What happens to a request that nobody decides: reminders, another group, and prompts that do not arrive. */
import { factsDigest } from '../../src/elevation/digest';
import { noTerms, type ConversationKey, type PolicyTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { createSweep } from '../../src/jobs/sweep';
import { receiptView } from '../../src/views/receipt';
import { plain, type Sentence } from '../../src/words';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';

const hourMs = 3_600_000;
const ownersId = '0193a000-0000-7000-8000-000000000001';
const ownersChannel: ConversationKey = {
  platform: 'slack',
  tenant: slackTeam,
  id: 'C0OWNERS',
};
const escalation = { afterS: 6 * 3600, groupId: ownersId };
let world: World;
afterEach(() => world.close());

/** Dan and Eve (who is disabled) are the owners; Ben and Cara are asked first. */
async function start(terms: Partial<PolicyTerms>, isDefault = false): Promise<void> {
  world = await createWorld({
    rules: { terms: { ...noTerms, ...terms } },
    change: (rows) => {
      const byName = (name: string) => rows.persons.find((one) => one.name === name)!.id;
      const owners = {
        id: ownersId,
        name: 'Owners',
        memberIds: [byName('Dan'), byName('Eve')],
        channels: [ownersChannel],
      };
      const defaultApproverGroupId = isDefault
        ? ownersId
        : rows.organisation.defaultApproverGroupId;
      return {
        ...rows,
        organisation: { ...rows.organisation, defaultApproverGroupId },
        groups: [...rows.groups, owners],
      };
    },
  });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
}

async function after(hours: number): Promise<void> {
  await world.db.advance(hours * hourMs);
  await world.settle();
}

function inChannel(id: string): PostedMessage[] {
  return [...world.slack.messages, ...world.teams.messages].filter(
    ({ key }) => key.conversation.id === id,
  );
}

const prompt = () => inChannel('C0APPROVERS')[0]!;

function linesIn(id: string): string[] {
  return inChannel(id)
    .filter(({ thread }) => thread !== null)
    .map((message) => plain(shownBy(message).facts['sentence'] as Sentence));
}

function said(message: PostedMessage): string {
  const summary = shownBy(message).facts['summary'] as readonly { say: Sentence }[];
  return summary.map(({ say }) => plain(say)).join('\n');
}

async function facts(kind: string): Promise<unknown[]> {
  const found = await world.db.query<{ facts: unknown }>(
    'select facts from elevate.audit_events where kind = $1 order by seq',
    [kind],
  );
  return found.map((one) => one.facts);
}

describe('reminders', () => {
  const reminders = [2 * 3600, 4 * 3600];

  it('come in the thread of the prompt when their time has come, not a millisecond before', async () => {
    await start({ reminders });
    await world.db.advance(2 * hourMs - 1);
    await world.settle();
    expect(linesIn('C0APPROVERS')).toEqual([]);
    await world.db.advance(1);
    await world.settle();
    expect(linesIn('C0APPROVERS')).toEqual([
      expect.stringMatching(/^ELV-1 waits for 2.hours\. Decide by /u),
    ]);
    expect(linesIn(world.made.channels.teams.id)).toHaveLength(1);
    const [line] = inChannel('C0APPROVERS').filter(({ thread }) => thread !== null);
    expect(line!.thread).toEqual(prompt().key);
    expect(await facts('request.reminded')).toEqual([{ number: 1, waitedS: 7200 }]);
  });

  it('are on the prompt with how many and when', async () => {
    await start({ reminders });
    await after(2);
    expect(said(prompt())).toContain('Approvers were reminded once, last ');
    await after(2);
    expect(said(prompt())).toContain('Approvers were reminded 2\u00A0times, last ');
  });

  it('mention those who may still decide, and nobody else', async () => {
    await start({ reminders });
    await world.db.query('update elevate.persons set disabled_at = elevate.now() where name = $1', [
      'Cara',
    ]);
    await after(2);
    const [line] = inChannel('C0APPROVERS').filter(({ thread }) => thread !== null);
    expect(shownBy(line!).facts['mentions']).toEqual({
      say: [{ mention: { platform: 'slack', user: 'U0BEN' }, text: 'Ben' }, { text: ' ' }],
    });
  });

  it('come once each, however often and by however many processes is looked', async () => {
    await start({ reminders });
    await world.db.advance(2 * hourMs);
    const sweeps = ['one', 'two', 'three'].map((name) => createSweep(world.context, () => name));
    await Promise.all(sweeps.map((sweep) => sweep.once()));
    await world.settle();
    await world.settle();
    expect(await facts('request.reminded')).toHaveLength(1);
    expect(linesIn('C0APPROVERS')).toHaveLength(1);
    await after(20);
    expect(await facts('request.reminded')).toHaveLength(2);
    expect(linesIn('C0APPROVERS')).toHaveLength(2);
  });

  it('that fell due while nothing ran are made up for by one', async () => {
    await start({ reminders });
    await after(10);
    expect(await facts('request.reminded')).toEqual([{ number: 1, waitedS: 36_000 }]);
    expect((await world.snapshot(1)).reminders).toHaveLength(1);
  });

  it('do not pile up while the channel is away: only the last is posted when it is back', async () => {
    await start({ reminders: [3600, 2 * 3600, 3 * 3600] });
    const isAway = new RemoteError('Slack', 'unavailable', 'timeout');
    const post = world.slack.post.bind(world.slack);
    world.slack.post = () => Promise.reject(isAway);
    for (let hour = 1; hour <= 3; hour += 1) await after(1);
    expect(linesIn('C0APPROVERS')).toEqual([]);
    world.slack.post = post;
    await world.db.query('update graphile_worker._private_jobs set run_at = now()');
    await world.settle();
    expect(linesIn('C0APPROVERS')).toEqual([
      expect.stringMatching(/^ELV-1 waits for 3.hours\. Decide by /u),
    ]);
    expect(linesIn(world.made.channels.teams.id)).toHaveLength(3);
  });

  it('are posted after a crash between writing and posting, also when the channel was away', async () => {
    await start({ reminders });
    await world.db.advance(2 * hourMs);
    world.slack.failures.push({
      call: 'update',
      error: new RemoteError('Slack', 'rejected', 'edit_window_closed'),
    });
    await world.settle();
    expect(await facts('request.reminded')).toHaveLength(1);
    expect(linesIn('C0APPROVERS')).toHaveLength(1);
  });

  it('do not come once it is decided, or once its time is over', async () => {
    await start({ reminders });
    await world.presses('ben', 'approve', 1);
    await after(5);
    expect(await facts('request.reminded')).toEqual([]);
    await world.says('ana', 'Search-Mailbox 4h more of it');
    await after(25);
    expect((await world.snapshot(2)).state).toBe('expired');
    expect((await world.audited(2)).filter((kind) => kind === 'request.reminded')).toEqual([]);
  });

  it('leave what was shown as it is: a press on the earlier prompt still counts', async () => {
    await start({ reminders });
    const digest = factsDigest(await world.snapshot(1));
    await after(2);
    await world.presses('ben', 'approve', 1, { digest });
    expect((await world.snapshot(1)).state).toBe('approved');
  });
});

describe('escalation', () => {
  it('asks the other group as well: in its channel, on the prompt, in the thread and in the trail', async () => {
    await start({ escalation });
    await after(5);
    expect(inChannel('C0OWNERS')).toEqual([]);
    await after(1);
    const words = 'Exchange approvers did not answer. Now also asked: Owners (1\u00A0person).';
    expect(linesIn('C0APPROVERS')).toEqual([words]);
    expect(linesIn('C0OWNERS')).toEqual([]);
    expect(said(prompt())).toContain(words);
    expect(shownBy(inChannel('C0OWNERS')[0]!).screen).toBe('approval-prompt');
    expect(await facts('request.escalated')).toEqual([
      { why: 'unanswered', stage: 1, groupId: ownersId, group: 'Owners' },
    ]);
  });

  it('lets members of that group decide from then on, and not before', async () => {
    await start({ escalation });
    const early = await world.presses('dan', 'approve', 1);
    expect(early.privately?.facts['refused']).toBe('unknown-request');
    expect(early.screen).toBeNull();
    await after(6);
    const reply = await world.presses('dan', 'approve', 1);
    expect(reply.screen?.screen).toBe('approval-active');
    expect((await world.snapshot(1)).state).toBe('approved');
  });

  it('lists it among what waits for them, and shows them the prompt with buttons', async () => {
    await start({ escalation });
    const waiting = async () =>
      (await world.says('dan', 'pending')).privately!.facts['rows'] as readonly unknown[];
    expect(await waiting()).toHaveLength(0);
    expect(await world.inbound.refresh(world.envelope('dan'), 1)).toBeNull();
    await after(6);
    expect(await waiting()).toHaveLength(1);
    const view = await world.inbound.refresh(world.envelope('dan'), 1);
    expect(view!.facts['approve']).not.toBeNull();
  });

  it('lets them look back on it', async () => {
    await start({ escalation });
    const seen = async (text: string) => (await world.says('dan', text)).privately!.screen;
    expect(await seen('show ELV-1')).toBe('refusal');
    await after(6);
    expect(await seen('show ELV-1')).toBe('timeline');
    const history = (await world.says('dan', 'history')).privately!;
    expect(history.facts['rows']).toHaveLength(1);
  });

  it('lets them revoke what they approved', async () => {
    await start({ escalation });
    await after(6);
    await world.presses('dan', 'approve', 1);
    await world.settle();
    await world.presses('dan', 'revoke', 1, { reason: 'Done.' });
    expect((await world.snapshot(1)).grant).toMatchObject({ endCause: 'revoked' });
  });

  it('is written once, and both groups’ prompts show the decision', async () => {
    await start({ escalation });
    await after(6);
    await after(10);
    expect(await facts('request.escalated')).toHaveLength(1);
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    for (const id of ['C0APPROVERS', 'C0OWNERS']) {
      const [first] = inChannel(id);
      expect(shownBy(first!).screen).toBe('approval-closed');
    }
  });

  it('never lets the requester decide, in whichever group they are', async () => {
    await start({ escalation });
    await world.db.query(
      'insert into elevate.approver_group_members (organisation_id, group_id, person_id) values ($1, $2, $3)',
      [world.made.organisationId, ownersId, world.made.persons.ana.id],
    );
    await after(6);
    const reply = await world.presses('ana', 'approve', 1);
    expect(reply.privately?.facts['refused']).toBe('own-request');
  });

  it('is remembered when a forgotten prompt in that channel is pressed', async () => {
    await start({ escalation });
    await after(6);
    const on = { conversation: ownersChannel, id: 'forgotten-1' };
    await world.presses('dan', 'approve', 1, { on });
    const [row] = await world.db.query<{ count: number }>(
      `select count(*)::int from elevate.message_references where message_id = 'forgotten-1'`,
    );
    expect(row!.count).toBe(1);
  });
});

describe('a prompt that cannot be delivered', () => {
  // Where the channel itself were lost, another one would stand in for it (lost-places.test.ts).
  const gone = new RemoteError('Slack', 'rejected', 'restricted_action');

  /** Ana asks while neither of the approvers' channels takes a message. */
  async function askUnreachable(terms: Partial<PolicyTerms>, isDefault = false): Promise<void> {
    await start(terms, isDefault);
    await world.presses('ana', 'withdraw', 1);
    await world.settle();
    world.slack.failures.push({ call: 'post', error: gone });
    world.teams.failures.push({ call: 'post', error: gone });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
  }

  async function escalated(): Promise<unknown[]> {
    return facts('request.escalated');
  }

  it('asks the group for escalation at once', async () => {
    await askUnreachable({ escalation });
    expect(await escalated()).toEqual([
      { why: 'undeliverable', stage: 1, groupId: ownersId, group: 'Owners' },
    ]);
    const words = 'No channel of Exchange approvers could be reached. Now also asked: Owners';
    expect(said(inChannel('C0OWNERS')[0]!)).toContain(words);
    await world.presses('dan', 'approve', 2);
    expect((await world.snapshot(2)).state).toBe('approved');
  });

  it('asks the organisation’s default group where the policy names none', async () => {
    await askUnreachable({}, true);
    expect(await escalated()).toEqual([
      { why: 'undeliverable', stage: 1, groupId: ownersId, group: 'Owners' },
    ]);
    await world.presses('dan', 'approve', 2);
    expect((await world.snapshot(2)).state).toBe('approved');
  });

  it('asks nobody else where the default group is the one that cannot be reached', async () => {
    await askUnreachable({});
    expect(await escalated()).toEqual([]);
  });

  it('asks nobody else when a prompt that is there cannot be redrawn', async () => {
    await start({ escalation, reminders: [3600] });
    const refused = (name: string) => new RemoteError(name, 'rejected', 'cant_update_message');
    world.slack.failures.push({ call: 'update', error: refused('Slack') });
    world.teams.failures.push({ call: 'update', error: refused('Teams') });
    await after(1);
    expect(await escalated()).toEqual([]);
  });

  it('asks nobody else while one channel takes it', async () => {
    await start({ escalation });
    world.slack.failures.push({ call: 'post', error: gone });
    await world.says('ana', 'Search-Mailbox 4h more');
    await world.settle();
    expect(await escalated()).toEqual([]);
  });

  it('asks nobody else while a platform is only away for a moment', async () => {
    await start({ escalation });
    const away = (name: string) => new RemoteError(name, 'unavailable', 'timeout');
    world.slack.failures.push({ call: 'post', error: away('Slack') });
    world.teams.failures.push({ call: 'post', error: away('Teams') });
    await world.says('ana', 'Search-Mailbox 4h more');
    await world.settle();
    expect(await escalated()).toEqual([]);
  });

  it('tells the requester who was asked instead', async () => {
    await askUnreachable({ escalation });
    const shown = receiptView(await world.snapshot(2)).facts['summary'];
    const words = (shown as readonly { say: Sentence }[]).map(({ say }) => plain(say));
    expect(words).toContain(
      'The approver channel could not be reached. Owners were asked instead.',
    );
  });
});
