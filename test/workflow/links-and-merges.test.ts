/**
 * Whoever links what, and whoever turns out to be the same human while a request waits: nobody counts for their own request, and
 * nobody counts twice. Persons are compared, never accounts.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { parseCommand } from '../../src/commands/parse-command';
import { parseLinkValue } from '../../src/commands/link-value';
import { factsDigest } from '../../src/elevation/digest';
import { type AccountKey } from '../../src/elevation/model';
import { type Envelope, type Reply } from '../../src/platforms/contract';
import { type View } from '../../src/views/view';
import { shownBy } from '../support/recording-platform';
import { slackTeam, teamsTenant, type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

const people = ['ana', 'ben', 'cara', 'dan'] as const satisfies readonly PersonKey[];
const needed = 2;

/** Accounts by number: four people on Slack, the same on Teams, and one on each platform that is nobody's yet. */
function accountsOf({ made }: World): readonly AccountKey[] {
  return [
    ...people.map((person) => made.accounts[person].slack),
    ...people.map((person) => made.accounts[person].teams),
    { platform: 'slack', tenant: slackTeam, user: 'U0NEW' },
    { platform: 'teams', tenant: teamsTenant, user: 'new-on-teams' },
  ];
}
const accountCount = 2 * people.length + 2;

type Step =
  | { readonly does: 'link'; readonly from: number; readonly to: number }
  | { readonly does: 'merge'; readonly who: number; readonly into: number }
  | { readonly does: 'ask' | 'withdraw'; readonly by: number }
  | { readonly does: 'approve'; readonly by: number };

const account = fc.nat({ max: accountCount - 1 });
const person = fc.nat({ max: people.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('link'), from: account, to: account }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('merge'), who: person, into: person }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('ask'), by: account }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('withdraw'), by: account }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('approve'), by: account }) },
);

function from(world: World, key: AccountKey): Envelope {
  const envelope = world.envelope('ana', key.platform, randomUUID());
  return { ...envelope, account: key };
}

function says(world: World, key: AccountKey, words: string): Promise<Reply> {
  return world.inbound.command(from(world, key), parseCommand(words));
}

async function confirms(world: World, key: AccountKey, view: View | null): Promise<void> {
  const button = view?.facts['confirm'] as { value: string } | null | undefined;
  if (!button) return;
  await world.inbound.press(from(world, key), parseLinkValue(button.value)!);
}

async function links(world: World, asker: AccountKey, typer: AccountKey): Promise<void> {
  const given = await says(world, asker, 'link');
  const code = /link ([0-9A-Z]{4}-[0-9A-Z]{4})/u.exec(JSON.stringify(given.privately))?.[1];
  if (code === undefined) return;
  const { privately } = await says(world, typer, `link ${code}`);
  await confirms(world, typer, privately);
  await world.settle();
  const own = world[asker.platform].messages.filter((one) => one.account?.user === asker.user);
  const last = own.at(-1);
  await confirms(world, asker, last ? shownBy(last) : null);
}

/** As a change of the configuration does it; what cannot be merged is left. */
async function merges(world: World, who: PersonKey, into: PersonKey): Promise<void> {
  const { persons } = world.made;
  await world.db.query(
    `update elevate.persons p set merged_into = s.id
     from elevate.persons s
     where p.id = $1 and s.id = $2 and p.id <> s.id and p.merged_into is null
       and s.merged_into is null`,
    [persons[who].id, persons[into].id],
  );
}

async function newest(world: World): Promise<number | null> {
  const [found] = await world.db.query<{ number: number | null }>(
    `select max(number)::int as number from elevate.requests where kind = 'access'`,
  );
  return found?.number ?? null;
}

async function approves(world: World, by: AccountKey): Promise<void> {
  const request = await newest(world);
  if (request === null) return;
  const digest = factsDigest(await world.snapshot(request));
  const press = { verb: 'approve', request, digest, reason: null, comment: null } as const;
  await world.inbound.press(from(world, by), press);
}

async function does(world: World, one: Step): Promise<void> {
  const accounts = accountsOf(world);
  switch (one.does) {
    case 'link':
      return links(world, accounts[one.from]!, accounts[one.to]!);
    case 'merge':
      return merges(world, people[one.who]!, people[one.into]!);
    case 'ask':
      return void (await says(world, accounts[one.by]!, 'Search-Mailbox 30m'));
    case 'withdraw': {
      const request = await newest(world);
      return void (request && (await says(world, accounts[one.by]!, `withdraw ELV-${request}`)));
    }
    case 'approve':
      return approves(world, accounts[one.by]!);
  }
}

