import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { testStart } from '../support/database';
import { shownBy } from '../support/recording-platform';
import { type World } from '../support/world';
import { worldUnder } from '../support/hours';

const hourMs = 3_600_000;
let world: World;
afterEach(() => world.close());

async function under(terms: Partial<PolicyTerms>, rules: Partial<PolicyRules> = {}): Promise<void> {
  world = await worldUnder(terms, rules);
}

/** Gives the policy a further version with these terms. */
function setTerms(terms: Partial<PolicyTerms>): Promise<void> {
  return world.changePolicy({ terms: { ...noTerms, ...terms } });
}

async function refusedAs(text: string, person: 'ana' | 'dan' = 'ana'): Promise<unknown> {
  const reply = await world.says(person, text);
  return reply.privately?.facts.refused ?? reply.privately?.screen;
}

it('lets only members of the named groups ask, until their end', async () => {
  await under({});
  const groupId = world.made.groupId;
  const until = new Date(testStart.getTime() + hourMs).toISOString();
  await setTerms({ requesters: [{ groupId, until }] });
  expect(await refusedAs('Search-Mailbox 1h phishing')).toBe('not-eligible');
  expect((await world.says('ben', 'Search-Mailbox 1h phishing')).privately?.screen).toBe('receipt');
  await world.db.advance(hourMs);
  const late = await world.says('ben', 'Search-Mailbox 1h phishing');
  expect(late.privately?.facts.refused).toBe('not-eligible');
});

it('keeps the ticket of a request, shows it to approvers, and never lets it change', async () => {
  const url = 'https://tickets.example.com/{ticket}';
  await under({ ticket: { required: true, form: null, url } });
  expect(await refusedAs('Search-Mailbox 1h phishing')).toBe('ticket-required');
  await world.says('ana', 'Search-Mailbox 1h --ticket INC/47 phishing');
  expect(await world.snapshot(1)).toMatchObject({ ticket: 'INC/47', reason: 'phishing' });
  await world.settle();
  const shown = JSON.stringify(world.slack.messages[0]!.views);
  expect(shown).toContain('https://tickets.example.com/INC%2F47');
  await expect(
    world.db.query(`update elevate.requests set ticket = 'INC/48' where number = 1`),
  ).rejects.toThrow('never changes');
});

describe('a policy that offers parts of a target', () => {
  const scopes = { allowed: ['Finance', 'Field sales'], whole: false };

  it('grants the part that was named and no other, and shows it wherever the target is shown', async () => {
    await under({ scopes });
    expect(await refusedAs('Search-Mailbox 1h phishing')).toBe('scope-required');
    expect(await refusedAs('Search-Mailbox 1h --scope Fnance phishing')).toBe('scope-unknown');
    await world.says('ana', 'Search-Mailbox 1h --scope "field SALES" phishing');
    await world.says('ana', 'Search-Mailbox 1h --scope finance phishing');
    await world.settle();
    expect(await world.snapshot(1)).toMatchObject({ scope: 'Field sales' });
    expect(world.slack.messages[0]!.views.at(-1)!.notification).toContain(
      'asks for Search-Mailbox (Field sales)',
    );
    for (const request of [1, 2]) await world.presses('ben', 'approve', request);
    await world.settle();
    expect(world.exchange.scopes('ana')).toEqual(['Field sales', 'Finance']);
    const who = JSON.stringify((await world.says('ben', 'who Search-Mailbox')).privately);
    expect(who).toContain('Field sales');
    await world.presses('ana', 'end', 1);
    await world.settle();
    expect(world.exchange.scopes('ana')).toEqual(['Finance']);
  });

  it('extends, and asks again for, the same part', async () => {
    await under({ scopes });
    await world.says('ana', 'Search-Mailbox 1h --scope Finance phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.says('ana', 'extend ELV-1 1h it takes longer');
    expect(await world.snapshot(2)).toMatchObject({ kind: 'extension', scope: 'Finance' });
    await world.presses('ana', 'withdraw', 2);
    await world.presses('ana', 'end', 1);
    await world.settle();
    await world.presses('ana', 'again', 1);
    expect(await world.snapshot(3)).toMatchObject({ kind: 'access', scope: 'Finance' });
  });

  it('approves nothing that it offers no longer', async () => {
    await under({ scopes });
    await world.says('ana', 'Search-Mailbox 1h --scope Finance phishing');
    await setTerms({ scopes: { allowed: ['Field sales'], whole: true } });
    const reply = await world.presses('ben', 'approve', 1);
    expect(reply.privately?.facts.refused).toBe('scope-no-longer');
    expect(await refusedAs('Search-Mailbox 1h phishing')).toBe('receipt');
    await setTerms({ scopes });
    const whole = await world.presses('ben', 'approve', 2);
    expect(whole.privately?.facts.refused).toBe('scope-now-required');
  });

  it('is the only one under which a part can be named', async () => {
    await under({});
    expect(await refusedAs('Search-Mailbox 1h --scope Finance phishing')).toBe('scope-none');
  });
});

it('neither takes nor approves a request outside of the hours', async () => {
  // The world begins on Friday, 13 November 2026, at 14:02 in UTC.
  expect(testStart.getUTCDay()).toBe(5);
  await under({ availability: { days: [5], from: '08:00', to: '16:00', zone: 'UTC' } });
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.db.advance(2 * hourMs);
  const reply = await world.presses('ben', 'approve', 1);
  expect(reply.privately?.facts.refused).toBe('outside-hours');
  expect((await world.snapshot(1)).state).toBe('pending');
  expect(await refusedAs('Search-Mailbox 1h phishing')).toBe('outside-hours');
  await world.presses('ben', 'deny', 1, { reason: 'Not today.' });
  expect((await world.snapshot(1)).state).toBe('denied');
});

it('takes nothing for a while after a denial, of this target and this person', async () => {
  await under({ coolDownS: 3600 });
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.presses('ben', 'deny', 1, { reason: 'No.' });
  expect(await refusedAs('Search-Mailbox 1h please')).toBe('cool-down');
  expect((await world.says('cara', 'Search-Mailbox 1h phishing')).privately?.screen).toBe(
    'receipt',
  );
  await world.db.advance(hourMs - 1);
  expect(await refusedAs('Search-Mailbox 1h please')).toBe('cool-down');
  await world.db.advance(1);
  expect(await refusedAs('Search-Mailbox 1h please')).toBe('receipt');
});

it('tells approvers of what was asked for before a denial and waits beside it, at once', async () => {
  await under({ coolDownS: 6 * 3600 });
  await world.says('ana', 'Search-Mailbox 1h phishing');
  await world.says('ana', 'Search-Mailbox 2h phishing');
  await world.says('cara', 'Search-Mailbox 1h phishing');
  await world.settle();
  await world.db.advance(hourMs / 3);
  await world.presses('ben', 'deny', 1, { reason: 'No.' });
  await world.settle();
  const unusual = world.slack.messages
    .filter(({ account }) => account === null)
    .map((message) => JSON.stringify(shownBy(message).facts.unusual));
  const said = 'asked 20\u00A0minutes before a denial (ELV-1)';
  expect(unusual.map((text) => text.includes(said))).toEqual([false, true, false]);
  await world.presses('cara', 'approve', 2);
  expect((await world.snapshot(2)).state).toBe('approved');
});
