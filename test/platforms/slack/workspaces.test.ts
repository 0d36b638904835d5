import { type Envelope } from '../../../src/platforms/contract';
import { type SlackOptions } from '../../../src/platforms/slack/options';
import {
  button,
  externalSaid,
  homeOpened,
  mention,
  pressed,
  startBench,
  submission,
  type Bench,
} from './support';

let bench: Bench;
afterEach(() => bench.stop());

async function serving(allowedTeams: string[], more: Partial<SlackOptions> = {}): Promise<void> {
  bench = await startBench({
    ...more,
    config: {
      ...{ botToken: 'xoxb-test', signingSecret: 'a-signing-secret-of-tests' },
      allowedTeams,
    },
  });
}

const visitor = { user: { id: 'U0EVE', team_id: 'T0OTHER' } };
const tenants = () => bench.inbound.seen.map(([, one]) => (one as Envelope).account.tenant);

describe('a payload of a workspace that is not served', () => {
  const foreign = { team: { id: 'T0OTHER' }, user: { id: 'U0EVE', team_id: 'T0OTHER' } };
  test.each<[string, () => Promise<Response>]>([
    ['command', () => bench.command({ team_id: 'T0OTHER' })],
    ['press', () => bench.interact(button(bench.stub, foreign))],
    ['form', () => bench.interact(submission(foreign))],
    ['mention', () => bench.event(mention('<@UBOT> mine', other()))],
    ['home', () => bench.event(homeOpened(other()))],
    ['unknown type', () => bench.event({ type: 'shortcut', ...foreign })],
    ['payload without any workspace', () => bench.event({ type: 'block_actions' })],
    ['payload whose workspace is no text', () => bench.event({ team_id: { id: 'T0001' } })],
    ['press without a workspace', () => bench.interact(button(bench.stub, { team: null }))],
  ])('is answered 401 and goes no further: %s', async (_name, send) => {
    await serving(['T0001']);
    const response = await send();
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    await bench.platform.stop();
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
    expect(bench.counted).toEqual([{ name: 'slack_turned_away', reason: 'foreign-workspace' }]);
  });

  function other() {
    return { team_id: 'T0OTHER', authorizations: [{ team_id: 'T0OTHER', enterprise_id: null }] };
  }
});

describe('a visitor of another workspace in a shared channel', () => {
  const seen: unknown[] = [];
  const more: Partial<SlackOptions> = {
    turnedAway: (envelope, refusal) => {
      seen.push([envelope.account, refusal.refused]);
      return Promise.resolve();
    },
  };
  beforeEach(async () => {
    seen.length = 0;
    await serving(['T0001'], more);
  });
  afterEach(() => {
    const account = { platform: 'slack', tenant: 'T0OTHER', user: 'U0EVE' };
    expect(seen).toEqual([[account, 'external']]);
    expect(bench.inbound.seen).toEqual([]);
    expect(bench.counted).toContainEqual({ name: 'slack_turned_away', reason: 'external' });
  });

  test('is refused privately when they press', async () => {
    expect((await bench.interact(button(bench.stub, visitor))).status).toBe(200);
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')[0]).toMatchObject({
      response_type: 'ephemeral',
      text: externalSaid,
    });
  });

  test.each(['deny', 'revoke'])('is refused, without a form, at the button %s', async (verb) => {
    await bench.interact(pressed(bench.stub, verb, visitor));
    await bench.stub.called('respond');
    expect(bench.stub.of('views.open')).toEqual([]);
    expect(bench.stub.of('respond')[0]).toMatchObject({ text: externalSaid });
  });

  test('is refused at the button refresh', async () => {
    await bench.interact(pressed(bench.stub, 'refresh', visitor));
    await bench.stub.called('respond');
    expect(bench.stub.of('respond')[0]).toMatchObject({ text: externalSaid });
  });

  test('is refused on a home tab, and sees nothing of it', async () => {
    const onHome = { view: { id: 'V0HOME', type: 'home' } };
    await bench.interact(pressed(bench.stub, 'end', { ...visitor, ...onHome }));
    await bench.platform.stop();
    expect(bench.stub.of('views.publish')).toEqual([]);
  });

  test('is refused in the form when they send one', async () => {
    const response = await bench.interact(submission(visitor));
    expect(await response.json()).toMatchObject({ response_action: 'update' });
  });

  test('is refused in a form that was opened in our workspace from theirs', async () => {
    const away = { ...visitor, team: { id: 'T0OTHER' } };
    const response = await bench.interact(submission(away, { app_installed_team_id: 'T0001' }));
    expect(await response.json()).toMatchObject({ response_action: 'update' });
  });

  test.each([
    ['user_team', {}],
    ['source_team', {}],
    ['team', {}],
  ])('is refused privately when a mention names their workspace as %s', async (field) => {
    await bench.event(mention('<@UBOT> mine', {}, { user: 'U0EVE', [field]: 'T0OTHER' }));
    await bench.stub.called('chat.postEphemeral');
    expect(bench.stub.of('chat.postEphemeral')[0]).toMatchObject({
      user: 'U0EVE',
      text: externalSaid,
    });
  });

  test('is refused when the event itself is of their workspace', async () => {
    const outer = { team_id: 'T0OTHER' };
    await bench.event(mention('<@UBOT> mine', outer, { user: 'U0EVE', team: undefined }));
    await bench.stub.called('chat.postEphemeral');
  });
});

