import {
  anaId,
  ana,
  ben,
  benId,
  channelId,
  failing,
  fixture,
  startStand,
  tenant,
  view,
  type Stand,
} from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const bot = { id: '28:22222222-2222-2222-2222-222222222222' };
const anaMember = { id: '29:1-ana', aadObjectId: anaId, userRole: 'user', tenantId: tenant };
const benMember = { id: '29:1-ben', objectId: benId, userRole: 'user', tenantId: tenant };

function made(): string[] {
  return stand.microsoft.calls.map(({ method, path }) => `${method} ${path}`);
}

describe('reading an account', () => {
  const signal = () => AbortSignal.timeout(2_000);

  test('of a moment ago is enough for what is only shown, and is not asked for again', async () => {
    stand.microsoft.members = [{ ...benMember, userRole: 'guest' }];
    const prompt = view('approval-prompt', 'pending');
    const channel = { platform: 'teams', tenant, id: channelId } as const;
    await stand.platform.post(channel, prompt, { deciders: [ben] });
    stand.microsoft.calls.length = 0;
    const lately = await stand.platform.readAccount(ben, signal(), { lately: true });
    expect(lately).toMatchObject({ kind: 'guest' });
    expect(stand.microsoft.calls).toEqual([]);
    expect(await stand.platform.readAccount(ben, signal())).toMatchObject({ kind: 'guest' });
    expect(stand.microsoft.calls).toHaveLength(1);
  });

  test('asks again when Teams throttles it, and no more than three times', async () => {
    stand.microsoft.members = [benMember];
    await stand.send(fixture('execute-approve', stand));
    stand.microsoft.calls.length = 0;
    let throttled = 2;
    const busy = { status: 429, headers: { 'retry-after': '1' } };
    stand.microsoft.script(() => ((throttled -= 1) >= 0 ? busy : null));
    expect(await stand.platform.readAccount(ben, signal())).toMatchObject({ kind: 'member' });
    expect(stand.clock.slept).toEqual([1_000, 1_000]);
    throttled = Infinity;
    const error = await failing(stand.platform.readAccount(ben, signal()));
    expect(error.kind).toBe('throttled');
    expect(stand.microsoft.calls).toHaveLength(6);
  });

  test.each([
    ['a member', benMember, 'member'],
    ['a guest', { ...benMember, userRole: 'guest' }, 'guest'],
    ['somebody of another tenant', { ...benMember, tenantId: 'other' }, 'external'],
    ['an anonymous guest of a meeting', { ...benMember, userRole: 'anonymous' }, 'external'],
    ['a role that we do not know', { ...benMember, userRole: 'visitor' }, 'external'],
    ['another directory id', { ...benMember, objectId: anaId }, 'external'],
    ['no directory id', { id: '29:1-ben', userRole: 'user', tenantId: tenant }, 'external'],
  ])('%s', async (_name, member, kind) => {
    stand.microsoft.members = [{ ...member, name: 'Ben Okafor' }];
    await stand.send(fixture('execute-approve', stand));
    const reading = await stand.platform.readAccount(ben, signal());
    expect(reading).toEqual({ kind, name: 'Ben Okafor', zone: 'Europe/Lisbon' });
    expect(made().at(-1)).toBe(`GET /v3/conversations/${channelId}/members/29:1-ben`);
  });

  test('asks anew each time: somebody who left a minute ago must not decide', async () => {
    stand.microsoft.members = [benMember];
    await stand.send(fixture('execute-approve', stand));
    await stand.platform.readAccount(ben, signal());
    stand.microsoft.members = [];
    const error = await failing(stand.platform.readAccount(ben, signal()));
    expect(error).toMatchObject({ kind: 'not_found', code: 'MemberNotFoundInConversation' });
  });

  test('uses the stored personal chat of somebody whom this process has not seen', async () => {
    const fresh = await startStand();
    try {
      fresh.microsoft.members = [anaMember];
      const user = { id: '29:1-ana', aadObjectId: anaId };
      const { serviceUrl } = fresh.microsoft;
      fresh.book.set(anaId, {
        serviceUrl,
        bot,
        conversation: { id: 'a:1', tenantId: tenant },
        user,
      });
      const reading = await fresh.platform.readAccount(ana, signal());
      expect(reading).toMatchObject({ kind: 'member', zone: null });
      const unknown = await failing(fresh.platform.readAccount(ben, signal()));
      expect(unknown).toMatchObject({ kind: 'not_found', code: 'account_never_seen' });
    } finally {
      await fresh.close();
    }
  });

  test('gives up when the signal says so', async () => {
    await stand.send(fixture('execute-approve', stand));
    const aborting = new AbortController();
    stand.microsoft.script(() => {
      aborting.abort();
      return null;
    });
    const error = await failing(stand.platform.readAccount(ben, aborting.signal));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'timeout' });
    const late = await failing(stand.platform.readAccount(ben, AbortSignal.abort()));
    expect(late).toMatchObject({ kind: 'unavailable', code: 'timeout' });
  });
});
