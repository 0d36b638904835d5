/** A right that is taken at once: the typed words, the press, and everybody who is told of it. */
import { randomUUID } from 'node:crypto';
import { type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { plain, type Sentence } from '../../src/words';
import {
  addVersion,
  breakGlass,
  digestOf,
  glassWorld,
  nothingTaken,
  onCallId,
  ownersId,
  prepares,
  prompt,
  refusals,
  said,
  takes,
  toldOn,
  words,
} from '../support/glass-world';
import { shownBy } from '../support/recording-platform';
import { type PersonKey } from '../support/seed';
import { type World } from '../support/world';

const minuteMs = 60_000;
let world: World;
afterEach(() => world.close());

describe('what is typed', () => {
  it('takes nothing: it says to the person alone what a press would do', async () => {
    world = await glassWorld();
    const reply = await world.says('ana', words);
    expect(reply.privately?.notification).toContain('not taken yet (ELV-1)');
    expect(said(reply.privately)).toContain(
      'You get it at once. 2\u00A0approvers are told now. A review must be closed before you can do this again.',
    );
    expect(reply.privately?.facts['take']).toMatchObject({ verb: 'break-glass', request: 'ELV-1' });
    await nothingTaken(world);
  });

  it.each<[string, PersonKey, string, Partial<PolicyTerms>, Partial<PolicyRules>]>([
    ['break-glass-not-for-you', 'ben', words, {}, {}],
    ['break-glass-not-allowed', 'ana', words, { breakGlass: null }, {}],
    ['target-denied', 'ana', words, {}, { approval: 'deny' }],
    ['break-glass-reason-required', 'ana', 'Search-Mailbox 1h --break-glass', {}, {}],
    ['break-glass-too-long', 'ana', 'Search-Mailbox 3h --break-glass down', {}, {}],
    ['break-glass-not-later', 'ana', `${words} --at tomorrow 09:00`, {}, {}],
    ['break-glass-for-oneself', 'ana', `${words} --for dan@example.com`, {}, {}],
    ['unknown-target', 'ana', 'Serch-Mailbox 1h --break-glass down', {}, {}],
    ['disabled', 'eve', words, {}, {}],
  ])('is refused as %s, on the record', async (cause, person, typed, terms, rules) => {
    world = await glassWorld(terms, rules);
    const reply = await world.says(person, typed);
    expect(reply.privately?.facts['refused']).toBe(cause);
    expect(await refusals(world)).toEqual([cause]);
    await nothingTaken(world);
  });

  it('is answered the same way when the payload comes again', async () => {
    world = await glassWorld();
    const envelope = world.envelope('ana');
    const command = { verb: 'ask', target: 'Search-Mailbox', duration: '1h' } as const;
    const typed = { ...command, reason: 'down', ticket: null, breakGlass: true } as const;
    const first = await world.inbound.command(envelope, typed);
    const again = await world.inbound.command(envelope, typed);
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(first)));
  });

  it('stands in the place of what the person typed before', async () => {
    world = await glassWorld();
    const first = await prepares(world);
    const second = await prepares(
      world,
      'ana',
      'Search-Mailbox 30m --break-glass prod is still down',
    );
    const reply = await world.presses('ana', 'break-glass', first, { digest: 'digest-12345' });
    expect(reply.privately?.facts['refused']).toBe('break-glass-lapsed');
    await nothingTaken(world);
    await world.presses('ana', 'break-glass', second);
    expect(await world.snapshot(second)).toMatchObject({ state: 'approved', durationS: 1_800 });
  });
});

