/** Places that messages cannot reach any more: told once, stood in for, and told again when they are back. */
import { noTerms, type ConversationKey } from '../../src/elevation/model';
import { type LossKind, type PlaceKey } from '../../src/elevation/places';
import { RemoteError } from '../../src/errors';
import { takeRole } from '../../src/store/roles';
import { plain, type Sentence } from '../../src/words';
import { type View, type ViewFacts } from '../../src/views/view';
import { ownersId } from '../support/glass-world';
import { giveRoles } from '../support/runs-elevate';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { slackTeam, teamsTenant, type PersonKey, type SeedOptions } from '../support/seed';
import { createWorld, type World } from '../support/world';

const standIn: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0Owners' };
let world: World;
afterEach(() => world.close());

/** Ana is owner, Ben auditor, Cara admin; the default group is Owners, with Dan in it and a channel on Slack only. */
async function begin(withDefault = true, rules: SeedOptions['rules'] = {}): Promise<void> {
  world = await createWorld({
    rules,
    change: (rows) => {
      if (!withDefault) return rows;
      const memberIds = rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id);
      const owners = { id: ownersId, name: 'Owners', memberIds, channels: [standIn] };
      const organisation = { ...rows.organisation, defaultApproverGroupId: ownersId };
      return { ...rows, organisation, groups: [...rows.groups, owners] };
    },
  });
  await giveRoles(world.db, world.made, [
    ['ana', 'owner'],
    ['cara', 'admin'],
    ['ben', 'auditor'],
  ]);
}

const gone = () => new RemoteError('Slack', 'not_found', 'not_in_channel');

function inChannel(id: string): readonly PostedMessage[] {
  const all = [...world.slack.messages, ...world.teams.messages];
  return all.filter(({ key, account }) => account === null && key.conversation.id === id);
}

function said(view: View): string {
  const lead = (view.facts['lead'] ?? []) as readonly ViewFacts[];
  const lines = lead.map(({ say }) => plain(say as Sentence));
  return [plain(view.facts['headline'] as Sentence), ...lines].join('\n').replaceAll('\u00A0', ' ');
}

/** What somebody was told by messages of their own that are no receipts. */
function told(person: PersonKey): readonly string[] {
  const { slack, teams } = world.made.accounts[person];
  return [...world.slack.messages, ...world.teams.messages]
    .filter(({ account }) => account?.user === slack.user || account?.user === teams.user)
    .map(shownBy)
    .filter(({ screen }) => screen === 'sheet')
    .map(said);
}

async function trail(): Promise<readonly [string, unknown][]> {
  const found = await world.db.query<{ kind: string; facts: { why?: string; code: string } }>(
    `select kind, facts from elevate.audit_events where kind like 'place.%' order by seq`,
  );
  return found.map(({ kind, facts }) => [kind, facts.why ?? facts.code]);
}

async function again(): Promise<void> {
  await world.db.query('update graphile_worker._private_jobs set run_at = now(), attempts = 0');
  await world.settle();
}

/** The approvers' channel on Slack takes nothing. */
function loses(): void {
  const { id: user } = world.made.channels.slack;
  for (let time = 0; time < 9; time += 1) {
    world.slack.failures.push({ call: 'post', error: gone(), user });
    world.slack.failures.push({ call: 'update', error: gone(), user });
  }
}

async function happens(
  loss: LossKind | null,
  place: PlaceKey = { ...world.made.channels.slack, scope: 'channel' },
  key = `${loss} ${place.id} ${Math.random()}`,
): Promise<void> {
  await world.inbound.placeSeen({ place, loss, code: 'an_event' }, key);
}

const fallback = { ...standIn, id: 'C0FALLBACK' };

async function setFallback(): Promise<void> {
  await world.db.query(
    `insert into elevate.settings (organisation_id, version, value)
     select organisation_id, 2, value || jsonb_build_object('fallbackChannels', $1::jsonb)
     from elevate.settings`,
    [JSON.stringify([fallback])],
  );
}

const lostText = [
  'Prompts of Exchange approvers do not reach Slack',
  'Elevate was removed from the channel, since 13 Nov 2026, 14:02 UTC.',
  'Meanwhile its prompts go to the channel of Owners on Slack, where only members of the group can decide.',
  'To put it back, type /invite @Elevate in the channel. For another channel, type there: /elevate group set "Exchange approvers" channel here',
].join('\n');

