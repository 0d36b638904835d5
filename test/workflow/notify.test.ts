/** Groups that are told of what happens and decide nothing by it. */
import { noTerms, type ConversationKey } from '../../src/elevation/model';
import { shownBy } from '../support/recording-platform';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';

const securityId = '0193a000-0000-7000-8000-0000000000d1';
const channel: ConversationKey = { platform: 'slack', tenant: slackTeam, id: 'C0SECURITY' };
let world: World;
afterEach(() => world.close());

/** Security is told, and so are the approvers, who see it all on the prompt anyway. */
async function start(): Promise<void> {
  world = await createWorld({
    change: (rows) => {
      const approvers = rows.groups[0]!;
      const terms = { ...noTerms, notify: [securityId, approvers.id] };
      const security = { id: securityId, name: 'Security', memberIds: [], channels: [channel] };
      return {
        ...rows,
        groups: [...rows.groups, security],
        policies: rows.policies.map((one) => ({ ...one, rules: { ...one.rules, terms } })),
      };
    },
  });
}

function told(): string[] {
  const found = world.slack.messages.filter(({ key }) => key.conversation.id === channel.id);
  for (const message of found) {
    expect(message.views).toHaveLength(1);
    expect(message.thread).toBeNull();
    expect(shownBy(message).screen).toBe('line');
  }
  return found.map((message) => shownBy(message).notification);
}

it('tells the channels of the named groups that a right is there and that it is gone, once each, with nothing to press', async () => {
  await start();
  await world.says('ana', 'Search-Mailbox 4h a secret reason --ticket INC-1');
  await world.settle();
  expect(told()).toEqual([]);
  await world.presses('ben', 'approve', 1);
  await world.settle();
  expect(told()).toEqual(['Active: Ana holds Search-Mailbox for 4\u00A0hours (ELV-1)']);
  await world.db.advance(4 * 3_600_000);
  await world.settle();
  expect(told()).toEqual([
    'Active: Ana holds Search-Mailbox for 4\u00A0hours (ELV-1)',
    'Ended: Search-Mailbox for Ana (ELV-1)',
  ]);
  const words = JSON.stringify(
    world.slack.messages.filter(({ key }) => key.conversation.id === channel.id),
  );
  expect(words).not.toMatch(/secret reason|INC-1/u);
});

it('tells those nothing by themselves who see the prompt', async () => {
  await start();
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.presses('ben', 'approve', 1);
  await world.settle();
  const lines = world.slack.messages.filter(
    (message) =>
      message.key.conversation.id === 'C0APPROVERS' && shownBy(message).screen === 'line',
  );
  expect(lines).toEqual([]);
});

it('tells nothing of what was denied', async () => {
  await start();
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.presses('ben', 'deny', 1, { reason: 'No.' });
  await world.settle();
  expect(told()).toEqual([]);
});
