/** What the trail says about decisions and ends, word for word: an auditor reads nothing else. */
import { RemoteError } from '../../src/errors';
import { factsDigest } from '../../src/elevation/digest';
import { testStart } from '../support/database';
import { createWorld, type World } from '../support/world';
import { grant } from '../store/story';

const hourMs = 3_600_000;
const slackOfBen = () => world.made.accounts.ben.slack;
const byElevate = { type: 'elevate' };
let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h phishing');
});
afterEach(() => world.close());

interface Event {
  readonly kind: string;
  readonly actor: unknown;
  readonly facts: Record<string, unknown>;
  readonly number: number | null;
  readonly grant: string | null;
}

/** Everything after the opening, oldest first. */
async function trail(): Promise<Event[]> {
  return world.db.query<Event>(
    `select e.kind, e.actor, e.facts, r.number::int, e.grant_id as grant
     from elevate.audit_events e left join elevate.requests r on r.id = e.request_id
     where e.kind not in ('request.opened', 'configuration.applied') order by e.seq`,
  );
}

async function ofKind(kind: string): Promise<Event[]> {
  return (await trail()).filter((event) => event.kind === kind);
}

function ben() {
  const { id, name } = world.made.persons.ben;
  return { type: 'person', personId: id, name, account: slackOfBen() };
}

describe('a decision', () => {
  const membershipsNow = () => [{ groupId: world.made.groupId, readAt: testStart.toISOString() }];

  it('to approve is there with who, by which account, on what facts and by which membership', async () => {
    const digest = factsDigest(await world.snapshot(1));
    const reply = await world.presses('ben', 'approve', 1, { comment: 'Fine\u0000.' });
    const { grant } = await world.snapshot(1);
    expect(await trail()).toEqual([
      {
        kind: 'request.decided',
        actor: ben(),
        number: 1,
        grant: null,
        facts: {
          verdict: 'approve',
          comment: 'Fine.',
          askedDurationS: 14_400,
          durationS: null,
          digest,
          stage: 1,
          stages: 1,
          approvals: 1,
          approvalsNeeded: 1,
          memberships: membershipsNow(),
        },
      },
      {
        kind: 'request.approved',
        actor: byElevate,
        number: 1,
        grant: null,
        facts: {
          automatically: false,
          startsAt: testStart.toISOString(),
          endsAt: grant!.endsAt.toISOString(),
        },
      },
    ]);
    expect(reply).toMatchObject({ privately: null, screen: { screen: 'approval-active' } });
    expect((await world.snapshot(1)).decisions).toMatchObject([
      { person: { name: 'Ben' }, verdict: 'approve', comment: 'Fine.', durationS: null, digest },
    ]);
  });

  it('to deny is there with its reason, and the request is closed at that time', async () => {
    await world.db.advance(1000);
    const reply = await world.presses('ben', 'deny', 1, { reason: 'Not today.' });
    expect((await trail()).map(({ kind, actor, facts }) => ({ kind, actor, facts }))).toMatchObject(
      [
        {
          kind: 'request.decided',
          actor: ben(),
          facts: { verdict: 'deny', comment: 'Not today.', approvals: 0, approvalsNeeded: 1 },
        },
        { kind: 'request.denied', actor: byElevate, facts: {} },
      ],
    );
    const closedAt = new Date(testStart.getTime() + 1000);
    expect(await world.snapshot(1)).toMatchObject({ state: 'denied', closedAt, grant: null });
    expect(reply).toMatchObject({ privately: null, screen: { screen: 'approval-closed' } });
    await world.settle();
    const [prompt] = world.slack.messages;
    expect(prompt!.views.at(-1)!.screen).toBe('approval-closed');
  });

  it('wakes what makes grants, and may be followed by a crash, only after it is committed', async () => {
    const seen: string[] = [];
    const states = async () => {
      const [row] = await world.db.query<{ state: string }>('select state from elevate.requests');
      return row!.state;
    };
    let committed: Promise<string> | undefined;
    Object.assign(world.context, {
      wakeSweep: () => seen.push('wake'),
      failpoint: (name: string) => {
        seen.push(name);
        committed = states();
      },
    });
    await world.presses('ben', 'approve', 1);
    expect(await committed).toBe('approved');
    expect(seen).toEqual(['after-approval-commit', 'wake']);
  });
});

describe('a press that changed nothing', () => {
  it('is there with the person, the verb and the cause', async () => {
    await world.presses('dan', 'approve', 1);
    const { id, name } = world.made.persons.dan;
    const account = world.made.accounts.dan.slack;
    expect(await trail()).toEqual([
      {
        kind: 'request.refused',
        actor: { type: 'person', personId: id, name, account },
        number: 1,
        grant: null,
        facts: {
          verb: 'approve',
          refused: 'not-an-approver',
          facts: expect.objectContaining({ request: 1 }) as unknown,
          told: 'unknown-request',
        },
      },
    ]);
  });

  it('of an account that is tied to nobody is there with the account', async () => {
    const account = { platform: 'slack', tenant: 'T0001', user: 'U0STRANGER' } as const;
    const press = { verb: 'deny', request: 1, digest: 'x', reason: null, comment: null } as const;
    const reply = await world.inbound.press({ ...world.envelope('ben'), account }, press);
    expect(reply.privately?.facts.refused).toBe('unlinked-account');
    const facts = { verb: 'deny', refused: 'unlinked-account', facts: { platform: 'slack' } };
    expect(await trail()).toMatchObject([
      { kind: 'request.refused', actor: { type: 'account', account }, number: null, facts },
    ]);
  });

  it('on a request that does not exist is there with its number', async () => {
    const press = { verb: 'deny', request: 7, digest: 'x', reason: 'no', comment: null } as const;
    const reply = await world.inbound.press(world.envelope('ben'), press);
    expect(reply.privately?.facts.refused).toBe('unknown-request');
    const facts = { verb: 'deny', refused: 'unknown-request', facts: { request: 7 } };
    expect(await trail()).toMatchObject([{ actor: ben(), number: null, facts }]);
  });
});

