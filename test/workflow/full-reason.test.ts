import { type View } from '../../src/views/view';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';
import { shownBy } from '../support/recording-platform';

const reason = `${'word '.repeat(400)}and the end of it`;
let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', `Search-Mailbox 4h ${reason}`);
  await world.settle();
});
afterEach(() => world.close());

function shown(view: View | null | undefined): string {
  const parts = (view?.facts['parts'] ?? []) as readonly { readonly text: string }[];
  return parts.map(({ text }) => text).join('');
}

async function refusals(): Promise<string[]> {
  const found = await world.db.query<{ cause: string }>(
    `select facts->>'refused' as cause from elevate.audit_events where kind = 'request.refused'`,
  );
  return found.map((one) => one.cause);
}

describe('a reason that was cut', () => {
  it('has a button under it on the prompt, whoever looks at it', () => {
    const prompts = [world.slack, world.teams]
      .flatMap(({ messages }) => messages)
      .filter(({ account }) => account === null);
    expect(prompts).toHaveLength(2);
    for (const prompt of prompts) {
      expect(shownBy(prompt).facts['fullReason']).toMatchObject({ verb: 'reason' });
    }
  });

  it.each(['ben', 'ana'] as const)('is shown whole to %s, and nothing is written', async (who) => {
    const reply = await world.presses(who, 'reason', 1);
    expect(shown(reply.privately)).toBe(reason);
    expect(reply.screen).toBeNull();
    expect(await refusals()).toEqual([]);
    expect(await world.db.query('select from graphile_worker._private_jobs')).toEqual([]);
  });

  it('is shown on an old screen, too: it decides nothing', async () => {
    const reply = await world.presses('ben', 'reason', 1, { digest: 'anotherone12' });
    expect(shown(reply.privately)).toBe(reason);
  });

  it.each<[PersonKey, string]>([
    ['dan', 'not-an-approver'],
    ['eve', 'disabled'],
  ])('is not shown to %s, on the record', async (who, cause) => {
    const reply = await world.presses(who, 'reason', 1);
    expect(reply.privately?.screen).toBe('refusal');
    expect(JSON.stringify(reply)).not.toContain('the end of it');
    expect(await refusals()).toEqual([cause]);
  });

  it('is not shown to a guest, even one who is in the group', async () => {
    world.slack.kinds.set(world.made.accounts.ben.slack.user, 'guest');
    await world.presses('ben', 'reason', 1);
    expect(await refusals()).toEqual(['guest']);
  });
});
