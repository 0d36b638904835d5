import { openRequests } from '../../src/store/changes';
import { enqueuePublish } from '../../src/workflow/publish-job';
import { type Reply } from '../../src/platforms/contract';
import { shownBy } from '../support/recording-platform';
import { giveRoles } from '../support/runs-elevate';
import { createWorld, type World } from '../support/world';
import { glassWorld, prepares } from '../support/glass-world';

let world: World;
afterEach(() => world.close());

/** Writes further settings, as a change of the configuration does. */
async function switchTo(enabled: boolean): Promise<void> {
  const { organisationId } = world.made;
  await world.db.query(
    `insert into elevate.settings (organisation_id, version, value)
     select organisation_id, version + 1, value || jsonb_build_object('enabled', $2::boolean)
     from elevate.settings where organisation_id = $1 order by version desc limit 1`,
    [organisationId, enabled],
  );
  await world.context.database.transaction(async (tx) => {
    for (const { id } of await openRequests(tx, organisationId)) {
      await enqueuePublish(tx, organisationId, id);
    }
  });
  await world.settle();
}

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'];

function prompt(): string {
  const message = world.slack.messages.find(({ account }) => account === null);
  return JSON.stringify(shownBy(message!));
}

async function refusals(): Promise<unknown[]> {
  return world.db.query(
    `select facts->>'verb' as verb, facts->>'refused' as refused
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
}

describe('an organisation that is switched off', () => {
  it('takes no request, by what it remembered nor anew, says who can help, and records it', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made);
    expect((await world.says('ana', 'Search-Mailbox 1h phishing')).privately?.screen).toBe(
      'receipt',
    );
    await switchTo(false);
    const reply = await world.says('ana', 'Search-Mailbox 1h phishing');
    expect(refusedAs(reply)).toBe('switched-off');
    expect(JSON.stringify(reply.privately)).toContain('Ask those who can switch it on');
    expect(refusedAs(await world.says('ana', 'ask'))).toBe('switched-off');
    expect(await refusals()).toEqual(Array(2).fill({ verb: 'ask', refused: 'switched-off' }));
    await switchTo(true);
    expect((await world.says('ana', 'Search-Mailbox 1h phishing')).privately?.screen).toBe(
      'receipt',
    );
  });

  it('draws what is pending without Approve, and with it when it is on again', async () => {
    world = await createWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.settle();
    expect(prompt()).toContain('"approve":{');
    await switchTo(false);
    expect(prompt()).toContain('Elevate is switched off.');
    expect(prompt()).toContain('"approve":null');
    expect(prompt()).toContain('"deny":{');
    await switchTo(true);
    expect(prompt()).toContain('"approve":{');
    expect(prompt()).not.toContain('switched off');
  });

  it('approves nothing, and redraws the screen that offered it', async () => {
    world = await createWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.settle();
    await world.db.query(
      `insert into elevate.settings (organisation_id, version, value)
       values ($1, 2, jsonb_build_object('enabled', false, 'defaultApproverGroupId', null))`,
      [world.made.organisationId],
    );
    expect(refusedAs(await world.presses('ben', 'approve', 1))).toBe('switched-off');
    await world.settle();
    expect(prompt()).toContain('Elevate is switched off.');
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending', decisions: [], grant: null });
    await world.presses('ben', 'deny', 1, { reason: 'not now', comment: 'not now' });
    expect((await world.snapshot(1)).state).toBe('denied');
  });

  it('leaves a policy that approves by itself nothing to approve, also what is accepted', async () => {
    world = await createWorld({ rules: { approval: 'auto' } });
    await world.says('ana', 'Search-Mailbox 1h --for dan@example.com phishing');
    await switchTo(false);
    expect(refusedAs(await world.says('ana', 'Search-Mailbox 1h phishing'))).toBe('switched-off');
    expect(refusedAs(await world.presses('dan', 'accept', 1))).toBe('switched-off');
    await world.presses('dan', 'decline', 1);
    expect((await world.snapshot(1)).state).toBe('withdrawn');
    expect(world.exchange.log).toEqual([]);
  });

  it('lets nobody break glass, neither by a command nor by a button from before', async () => {
    world = await glassWorld();
    const number = await prepares(world);
    await switchTo(false);
    expect(refusedAs(await world.presses('ana', 'break-glass', number))).toBe('switched-off');
    const again = await world.says('ana', 'Search-Mailbox 1h --break-glass because prod is down');
    expect(refusedAs(again)).toBe('switched-off');
    await world.settle();
    expect(world.exchange.log).toEqual([]);
  });

  it('keeps what is held until its end, gives no more time, and takes it away as always', async () => {
    world = await createWorld();
    for (const who of ['ana', 'dan'] as const) await world.says(who, 'Search-Mailbox 1h phishing');
    for (const request of [1, 2]) await world.presses('ben', 'approve', request);
    await world.settle();
    await switchTo(false);
    expect([...world.exchange.holders].sort()).toEqual(['ana', 'dan']);
    expect(refusedAs(await world.says('ana', 'extend ELV-1 1h it takes longer'))).toBe(
      'switched-off',
    );
    await world.presses('ben', 'revoke', 2, { reason: 'it is done' });
    await world.settle();
    expect([...world.exchange.holders]).toEqual(['ana']);
    await world.db.advance(3_600_000);
    await world.settle();
    expect([...world.exchange.holders]).toEqual([]);
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended', endCause: 'expired' });
  });

  it('says so in status, in the settings, and in a trial', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made);
    await switchTo(false);
    const status = await world.says('ana', 'status');
    expect(status.privately?.notification).toContain('Elevate is switched off.');
    const settings = JSON.stringify((await world.says('ana', 'settings show')).privately);
    expect(settings).toContain('Switched off: nothing can be asked for');
    const trial = JSON.stringify(
      (await world.says('ana', 'policy test Search-Mailbox 1h')).privately,
    );
    expect(trial).toContain('It would be refused.');
  });

  it('grants nothing that was approved before, says so, and does it when it is on again', async () => {
    world = await createWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.presses('ben', 'approve', 1);
    await switchTo(false);
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'activating',
      heldBefore: null,
    });
    expect(prompt()).toContain('Elevate is switched off and grants nothing.');
    await switchTo(true);
    await world.db.advance(60_000);
    await world.settle();
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('never starts what was approved before, where it stays off until its end', async () => {
    world = await createWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.presses('ben', 'approve', 1);
    await switchTo(false);
    await world.db.advance(3_600_000);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({
      state: 'ended',
      endCause: 'never-started',
      withheld: null,
    });
    expect(world.exchange.log).toEqual([]);
  });
});