describe('an end', () => {
  beforeEach(async () => {
    await world.presses('ben', 'approve', 1);
    await world.settle();
  });

  it('by the clock is there twice: when it began, and when the target had confirmed it', async () => {
    const { grant } = await world.snapshot(1);
    await world.db.advance(4 * hourMs);
    await world.settle();
    const about = { actor: byElevate, number: 1, grant: grant!.id };
    expect((await trail()).slice(-2)).toEqual([
      { ...about, kind: 'grant.ending', facts: { cause: 'expired' } },
      { ...about, kind: 'grant.ended', facts: { cause: 'expired', kept: 'no', attempts: 1 } },
    ]);
  });

  it('may be followed by a crash after the target did it and before it is called ended', async () => {
    const states: Promise<unknown>[] = [];
    Object.assign(world.context, {
      failpoint: (name: string) => {
        if (name !== 'after-connector-revoke') return;
        states.push(world.db.query('select state from elevate.grants'));
        expect(world.exchange.holders).toEqual(new Set());
      },
    });
    await world.db.advance(4 * hourMs);
    await world.settle();
    expect(await Promise.all(states)).toEqual([[{ state: 'ending' }]]);
  });

  it.each([
    ['revoke', 'ben', 'revoked'],
    ['end', 'ana', 'relinquished'],
  ] as const)('by %s keeps its cause', async (verb, person, cause) => {
    await world.presses(person, verb, 1, { reason: 'Done.' });
    await world.settle();
    expect(await ofKind('grant.ended')).toMatchObject([{ facts: { cause, kept: 'no' } }]);
  });

  it('says that the right was kept because another grant needs it', async () => {
    await world.says('ana', 'Search-Mailbox 8h another');
    await world.presses('ben', 'approve', 2);
    await world.settle();
    await world.db.advance(4 * hourMs);
    await world.settle();
    expect(await ofKind('grant.ended')).toMatchObject([
      { number: 1, facts: { kept: 'also-held' } },
    ]);
    expect(world.exchange.holders).toEqual(new Set(['ana']));
  });

  it('that fails is tried after the time that the target asked for, and told once when it is overdue', async () => {
    const error = new RemoteError('Exchange', 'throttled', '429', { retryAfterMs: 45_000 });
    world.exchange.failures.push({ call: 'revoke', error });
    await world.db.advance(4 * hourMs);
    await world.settle();
    const first = (await world.snapshot(1)).grant!;
    expect(first).toMatchObject({ state: 'ending', attempts: 1, lastError: 'throttled' });
    expect(first.nextAttemptAt!.getTime()).toBeGreaterThanOrEqual(first.endsAt.getTime() + 45_000);
    expect(await ofKind('grant.overdue')).toEqual([]);
    for (let minute = 1; minute <= 4; minute += 1) {
      world.exchange.failures.push({
        call: 'revoke',
        error: new RemoteError('Exchange', 'rejected', '403'),
      });
      await world.db.advance(60_000);
      await world.settle();
    }
    const overdue = await ofKind('grant.overdue');
    expect(overdue).toHaveLength(1);
    expect(overdue[0]).toMatchObject({
      actor: byElevate,
      number: 1,
      grant: first.id,
      facts: { endsAt: first.endsAt.toISOString(), kind: 'rejected' },
    });
    expect(overdue[0]!.facts.attempts).toBeGreaterThan(1);
  });

  it('of a right that is still read as there is not called one', async () => {
    const revoke = world.exchange.revoke.bind(world.exchange);
    // It answers that it did what it was asked, and did not.
    Object.assign(world.exchange, { revoke: () => Promise.resolve() });
    await world.db.advance(4 * hourMs);
    await world.settle();
    const about = { state: 'ending', endedAt: null, lastError: 'unavailable' };
    expect((await world.snapshot(1)).grant).toMatchObject(about);
    expect(await ofKind('grant.ended')).toEqual([]);
    Object.assign(world.exchange, { revoke });
    await world.db.advance(60_000);
    await world.settle();
    expect(await ofKind('grant.ended')).toMatchObject([{ facts: { attempts: 2 } }]);
  });

  it('waits for an operator while its connector is missing, and says so', async () => {
    const warned: unknown[] = [];
    const { connectors } = world.context;
    Object.assign(world.context, {
      connectors: { of: () => null },
      log: { ...world.context.log, warn: (...said: unknown[]) => warned.push(said) },
    });
    await world.db.advance(4 * hourMs);
    await world.settle();
    const { grant } = await world.snapshot(1);
    expect(grant).toMatchObject({ state: 'ending', lastError: 'rejected' });
    const about = { grantId: grant!.id, code: 'no_connector', kind: 'rejected' };
    expect(warned).toContainEqual([about, 'taking a right away failed']);
    Object.assign(world.context, { connectors });
    await world.db.advance(60_000);
    await world.settle();
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'ended' });
    expect(world.exchange.holders).toEqual(new Set());
  });
});

it('a grant whose whole time passed before its start is called never started, and its target is not touched', async () => {
  const { id } = await world.snapshot(1);
  await grant(world.db, world.made, id, { startsInMs: hourMs, lastsMs: hourMs });
  await world.db.advance(3 * hourMs);
  await world.settle();
  expect(world.exchange.log).toEqual([]);
  expect(await ofKind('grant.ended')).toMatchObject([
    { actor: byElevate, facts: { cause: 'never-started', kept: 'no', attempts: 1 } },
  ]);
});
