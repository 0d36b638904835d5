import { factsDigest } from '../../src/elevation/digest';
import { type PressVerb } from '../../src/commands/command';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
});
afterEach(() => world.close());

async function opens(person: PersonKey, verb: PressVerb, digest?: string) {
  const shown = digest ?? factsDigest(await world.snapshot(1));
  const press = { verb, request: 1, digest: shown, reason: null, comment: null };
  return world.inbound.form(world.envelope(person), press);
}

async function refusals(): Promise<string[]> {
  const found = await world.db.query<{ cause: string }>(
    `select facts->>'refused' as cause from elevate.audit_events where kind = 'request.refused'`,
  );
  return found.map((one) => one.cause);
}

describe('the form behind a button', () => {
  it('opens for somebody who may decide, and writes nothing', async () => {
    expect((await opens('ben', 'deny')).form?.screen).toBe('deny-form');
    expect(await refusals()).toEqual([]);
  });

  it.each([
    ['somebody outside the group', 'dan', 'unknown-request', 'not-an-approver'],
    ['somebody who is disabled', 'eve', 'disabled', 'disabled'],
  ] as const)(
    'is refused to %s, on the record and without showing more',
    async (_who, person, told, cause) => {
      const reply = await opens(person, 'deny');
      expect(reply).toMatchObject({ form: null, screen: null });
      expect(reply.privately?.facts['refused']).toBe(told);
      expect(await refusals()).toEqual([cause]);
    },
  );

  it('is refused to the requester, who sees the request without buttons', async () => {
    const reply = await opens('ana', 'deny');
    expect(reply).toMatchObject({ form: null, screen: { facts: { approve: null, deny: null } } });
    expect(await refusals()).toEqual(['own-request']);
  });

  it('is refused on a screen that showed other facts, which is redrawn', async () => {
    const reply = await opens('ben', 'deny', 'anotherone12');
    expect(reply).toMatchObject({ form: null, screen: { screen: 'approval-prompt' } });
    expect(await refusals()).toEqual(['stale-screen']);
  });

  it('is refused once somebody has decided, with who it was and when', async () => {
    await world.presses('cara', 'deny', 1, { reason: 'no' });
    const reply = await opens('ben', 'deny');
    expect(reply).toMatchObject({ form: null, screen: { screen: 'approval-closed' } });
    expect(JSON.stringify(reply.privately)).toContain('was already denied by Cara');
    expect(await refusals()).toEqual(['already-decided']);
  });

  it('is refused once the time to decide is over, also before that was written', async () => {
    await world.db.advance(24 * 3_600_000 - 1);
    expect((await opens('ben', 'deny')).form?.screen).toBe('deny-form');
    await world.db.advance(1);
    expect((await opens('ben', 'deny')).form).toBeNull();
    expect(await refusals()).toEqual(['request-closed']);
  });

  it('opens for the first of two approvers, who may have pressed the wrong button', async () => {
    await world.close();
    world = await createWorld({ rules: { approvalsNeeded: 2 } });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    expect((await opens('ben', 'deny')).form?.screen).toBe('deny-form');
  });

  it('says to somebody outside the group who could revoke', async () => {
    await world.presses('cara', 'approve', 1);
    const reply = await opens('dan', 'revoke');
    expect(reply).toMatchObject({ form: null, screen: null });
    expect(await refusals()).toEqual(['may-not-revoke']);
  });

  it('opens for revoking what is approved and has not started', async () => {
    await world.presses('cara', 'approve', 1);
    const [grant] = await world.db.query<object>('select to_jsonb(g) as g from elevate.grants g');
    await world.db.query('delete from elevate.grants');
    await world.db.query(
      `insert into elevate.grants
       select (jsonb_populate_record(null::elevate.grants, $1::jsonb || '{"state": "scheduled"}')).*`,
      [(grant as { g: object }).g],
    );
    expect((await opens('ben', 'revoke')).form?.screen).toBe('revoke-form');
  });

  it('opens for revoking only while there is a grant to take away', async () => {
    expect((await opens('ben', 'revoke')).form).toBeNull();
    await world.presses('cara', 'approve', 1);
    expect((await opens('ben', 'revoke')).form?.screen).toBe('revoke-form');
    await world.settle();
    expect((await opens('ben', 'revoke')).form?.screen).toBe('revoke-form');
  });
});
