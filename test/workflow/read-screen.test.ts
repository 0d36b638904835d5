/** Who is shown a request when their client asks for its card: nobody whose press would be refused for who they are. */
import { RemoteError } from '../../src/errors';
import { type AccountKind } from '../../src/platforms/contract';
import { type View } from '../../src/views/view';
import { createWorld, type World } from '../support/world';
import { type PersonKey } from '../support/seed';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
});
afterEach(() => {
  world.teams.kinds.clear();
  world.teams.failures.length = 0;
});
afterAll(() => world.close());

const seenBy = (person: PersonKey): Promise<View | null> =>
  world.inbound.refresh(world.envelope(person, 'teams'), 1);

it('shows it to those who decide and to the requester, and to nobody else', async () => {
  expect((await seenBy('ben'))?.screen).toBe('approval-prompt');
  expect((await seenBy('ana'))?.screen).toBe('approval-prompt');
  expect(await seenBy('dan')).toBeNull();
});

it.each<AccountKind>(['guest', 'external', 'bot', 'disabled'])(
  'shows nothing to an approver whose account is of the kind %s',
  async (kind) => {
    world.teams.kinds.set(world.made.accounts.ben.teams.user, kind);
    expect(await seenBy('ben')).toBeNull();
    const press = { request: 1, digest: 'x'.repeat(12), reason: null, comment: null };
    const envelope = world.envelope('ben', 'teams');
    const pressed = await world.inbound.press(envelope, { verb: 'refresh', ...press });
    expect(pressed).toEqual({ privately: null, screen: null });
  },
);

it('shows nothing while nobody can say what kind of account it is', async () => {
  const error = new RemoteError('Teams', 'unavailable', 'timeout');
  world.teams.failures.push({ call: 'readAccount', error });
  expect(await seenBy('ben')).toBeNull();
});

it('shows nothing to a person who is disabled, not even their own request', async () => {
  const disable = 'update elevate.persons set disabled_at = elevate.now() where id = $1';
  await world.db.query(disable, [world.made.persons.ana.id]);
  expect(await seenBy('ana')).toBeNull();
});
