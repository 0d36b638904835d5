import { noTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { tellSystemRefusals } from '../../src/workflow/tell-system-refusals';
import { shownBy } from '../support/recording-platform';
import {
  codeOf,
  createSystemWorld,
  keyOf,
  trailOf,
  type SystemApi,
  type SystemWorld,
} from '../support/system-api';
import { type World } from '../support/world';

let made: SystemWorld;
let world: World;
let api: SystemApi;
let key: string;

beforeEach(async () => {
  made = await createSystemWorld();
  ({ world, api, key } = made);
});
afterEach(() => made.stop());

const trail = () => trailOf(world);

function channel(): string[] {
  return world.slack.messages
    .filter(({ account }) => account === null)
    .map((message) => shownBy(message).notification.replaceAll('\u00A0', ' '));
}

async function tell(): Promise<void> {
  const { organisationId } = world.context;
  const [account] = await world.db.query<{ id: string }>(
    `select id from elevate.system_accounts where name = 'nightly-export'`,
  );
  await tellSystemRefusals(world.context, { organisationId, accountId: account!.id });
}

describe('a system account that asks', () => {
  it('is granted without approval, told of in the channel, and its right is taken away at its end', async () => {
    const asked = await api.ask();
    expect([asked.status, asked.headers.get('location')]).toEqual([201, '/api/requests/ELV-1']);
    expect(asked.body).toEqual({
      request: 'ELV-1',
      state: 'activating',
      target: 'Exchange\\Search-Mailbox',
      reason: 'Nightly export',
      startsAt: '2026-11-13T14:02:00.000Z',
      endsAt: '2026-11-13T15:02:00.000Z',
      activeAt: null,
      endedAt: null,
    });
    await world.settle();
    expect([...world.exchange.holders]).toEqual(['svc-export']);
    expect(channel()).toEqual([
      'Active: nightly-export, a system account, holds Search-Mailbox for 1 hour (ELV-1)',
    ]);
    expect(JSON.stringify(shownBy(world.slack.messages[0]!))).toContain('answers for it');
    expect((await api.call('GET', '/api/requests/ELV-1')).body['state']).toBe('active');
    await world.db.advance(3_600_000);
    await world.settle();
    expect([...world.exchange.holders]).toEqual([]);
    expect((await api.call('GET', '/api/requests/ELV-1')).body).toMatchObject({
      state: 'ended',
      endCause: 'expired',
    });
    expect(world.slack.messages.filter(({ account }) => account !== null)).toEqual([]);
  });

  it('stands in the trail as what it is, with the key that it came with', async () => {
    await api.ask();
    expect((await trail()).slice(0, 2)).toEqual([
      { kind: 'request.opened', type: 'system-account', name: 'nightly-export', refused: null },
      { kind: 'request.approved', type: 'system-account', name: 'nightly-export', refused: null },
    ]);
    const [event] = await world.db.query<{ keyid: string }>(
      `select actor->>'keyId' as keyid from elevate.audit_events where kind = 'request.opened'`,
    );
    expect(key).toContain(event!.keyid.replaceAll('-', ''));
    const everything = JSON.stringify(
      await world.db.query(
        'select to_jsonb(e) as e from elevate.audit_events e union all select to_jsonb(p) from elevate.inbound_payloads p',
      ),
    );
    expect(everything).not.toContain(key.slice(41));
  });

  it('gives its right back early, by either verb, and hears the same when it does so again', async () => {
    for (const [method, path] of [
      ['POST', '/api/requests/ELV-1/end'],
      ['DELETE', '/api/requests/elv-2'],
    ] as const) {
      await api.ask();
      await world.settle();
      expect([...world.exchange.holders]).toEqual(['svc-export']);
      const ended = await api.call(method, path);
      expect([ended.status, ended.body['state']]).toEqual([200, 'ending']);
      await world.settle();
      expect([...world.exchange.holders]).toEqual([]);
      const again = await api.call(method, path);
      expect([again.status, again.body['state'], again.body['endCause']]).toEqual([
        200,
        'ended',
        'relinquished',
      ]);
    }
  });

  it('is given what was granted once its target is back, however late, and although no platform knows it', async () => {
    const error = new RemoteError('Exchange', 'unavailable', 'timeout');
    world.exchange.failures.push(
      ...Array.from({ length: 3 }, () => ({ call: 'grant' as const, error })),
    );
    await world.changePolicy({
      terms: { ...noTerms, requesters: [{ groupId: world.made.groupId, until: null }] },
    });
    await api.ask();
    for (let minutes = 1; minutes <= 5; minutes += 1) {
      await world.settle();
      await world.db.advance(60_000);
    }
    await world.settle();
    expect([...world.exchange.holders]).toEqual(['svc-export']);
  });

  it.each([
    ['nobody answers for it', `update elevate.persons set disabled_at = now() where key = 'ben'`],
    ['it is removed', 'update elevate.system_accounts set removed_at = elevate.now()'],
  ])('is given nothing any more when %s before the target has it', async (_what, change) => {
    await api.ask();
    await world.db.query(change);
    await world.settle();
    expect([...world.exchange.holders]).toEqual([]);
    expect((await world.snapshot(1)).grant).toMatchObject({ endCause: 'never-started' });
  });

  it('can be revoked by those who are told', async () => {
    await api.ask();
    await world.settle();
    await world.presses('cara', 'revoke', 1, { reason: 'not tonight' });
    await world.settle();
    expect([...world.exchange.holders]).toEqual([]);
    expect((await api.call('GET', '/api/requests/ELV-1')).body['endCause']).toBe('revoked');
    const shown = JSON.stringify((await world.says('cara', 'show ELV-1')).privately);
    expect(shown).toContain('A system account needs no approval');
    expect(JSON.stringify((await world.says('ben', 'who Search-Mailbox')).privately)).not.toContain(
      'svc-export',
    );
  });

  it('is granted a wish once, however often and however much at once it is sent', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.ask({}, { idempotencyKey: 'tonight' })),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await world.db.query('select number::int from elevate.requests')).toEqual([
      { number: 1 },
    ]);
    await world.settle();
    const later = await api.ask({}, { idempotencyKey: 'tonight' });
    expect(later.body).toEqual(answers[0]!.body);
  });

  it('cannot use an idempotency key for another wish, and another account may use the same', async () => {
    await api.ask({}, { idempotencyKey: 'tonight' });
    const other = await api.ask({ for: '30m' }, { idempotencyKey: 'tonight' });
    expect(codeOf(other)).toEqual([422, 'api-key-reused']);
    const another = await keyOf(world, 'other');
    const asked = await api.ask({}, { idempotencyKey: 'tonight', key: another });
    expect([asked.status, asked.body['request']]).toEqual([201, 'ELV-2']);
  });
});