describe('a channel that takes no message any more', () => {
  it('is told to owners and admins once, however many messages it refuses', async () => {
    await begin();
    loses();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.says('dan', 'Search-Mailbox 2h phishing');
    await again();
    expect(await trail()).toEqual([['place.lost', 'not-in-channel']]);
    expect(told('ana')).toEqual([lostText]);
    expect(told('cara')).toEqual([lostText]);
    expect(told('ben')).toEqual([]);
  });

  it('has its prompt in the channel of the default group, where only its own people decide', async () => {
    await begin();
    loses();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    const [prompt, line] = inChannel(standIn.id);
    expect(shownBy(prompt!).notification).toBe(
      'Approval needed: Ana asks for Search-Mailbox for 4\u00A0hours (ELV-1)',
    );
    expect(plain(shownBy(line!).facts['sentence'] as Sentence)).toBe(
      'The channel of Exchange approvers cannot be reached, so this is asked here as well. Only members of Exchange approvers can decide.',
    );
    expect(line!.thread?.id).toBe(prompt!.key.id);
    expect(await world.audited(1)).not.toContain('request.escalated');

    await world.presses('dan', 'approve', 1, { on: prompt!.key });
    expect((await world.snapshot(1)).state).toBe('pending');
    await world.presses('ben', 'approve', 1, { on: prompt!.key });
    await world.settle();
    expect(shownBy(prompt!).notification).toContain('Active: Ana holds Search-Mailbox');
  });

  it('has what was asked before in that channel too, and both show what came of it', async () => {
    await begin();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    const [own] = inChannel(world.made.channels.slack.id);
    expect(inChannel(standIn.id)).toEqual([]);
    await happens('not-in-channel');
    await world.settle();
    const [prompt] = inChannel(standIn.id);
    expect(shownBy(prompt!).notification).toContain('Approval needed');

    await happens(null);
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    for (const one of [own!, prompt!]) {
      expect(shownBy(one).notification).toContain('Denied by Ben');
    }
  });

  it('keeps a message that cannot be redrawn, so that it is not posted a second time', async () => {
    await begin();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    loses();
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    expect(await trail()).toEqual([['place.lost', 'not-in-channel']]);
    world.slack.failures.length = 0;
    await again();
    expect(inChannel(world.made.channels.slack.id)).toHaveLength(1);
    expect(await trail()).toEqual([
      ['place.lost', 'not-in-channel'],
      ['place.back', 'message'],
    ]);
  });

  it('has its prompts in the fallback channel where one is set, as far as that can be reached itself', async () => {
    await begin();
    await setFallback();
    loses();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(shownBy(inChannel(fallback.id)[0]!).notification).toContain('Approval needed');
    expect(inChannel(standIn.id)).toEqual([]);
    expect(told('ana')[0]).toContain('go to the fallback channel on Slack, where only members');

    await happens('not-in-channel', { ...fallback, scope: 'channel' });
    await world.settle();
    expect(told('ana')[1]).toMatch(/^The fallback channel on Slack cannot be reached\n/);
    expect(shownBy(inChannel(standIn.id)[0]!).notification).toContain('Approval needed');
  });

  it('widens nobody’s say where the fallback channel is found lost with it', async () => {
    await begin();
    await setFallback();
    loses();
    world.slack.failures.push({ call: 'post', error: gone(), user: fallback.id });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(shownBy(inChannel(standIn.id)[0]!).notification).toContain('Approval needed');
    expect(await world.audited(1)).not.toContain('request.escalated');
    await world.presses('dan', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('pending');
  });

  it('asks the group for escalation no earlier than its policy says while another channel stands in', async () => {
    const escalation = { afterS: 6 * 3600, groupId: ownersId };
    await begin(true, { terms: { ...noTerms, escalation } });
    loses();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(inChannel(standIn.id)).toHaveLength(2);
    expect(await world.audited(1)).not.toContain('request.escalated');
  });

  it('is not tried for ever when its group has another one by now', async () => {
    await begin();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.db.query(
      `update elevate.approver_group_channels set conversation_id = 'C0NEW' where platform = 'slack' and conversation_id = $1`,
      [world.made.channels.slack.id],
    );
    loses();
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const { length } = world.slack.failures;
    await again();
    expect(world.slack.failures).toHaveLength(length);
  });

  it('gets nothing anew where it stood in, when its prompt there was deleted', async () => {
    await begin();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await happens('not-in-channel');
    await world.settle();
    const [prompt] = inChannel(standIn.id);
    await happens(null);
    await world.settle();
    world.slack.remove(prompt!);
    await world.presses('ana', 'withdraw', 1);
    await world.settle();
    expect(
      inChannel(standIn.id).filter((one) => shownBy(one).screen === 'approval-prompt'),
    ).toEqual([]);
  });

  it('gets its prompts again, and everybody who was told is told so, when a message reaches it', async () => {
    await begin();
    loses();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.db.advance(60_000);
    world.slack.failures.length = 0;
    await again();
    expect(inChannel(world.made.channels.slack.id)).toHaveLength(1);
    expect(await trail()).toEqual([
      ['place.lost', 'not-in-channel'],
      ['place.back', 'message'],
    ]);
    expect(told('cara')).toEqual([
      lostText,
      [
        'Prompts of Exchange approvers reach Slack again',
        'It could not be reached from 13 Nov 2026, 14:02 UTC until 13 Nov 2026, 14:03 UTC.',
        'New prompts go there as before. What was asked elsewhere meanwhile can be decided there, too.',
      ].join('\n'),
    ]);
    await world.says('dan', 'Search-Mailbox 2h phishing');
    await world.settle();
    expect(inChannel(standIn.id)).toHaveLength(2);
    expect(inChannel(world.made.channels.slack.id)).toHaveLength(2);
  });
});

describe('an event', () => {
  it('counts once, however often it comes, and not after what undid it', async () => {
    await begin();
    const place = { ...world.made.channels.slack, scope: 'channel' } as const;
    await happens('not-in-channel', place, 'first');
    await happens(null, place, 'second');
    await happens('not-in-channel', place, 'first');
    expect(await trail()).toEqual([
      ['place.lost', 'not-in-channel'],
      ['place.back', 'an_event'],
    ]);
  });

  it('is nothing to anybody where no group has its prompts', async () => {
    await begin();
    await happens('not-in-channel', { ...standIn, scope: 'channel', id: 'C0ELSEWHERE' });
    await happens('blocked-by-person', {
      platform: 'teams',
      tenant: teamsTenant,
      scope: 'person',
      id: 'somebody',
    });
    await world.settle();
    expect(await trail()).toEqual([]);
    expect(told('ana')).toEqual([]);
  });

  it('about the whole workspace is told elsewhere, and prompts go where they still can', async () => {
    await begin();
    await happens('token-revoked', { ...standIn, scope: 'workspace', id: '' });
    const revoked = new RemoteError('Slack', 'unauthorized', 'token_revoked');
    for (let time = 0; time < 20; time += 1) {
      world.slack.failures.push({ call: 'post', error: revoked });
      world.slack.failures.push({ call: 'postDirect', error: revoked });
    }
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(told('ana')[0]).toContain('Slack cannot be reached\n');
    expect(world.teams.messages.map(({ account }) => account?.user ?? 'channel')).toContain(
      world.made.accounts.ana.teams.user,
    );
    expect(inChannel(world.made.channels.teams.id)).toHaveLength(1);
    expect(await trail()).toEqual([['place.lost', 'token-revoked']]);
  });
});

/** No channel of the group takes anything any more. */
async function losesAll(): Promise<void> {
  for (const platform of ['slack', 'teams'] as const) {
    await happens('channel-gone', { ...world.made.channels[platform], scope: 'channel' });
  }
  loses();
  const error = new RemoteError('Teams', 'not_found', 'ConversationNotFound');
  for (let time = 0; time < 9; time += 1) world.teams.failures.push({ call: 'post', error });
}

describe('where no channel is left', () => {
  it('every owner and admin is shown the prompt, and decides only as one of the group', async () => {
    await begin(false);
    await losesAll();
    await world.says('dan', 'Search-Mailbox 4h phishing');
    await world.settle();
    const prompts = world.slack.messages.filter(
      (one) => one.account !== null && shownBy(one).screen === 'approval-prompt',
    );
    const { ana, cara } = world.made.accounts;
    expect(prompts.map(({ account }) => account!.user)).toEqual([ana.slack.user, cara.slack.user]);
    const buttons = prompts.map((one) => Boolean(shownBy(one).facts['approve']));
    expect(buttons).toEqual([false, true]);
    await world.presses('ana', 'approve', 1, { on: prompts[0]!.key });
    expect((await world.snapshot(1)).state).toBe('pending');
    await world.presses('cara', 'approve', 1, { on: prompts[1]!.key });
    await world.settle();
    expect(shownBy(prompts[0]!).notification).toContain('Active: Dan holds');
  });

  it('shows nothing new to whoever was shown it as an admin and is none any more', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made, [
      ['cara', 'owner'],
      ['dan', 'admin'],
    ]);
    await losesAll();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    const { dan } = world.made.accounts;
    const shown = world.slack.messages.find(
      (one) => one.account?.user === dan.slack.user && shownBy(one).screen === 'approval-prompt',
    )!;
    const { db, made } = world;
    const { cara: by, dan: person } = made.persons;
    await db.database.transaction((tx) =>
      takeRole(tx, made.organisationId, { person, role: 'admin', by }),
    );
    await world.presses('ben', 'deny', 1, { reason: 'Not for their eyes.' });
    await world.settle();
    expect(JSON.stringify(shownBy(shown))).not.toContain('Not for their eyes.');
  });
});

describe('status', () => {
  it('names what cannot be reached, why and since when', async () => {
    await begin();
    await happens('not-in-channel');
    const view = (await world.says('cara', 'status')).privately!;
    expect(JSON.stringify(view)).toContain('The channel of ');
    expect(plain(view.facts['headline'] as Sentence)).toContain('2\u00A0things need attention');
  });
});
