/** `elevate doctor` asks each platform whether it takes our credentials, and says what to do where it does not. */
import { startSimulatedTeams, type SimulatedTeams } from '../../playground/teams';
import { startWebApiStub, type WebApiStub } from '../platforms/slack/web-api-stub';
import { elevate } from '../support/command-line';
import { seed, testDatabase, type TestDatabase } from '../support/database';
import { teamsTenant } from '../support/seed';

let db: TestDatabase;
let slack: WebApiStub;
let teams: SimulatedTeams;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 2 });
  await seed(db);
  slack = await startWebApiStub();
  teams = await startSimulatedTeams({
    tenantId: teamsTenant,
    appId: '33333333-3333-4333-8333-333333333333',
    appPassword: 'a secret of a test',
    bot: { id: '28:33333333-3333-4333-8333-333333333333', name: 'Elevate' },
    users: [],
    team: { id: '19:team@thread.tacv2', channels: [] },
  });
});
afterAll(async () => {
  await teams.stop();
  await slack.stop();
  await db.drop();
});

async function doctor(variables: Record<string, string>): Promise<string> {
  return (await elevate('doctor', { DATABASE_URL: db.url, ...variables })).said;
}

const slackVariables = (apiUrl: string) => ({
  SLACK_BOT_TOKEN: 'xoxb-a-hidden-token',
  SLACK_SIGNING_SECRET: 'of a test',
  SLACK_API_URL: apiUrl,
});

const teamsVariables = (password: string) => ({
  MicrosoftAppId: '33333333-3333-4333-8333-333333333333',
  MicrosoftAppPassword: password,
  MicrosoftAppTenantId: teamsTenant,
  TEAMS_ALLOWED_SERVICE_URLS: teams.serviceUrl,
  ...teams.botFrameworkSettings(),
});

test.each([
  [{ ok: true, team_id: 'T0001', user_id: 'U0BOT' }, /ok +Slack takes SLACK_BOT_TOKEN \(T0001\)/u],
  [
    { ok: false, error: 'token_revoked' },
    /ATTEND +Slack refuses SLACK_BOT_TOKEN \(token_revoked\): set it anew, it starts with xoxb-/u,
  ],
  [
    { ok: false, error: 'account_inactive' },
    /ATTEND +Elevate was removed from the workspace \(account_inactive\): install the app again/u,
  ],
])(
  'asks Slack about its token: %j',
  async (body, said) => {
    slack.answer('auth.test', { body });
    const told = await doctor(slackVariables(slack.apiUrl));
    expect(told).toMatch(said);
    expect(told).not.toContain('hidden');
  },
  30_000,
);

test('says that it is not known where Slack does not answer', async () => {
  const told = await doctor(slackVariables('http://127.0.0.1:1/api/'));
  expect(told).toMatch(/ATTEND +Slack did not answer \(\w+\), so whether it takes/u);
}, 30_000);

test.each([
  ['a secret of a test', /ok +Microsoft gives a token for Teams to 33333333-/u],
  [
    'another hidden one',
    /ATTEND +Microsoft gives no token for Teams \(invalid_client, MicrosoftAppType SingleTenant\)/u,
  ],
])(
  'asks for a token for Teams: %s',
  async (password, said) => {
    const told = await doctor(teamsVariables(password));
    expect(told).toMatch(said);
    expect(told).not.toContain('hidden');
  },
  30_000,
);
