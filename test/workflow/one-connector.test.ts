/** One connected system: what is told of it, and what it says when somebody has it asked. */
import { type ConfigurationRows } from '../../src/administration/rows';
import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { giveRoles } from '../support/runs-elevate';
import { createWorld, type World } from '../support/world';

const minute = 60_000;

let world: World;
afterEach(() => world.close());

beforeEach(async () => {
  world = await createWorld({ change: withSettings });
  await giveRoles(world.db, world.made);
});

/** What a system could be set up with, and two that must never be shown, however they came there. */
function withSettings(rows: ConfigurationRows): ConfigurationRows {
  const settings = {
    url: 'env:EXCHANGE_URL',
    tls: { ca: 'file:/run/ca.pem', serverName: 'db.example.com' },
    password: 'hunter2',
    endpointUrl: 'postgres://broker:hunter2@db.example.com/x',
  };
  const connectors = rows.connectors.map((one) =>
    one.workload === 'Exchange' ? { ...one, settings } : one,
  );
  return { ...rows, connectors };
}

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'] ?? 'allowed';
const headline = (reply: Reply) => reply.privately!.notification.replaceAll('\u00A0', ' ');
const lead = (reply: Reply) => said(reply.privately!.facts['lead'] as ViewFacts[]);

function said(lines: readonly ViewFacts[]): string[] {
  return lines.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' '));
}

function parts(reply: Reply): Record<string, string[]> {
  const found = reply.privately!.facts['parts'] as readonly ViewFacts[];
  return Object.fromEntries(
    found.map(({ title, lines }) => [plain(title as Sentence), said(lines as ViewFacts[])]),
  );
}

function checks(): Promise<unknown[]> {
  return world.db.query(
    `select actor->>'name' as name, facts from elevate.audit_events
     where kind = 'connector.checked' order by seq`,
  );
}

describe('connector show', () => {
  it('tells how it is set up and what is granted in it, and no secret', async () => {
    const reply = await world.says('ana', 'connector show exchange', 'teams');
    expect(headline(reply)).toBe('Connector Exchange');
    expect(lead(reply)).toEqual([
      expect.stringMatching(/^Exchange: working, checked /u),
      'Kind simulated, 1 target',
    ]);
    expect(parts(reply)).toMatchObject({
      'What was found': ['As needed: Exchange answers'],
      'Rights in it': [
        'None held, 0 being granted, 0 being taken away, 0 to start later',
        'None is worked on at this moment, 16 at once at most in each process',
      ],
      Targets: ['Exchange\\Search-Mailbox'],
    });
    expect(parts(reply)['Settings']!.sort()).toEqual([
      'endpointUrl: not shown',
      'password: not shown',
      'tls.ca: a secret, kept in file:/run/ca.pem',
      'tls.serverName: db.example.com',
      'url: a secret, kept in env:EXCHANGE_URL',
    ]);
    expect(JSON.stringify(reply)).not.toContain('hunter2');
  });

  it('counts what is held, what is tried again and what should have ended', async () => {
    await world.says('dan', 'Search-Mailbox 4h because of INC-1');
    await world.presses('ben', 'approve', 1);
    const error = new RemoteError('Exchange', 'unavailable', 'x');
    world.exchange.failures.push({ call: 'inspect', error });
    await world.settle();
    const rights = async () =>
      parts(await world.says('ana', 'connector show Exchange'))['Rights in it']!;
    expect(await rights()).toEqual([
      'None held, 1 being granted, 0 being taken away, 0 to start later',
      '1 is tried again, since the last attempt did not succeed',
      'None is worked on at this moment, 16 at once at most in each process',
    ]);
    await world.db.advance(minute);
    await world.settle();
    expect((await rights())[0]).toMatch(/^1 held, 0 being granted/u);
    expect((await rights()).at(-1)).toMatch(/^Last read back as granted /u);
    await world.db.advance(5 * 60 * minute);
    expect(await rights()).toContain('1 should have ended and is still there');
    await world.settle();
    expect((await rights())[0]).toMatch(/^None held/u);
    expect((await rights()).at(-1)).toMatch(/^Last read back as gone /u);
  });

  it('tells that nothing in this process serves it, and of another one nothing', async () => {
    const reply = await world.says('ana', 'connector show Warehouse');
    expect(lead(reply)[0]).toMatch(/^Warehouse: not in use here/u);
    expect(JSON.stringify(reply)).not.toContain('Search-Mailbox');
  });

  it.each(['connector show Exchange', 'connector list'])(
    'asks nothing of the system for whoever may not have it asked: %s',
    async (typed) => {
      let asked = 0;
      world.exchange.check = async () => {
        asked += 1;
        return { ok: false, findings: [{ ok: false, what: 'may end sessions' }] };
      };
      const line = async () => {
        const reply = await world.says('cara', typed);
        return [...lead(reply), ...Object.values(parts(reply)).flat()].find((one) =>
          one.startsWith('Exchange: '),
        );
      };
      expect(await line()).toBe('Exchange: nobody has had it asked yet whether it works');
      expect(asked).toBe(0);
      await world.says('ana', typed);
      expect(asked).toBe(1);
      // What the owner saw was for them; what is on the record is for everybody.
      expect(await line()).toMatch(/nobody has had it asked/u);
      await world.says('ben', 'connector check Exchange');
      world.exchange.check = async () => Promise.reject(new Error('asked'));
      await world.db.advance(minute);
      expect(await line()).toBe(
        'Exchange: 1 thing was not as needed when it was last asked, 13 Nov 2026, 14:02 UTC',
      );
    },
  );

  it('says who may have it asked to whoever may not', async () => {
    const how = 'Owners and admins can have it asked: /elevate connector check Exchange';
    expect(lead(await world.says('cara', 'connector show Exchange'))).toContain(how);
    expect(lead(await world.says('ben', 'connector show Exchange'))).not.toContain(how);
    const elsewhere = await world.says('cara', 'connector show Warehouse');
    expect(lead(elsewhere)[0]).toMatch(/^Warehouse: not in use here/u);
  });

  it('names the nearest where there is none of that name', async () => {
    const reply = await world.says('ben', 'connector show Exchnage');
    expect(refusedAs(reply)).toBe('unknown-connector');
    expect(headline(reply)).toContain('Nearest: Exchange');
    expect(refusedAs(await world.says('ben', 'connector check Exchnage'))).toBe(
      'unknown-connector',
    );
  });
});

