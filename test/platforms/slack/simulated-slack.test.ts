/** The platform against the simulated Slack, which judges by Slack's published rules and knows nothing of us. */
import { createServer } from 'restify';
import { startSimulatedSlack, type SimulatedSlack } from '../../../playground/slack';
import { createLog } from '../../../src/log';
import { type Envelope, type Platform } from '../../../src/platforms/contract';
import { createSlackPlatform } from '../../../src/platforms/slack';
import { denyFormView } from '../../../src/views/forms';
import { homeView } from '../../../src/views/home';
import { promptView } from '../../../src/views/prompt';
import { receiptView } from '../../../src/views/receipt';
import { refusalView } from '../../../src/views/refusal';
import { refuse } from '../../../src/errors';
import { at, pending } from '../../support/snapshots';
import { recordingInbound, signingSecret, type RecordingInbound } from './support';

let slack: SimulatedSlack;
let platform: Platform;
let inbound: RecordingInbound;
let closeServer: () => Promise<void>;

const snapshot = pending();
const prompt = promptView(snapshot, { buttons: true });
const approvers = { platform: 'slack', tenant: 'T0001', id: 'C0APPROVERS' } as const;
/** Those of our manifest. */
const scopes = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'groups:read',
  'im:write',
  'users:read',
];

async function start(appToken?: string): Promise<void> {
  slack = await startSimulatedSlack({
    teamId: 'T0001',
    botUser: { id: 'UBOT', name: 'elevate' },
    signingSecret,
    botToken: 'xoxb-test',
    appToken,
    scopes,
    users: [user('ana'), user('ben'), user('eve', 'external')],
    channels: [
      channel('C0GENERAL', ['U0ANA', 'U0BEN', 'UBOT']),
      channel('C0APPROVERS', ['U0BEN', 'U0EVE', 'UBOT']),
    ],
  });
  inbound = recordingInbound();
  inbound.replies.command = () =>
    Promise.resolve({ privately: receiptView(snapshot), screen: null });
  const server = createServer({ name: 'test' });
  const config = { botToken: 'xoxb-test', signingSecret, appToken, apiUrl: slack.apiUrl };
  platform = createSlackPlatform({
    config: { ...config, allowedTeams: [] },
    inbound,
    log: createLog('silent'),
    server,
  });
  await platform.start();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', () => done()));
  slack.setEventsUrl(`http://127.0.0.1:${server.address().port}/slack/events`);
  closeServer = () => new Promise<void>((done) => void server.close(() => done()));
}

function user(name: string, kind: 'member' | 'external' = 'member') {
  const id = `U0${name.toUpperCase()}`;
  const teamId = kind === 'external' ? 'T0OTHER' : undefined;
  return { id, name, email: `${name}@example.com`, tz: 'Europe/Berlin', kind, teamId };
}

function channel(id: string, members: string[]) {
  return { id, name: id.toLowerCase(), private: true, members };
}

afterEach(async () => {
  await platform.stop();
  await closeServer();
  await slack.stop();
});

