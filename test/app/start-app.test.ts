import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pino from 'pino';
import { startApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { ConfigError } from '../../src/errors';
import { seed, testDatabase, type TestDatabase } from '../support/database';
import { startWebApiStub } from '../platforms/slack/web-api-stub';
import { until } from '../support/until';

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db.drop());

const slack = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 's',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};

function start(environment: Record<string, string>) {
  const log = pino({ level: 'silent' });
  return startApp({ config: readConfig(environment), database: db.database, log, environment });
}

describe('startApp', () => {
  it('refuses to start without any chat platform, and says what to set', async () => {
    await seed(db);
    await expect(start({})).rejects.toThrow(ConfigError);
    await expect(start({})).rejects.toThrow(/SLACK_BOT_TOKEN.*MicrosoftAppId.*npm run/su);
  });

  it('refuses a database without an organisation, and says what to set', async () => {
    await expect(start(slack)).rejects.toThrow(/ELEVATE_CONFIG/u);
  });

  it.each(['token_revoked', 'account_inactive', 'invalid_auth'])(
    'starts although Slack says %s of the token, and writes down that Slack is lost',
    async (error) => {
      await seed(db, { change: (rows) => ({ ...rows, connectors: [], targets: [] }) });
      const stub = await startWebApiStub();
      stub.always('auth.test', { body: { ok: false, error } });
      const app = await start({ ...slack, SLACK_API_URL: stub.apiUrl, PORT: '0' });
      try {
        await app.sweep.once();
        expect(await db.query('select scope, code from elevate.lost_places')).toEqual([
          { scope: 'workspace', code: error },
        ]);
      } finally {
        await app.stop();
        await stub.stop();
      }
    },
  );

  it('names a port that is taken and keeps nothing running', async () => {
    await seed(db, { change: (rows) => ({ ...rows, connectors: [], targets: [] }) });
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const taken = `PORT ${port} is taken`;
      await expect(start({ ...slack, PORT: String(port) })).rejects.toThrow(taken);
      expect(await db.query('select from elevate.worker_leases')).toEqual([]);
    } finally {
      other.close();
    }
  });

  it('counts a job that is not tried again', async () => {
    await seed(db, { change: (rows) => ({ ...rows, connectors: [], targets: [] }) });
    const app = await start({ ...slack, PORT: '0' });
    try {
      await db.query(`select graphile_worker.add_job('publish-request', '{}', max_attempts => 1)`);
      await until('the metric', async () => {
        const metrics = await fetch(`http://127.0.0.1:${app.port}/metrics`);
        return (await metrics.text()).includes(
          'elevate_jobs_given_up_total{task="publish-request"} 1',
        );
      });
    } finally {
      await app.stop();
    }
  });
});
