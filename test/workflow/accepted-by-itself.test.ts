import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { RemoteError } from '../../src/errors';
import { testStart } from '../support/database';
import { createWorld, type World } from '../support/world';
import { worldUnder } from '../support/hours';

const hourMs = 3_600_000;
let world: World;
afterEach(() => world.close());

/** A policy that approves by itself. Both in the group "Team" may ask, where the policy says that. */
async function under(terms: Partial<PolicyTerms>, rules: Partial<PolicyRules> = {}): Promise<void> {
  world = await worldUnder(terms, { approval: 'auto', ...rules });
}

/** The policy lets only the approver group ask, in which Ana and Dan are as well, until two hours after the start. */
async function underGroup(): Promise<void> {
  const until = new Date(testStart.getTime() + 2 * hourMs).toISOString();
  world = await createWorld({
    change: (rows) => ({
      ...rows,
      groups: rows.groups.map((group) => ({
        ...group,
        memberIds: [...group.memberIds, ...rows.persons.map(({ id }) => id)].filter(
          (id, place, all) => all.indexOf(id) === place,
        ),
      })),
      policies: rows.policies.map((policy) => {
        const requesters = [{ groupId: rows.groups[0]!.id, until }];
        const terms = { ...noTerms, requesters };
        return { ...policy, rules: { ...policy.rules, approval: 'auto', terms } };
      }),
    }),
  });
}

async function leaves(name: 'Ana' | 'Dan'): Promise<void> {
  await world.db.query(
    `delete from elevate.approver_group_members
     where person_id in (select id from elevate.persons where name = $1)`,
    [name],
  );
}

const asks = () => world.says('ana', 'Search-Mailbox 4h --for dan@example.com phishing');

/** Dan accepts; he is never told that anything went wrong with Ana. */
async function accepted(request = 1) {
  const reply = await world.presses('dan', 'accept', request);
  expect(reply).toMatchObject({ privately: null, screen: { screen: 'acceptance' } });
  await world.settle();
  return world.snapshot(request);
}

describe('what is accepted under a policy that approves by itself is left to people', () => {
  it.each(['Ana', 'Dan'] as const)('once %s may not ask any more', async (name) => {
    await underGroup();
    await asks();
    await leaves(name);
    expect(await accepted()).toMatchObject({ state: 'pending', grant: null });
    expect(world.exchange.holders.size).toBe(0);
  });

  it('once the time is over in which both may ask, and not before', async () => {
    await underGroup();
    await asks();
    await asks();
    await world.db.advance(2 * hourMs - 1);
    expect(await accepted(1)).toMatchObject({ state: 'approved' });
    await world.db.advance(1);
    expect(await accepted(2)).toMatchObject({ state: 'pending', grant: null });
  });

  const unavailable = new RemoteError('Slack', 'unavailable', 'down');
  it.each([
    ['is a guest’s', (user: string) => world.slack.kinds.set(user, 'guest')],
    [
      'cannot be read',
      (user: string) =>
        world.slack.failures.push({ call: 'readAccount', error: unavailable, user }),
    ],
  ])('when the account that asked %s by then; people can deny it', async (_, becomes) => {
    await under({});
    await asks();
    becomes(world.made.accounts.ana.slack.user);
    expect(await accepted()).toMatchObject({ state: 'pending', grant: null });
    await world.presses('ben', 'deny', 1, { reason: 'No.' });
    expect(await world.snapshot(1)).toMatchObject({ state: 'denied' });
  });

  it('while it cools down, whoever asked for what was denied; people may approve it knowingly', async () => {
    await under({ coolDownS: 24 * 3600, autoBudget: { count: 1, windowS: 3600 } });
    await asks();
    await world.says('dan', 'Search-Mailbox 1h x');
    await world.says('dan', 'Search-Mailbox 1h x');
    await world.presses('ben', 'deny', 3, { reason: 'No.' });
    await world.db.advance(2 * hourMs);
    expect(await accepted(1)).toMatchObject({ state: 'pending', grant: null });
    await world.presses('cara', 'approve', 1);
    expect(await world.snapshot(1)).toMatchObject({ state: 'approved' });
  });
});

it('nobody is asked about the requester where people decide anyway', async () => {
  await under({}, { approval: 'manual' });
  await asks();
  const asked: string[] = [];
  const readAccount = world.slack.readAccount.bind(world.slack);
  world.slack.readAccount = (account, ...rest) => {
    asked.push(account.user);
    return readAccount(account, ...rest);
  };
  await accepted();
  expect(asked).toEqual([world.made.accounts.dan.slack.user]);
});

it('what is denied while the platform says who asks is not approved by itself meanwhile', async () => {
  await under({ coolDownS: 24 * 3600, autoBudget: { count: 1, windowS: 3600 } });
  await world.says('ana', 'Search-Mailbox 1h x');
  await world.says('ana', 'Search-Mailbox 1h x');
  await world.db.advance(2 * hourMs);
  const readAccount = world.slack.readAccount.bind(world.slack);
  world.slack.readAccount = async (...of) => {
    world.slack.readAccount = readAccount;
    await world.presses('ben', 'deny', 2, { reason: 'No.' });
    return readAccount(...of);
  };
  const reply = await world.says('ana', 'Search-Mailbox 1h x');
  expect(reply.privately?.facts.refused).toBe('cool-down');
  expect((await world.db.query('select from elevate.grants')).length).toBe(1);
});