test('a visitor who opens the home tab sees nothing', async () => {
  await serving(['T0001']);
  await bench.event(homeOpened({ team_id: 'T0OTHER' }));
  await bench.platform.stop();
  expect(bench.stub.of('views.publish')).toEqual([]);
  expect(bench.inbound.seen).toEqual([]);
});

test('a refusal that cannot be written down is a fault', async () => {
  await serving(['T0001'], { turnedAway: () => Promise.reject(new Error('no database')) });
  expect((await bench.interact(button(bench.stub, visitor))).status).toBe(500);
});

test('serves the workspace of the token when none is listed', async () => {
  await serving([]);
  await bench.command();
  expect(tenants()).toEqual(['T0001']);
  expect((await bench.command({ team_id: 'T0002' })).status).toBe(401);
});

describe('an enterprise', () => {
  test('that is listed gives its people one key, whichever workspace they write from', async () => {
    await serving(['T0001', 'E0001']);
    await bench.command({ enterprise_id: 'E0001' });
    await bench.command({ enterprise_id: 'E0001', team_id: 'T0002' });
    const grid = { enterprise: { id: 'E0001' }, team: { id: 'T0002' } };
    await bench.interact(button(bench.stub, { ...grid, user: { id: 'U1', team_id: 'T0002' } }));
    await bench.interact(button(bench.stub, { team: { id: 'T0002', enterprise_id: 'E0001' } }));
    await bench.interact(button(bench.stub, { team: null, enterprise: { id: 'E0001' } }));
    const authorizations = [{ team_id: 'T0002', enterprise_id: 'E0001' }];
    await bench.event(mention('<@UBOT> mine', { authorizations }));
    expect(tenants()).toEqual(Array(6).fill('E0001'));
  });

  test('that is not listed changes nothing for the workspace that is', async () => {
    await serving(['T0001']);
    await bench.command({ enterprise_id: 'E0001' });
    expect(tenants()).toEqual(['T0001']);
  });

  test('of another organisation opens no door', async () => {
    await serving(['T0001', 'E0001']);
    expect((await bench.command({ team_id: 'T9', enterprise_id: 'E9' })).status).toBe(401);
  });

  test('of an event is the one of the authorization, not one that the event claims', async () => {
    await serving(['T0001', 'E0001']);
    const authorizations = [{ team_id: 'T9', enterprise_id: 'E9' }];
    const claims = { authorizations, enterprise_id: 'E0001', enterprise: { id: 'E0001' } };
    expect((await bench.event(mention('<@UBOT> mine', claims))).status).toBe(401);
  });
});
