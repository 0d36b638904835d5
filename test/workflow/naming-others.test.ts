import { noTerms } from '../../src/elevation/model';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

/** Ana asks for Search-Mailbox, for Dan unless it says somebody else. */
async function asks(whom = '--for dan@example.com', platform: 'slack' | 'teams' = 'slack') {
  const reply = await world.says('ana', `Search-Mailbox 4h ${whom} phishing clean-up`, platform);
  await world.settle();
  return reply.privately?.facts.refused ?? reply.privately?.screen;
}

describe('who can be named', () => {
  it.each([
    ['their address', '--for dan@example.com'],
    ['their address in capitals', '--for DAN@EXAMPLE.COM'],
    ['their name', '--for Dan'],
    ['a mention', '--for @U0DAN'],
    ['their name with an at sign', '--for @Dan'],
  ])('by %s', async (_, typed) => {
    await asks(typed);
    expect(await world.snapshot(1)).toMatchObject({ subject: { name: 'Dan' } });
  });

  it('by a mention on Teams, whatever the case of the id', async () => {
    const { user } = world.made.accounts.dan.teams;
    await asks(`--for @${user.toUpperCase()}`, 'teams');
    expect(await world.snapshot(1)).toMatchObject({ subject: { name: 'Dan' } });
    expect(world.teams.messages.map(({ account }) => account?.user)).toContain(user);
  });

  it.each(['--for @me', '--for me', '--for ana@example.com', '--for @U0ANA'])(
    'oneself (%s), which is an ordinary request',
    async (typed) => {
      await asks(typed);
      expect(await world.snapshot(1)).toMatchObject({
        state: 'pending',
        subject: { name: 'Ana' },
        acceptedAt: null,
      });
    },
  );

  it.each([
    ['--for nobody@example.com', 'unknown-person'],
    ['--for @U0NOBODY', 'unknown-person'],
    ['--for %', 'unknown-person'],
    ['--for', 'unknown-person'],
    ['--for eve@example.com', 'disabled'],
  ])('not %s: %s', async (typed, refused) => {
    const reply = await world.says('ana', `Search-Mailbox 4h phishing ${typed}`);
    expect(reply.privately?.facts.refused).toBe(refused);
    await expect(world.snapshot(1)).rejects.toThrow('no ELV-1');
  });

  it('not by a name that several people have, who are listed', async () => {
    await world.db.query(`update elevate.persons set name = 'Dan' where name = 'Cara'`);
    expect(await asks('--for Dan')).toBe('ambiguous-person');
    await asks('--for dan@example.com');
    expect(await world.snapshot(1)).toMatchObject({ subject: { line: 'dan@example.com' } });
  });

  it('as the person that two accounts were merged into', async () => {
    const { dan, cara } = world.made.persons;
    await world.db.query('update elevate.persons set merged_into = $1 where id = $2', [
      cara.id,
      dan.id,
    ]);
    await asks('--for dan@example.com');
    expect(await world.snapshot(1)).toMatchObject({ subject: { name: 'Cara' } });
  });

  it('not a guest, nor somebody who cannot be reached', async () => {
    world.slack.kinds.set(world.made.accounts.dan.slack.user, 'guest');
    expect(await asks()).toBe('subject-not-member');
    await world.db.query(`delete from elevate.accounts where user_key = $1 or user_key = $2`, [
      world.made.accounts.dan.slack.user,
      world.made.accounts.dan.teams.user,
    ]);
    expect(await asks()).toBe('subject-unreachable');
  });

  it('not somebody without an account in the target', async () => {
    await world.db.query(`delete from elevate.accounts where user_key = 'dan' and tenant = ''`);
    expect(await asks()).toBe('no-account-in-target');
  });

  it('not somebody who was denied it a moment ago, where the policy waits after a denial', async () => {
    await world.close();
    world = await createWorld({ rules: { terms: { ...noTerms, coolDownS: 3600 } } });
    await world.says('dan', 'Search-Mailbox 4h x');
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    expect(await asks()).toBe('cool-down');
  });
});

describe('what the database holds of it', () => {
  const insert = (state: string, subject: string) => `
    insert into elevate.requests (organisation_id, id, number, kind, state, requester_id, subject_id,
      target_id, target_account, duration_s, duration_was_default, policy_id, policy_version,
      approver_group_id, asked_platform, asked_tenant, asked_user_key, decide_by)
    select organisation_id, gen_random_uuid(), number + 10, kind, '${state}', requester_id, ${subject},
      target_id, target_account, duration_s, duration_was_default, policy_id, policy_version,
      approver_group_id, asked_platform, asked_tenant, asked_user_key, decide_by
    from elevate.requests`;

  it.each([
    ['pending for somebody else', 'pending', 'subject_id'],
    ['waiting for oneself', 'awaiting-acceptance', 'requester_id'],
  ])('nothing begins %s', async (_, state, subject) => {
    await asks();
    await expect(world.db.query(insert(state, subject))).rejects.toThrow('has to be accepted');
  });

  it('nothing becomes pending without a time of acceptance, which then never changes', async () => {
    await asks();
    await expect(world.db.query(`update elevate.requests set state = 'pending'`)).rejects.toThrow(
      'is accepted once',
    );
    await expect(
      world.db.query('update elevate.requests set accepted_at = elevate.now()'),
    ).rejects.toThrow('is accepted once');
    await world.presses('dan', 'accept', 1);
    await expect(
      world.db.query(`update elevate.requests set accepted_at = accepted_at - interval '1 hour'`),
    ).rejects.toThrow('is accepted once');
  });

  it('nobody has withdrawn what is not withdrawn', async () => {
    await asks();
    await expect(
      world.db.query('update elevate.requests set withdrawn_by = subject_id'),
    ).rejects.toThrow('withdrawn_by_somebody');
  });
});
