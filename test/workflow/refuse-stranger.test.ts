import { randomUUID } from 'node:crypto';
import { parseCommand } from '../../src/commands/parse-command';
import { type Press } from '../../src/commands/command';
import { RemoteError } from '../../src/errors';
import { type Envelope, type Reply } from '../../src/platforms/contract';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h');
});
afterEach(() => world.close());

function nobody(): Envelope {
  const envelope = world.envelope('ana', 'slack', randomUUID());
  return { ...envelope, account: { ...envelope.account, user: 'U0NOBODY' } };
}

function pressed(verb: Press['verb']): Press {
  return { verb, request: 1, digest: 'k7QmPz01_-aB', reason: 'no', comment: null };
}

const filled = { target: null, scope: null, duration: '4h', reason: null, ticket: null };
const typed = ['Search-Mailbox 4h', 'mine', 'pending', 'history', 'home', 'show ELV-1', 'status'];
const more = ['who Search-Mailbox', 'withdraw ELV-1', 'role list', 'policy set x approvals 2', ''];

type Entry = readonly [string, (envelope: Envelope) => Promise<Reply>];

const entries: readonly Entry[] = [
  ...[...typed, ...more].map((words): Entry => [
    `types “${words}”`,
    (envelope) => world.inbound.command(envelope, parseCommand(words)),
  ]),
  ...(['approve', 'deny', 'revoke', 'show', 'mine', 'withdraw', 'reason'] as const).map(
    (verb): Entry => [
      `presses ${verb}`,
      (envelope) => world.inbound.press(envelope, pressed(verb)),
    ],
  ),
  ['opens a form', (envelope) => world.inbound.form(envelope, pressed('deny'))],
  ['opens the form to ask', (envelope) => world.inbound.askForm(envelope, null)],
  ['sends the form to ask', (envelope) => world.inbound.ask(envelope, filled)],
  [
    'opens a form of the configuration',
    (envelope) =>
      world.inbound.changeForm(envelope, { is: 'open', verb: 'settings-set', id: null }),
  ],
];

async function causes(): Promise<string[]> {
  const found = await world.db.query<{ refused: string }>(
    `select facts->>'refused' as refused from elevate.audit_events
     where kind = 'request.refused' order by seq`,
  );
  return found.map(({ refused }) => refused);
}

it.each(entries)(
  'tells a member who is not linked how to get linked, who %s',
  async (_what, act) => {
    const { privately } = await act(nobody());
    expect(privately?.facts['refused']).toBe('unlinked-account');
    expect(JSON.stringify(privately)).toContain('/elevate link');
  },
);

it.each(entries)('refuses a guest who is not linked as a guest, who %s', async (_what, act) => {
  world.slack.kinds.set('U0NOBODY', 'guest');
  const { privately } = await act(nobody());
  expect(privately?.facts['refused']).toBe('guest');
  expect(JSON.stringify(privately)).not.toContain('/elevate link');
  expect(await causes()).toEqual(['guest']);
});

it('takes whoever cannot be read for somebody who is not linked', async () => {
  const error = new RemoteError('Slack', 'unavailable', 'http_503');
  world.slack.failures.push({ call: 'readAccount', error });
  const { privately } = await world.inbound.press(nobody(), pressed('approve'));
  expect(privately?.facts['refused']).toBe('unlinked-account');
  expect(await causes()).toEqual(['unlinked-account']);
});

it('costs whoever has asked before no trip to the database', async () => {
  const { pool } = world.db.database;
  let trips = 0;
  const count = (): void => void (trips += 1);
  pool.on('acquire', count);
  await world.says('ana', 'Search-Mailbox 2h');
  pool.off('acquire', count);
  expect(trips).toBe(1);
});