describe.each([
  ['HTTP', undefined],
  ['Socket Mode', 'xapp-test'],
])('over %s', (_way, appToken) => {
  beforeEach(() => start(appToken));
  afterEach(() => expect(slack.breaches).toEqual([]));

  test('a command is answered for the person alone', async () => {
    const seen = await slack.as('U0ANA').command('C0GENERAL', '/elevate Search-Mailbox 4h');
    expect(seen.error).toBeNull();
    expect(seen.text).toContain('Search-Mailbox');
    expect(slack.messages('C0GENERAL')).toEqual([]);
  });

  test('a mention in a thread is answered in the thread, for the person alone', async () => {
    const inThread = { threadTs: '1700000000.000001' };
    await slack.as('U0ANA').mention('C0GENERAL', 'Search-Mailbox 4h', inThread);
    await platform.stop();
    expect(inbound.seen[0]?.[2]).toMatchObject({ verb: 'ask', target: 'Search-Mailbox' });
    const [answer] = slack.ephemerals('U0ANA');
    expect(answer).toMatchObject({ ...inThread, channel: 'C0GENERAL', onlyFor: 'U0ANA' });
  });

  test('a prompt is posted, pressed, and updated in place', async () => {
    const message = await platform.post(approvers, prompt, { deciders: [] });
    const seen = await slack.as('U0BEN').press(message.id, 'request.approve', { confirmed: true });
    expect(seen.error).toBeNull();
    expect(inbound.seen[0]?.[2]).toMatchObject({ verb: 'approve', request: snapshot.number });
    const done = promptView(snapshot, { buttons: false });
    await platform.update(message, done, { deciders: [] });
    expect(slack.messages('C0APPROVERS')).toMatchObject([{ ts: message.id, edited: true }]);
  });

  test('a refused press is answered for the person alone', async () => {
    const message = await platform.post(approvers, prompt, { deciders: [] });
    inbound.replies.press = () =>
      Promise.resolve({ privately: refusalView(refuse('own-request')), screen: null });
    await slack.as('U0BEN').press(message.id, 'request.approve', { confirmed: true });
    await platform.stop();
    expect(slack.ephemerals('U0BEN').map(({ channel: id }) => id)).toEqual(['C0APPROVERS']);
  });

  test('a denial goes through its form; an empty reason stands at its field', async () => {
    const message = await platform.post(approvers, prompt, { deciders: [] });
    inbound.replies.form = () =>
      Promise.resolve({ privately: null, screen: null, form: denyFormView(snapshot) });
    const { modal, error } = await slack.as('U0BEN').press(message.id, 'request.deny');
    expect(error).toBeNull();
    inbound.replies.press = () =>
      Promise.resolve({
        privately: refusalView(refuse('deny-reason-required', { request: 142 })),
        screen: null,
      });
    const refused = await slack.as('U0BEN').submit(modal!.id, { reason: '-' });
    expect(refused.fieldErrors).toHaveProperty('reason');
    inbound.replies.press = () =>
      Promise.resolve({
        privately: refusalView(refuse('stale-screen', { request: 142 })),
        screen: null,
      });
    const closed = await slack.as('U0BEN').submit(modal!.id, { reason: 'No ticket.' });
    expect(closed.modal?.view).not.toHaveProperty('submit');
    expect(inbound.seen.at(-1)?.[2]).toMatchObject({ verb: 'deny', reason: 'No ticket.' });
  });

  test('the home tab is drawn', async () => {
    const readAt = at('14:10');
    inbound.replies.home = () =>
      Promise.resolve(homeView({ alarms: [], held: [], waiting: [snapshot], asked: [], readAt }));
    await slack.as('U0ANA').openHome();
    await platform.stop();
    expect(slack.home('U0ANA')).toMatchObject({ type: 'home', user: 'U0ANA' });
  });

  test('an event that Slack sends again has the key of the first', async () => {
    const { delivery } = await slack.as('U0ANA').mention('C0GENERAL', 'mine');
    await slack.redeliver(delivery!.no);
    const keys = inbound.seen.map(([, envelope]) => (envelope as Envelope).payloadKey);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  test('a visitor of another workspace is refused for themselves alone', async () => {
    const message = await platform.post(approvers, prompt, { deciders: [] });
    await slack.as('U0EVE').press(message.id, 'request.approve', { confirmed: true });
    await platform.stop();
    expect(inbound.seen).toEqual([]);
    expect(slack.ephemerals('U0EVE')).toHaveLength(1);
  });

  test('accounts are told by kind', async () => {
    const reading = (name: string) =>
      platform.readAccount(
        { platform: 'slack', tenant: 'T0001', user: name },
        AbortSignal.timeout(1_000),
      );
    expect(await reading('U0BEN')).toMatchObject({ kind: 'member', zone: 'Europe/Berlin' });
    expect(await reading('U0EVE')).toMatchObject({ kind: 'external' });
    slack.changeUser('U0BEN', { kind: 'guest' });
    expect(await reading('U0BEN')).toMatchObject({ kind: 'guest' });
    slack.changeUser('U0BEN', { kind: 'disabled' });
    expect(await reading('U0BEN')).toMatchObject({ kind: 'disabled' });
  });

  test('a direct message arrives', async () => {
    const account = { platform: 'slack', tenant: 'T0001', user: 'U0ANA' } as const;
    const message = await platform.postDirect(account, receiptView(snapshot));
    await platform.update(message, receiptView(snapshot), { deciders: [] });
    expect(slack.direct('U0ANA')).toMatchObject([{ ts: message.id, edited: true }]);
  });
});
