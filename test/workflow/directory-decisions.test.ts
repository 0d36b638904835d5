/** Approver groups whose people come from Entra ID: who is asked by its listing, and who decides by asking it. */
import { v7 as uuidv7 } from 'uuid';
import { createEntraSource } from '../../src/directory/entra';
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { type Reply } from '../../src/platforms/contract';
import { linesIn } from '../support/change-world';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey } from '../support/seed';
import {
  graphFault,
  graphTenant,
  startSimulatedGraph,
  type SimulatedGraph,
} from '../support/simulated-graph';
import { createWorld, type World } from '../support/world';

const groupId = 'aaaaaaaa-0000-4000-8000-000000000001';
const innerId = 'aaaaaaaa-0000-4000-8000-000000000002';
const ownersId = uuidv7();
const outside = [{ kind: 'entra', key: `${graphTenant}/${groupId}` }];

let world: World;
let graph: SimulatedGraph;
afterEach(async () => {
  await world.close();
  await graph.close();
});

const objectId = (person: PersonKey): string => world.made.accounts[person].teams.user;

function put(person: PersonKey, into = groupId): void {
  if (!graph.users.has(objectId(person))) {
    graph.users.set(objectId(person), { accountEnabled: true, userType: 'Member' });
  }
  graph.groups.get(into)!.add(objectId(person));
}

const takeOut = (person: PersonKey): void => {
  for (const members of graph.groups.values()) members.delete(objectId(person));
};

/** Ben is in the group, Cara in a group in it; both only by Entra ID. Dan owns the default group, by name. */
async function start(terms: Partial<PolicyTerms> = {}): Promise<void> {
  graph = await startSimulatedGraph();
  const identity = { tenant: graphTenant, clientId: graph.clientId, secret: '', certificate: null };
  const tokens = () => Promise.resolve(graph.giveToken());
  world = await createWorld({
    sources: [createEntraSource({ identity, url: graph.url, tokens })],
    rules: { terms: { ...noTerms, ...terms } },
    change: (rows) => ({
      ...rows,
      organisation: { ...rows.organisation, defaultApproverGroupId: ownersId },
      groups: [
        { ...rows.groups[0]!, memberIds: [], outside },
        {
          id: ownersId,
          name: 'Owners',
          memberIds: rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id),
          channels: rows.groups[0]!.channels,
        },
      ],
    }),
  });
  graph.groups.set(groupId, new Set([innerId]));
  graph.groups.set(innerId, new Set());
  put('ben');
  put('cara', innerId);
  await world.settle();
}

async function asked(terms: Partial<PolicyTerms> = {}): Promise<void> {
  await start(terms);
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
}

const approves = (person: PersonKey): Promise<Reply> => world.presses(person, 'approve', 1);
const refusedAs = (reply: Reply) => reply.privately?.facts['refused'] ?? 'allowed';
const stateNow = async () => (await world.snapshot(1)).state;

function goAway(): void {
  for (let at = 0; at < 20; at += 1) graph.instead.push(graphFault(503, 'serviceNotAvailable'));
}

it('asks whoever is in the group by its listing, and asks Graph nothing when a request is opened', async () => {
  await start();
  expect(graph.calls).toEqual([`GET /groups/${groupId}/transitiveMembers/microsoft.graph.user`]);
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
  expect(graph.calls).toHaveLength(1);
  expect((await world.snapshot(1)).approverGroup.size).toBe(2);
  expect((await world.says('cara', 'pending')).privately?.notification).toContain('1');
});

it('grants by one call about whoever approves, directly in the group or by a group in it', async () => {
  await asked();
  expect(refusedAs(await approves('cara'))).toBe('allowed');
  expect(await stateNow()).toBe('approved');
  expect(graph.calls.slice(1)).toEqual(['POST /$batch']);
});

it('refuses whoever was taken out of the group after they were asked', async () => {
  await asked();
  takeOut('ben');
  expect(refusedAs(await approves('ben'))).toBe('not-an-approver');
  expect(await stateNow()).toBe('pending');
});

it.each([
  ['is disabled', { accountEnabled: false, userType: 'Member' }, 'disabled'],
  ['has become a guest', { accountEnabled: true, userType: 'Guest' }, 'not-an-approver'],
] as const)('refuses whoever %s there after they were asked', async (_what, user, refused) => {
  await asked();
  graph.users.set(objectId('ben'), { ...user });
  expect(refusedAs(await approves('ben'))).toBe(refused);
  expect(await stateNow()).toBe('pending');
});

it('lets whoever came into the group after it was listed decide', async () => {
  await asked();
  put('dan');
  await approves('dan');
  expect(await stateNow()).toBe('approved');
});

it('never lets a listing decide: not of somebody whom nobody could ask about', async () => {
  await asked();
  goAway();
  expect(refusedAs(await approves('ben'))).toBe('directory-unavailable');
  expect(await stateNow()).toBe('pending');
});

