import { factsDigest } from '../../src/elevation/digest';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { shownBy } from '../support/recording-platform';
import { createWorld, type World } from '../support/world';

const hourS = 3600;
let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
});
afterEach(() => world.close());

async function grantedS(): Promise<number | null> {
  const { grant } = await world.snapshot(1);
  return grant && (grant.endsAt.getTime() - grant.startsAt.getTime()) / 1000;
}

async function decisions(): Promise<Record<string, unknown>[]> {
  const found = await world.db.query<{ facts: Record<string, unknown> }>(
    `select facts from elevate.audit_events where kind = 'request.decided' order by seq`,
  );
  return found.map(({ facts }) => facts);
}

async function refusals(): Promise<unknown[]> {
  const found = await world.db.query<{ facts: { refused: string } }>(
    `select facts from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
  return found.map(({ facts }) => facts.refused);
}

async function opens(digest?: string) {
  const shown = digest ?? factsDigest(await world.snapshot(1));
  const press = { request: 1, digest: shown, reason: null, comment: null };
  return world.inbound.form(world.envelope('ben'), { verb: 'approve-less', ...press });
}

describe.each(['approve-less', 'approve'] as const)('%s with a shorter time', (verb) => {
  it('grants that time, and both values are in the audit trail and on the decision', async () => {
    await world.presses('ben', verb, 1, { durationS: 2 * hourS, comment: 'Two will do.' });
    expect(await grantedS()).toBe(2 * hourS);
    expect(await decisions()).toMatchObject([
      { verdict: 'approve', askedDurationS: 4 * hourS, durationS: 2 * hourS },
    ]);
    expect((await world.snapshot(1)).decisions).toMatchObject([
      { verdict: 'approve', durationS: 2 * hourS, comment: 'Two will do.' },
    ]);
  });

  it('is refused beyond what was asked, and nothing is decided', async () => {
    await world.presses('ben', verb, 1, { durationS: 5 * hourS });
    expect(await refusals()).toEqual(['approval-length']);
    expect(await world.snapshot(1)).toMatchObject({ state: 'pending', decisions: [] });
  });

  it('is refused on a screen that showed other facts', async () => {
    await world.presses('ben', verb, 1, { durationS: hourS, digest: 'anotherone12' });
    expect(await refusals()).toEqual(['stale-screen']);
  });

  it('is refused to the requester', async () => {
    await world.presses('ana', verb, 1, { durationS: hourS });
    expect(await refusals()).toEqual(['own-request']);
  });
});

it('is said everywhere: on the prompt, and to the requester with the comment', async () => {
  await world.presses('ben', 'approve-less', 1, { durationS: 2 * hourS, comment: 'Two will do.' });
  await world.settle();
  const [prompt] = world.slack.messages;
  const fields = shownBy(prompt!).facts['fields'] as readonly { value: Sentence }[];
  expect(fields.map(({ value }) => plain(value))).toContain(
    '2\u00A0hours (4\u00A0hours were asked)',
  );
  const notice = world.slack.messages.find((message) => message.account !== null);
  const told = JSON.stringify(shownBy(notice!).facts);
  expect(told).toContain('You had asked for 4\u00A0hours.');
  expect(told).toContain('Two will do.');
});

it('is never under the shortest grant that the target can carry', async () => {
  const usual = world.exchange.describe();
  world.exchange.describe = () => ({ ...usual, leastDurationS: hourS });
  await world.presses('ben', 'approve-less', 1, { durationS: hourS - 60 });
  expect(await refusals()).toEqual(['approval-length']);
  await world.presses('ben', 'approve-less', 1, { durationS: hourS });
  expect(await grantedS()).toBe(hourS);
});

it('says to the second approver what the first one allowed, and grants no more', async () => {
  await world.close();
  world = await createWorld({ rules: { approvalsNeeded: 2 } });
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.presses('ben', 'approve-less', 1, { durationS: hourS });
  await world.settle();
  const { facts } = shownBy(world.slack.messages[0]!);
  const said = (facts['summary'] as readonly { say: Sentence }[]).map(({ say }) => plain(say));
  expect(said).toContain('It would be granted for 1\u00A0hour (4\u00A0hours were asked).');
  expect((facts['approve'] as ViewFacts).effectText).toContain('for 1\u00A0hour, starting now');
  await world.presses('cara', 'approve', 1);
  expect(await grantedS()).toBe(hourS);
  expect(await decisions()).toMatchObject([{ durationS: hourS }, { durationS: null }]);
});

describe('its form', () => {
  it('offers shorter times, half of it preset, and last what was asked', async () => {
    const { form } = await opens();
    const choices = form!.facts['choices'] as readonly { label: Sentence; value: string }[];
    expect(choices.map(({ label, value }) => [plain(label), value])).toEqual([
      ['3\u00A0hours', '10800'],
      ['2\u00A0hours', '7200'],
      ['1\u00A0hour', '3600'],
      ['30\u00A0minutes', '1800'],
      ['4\u00A0hours, as asked', 'asked'],
    ]);
    expect(form!.facts['preset']).toEqual(choices[1]);
    expect(await refusals()).toEqual([]);
  });

  it('offers nothing longer than what is left until a fixed end', async () => {
    await world.says('ana', 'Search-Mailbox until 18:00 phishing');
    const asked = await world.snapshot(2);
    await world.db.advance(asked.fixedEnd!.getTime() - asked.readAt.getTime() - hourS * 1000);
    const press = { request: 2, digest: factsDigest(asked), reason: null, comment: null };
    const envelope = world.envelope('ben');
    const { form } = await world.inbound.form(envelope, { verb: 'approve-less', ...press });
    const values = (form!.facts['choices'] as readonly { value: string }[]).map((one) => one.value);
    expect(values).toEqual(['2700', '1800', '900', '420', 'asked']);
  });

  it('is refused on a screen that showed other facts', async () => {
    expect(await opens('anotherone12')).toMatchObject({ form: null });
    expect(await refusals()).toEqual(['stale-screen']);
  });

  it('is refused to whoever has approved already', async () => {
    await world.close();
    world = await createWorld({ rules: { approvalsNeeded: 2 } });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    expect(await opens()).toMatchObject({ form: null });
    expect(await refusals()).toEqual(['already-approved-by-you']);
  });
});

it('is no part of a denial, whatever a press carries', async () => {
  await world.presses('ben', 'deny', 1, { reason: 'Not today.', durationS: 3600 });
  expect((await world.snapshot(1)).decisions).toMatchObject([{ verdict: 'deny', durationS: null }]);
});