describe('connector check', () => {
  it('says that it works, on the record, and once for what comes twice', async () => {
    const envelope = world.envelope('ben');
    const command = { verb: 'connector-check', connector: 'exchange' } as const;
    const first = await world.inbound.command(envelope, command);
    expect(headline(first)).toBe('Exchange works');
    expect(await world.inbound.command(envelope, command)).toEqual(first);
    const facts = { workload: 'Exchange', state: 'working', findings: 0 };
    expect(await checks()).toEqual([{ name: 'Ben', facts }]);
  });

  const unlike = [
    [
      'silent',
      () => Promise.reject(new RemoteError('Exchange', 'unavailable', 'x')),
      'Exchange does not answer',
      /Ask whoever runs Exchange whether it is up/u,
    ],
    [
      'refusing',
      async () => ({ ok: false, failed: 'unauthorized' as const, findings: [] }),
      'Exchange refuses Elevate',
      /until an operator has looked at the credentials/u,
    ],
    [
      'findings',
      async () => ({ ok: false, findings: [{ ok: false, what: 'may end sessions' }] }),
      'Exchange answers, and not all is as needed',
      /for whoever runs Exchange to mend/u,
    ],
  ] as const;

  it.each(unlike)(
    'says what is wrong and what to do, on the record: %s',
    async (state, check, title, next) => {
      world.exchange.check = check;
      const reply = await world.says('ana', 'connector check Exchange', 'teams');
      expect(headline(reply)).toBe(title);
      expect(lead(reply).join()).toMatch(next);
      expect(await checks()).toMatchObject([{ name: 'Ana', facts: { state } }]);
    },
  );

  it('is not for an auditor, who is told so, and asks nothing of the system', async () => {
    let asked = 0;
    world.exchange.check = async () => {
      asked += 1;
      return { ok: true, findings: [] };
    };
    expect(refusedAs(await world.says('cara', 'connector check Exchange'))).toBe('needs-role');
    expect([asked, await checks()]).toEqual([0, []]);
  });
});
