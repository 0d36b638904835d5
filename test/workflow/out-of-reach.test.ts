/** Prompts that arrive nowhere: because a platform is away for long, or of what was taken without approval. */
import { noTerms, type ConversationKey } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { ownersId, prompt, refusals, said, takes, glassWorld } from '../support/glass-world';
import { shownBy } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';

const minuteMs = 60_000;
const escalation = { afterS: 6 * 3600, groupId: ownersId };
const channel: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0Owners' };
let world: World;
afterEach(() => world.close());

async function asked(): Promise<unknown[]> {
  const found = await world.db.query<{ facts: object }>(
    `select facts from elevate.audit_events where kind = 'request.escalated' order by seq`,
  );
  return found.map(({ facts }) => facts);
}

const toOwners = { why: 'undeliverable', stage: 1, groupId: ownersId, group: 'Owners' };

/** Both channels of the approvers take nothing any more, as often as it is tried. */
function failsOn(kind: 'unavailable' | 'not_found', times: number): void {
  for (const platform of [world.slack, world.teams]) {
    const error = new RemoteError(platform.name, kind, 'no');
    for (let time = 0; time < times; time += 1) platform.failures.push({ call: 'post', error });
  }
}

describe('a platform that is away', () => {
  beforeEach(async () => {
    world = await createWorld({
      rules: { terms: { ...noTerms, escalation } },
      change: (rows) => {
        const memberIds = rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id);
        const owners = { id: ownersId, name: 'Owners', memberIds, channels: [channel] };
        return { ...rows, groups: [...rows.groups, owners] };
      },
    });
  });

  async function again(): Promise<void> {
    await world.db.query('update graphile_worker._private_jobs set run_at = now(), attempts = 0');
    await world.settle();
  }

  it('lets others be asked after five minutes in which nobody saw the prompt, once', async () => {
    failsOn('unavailable', 1);
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    failsOn('unavailable', 1);
    await world.db.advance(5 * minuteMs - 1);
    await again();
    expect(await asked()).toEqual([]);
    failsOn('unavailable', 1);
    await world.db.advance(1);
    await again();
    expect(await asked()).toEqual([toOwners]);
    expect(said(shownBy(prompt(world, channel.id)))).toContain(
      'No channel of Exchange approvers could be reached. Now also asked: Owners',
    );
    await world.presses('dan', 'approve', 1);
    expect((await world.snapshot(1)).state).toBe('approved');
    await again();
    expect(await asked()).toHaveLength(1);
  });

  it('asks nobody else when one channel has the prompt', async () => {
    const error = new RemoteError('Slack', 'unavailable', 'no');
    for (let time = 0; time < 3; time += 1) world.slack.failures.push({ call: 'post', error });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    await world.db.advance(10 * minuteMs);
    await again();
    expect(await asked()).toEqual([]);
  });

  it('counts from when it was accepted, where it was asked for somebody else', async () => {
    await world.says('ana', 'Search-Mailbox 4h --for ben@example.com phishing');
    await world.settle();
    await world.db.advance(60 * minuteMs);
    await world.presses('ben', 'accept', 1);
    failsOn('unavailable', 1);
    await world.settle();
    expect(await asked()).toEqual([]);
  });
});

describe('a break-glass that no channel takes', () => {
  it('is told to the group for escalation, which can revoke it and close its review', async () => {
    world = await glassWorld({ escalation });
    failsOn('not_found', 1);
    const number = await takes(world);
    await world.settle();
    expect(await asked()).toEqual([toOwners]);
    const shown = said(shownBy(prompt(world, channel.id)));
    expect(shown).toContain('No channel of Exchange approvers could be reached. Now also told:');
    expect(shown).toContain('Skipped: Exchange approvers (2\u00A0people).');
    expect(shown).not.toContain('Skipped: Owners');
    await world.presses('dan', 'review', number, { wasRight: true });
    expect((await world.snapshot(number)).review?.closed).toMatchObject({ by: { name: 'Dan' } });
    expect(await refusals(world)).toEqual([]);
  });

  it('is told to nobody else once its review is closed', async () => {
    world = await glassWorld({ escalation });
    const number = await takes(world);
    await world.presses('ben', 'review', number, { wasRight: true });
    failsOn('not_found', 1);
    await world.settle();
    expect(await asked()).toEqual([]);
  });

  it('asks no group a second time that was passed over in a later stage', async () => {
    world = await glassWorld({ escalation, stages: [{ groupId: ownersId, approvalsNeeded: 1 }] });
    failsOn('not_found', 2);
    await takes(world);
    await world.settle();
    expect(await asked()).toEqual([]);
  });
});
