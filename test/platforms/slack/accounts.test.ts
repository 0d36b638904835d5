import { pending, startBench, type Bench } from './support';
import { type SlackConfig } from '../../../src/platforms/slack/options';

let bench: Bench;
afterEach(() => bench.stop());

const never = new AbortController().signal;
const key = (tenant = 'T0001') => ({ platform: 'slack', tenant, user: 'U0BEN' }) as const;
const ben = {
  id: 'U0BEN',
  team_id: 'T0001',
  name: 'ben',
  real_name: 'Ben Example',
  tz: 'Europe/Berlin',
  profile: { display_name: 'Ben' },
};

async function serving(allowedTeams: string[] = []): Promise<void> {
  const config: Partial<SlackConfig> = { allowedTeams };
  bench = await startBench({ config: { ...config } as SlackConfig });
}

async function read(user: object, tenant?: string) {
  bench.stub.answer('users.info', { body: { ok: true, user } });
  return bench.platform.readAccount(key(tenant), never);
}

describe('the kind of an account', () => {
  beforeEach(() => serving());

  test.each<[string, object, string]>([
    ['a member', {}, 'member'],
    ['a restricted one', { is_restricted: true }, 'guest'],
    ['an ultra restricted one', { is_ultra_restricted: true }, 'guest'],
    ['a stranger', { is_stranger: true }, 'external'],
    ['one of another workspace', { team_id: 'T0OTHER' }, 'external'],
    ['one without a workspace', { team_id: undefined }, 'external'],
    ['a bot', { is_bot: true }, 'bot'],
    ['a workflow', { is_workflow_bot: true }, 'bot'],
    ['a connector', { is_connector_bot: true }, 'bot'],
    ['one that was deactivated', { deleted: true }, 'disabled'],
    ['a deactivated guest', { deleted: true, is_restricted: true }, 'disabled'],
    ['a guest of elsewhere', { is_stranger: true, is_restricted: true }, 'external'],
  ])('%s is told', async (_name, changes, kind) => {
    expect((await read({ ...ben, ...changes })).kind).toBe(kind);
  });

  test('with a foreign key is external without asking Slack', async () => {
    const reading = await bench.platform.readAccount(key('T0OTHER'), never);
    expect(reading).toEqual({ kind: 'external', name: 'U0BEN', zone: null });
    expect(bench.stub.of('users.info')).toEqual([]);
  });

  test('is asked of Slack each time', async () => {
    await read(ben);
    expect((await read({ ...ben, deleted: true })).kind).toBe('disabled');
    expect(bench.stub.of('users.info')).toEqual([{ user: 'U0BEN' }, { user: 'U0BEN' }]);
  });
});

describe('in an enterprise', () => {
  beforeEach(() => serving(['T0001', 'E0001']));

  test('a member of another of its workspaces is a member', async () => {
    const user = { ...ben, team_id: 'T0002', enterprise_user: { enterprise_id: 'E0001' } };
    expect((await read(user, 'E0001')).kind).toBe('member');
  });

  test('a member of another enterprise is external', async () => {
    const user = { ...ben, team_id: 'T0002', enterprise_user: { enterprise_id: 'E0002' } };
    expect((await read(user, 'E0001')).kind).toBe('external');
  });
});

describe('an account', () => {
  beforeEach(() => serving());

  test('has the name it shows and the zone it reports', async () => {
    expect(await read(ben)).toEqual({ kind: 'member', name: 'Ben', zone: 'Europe/Berlin' });
  });

  test('falls back to its other names, and to no zone', async () => {
    const nameless = { ...ben, profile: { display_name: '' }, tz: undefined };
    expect(await read(nameless)).toMatchObject({ name: 'Ben Example', zone: null });
    expect(await read({ ...nameless, real_name: undefined })).toMatchObject({ name: 'ben' });
    const bare = { id: 'U0BEN', team_id: 'T0001' };
    expect(await read(bare)).toMatchObject({ name: 'U0BEN' });
  });

  test('that Slack does not know is not found', async () => {
    bench.stub.answer('users.info', { body: { ok: false, error: 'user_not_found' } });
    await expect(bench.platform.readAccount(key(), never)).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  test('that Slack says nothing about is unavailable', async () => {
    bench.stub.answer('users.info', { body: { ok: true } });
    await expect(bench.platform.readAccount(key(), never)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  test('that is not read before the deadline is unavailable at the deadline', async () => {
    const answer = pending<void>();
    bench.stub.answer('users.info', { after: answer.promise, body: { ok: true, user: ben } });
    const deadline = new AbortController();
    const reading = bench.platform.readAccount(key(), deadline.signal);
    await bench.stub.called('users.info');
    deadline.abort();
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable', code: 'deadline' });
    answer.resolve();
  });

  test('that was read a moment ago need not be read again for what is only shown', async () => {
    await read(ben);
    const lately = () => bench.platform.readAccount(key(), never, { lately: true });
    expect(await lately()).toMatchObject({ kind: 'member' });
    expect(bench.stub.of('users.info')).toHaveLength(1);
    bench.clock.ms += 60_000;
    bench.stub.answer('users.info', { body: { ok: true, user: { ...ben, deleted: true } } });
    expect(await lately()).toMatchObject({ kind: 'disabled' });
    expect(await lately()).toMatchObject({ kind: 'disabled' });
    expect(bench.stub.of('users.info')).toHaveLength(2);
  });

  test('that is asked after the deadline is unavailable', async () => {
    const reading = bench.platform.readAccount(key(), AbortSignal.abort());
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable', code: 'deadline' });
  });
});
