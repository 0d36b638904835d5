import { parsePressValue } from '../../src/commands/press-value';
import { type PressVerb } from '../../src/commands/command';
import { type View, type ViewFacts } from '../../src/views/view';
import { shownBy } from '../support/recording-platform';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
});
afterEach(() => world.close());

const prompt = (): View =>
  shownBy(world.slack.messages.find((message) => message.account === null)!);

/** Presses what stands on the prompt as the channel sees it, and not what is stored. */
async function pressesShown(person: PersonKey, verb: 'approve' | 'deny' | 'revoke', shown: View) {
  const { digest } = parsePressValue((shown.facts[verb] as ViewFacts).value)!;
  return world.presses(person, verb, 1, { digest, reason: 'because' });
}

/** As if the update had been lost on its way, and nothing else would bring it. */
async function withoutUpdate(act: () => Promise<unknown>): Promise<void> {
  await act();
  await world.db.query('delete from graphile_worker._private_jobs');
}

async function opens(person: PersonKey, verb: PressVerb, digest: string) {
  const press = { verb, request: 1, digest, reason: null, comment: null };
  return world.inbound.form(world.envelope(person), press);
}

describe('a refused press on the message in the channel', () => {
  it('has it redrawn when the policy changed, so that it can be approved from it', async () => {
    await world.changePolicy();
    const refused = await pressesShown('ben', 'approve', prompt());
    expect(refused.privately?.facts['refused']).toBe('stale-screen');
    await world.settle();
    await pressesShown('ben', 'approve', prompt());
    expect((await world.snapshot(1)).state).toBe('approved');
  });

  it('has it redrawn when the form behind Deny… is refused', async () => {
    await world.changePolicy();
    const { deny } = prompt().facts as Record<string, ViewFacts>;
    const reply = await opens('ben', 'deny', parsePressValue(deny!.value)!.digest);
    expect(reply.form).toBeNull();
    await world.settle();
    await pressesShown('ben', 'deny', prompt());
    expect((await world.snapshot(1)).state).toBe('denied');
  });

  it('has it redrawn when somebody has decided', async () => {
    const shown = prompt();
    await withoutUpdate(() => world.presses('cara', 'deny', 1, { reason: 'no' }));
    const refused = await pressesShown('ben', 'approve', shown);
    expect(refused.privately?.facts['refused']).toBe('already-decided');
    await world.settle();
    expect(prompt().screen).toBe('approval-closed');
  });

  it('has it redrawn when it was withdrawn', async () => {
    const shown = prompt();
    await withoutUpdate(() => world.presses('ana', 'withdraw', 1));
    const refused = await pressesShown('ben', 'approve', shown);
    expect(refused.privately?.facts['refused']).toBe('request-closed');
    await world.settle();
    expect(prompt().screen).toBe('approval-closed');
  });

  it('has it redrawn, and shows it, when there is nothing left to revoke', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const shown = prompt();
    await withoutUpdate(() => world.presses('ana', 'end', 1));
    const refused = await pressesShown('ben', 'revoke', shown);
    expect(refused.privately?.facts['refused']).toBe('nothing-to-end');
    expect(refused.screen?.facts['revoke']).toBeNull();
    await world.settle();
    expect(prompt().facts['revoke']).toBeNull();
  });

  it('is not asked for by somebody who may not see the request', async () => {
    await world.changePolicy();
    await pressesShown('dan', 'approve', prompt());
    const shown = prompt();
    await world.settle();
    expect(prompt()).toBe(shown);
  });
});

describe('a refused End', () => {
  it('shows its holder that the right has gone', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.presses('ana', 'end', 1);
    const twice = await world.presses('ana', 'end', 1);
    expect(twice.privately?.facts['refused']).toBe('nothing-to-end');
    expect(twice.screen?.notification).toMatch(/is being taken away/);
    await world.settle();
    const ended = await world.presses('ana', 'end', 1);
    expect(ended.screen?.notification).toMatch(/^Ended/);
  });

  it('shows nothing of the request to somebody whose it is not', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.presses('ana', 'end', 1);
    expect((await world.presses('dan', 'end', 1)).screen).toBeNull();
  });
});
