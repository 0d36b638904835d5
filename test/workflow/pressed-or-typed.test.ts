import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
});
afterEach(() => world.close());

describe('what the person gets who ends or withdraws', () => {
  it('is the redrawn screen and no second copy when they pressed End now', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const reply = await world.presses('ana', 'end', 1);
    expect(reply.privately).toBeNull();
    expect(reply.screen?.notification).toContain('is being taken away');
    await world.settle();
    const toAna = world.slack.messages.filter(({ account }) => account?.user === 'U0ANA');
    for (const message of toAna) {
      expect(JSON.stringify(message.views.at(-1))).not.toContain('being taken away');
    }
  });

  it('is an answer of its own when they typed it', async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const reply = await world.says('ana', 'end ELV-1');
    expect(reply.privately?.notification).toContain('is being taken away');
  });

  it('is the redrawn receipt and no second copy when they pressed Withdraw', async () => {
    const reply = await world.presses('ana', 'withdraw', 1);
    expect(reply.privately).toBeNull();
    expect(reply.screen?.notification).toMatch(/^Withdrawn/);
  });

  it('is the receipt when they typed that they withdraw', async () => {
    const reply = await world.says('ana', 'withdraw ELV-1');
    expect(reply.privately?.notification).toMatch(/^Withdrawn/);
  });
});
