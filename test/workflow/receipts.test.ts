import { publishRequest } from '../../src/workflow/publish-request';
import { shownBy, type PostedMessage } from '../support/recording-platform';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const text = 'Search-Mailbox 4h phishing';

function toAna(): readonly PostedMessage[] {
  return [world.slack, world.teams]
    .flatMap(({ messages }) => messages)
    .filter(({ account }) => account !== null);
}

async function publishAgain(): Promise<void> {
  const { id, organisationId } = await world.snapshot(1);
  await publishRequest(world.context, { organisationId, requestId: id });
}

describe('a receipt', () => {
  it('is sent as a direct message where the answer to the command does not stay', async () => {
    await world.says('ana', text, 'slack');
    await world.settle();
    const [receipt, ...others] = toAna();
    expect(others).toEqual([]);
    expect(receipt!.account).toEqual(world.made.accounts.ana.slack);
    expect(shownBy(receipt!)).toMatchObject({ screen: 'receipt', facts: { withdraw: {} } });
    await publishAgain();
    expect(toAna()).toHaveLength(1);
  });

  it('is not sent once more where the answer itself stays', async () => {
    const reply = await world.says('ana', text, 'teams');
    await world.settle();
    expect(toAna()).toEqual([]);
    const message = await world.teams.postDirect(world.made.accounts.ana.teams, reply.privately!);
    await world.inbound.receiptShown(reply.receiptFor!, message, reply.privately!);
    await world.settle();
    expect(toAna()).toHaveLength(1);
  });

  it('is redrawn without its button when it was decided', async () => {
    await world.says('ana', text, 'slack');
    await world.settle();
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    const screens = toAna().map((message) => shownBy(message).screen);
    expect(screens).toEqual(['receipt', 'notice']);
    expect(shownBy(toAna()[0]!).facts['withdraw']).toBeNull();
  });

  it('that was deleted does not come again', async () => {
    await world.says('ana', text, 'slack');
    await world.settle();
    world.slack.remove(toAna()[0]!);
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    expect(toAna().map((message) => shownBy(message).screen)).toEqual(['notice']);
  });

  it('is left out when the news came before it', async () => {
    await world.says('ana', text, 'slack');
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    await world.settle();
    expect(toAna().map((message) => shownBy(message).screen)).toEqual(['notice']);
  });
});