describe('what is outside of what was set down', () => {
  it.each([
    [{ target: 'Warehouse\\prod_rw' }, 403, 'system-account-target'],
    [{ target: 'No-Such-Thing' }, 403, 'system-account-target'],
    [{ for: '61m' }, 403, 'system-account-length'],
    [{ for: '0m' }, 400, 'bad-duration'],
    [{ for: 'until 18:00' }, 400, 'zone-unknown'],
    [{ for: 'soon' }, 400, 'bad-duration'],
    [{ scope: 'Finance' }, 403, 'system-account-whole'],
    [{ reason: '\u200B \u2800' }, 403, 'system-account-reason'],
    [{ systemAccount: 'other' }, 403, 'api-key-of-another'],
  ])('is refused, on the record and in the channel: %j', async (changes, status, code) => {
    const refused = await api.ask(changes);
    expect(codeOf(refused)).toEqual([status, code]);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.body).toMatchObject({ type: `urn:elevate:${code}`, status });
    expect(typeof refused.body['title']).toBe('string');
    expect(await trail()).toEqual([
      { kind: 'request.refused', type: 'system-account', name: 'nightly-export', refused: code },
    ]);
    await tell();
    expect(channel()).toEqual(['Refused: nightly-export, a system account']);
    expect(await world.db.query('select from elevate.requests')).toEqual([]);
  });

  it('is everything once its time is over, and what would go on beyond it', async () => {
    const [account] = await world.db.query<{ until: Date }>(
      'select until from elevate.system_accounts limit 1',
    );
    await world.db.setNow(new Date(account!.until.getTime() - 3_600_000));
    expect((await api.ask()).status).toBe(201);
    await world.db.advance(1);
    expect(codeOf(await api.ask())).toEqual([403, 'system-account-until']);
    await world.db.setNow(account!.until);
    expect(codeOf(await api.ask({ for: '1m' }))).toEqual([403, 'system-account-over']);
  });

  it('is everything while nobody answers for it, while Elevate is off, and where the policy denies or is none', async () => {
    await world.db.query(
      `update elevate.persons set disabled_at = elevate.now() where key = 'ben'`,
    );
    expect(codeOf(await api.ask())).toEqual([403, 'system-account-unowned']);
    await world.db.query(`update elevate.persons set disabled_at = null where key = 'ben'`);
    await world.db.query(
      `insert into elevate.settings (organisation_id, version, value)
       values ($1, 2, '{"enabled": false}')`,
      [world.made.organisationId],
    );
    expect(codeOf(await api.ask())).toEqual([403, 'switched-off']);
    await world.db.query(
      `insert into elevate.settings (organisation_id, version, value)
       values ($1, 3, '{"enabled": true}')`,
      [world.made.organisationId],
    );
    await world.changePolicy({ approval: 'deny' });
    expect(codeOf(await api.ask())).toEqual([403, 'target-denied']);
    await world.db.query(`update elevate.approval_policies set pattern = 'x' || id`);
    expect(codeOf(await api.ask())).toEqual([403, 'no-policy']);
  });

  it('is what it has no account for in the target, or not this part', async () => {
    await world.db.query(`delete from elevate.accounts where user_key = 'svc-export'`);
    expect(codeOf(await api.ask())).toEqual([403, 'no-account-in-target']);
    await world.db.query(`update elevate.system_accounts set scopes = '["Finance"]'`);
    expect(codeOf(await api.ask())).toEqual([403, 'system-account-part']);
    expect(codeOf(await api.ask({ scope: 'Sales' }))).toEqual([403, 'system-account-part']);
  });

  it('is told as one line for many, and again only after a while', async () => {
    for (let times = 1; times <= 3; times += 1) await api.ask({ for: '2h' });
    await tell();
    await api.ask({ for: '2h' });
    await expect(tell()).rejects.toMatchObject({ retryAfterMs: 5 * 60_000 });
    expect(channel()).toEqual(['Refused: nightly-export, a system account, 3 times']);
    await world.db.advance(5 * 60_000);
    await tell();
    await tell();
    expect(channel()).toEqual([
      'Refused: nightly-export, a system account, 3 times',
      'Refused: nightly-export, a system account',
    ]);
  });

  it('is told again when the channel was away, and not where it is gone', async () => {
    await api.ask({ for: '2h' });
    world.slack.failures.push({
      call: 'post',
      error: new RemoteError('Slack', 'unavailable', 'timeout'),
    });
    await expect(tell()).rejects.toThrow(RemoteError);
    world.slack.failures.push({
      call: 'post',
      error: new RemoteError('Slack', 'not_found', 'channel_not_found'),
    });
    await tell();
    expect(channel()).toEqual([]);
    expect(world.teams.messages).toHaveLength(1);
  });
});

describe('another account’s requests, and people’s', () => {
  it('are to a system account as if they were not there', async () => {
    await api.ask({}, { key: await keyOf(world, 'other') });
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    for (const number of [1, 2, 3, 9_999_999_999]) {
      const path = `/api/requests/ELV-${number}`;
      for (const [method, suffix] of [
        ['GET', ''],
        ['POST', '/end'],
        ['DELETE', ''],
      ] as const) {
        const refused = await api.call(method, path + suffix);
        expect(codeOf(refused)).toEqual([404, 'unknown-request']);
      }
    }
    await world.settle();
    expect([...world.exchange.holders].sort()).toEqual(['ana', 'svc-other']);
    const about = await world.db.query(
      `select from elevate.audit_events where kind = 'request.refused' and request_id is not null`,
    );
    expect(about).toEqual([]);
  });
});
