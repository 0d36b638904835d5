import { type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { type World } from '../support/world';
import { worldUnder } from '../support/hours';

const hourMs = 3_600_000;
let world: World;
afterEach(() => world.close());

async function under(terms: Partial<PolicyTerms>, rules: Partial<PolicyRules> = {}): Promise<void> {
  world = await worldUnder(terms, rules);
}

async function asksForDan(person: 'ana' | 'cara' = 'ana'): Promise<void> {
  await world.says(person, 'Search-Mailbox 1h --for dan@example.com x');
}

describe('a budget of approvals without a person', () => {
  beforeEach(() => under({ autoBudget: { count: 2, windowS: 86_400 } }, { approval: 'auto' }));

  async function states(): Promise<string[]> {
    const rows = await world.db.query<{ state: string }>(
      'select state from elevate.requests order by state, number',
    );
    return rows.map(({ state }) => state);
  }

  it('is not overdrawn by requests of one moment', async () => {
    await Promise.all([1, 2, 3, 4].map(() => world.says('ana', 'Search-Mailbox 1h phishing')));
    expect(await states()).toEqual(['approved', 'approved', 'pending', 'pending']);
  });

  it('is each person’s own, and full again when its window has passed', async () => {
    for (let asked = 1; asked <= 3; asked += 1) await world.says('ana', 'Search-Mailbox 1h x');
    await world.says('cara', 'Search-Mailbox 1h x');
    expect(await states()).toEqual(['approved', 'approved', 'approved', 'pending']);
    await world.db.advance(24 * hourMs);
    await world.says('ana', 'Search-Mailbox 1h x');
    expect((await world.snapshot(5)).state).toBe('approved');
  });

  it('says in the receipt that people decide now, and lets them', async () => {
    for (let asked = 1; asked <= 2; asked += 1) await world.says('ana', 'Search-Mailbox 1h x');
    const reply = await world.says('ana', 'Search-Mailbox 1h x');
    expect(JSON.stringify(reply.privately)).toContain('used up');
    await world.presses('ben', 'approve', 3);
    expect((await world.snapshot(3)).grant).not.toBeNull();
  });

  it('counts what it approved when it approved it, however long ago that was asked', async () => {
    for (let asked = 1; asked <= 4; asked += 1) await asksForDan();
    await world.db.advance(23 * hourMs);
    for (let asked = 1; asked <= 4; asked += 1) await world.presses('dan', 'accept', asked);
    expect(await states()).toEqual(['approved', 'approved', 'pending', 'pending']);
    // It was asked a day ago, and approved an hour ago.
    await world.db.advance(hourMs + 1);
    await world.says('dan', 'Search-Mailbox 1h x');
    expect((await world.snapshot(5)).state).toBe('pending');
    await world.db.advance(23 * hourMs);
    await world.says('dan', 'Search-Mailbox 1h x');
    expect((await world.snapshot(6)).state).toBe('approved');
  });

  it('is used up for whoever asks and for whoever receives', async () => {
    await asksForDan();
    await world.presses('dan', 'accept', 1);
    await world.says('dan', 'Search-Mailbox 1h x');
    expect(await states()).toEqual(['approved', 'approved']);
    // Dan has had two; Ana has asked for one of them.
    await world.says('dan', 'Search-Mailbox 1h x');
    await asksForDan('cara');
    await world.presses('dan', 'accept', 4);
    await world.says('ana', 'Search-Mailbox 1h x');
    expect(await states()).toEqual(['approved', 'approved', 'approved', 'pending', 'pending']);
    // Ana has had two by now; Ben none.
    await world.says('ana', 'Search-Mailbox 1h --for ben@example.com x');
    await world.presses('ben', 'accept', 6);
    expect((await world.snapshot(6)).state).toBe('pending');
  });

  it('is not overdrawn by two who ask for each other in one moment', async () => {
    for (let asked = 1; asked <= 3; asked += 1) {
      await asksForDan();
      await world.says('dan', 'Search-Mailbox 1h --for ana@example.com x');
    }
    const accepting = [1, 2, 3, 4, 5, 6].map((request) =>
      world.presses(request % 2 === 1 ? 'dan' : 'ana', 'accept', request),
    );
    await Promise.all(accepting);
    const pending = ['pending', 'pending', 'pending', 'pending'];
    expect(await states()).toEqual(['approved', 'approved', ...pending]);
  });
});
