import { v7 as uuidv7 } from 'uuid';
import { noTerms } from '../../src/elevation/model';
import { type Reply } from '../../src/platforms/contract';
import { type ConfigurationRows } from '../../src/administration/rows';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'];

function said(reply: Reply, section: 'holds' | 'asks' | 'decides'): string[] {
  const lines = reply.privately!.facts[section] as readonly ViewFacts[];
  return lines.map(({ say }) => plain(say as Sentence));
}

/** Only the approver group may ask, until a time where one is given. */
function onlyApproversAsk(until: string | null) {
  return (rows: ConfigurationRows): ConfigurationRows => ({
    ...rows,
    policies: rows.policies.map((one) => ({
      ...one,
      rules: {
        ...one.rules,
        terms: { ...noTerms, requesters: [{ groupId: rows.groups[0]!.id, until }] },
      },
    })),
  });
}

describe('who', () => {
  it('says who holds a target now, who may ask and who decides', async () => {
    world = await createWorld();
    const before = await world.says('dan', 'who Search-Mailbox');
    expect(said(before, 'holds')[0]).toBe('Nobody holds it through Elevate right now.');
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const { grant } = await world.snapshot(1);
    const reply = await world.says('dan', 'who exchange\\search-mailbox', 'teams');
    expect(reply).toMatchObject({ privately: { screen: 'who' }, screen: null });
    expect(reply.privately!.notification).toBe(
      'Who holds Search-Mailbox, who may ask for it, and who decides',
    );
    expect(said(reply, 'holds')).toEqual([
      expect.stringMatching(/^Ana \(ana@example\.com\), until /u),
      'Who holds it without Elevate is not shown here.',
    ]);
    expect(JSON.stringify(reply)).toContain(grant!.endsAt.toISOString());
    expect(said(reply, 'asks')).toEqual(['Everybody in this organisation who is not a guest.']);
    expect(said(reply, 'decides')).toEqual([
      'Exchange approvers, 1\u00A0approval needed',
      'Ben (ben@example.com)',
      'Cara (cara@example.com)',
    ]);
    expect(JSON.stringify(reply)).not.toMatch(/phishing|ELV-1/u);
  });

  it('says who decides after them, and who is asked when nobody does', async () => {
    world = await createWorld({
      change: (rows) => {
        const dan = rows.persons.find(({ name }) => name === 'Dan')!.id;
        const [group] = rows.groups;
        const owners = { ...group!, id: uuidv7(), name: 'Owners', memberIds: [dan], channels: [] };
        const escalation = { afterS: 6 * 3600, groupId: owners.id };
        const stages = [{ groupId: owners.id, approvalsNeeded: 1 }];
        const policies = rows.policies.map((one) => ({
          ...one,
          rules: { ...one.rules, terms: { ...noTerms, stages, escalation } },
        }));
        return { ...rows, groups: [...rows.groups, owners], policies };
      },
    });
    const reply = await world.says('ben', 'who Search-Mailbox');
    expect(said(reply, 'decides').slice(-2)).toEqual([
      'Then Owners, 1\u00A0person: 1\u00A0approval more needed',
      'After 6\u00A0hours without a decision also Owners, 1\u00A0person',
    ]);
  });

  it('says when a right should have ended', async () => {
    world = await createWorld();
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.db.advance(4 * 3_600_000 + 61_000);
    expect(said(await world.says('dan', 'who Search-Mailbox'), 'holds')[0]).toMatch(
      /^Ana \(ana@example\.com\)\. STILL ACTIVE: it should have ended /u,
    );
  });

  it('names only people who can decide', async () => {
    world = await createWorld();
    await world.db.query('update elevate.persons set disabled_at = now() where id = $1', [
      world.made.persons.cara.id,
    ]);
    const reply = await world.says('ana', 'who Search-Mailbox');
    expect(said(reply, 'decides').join()).not.toContain('Cara');
  });

  it('tells who may ask, and those who decide, and nobody else', async () => {
    world = await createWorld({ change: onlyApproversAsk('2099-01-01T00:00:00Z') });
    const reply = await world.says('ben', 'who Search-Mailbox');
    expect(said(reply, 'asks')).toEqual([expect.stringMatching(/^Exchange approvers, until /u)]);
    const refused = await world.says('dan', 'who Search-Mailbox');
    expect(refusedAs(refused)).toBe('holders-not-for-you');
    expect(JSON.stringify(refused)).not.toMatch(/Ana|Ben|Exchange approvers/u);
  });

  it('names no group whose time to ask is over', async () => {
    world = await createWorld({ change: onlyApproversAsk('2001-01-01T00:00:00Z') });
    const reply = await world.says('ben', 'who Search-Mailbox');
    expect(said(reply, 'asks')).toEqual(['Nobody may ask for it at present.']);
  });

  it('tells a guest nothing, although everybody may ask', async () => {
    world = await createWorld();
    world.slack.kinds.set('U0DAN', 'guest');
    expect(refusedAs(await world.says('dan', 'who Search-Mailbox'))).toBe('guest');
  });

  it('refuses what is no target, with the nearest, and what no policy covers', async () => {
    world = await createWorld({
      change: (rows) => ({ ...rows, policies: rows.policies.slice(0, 1) }),
    });
    const unknown = await world.says('dan', 'who Serch-Mailbox');
    expect(refusedAs(unknown)).toBe('unknown-target');
    expect(unknown.privately!.notification).toContain('Exchange\\Search-Mailbox');
    expect(refusedAs(await world.says('dan', 'who prod_rw'))).toBe('no-policy');
  });

  it('records who was refused, and writes nothing when it is answered', async () => {
    world = await createWorld({ change: onlyApproversAsk(null) });
    await world.says('ben', 'who Search-Mailbox');
    await world.says('dan', 'who Search-Mailbox');
    const events = await world.db.query(
      `select actor->>'name' as name, facts from elevate.audit_events
       where kind <> 'configuration.applied'`,
    );
    expect(events).toMatchObject([
      { name: 'Dan', facts: { verb: 'who', refused: 'holders-not-for-you' } },
    ]);
  });
});