interface Counted {
  readonly id: string;
  readonly state: string;
  readonly people: number;
}

/** Those who approved on the present facts and count: each human once, and neither who asked nor who receives. */
async function counted(world: World): Promise<readonly Counted[]> {
  return world.db.query(
    `select r.id, r.state, count(distinct coalesce(p.merged_into, p.id)) filter (
       where coalesce(p.merged_into, p.id) not in (coalesce(q.merged_into, q.id),
         coalesce(s.merged_into, s.id)))::int as people
     from elevate.requests r
     join elevate.persons q on q.id = r.requester_id
     join elevate.persons s on s.id = r.subject_id
     left join elevate.decisions d on d.request_id = r.id and d.verdict = 'approve'
     left join elevate.persons p on p.id = d.person_id
     where r.kind = 'access' group by r.id, r.state, r.number order by r.number`,
  );
}

const seen = { approved: 0, linked: 0, mergedWhilePending: 0, ownRefused: 0 };

/** @returns the requests in the end, oldest first */
async function runs(steps: readonly Step[]): Promise<readonly Counted[]> {
  const world = await createWorld({
    rules: { approvalsNeeded: needed },
    change: (rows) => ({
      ...rows,
      // Ana and Ben are known on one platform only, and everybody decides.
      accounts: rows.accounts.filter(
        ({ system, userKey }) => system !== 'teams' || !/(?:1{12}|2{12})$/u.test(userKey),
      ),
      groups: rows.groups.map((group) => ({
        ...group,
        memberIds: rows.persons.filter(({ name }) => name !== 'Eve').map(({ id }) => id),
      })),
    }),
  });
  try {
    const known = new Set<string>();
    for (const one of steps) {
      const before = await counted(world);
      await does(world, one);
      for (const { id, state, people: count } of await counted(world)) {
        if (state === 'approved' && !known.has(id)) {
          known.add(id);
          expect(count).toBeGreaterThanOrEqual(needed);
        }
      }
      const isPending = before.some(({ state, people: count }) => state === 'pending' && count > 0);
      if (one.does === 'merge' && isPending) seen.mergedWhilePending += 1;
    }
    seen.approved += known.size;
    const [facts] = await world.db.query<{ linked: number; own: number }>(
      `select count(*) filter (where kind = 'account.linked')::int as linked,
         count(*) filter (where facts->>'refused' = 'own-request')::int as own
       from elevate.audit_events`,
    );
    seen.linked += facts!.linked;
    seen.ownRefused += facts!.own;
    return await counted(world);
  } finally {
    await world.close();
  }
}

it('nobody counts for their own request, and nobody twice, whatever is linked and merged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 8, maxLength: 24 }),
      async (steps) => void (await runs(steps)),
    ),
    {
      numRuns: 14,
      seed: 20261123,
    },
  );
  // It was not true for lack of anything to be wrong.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
}, 120_000);

/** Two are needed: Ben approves, and turns out to be Ana, who asks. */
it('drops a vote of somebody who turns out to be the requester', async () => {
  const [ana, ben, cara, dan] = [0, 1, 2, 3] as const;
  const steps: readonly Step[] = [
    { does: 'ask', by: ana },
    { does: 'approve', by: ben },
    { does: 'merge', who: ben, into: ana },
    { does: 'approve', by: cara },
    { does: 'approve', by: ben },
  ];
  expect(await runs(steps)).toMatchObject([{ state: 'pending', people: 1 }]);
  const last = { does: 'approve', by: dan } as const;
  expect(await runs([...steps, last])).toMatchObject([{ state: 'approved', people: 2 }]);
});

/** Ben and Cara have approved, and turn out to be the same human. */
it('counts two accounts that turn out to be one human once', async () => {
  const [ana, ben, cara, dan] = [0, 1, 2, 3] as const;
  const steps: readonly Step[] = [
    { does: 'ask', by: ana },
    { does: 'approve', by: ben },
    { does: 'merge', who: ben, into: cara },
    { does: 'approve', by: cara },
  ];
  expect(await runs(steps)).toMatchObject([{ state: 'pending', people: 1 }]);
  const last = { does: 'approve', by: dan } as const;
  expect(await runs([...steps, last])).toMatchObject([{ state: 'approved', people: 2 }]);
});