describe('a yes', () => {
  /** Ben is read as a member by a press that does not count. */
  async function read(): Promise<void> {
    await asked();
    const reply = await world.presses('ben', 'approve', 1, { digest: 'x'.repeat(12) });
    expect(refusedAs(reply)).toBe('stale-screen');
    takeOut('ben');
  }

  it.each([
    [29_000, 'allowed'],
    [31_000, 'directory-unavailable'],
  ])('read %i ms ago, from a source that went away then: %s', async (ms, outcome) => {
    await read();
    goAway();
    await world.passes(ms);
    expect(refusedAs(await approves('ben'))).toBe(outcome);
    expect(await stateNow()).toBe(outcome === 'allowed' ? 'approved' : 'pending');
  });

  it.each([29_000, 31_000])(
    'read %i ms ago, of somebody who was taken out then, is asked for again and is a no',
    async (ms) => {
      await read();
      await world.passes(ms);
      expect(refusedAs(await approves('ben'))).toBe('not-an-approver');
      expect(await stateNow()).toBe('pending');
    },
  );

  it('is judged again at the commit, by the time that it was asked and not by that of the press', async () => {
    await read();
    goAway();
    await world.passes(29_000);
    world.beforeDecision = () => world.passes(1_001);
    expect(refusedAs(await approves('ben'))).toBe('membership-too-old');
    expect(await stateNow()).toBe('pending');
  });

  it('is on the record with the time at which the source was asked', async () => {
    await read();
    await world.passes(15_000);
    const at = (await world.snapshot(1)).readAt.getTime();
    await approves('ben');
    const [decided] = await world.db.query<{ read: string }>(
      `select facts->'memberships'->0->>'readAt' as read from elevate.audit_events
       where kind = 'request.decided'`,
    );
    expect(at - Date.parse(decided!.read)).toBe(15_000);
  });
});

describe('while the source is away', () => {
  it('says which one, and asks the default group, whose people are named and decide', async () => {
    await asked();
    goAway();
    const reply = await approves('ben');
    expect(reply.privately!.notification).toContain(
      'Who is in Exchange approvers could not be read from Entra ID, so ELV-1 was not changed.',
    );
    await world.settle();
    expect((await world.snapshot(1)).alsoAsked).toMatchObject([
      { group: { name: 'Owners' }, why: 'unreadable' },
    ]);
    await approves('dan');
    expect(await stateNow()).toBe('approved');
    expect(await world.audited(1)).toContain('request.escalated');
  });

  it('asks the group that the policy names for escalation, and asks it once', async () => {
    await asked({ escalation: { groupId: ownersId, afterS: 3_600 } });
    goAway();
    await approves('ben');
    await approves('cara');
    const kinds = await world.audited(1);
    expect(kinds.filter((kind) => kind === 'request.escalated')).toHaveLength(1);
    await approves('dan');
    expect(await stateNow()).toBe('approved');
  });

  it('asks nobody else because of somebody who presses on what they asked for themselves', async () => {
    await asked();
    goAway();
    await approves('ana');
    expect(await world.audited(1)).not.toContain('request.escalated');
  });
});

describe('the listing', () => {
  const size = async () => {
    const found = await world.says('ana', 'Search-Mailbox 4h phishing');
    expect(refusedAs(found)).toBe('allowed');
    await world.settle();
    return (await world.snapshot(1)).approverGroup.size;
  };

  it('is done again after five minutes', async () => {
    await start();
    put('dan');
    await world.passes(299_000);
    await world.settle();
    expect(graph.calls).toHaveLength(1);
    await world.passes(1_000);
    await world.settle();
    expect(await size()).toBe(3);
  });

  it('stands as it was while Graph is away, which is tried again after a minute', async () => {
    await start();
    graph.instead.push(graphFault(403, 'Authorization_RequestDenied'));
    takeOut('cara');
    await world.passes(300_000);
    await world.settle();
    const failed = () =>
      world.db.query<{ failed: string | null }>('select failed from elevate.source_listings');
    expect(await failed()).toEqual([{ failed: 'Authorization_RequestDenied' }]);
    expect(await size()).toBe(2);
    await world.passes(60_000);
    await world.settle();
    expect(await failed()).toEqual([{ failed: null }]);
    expect((await world.snapshot(1)).approverGroup.size).toBe(1);
  });

  it('of nobody but the requester refuses a request that nobody could decide', async () => {
    await start();
    graph.groups.set(groupId, new Set());
    put('ana');
    await world.passes(300_000);
    await world.settle();
    const reply = await world.says('ana', 'Search-Mailbox 4h phishing');
    expect(refusedAs(reply)).toBe('nobody-could-decide');
  });

  it('of guests only refuses it, too', async () => {
    await start();
    for (const one of graph.users.values()) one.userType = 'Guest';
    await world.passes(300_000);
    await world.settle();
    const reply = await world.says('ana', 'Search-Mailbox 4h phishing');
    expect(refusedAs(reply)).toBe('nobody-could-decide');
  });

  it('goes with the last group that has people from it', async () => {
    await start();
    await world.db.query('delete from elevate.approver_group_sources');
    await world.settle();
    expect(await world.db.query('select from elevate.source_listings')).toEqual([]);
    expect(await world.db.query('select from elevate.source_members')).toEqual([]);
  });
});

describe('what runs Elevate is shown', () => {
  const said = (reply: Reply): string =>
    JSON.stringify(linesIn(reply.privately)).replaceAll(' ', ' ');

  it('has the groups of the directory with the group, and what is wrong with them in status', async () => {
    await start();
    await giveRoles(world.db, world.made);
    const show = async () => said(await world.says('ben', 'group show "Exchange approvers"'));
    const status = async () => said(await world.says('ben', 'status'));
    expect(await show()).toContain(
      `Entra ID ${graphTenant}/${groupId}: 2 people who are known here`,
    );
    expect(await status()).not.toContain('Entra ID');
    graph.instead.push(graphFault(403, 'Authorization_RequestDenied'));
    await world.passes(300_000);
    await world.settle();
    expect(await show()).toContain(
      'could not be read (Authorization_RequestDenied), 2 people before',
    );
    expect(await status()).toContain(
      'Who is in Exchange approvers could not be read from Entra ID (Authorization_RequestDenied)',
    );
  });
});