describe('the press', () => {
  it('grants at once, with its end stored, and takes the right away in time', async () => {
    world = await glassWorld();
    const number = await takes(world);
    const taken = await world.snapshot(number);
    expect(taken).toMatchObject({
      kind: 'review',
      state: 'approved',
      reason: 'prod is down',
      decisions: [],
      review: { closed: null },
      grant: { state: 'activating' },
    });
    expect(taken.grant!.endsAt.getTime() - taken.grant!.startsAt.getTime()).toBe(3_600_000);
    await world.settle();
    expect(world.exchange.holders).toContain('ana');
    await world.db.advance(60 * minuteMs);
    await world.settle();
    expect(world.exchange.holders).not.toContain('ana');
    expect(await world.audited(number)).toEqual([
      'request.broken-glass',
      'grant.held-before',
      'grant.active',
      'grant.ending',
      'grant.ended',
    ]);
  });

  it('posts loudly to the approvers and calls them, and keeps saying it in every later state', async () => {
    world = await glassWorld();
    const number = await takes(world);
    await world.settle();
    const [first] = prompt(world).views;
    expect(first).toMatchObject({
      screen: 'approval-active',
      notification: `BREAK-GLASS: Ana took Search-Mailbox for 1\u00A0hour without approval (ELV-${number})`,
      facts: { strip: 'attention' },
    });
    expect(said(first)).toContain('Skipped: Exchange approvers (2\u00A0people).\nReview open.');
    expect(JSON.stringify(first!.facts['mentions'])).toContain(world.made.accounts.ben.slack.user);
    await world.db.advance(60 * minuteMs);
    await world.settle();
    for (const view of prompt(world).views) {
      expect(plain(view.facts['headline'] as Sentence)).toContain('BREAK-GLASS');
    }
    expect(shownBy(prompt(world)).screen).toBe('approval-closed');
  });

  it('tells each approver by a message of their own, once, on one platform', async () => {
    world = await glassWorld();
    await takes(world);
    await world.settle();
    await world.settle();
    const { ben, cara } = world.made.accounts;
    expect([...toldOn(world, 'slack')].sort()).toEqual([ben.slack.user, cara.slack.user].sort());
    expect(toldOn(world, 'teams')).toEqual([]);
  });

  it('tells those of later stages, too, in their channel and each by themselves', async () => {
    world = await glassWorld({ stages: [{ groupId: ownersId, approvalsNeeded: 1 }] });
    const number = await takes(world);
    await world.settle();
    expect(said(shownBy(prompt(world)))).toContain('Skipped: Owners (2\u00A0people).');
    expect(shownBy(prompt(world, 'C0Owners')).notification).toContain('BREAK-GLASS');
    expect(toldOn(world, 'slack')).toHaveLength(3);
    await world.presses('dan', 'review', number, { wasRight: true });
    expect((await world.snapshot(number)).review).toMatchObject({
      closed: { by: { name: 'Dan' } },
    });
  });

  it('tells on the other platform whoever cannot be reached on the one that was pressed on', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const gone = new RemoteError('Slack', 'rejected', 'user_disabled');
    await world.presses('ana', 'break-glass', number);
    world.slack.failures.push({ call: 'postDirect', error: gone });
    await world.settle();
    expect(toldOn(world, 'teams')).toHaveLength(1);
    expect(toldOn(world, 'slack')).toHaveLength(1);
    expect(await world.audited(number)).not.toContain('message.undeliverable');
  });

  it('records who has no account to be told on', async () => {
    world = await glassWorld();
    await world.db.query(`delete from elevate.accounts where person_id = $1 and tenant <> ''`, [
      world.made.persons.cara.id,
    ]);
    const number = await takes(world);
    await world.settle();
    expect(toldOn(world, 'slack')).toEqual([world.made.accounts.ben.slack.user]);
    const [event] = await world.db.query<{ facts: object }>(
      `select e.facts from elevate.audit_events e
       join elevate.requests r on r.id = e.request_id
       where r.number = $1 and e.kind = 'message.undeliverable'`,
      [number],
    );
    expect(event!.facts).toEqual({
      purpose: `passed-over:${world.made.persons.cara.id}`,
      platform: 'none',
      code: 'no_account',
    });
  });

  it('tells a hundred approvers one after the other, each once, whatever comes between', async () => {
    world = await glassWorld();
    const { organisationId, groupId } = world.made;
    await world.db.query(
      `with crowd as (
         insert into elevate.persons (organisation_id, id, key, name, line)
         select $1, gen_random_uuid(), 'p' || n, 'P' || n, 'p' || n || '@example.com'
         from generate_series(1, 98) as n returning id, key
       ), accounts as (
         insert into elevate.accounts (organisation_id, system, tenant, user_key, person_id)
         select $1, 'slack', 'T0001', 'U0' || upper(key), id from crowd
       )
       insert into elevate.approver_group_members (organisation_id, group_id, person_id)
       select $1, $2, id from crowd`,
      [organisationId, groupId],
    );
    await takes(world);
    const away = new RemoteError('Slack', 'throttled', 'ratelimited');
    for (let n = 0; n < 7; n += 1) world.slack.failures.push({ call: 'postDirect', error: away });
    await world.settle();
    await world.db.query('update graphile_worker._private_jobs set run_at = now()');
    await world.settle();
    const told = toldOn(world, 'slack');
    expect(new Set(told).size).toBe(100);
    expect(told).toHaveLength(100);
    // The prompt calls no more than a few of them by name.
    const called = prompt(world).views[0]!.facts['mentioned'] as readonly object[];
    expect(called.length).toBeLessThanOrEqual(10);
  });

  it('goes on telling where it stopped, and records once whom it cannot reach', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const away = new RemoteError('Slack', 'unavailable', 'timeout');
    const gone = new RemoteError('Slack', 'rejected', 'user_not_found');
    const noTeams = new RemoteError('Teams', 'rejected', 'ForbiddenOperationException');
    await world.presses('ana', 'break-glass', number);
    // The first person cannot be reached anywhere, and the second not just now.
    world.slack.failures.push({ call: 'postDirect', error: gone });
    world.teams.failures.push({ call: 'postDirect', error: noTeams });
    world.slack.failures.push({ call: 'postDirect', error: away });
    await world.settle();
    await world.db.query(
      `update graphile_worker._private_jobs set run_at = now(), locked_at = null, locked_by = null`,
    );
    await world.settle();
    const told = [...toldOn(world, 'slack'), ...toldOn(world, 'teams')];
    expect(told).toHaveLength(1);
    const undelivered = (await world.audited(number)).filter(
      (kind) => kind === 'message.undeliverable',
    );
    expect(undelivered).toHaveLength(1);
  });

  it('counts for the person on whichever platform they press', async () => {
    world = await glassWorld();
    const number = await takes(world, 'ana', { platform: 'teams' });
    expect((await world.snapshot(number)).state).toBe('approved');
  });

  it('takes nothing for anybody else, also not for somebody who may break glass', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const reply = await world.presses('dan', 'break-glass', number);
    // As of a number that nobody has: a draft is its maker's alone.
    const told = { privately: { facts: { refused: 'break-glass-lapsed' } }, screen: null };
    expect(reply).toMatchObject(told);
    expect(await refusals(world)).toEqual(['not-yours']);
    await nothingTaken(world);
  });

  it('takes nothing by a number that was never given out, or by another digest', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const forged = await world.presses('ana', 'break-glass', 4_711, { digest: 'digest-12345' });
    expect(forged.privately?.facts['refused']).toBe('break-glass-lapsed');
    const stale = await world.presses('ana', 'break-glass', number, { digest: 'digest-12345' });
    expect(stale.privately?.facts['refused']).toBe('stale-screen');
    expect(stale.screen?.screen).toBe('break-glass');
    await nothingTaken(world);
  });

  it('takes nothing that was asked for in the usual way, and approves nothing by its verb', async () => {
    world = await glassWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    const reply = await world.presses('ana', 'break-glass', 1);
    expect(reply.privately?.facts['refused']).toBe('break-glass-lapsed');
    expect((await world.snapshot(1)).state).toBe('pending');
  });

  it('is too late after ten minutes', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    await world.db.advance(10 * minuteMs);
    const reply = await world.presses('ana', 'break-glass', number);
    expect(reply.privately?.facts['refused']).toBe('break-glass-lapsed');
    expect(said(reply.screen)).toContain('Nothing was taken');
    await nothingTaken(world);
  });

  it.each(['guest', 'external', 'bot', 'disabled'] as const)(
    'takes nothing for an account that the platform calls %s',
    async (kind) => {
      world = await glassWorld();
      const number = await prepares(world);
      world.slack.kinds.set(world.made.accounts.ana.slack.user, kind);
      await world.presses('ana', 'break-glass', number);
      expect(await refusals(world)).toEqual([kind]);
      await nothingTaken(world);
    },
  );

  it('takes nothing while the directory is away, or when it was read longer ago than 30 s', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    world.directoryFailure = new RemoteError('Entra ID', 'unavailable', 'timeout');
    await world.presses('ana', 'break-glass', number);
    world.directoryFailure = null;
    world.beforeDecision = () => world.db.advance(30_001);
    await world.presses('ana', 'break-glass', number);
    expect(await refusals(world)).toEqual(['directory-unavailable', 'break-glass-unknown']);
    await nothingTaken(world);
  });

  it('takes nothing for somebody who has left the group since they typed', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    await world.db.query('delete from elevate.approver_group_members where person_id = $1', [
      world.made.persons.ana.id,
    ]);
    await world.presses('ana', 'break-glass', number);
    expect(await refusals(world)).toEqual(['break-glass-not-for-you']);
    await nothingTaken(world);
  });

  it('is held up neither by hours nor by who may ask in the usual way', async () => {
    const availability = { days: [1], from: '03:00', to: '03:01', zone: 'UTC' };
    const requesters = [{ groupId: ownersId, until: null }];
    world = await glassWorld({ coolDownS: 86_400, availability, requesters });
    const number = await takes(world);
    expect((await world.snapshot(number)).state).toBe('approved');
  });

  it('goes by both versions when the policy changes before the press, and says so first', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const digest = await digestOf(world, number);
    await addVersion(world, { breakGlass: { groupIds: [onCallId], maxS: 600 } });
    const stale = await world.presses('ana', 'break-glass', number, { digest });
    expect(stale.privately?.facts['refused']).toBe('stale-screen');
    await world.presses('ana', 'break-glass', number);
    const { grant } = await world.snapshot(number);
    expect(grant!.endsAt.getTime() - grant!.startsAt.getTime()).toBe(600_000);
  });

  it.each<[string, Partial<PolicyTerms>, object]>([
    ['break-glass-not-allowed', {}, {}],
    ['target-denied', { breakGlass }, { approval: 'deny' }],
  ])('takes nothing once the policy changes to %s', async (cause, terms, more) => {
    world = await glassWorld();
    const number = await prepares(world);
    await addVersion(world, terms, more);
    await world.presses('ana', 'break-glass', number);
    expect(await refusals(world)).toEqual([cause]);
    await nothingTaken(world);
  });

  it('does not use up what the policy approves by itself', async () => {
    world = await glassWorld({ autoBudget: { count: 1, windowS: 86_400 } }, { approval: 'auto' });
    await takes(world);
    await world.says('ana', 'Search-Mailbox 1h phishing');
    expect(await world.snapshot(2)).toMatchObject({ kind: 'access', state: 'approved' });
  });

  it('takes it once when two presses come at once', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const replies = await Promise.all([
      world.presses('ana', 'break-glass', number),
      world.presses('ana', 'break-glass', number, { platform: 'teams' }),
    ]);
    const refused = replies.flatMap(({ privately }) => privately?.facts['refused'] ?? []);
    expect(refused).toEqual(['break-glass-done']);
    for (const { screen } of replies) expect(said(screen)).toContain('You took');
    const grants = await world.db.query('select from elevate.grants');
    expect(grants).toHaveLength(1);
  });

  it('gives a replayed press the same answer and nothing more', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const more = { payloadKey: randomUUID(), digest: await digestOf(world, number) };
    const first = await world.presses('ana', 'break-glass', number, more);
    const again = await world.presses('ana', 'break-glass', number, more);
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(first)));
    expect(await world.db.query('select from elevate.grants')).toHaveLength(1);
  });

  it('leaves nothing half done when the database fails on the way, and can be pressed again', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    const digest = await digestOf(world, number);
    await world.db.query('alter table elevate.audit_events rename to mislaid');
    await expect(world.presses('ana', 'break-glass', number, { digest })).rejects.toThrow();
    await world.db.query('alter table elevate.mislaid rename to audit_events');
    await nothingTaken(world);
    await world.presses('ana', 'break-glass', number);
    expect((await world.snapshot(number)).review).toMatchObject({ closed: null });
  });
});
