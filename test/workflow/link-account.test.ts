import { randomUUID } from 'node:crypto';
import { readCode } from '../../src/elevation/linking';
import { type AccountKey } from '../../src/elevation/model';
import { parseCommand } from '../../src/commands/parse-command';
import { parseLinkValue } from '../../src/commands/link-value';
import { RemoteError } from '../../src/errors';
import { type Envelope, type Reply } from '../../src/platforms/contract';
import { type View } from '../../src/views/view';
import { shownBy } from '../support/recording-platform';
import { slackTeam, teamsTenant } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

const newTeams: AccountKey = { platform: 'teams', tenant: teamsTenant, user: 'new-on-teams' };
const newSlack: AccountKey = { platform: 'slack', tenant: slackTeam, user: 'U0NEW' };

/** Ana is known on Slack alone. */
async function start(): Promise<AccountKey> {
  world = await createWorld({
    change: (rows) => ({
      ...rows,
      accounts: rows.accounts.filter(
        ({ system, personId }) => system !== 'teams' || personId !== ana(rows),
      ),
    }),
  });
  return world.made.accounts.ana.slack;
}

function ana({ persons }: { readonly persons: readonly { id: string; name: string }[] }): string {
  return persons.find(({ name }) => name === 'Ana')!.id;
}

function from(account: AccountKey, payloadKey: string = randomUUID()): Envelope {
  return { ...world.envelope('ana', account.platform, payloadKey), account };
}

function says(account: AccountKey, text: string, payloadKey?: string): Promise<Reply> {
  return world.inbound.command(from(account, payloadKey), parseCommand(text));
}

function textOf(view: View | null): string {
  return JSON.stringify(view);
}

async function codeFor(account: AccountKey): Promise<string> {
  const { privately } = await says(account, 'link');
  const shown = /link ([0-9A-Z]{4}-[0-9A-Z]{4})/u.exec(textOf(privately))?.[1];
  if (shown === undefined) throw new Error(`no code in ${textOf(privately)}`);
  return shown;
}

function pressed(account: AccountKey, view: View, button: 'confirm' | 'refuse'): Promise<Reply> {
  const { value } = view.facts[button] as { value: string };
  return world.inbound.press(from(account), parseLinkValue(value)!);
}

function refusedAs(reply: Reply): unknown {
  return reply.privately?.facts['refused'] ?? null;
}

/** What the account was shown last by a message of its own. */
function toldTo({ platform, user }: AccountKey): View | null {
  const own = world[platform].messages.filter(({ account }) => account?.user === user);
  const last = own.at(-1);
  return last === undefined ? null : shownBy(last);
}

async function personOf({ platform, tenant, user }: AccountKey): Promise<string | null> {
  const [found] = await world.db.query<{ name: string }>(
    `select p.name from elevate.accounts a join elevate.persons p on p.id = a.person_id
     where a.system = $1 and a.tenant = $2 and a.user_key = $3`,
    [platform, tenant, user],
  );
  return found?.name ?? null;
}

async function trail(): Promise<{ kind: string; facts: Record<string, unknown> }[]> {
  return world.db.query(`select kind, facts from elevate.audit_events order by seq`);
}

/** Both shown each other. */
async function meet(asker: AccountKey, typer: AccountKey): Promise<{ asker: View; typer: View }> {
  const { privately } = await says(typer, `link ${await codeFor(asker)}`);
  await world.settle();
  return { asker: toldTo(asker)!, typer: privately! };
}

it('ties an account to the person of the other when both confirm, and lets it act as them', async () => {
  const known = await start();
  const shown = await meet(known, newTeams);
  expect(textOf(shown.typer)).toContain('U0ANA');
  expect(textOf(shown.asker)).toContain('new-on-teams');
  const waiting = await pressed(known, shown.asker, 'confirm');
  expect(waiting.screen?.facts).toMatchObject({ confirm: null, refuse: null });
  expect(await personOf(newTeams)).toBeNull();
  const linked = await pressed(newTeams, shown.typer, 'confirm');
  expect(textOf(linked.screen)).toContain('are both');
  expect(await personOf(newTeams)).toBe('Ana');
  await world.settle();
  expect(textOf(toldTo(known))).toContain('are both');
  await says(newTeams, 'Search-Mailbox 4h');
  expect((await world.snapshot(1)).requester.name).toBe('Ana');
});

it('works from the account that is nobody’s, too', async () => {
  const known = await start();
  const shown = await meet(newTeams, known);
  await pressed(known, shown.typer, 'confirm');
  await pressed(newTeams, shown.asker, 'confirm');
  expect(await personOf(newTeams)).toBe('Ana');
});

it('stores a hash in the place of the code, and writes the code nowhere', async () => {
  const known = await start();
  const code = await codeFor(known);
  await says(newTeams, `link ${code}`);
  await says(newTeams, `link ${code}`);
  await world.settle();
  const tables = await world.db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('elevate', 'graphile_worker')`,
  );
  for (const { name } of tables) {
    const [row] = await world.db.query<{ text: string | null }>(
      `select string_agg(t::text, ' ') as text from ${name} t`,
    );
    expect(row!.text ?? '').not.toContain(code);
    expect(row!.text ?? '').not.toContain(readCode(code));
  }
  const [link] = await world.db.query<{ hash: string }>(
    'select code_hash as hash from elevate.account_links',
  );
  expect(link!.hash).toMatch(/^[A-Za-z0-9_-]{43}$/u);
});

it('shows a code once: the same payload again is told so', async () => {
  const known = await start();
  const first = await says(known, 'link', 'twice');
  const again = await says(known, 'link', 'twice');
  expect(textOf(first.privately)).toMatch(/link [0-9A-Z]{4}-[0-9A-Z]{4}/u);
  expect(textOf(again.privately)).toContain('shown only once');
  expect((await trail()).filter(({ kind }) => kind === 'link.code-given')).toHaveLength(1);
});

it('takes only the newest code of an account', async () => {
  const known = await start();
  const first = await codeFor(known);
  const second = await codeFor(known);
  expect(refusedAs(await says(newTeams, `link ${first}`))).toBe('link-code-wrong');
  expect(refusedAs(await says(newTeams, `link ${second}`))).toBeNull();
});

it('takes a code once, in five minutes, on the other platform, and always refuses in the same words', async () => {
  const known = await start();
  const used = await codeFor(known);
  await says(newTeams, `link ${used}`);
  const late = await codeFor(newSlack);
  const third: AccountKey = { ...newTeams, user: 'third' };
  const fourth: AccountKey = { ...newTeams, user: 'fourth' };
  const replies = [
    await says(fourth, 'link 00000000'),
    await says(fourth, 'link not a code'),
    await says(fourth, `link ${used}`),
    await says({ ...newSlack, user: 'U0OTHER' }, `link ${late}`),
  ];
  await world.db.advance(300_000);
  replies.push(await says(third, `link ${late}`));
  for (const reply of replies) {
    expect(refusedAs(reply)).toBe('link-code-wrong');
    expect(reply.privately).toEqual(replies[0]!.privately);
  }
});

it('locks an account after five wrong codes, for all replicas, and even for a right one', async () => {
  const known = await start();
  for (let n = 1; n <= 4; n += 1) {
    expect(refusedAs(await says(newTeams, `link 0000000${n}`))).toBe('link-code-wrong');
  }
  expect(refusedAs(await says(newTeams, 'link 00000005'))).toBe('link-locked');
  expect(refusedAs(await says(newTeams, `link ${await codeFor(known)}`))).toBe('link-locked');
  expect(refusedAs(await says(newTeams, 'link'))).toBe('link-locked');
  await world.db.advance(900_000);
  expect(refusedAs(await says(newTeams, `link ${await codeFor(known)}`))).toBeNull();
});

it('counts wrong codes that come at the same time one by one', async () => {
  await start();
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, n) => says(newTeams, `link 000000${10 + n}`)),
  );
  const wrong = replies.filter((reply) => refusedAs(reply) === 'link-code-wrong');
  expect(wrong).toHaveLength(4);
});

it('links nothing when one of the two says that it is not them, and tells the other', async () => {
  const known = await start();
  const shown = await meet(known, newTeams);
  await pressed(newTeams, shown.typer, 'confirm');
  const refused = await pressed(known, shown.asker, 'refuse');
  expect(textOf(refused.screen)).toContain('is not theirs');
  await world.settle();
  expect(textOf(toldTo(newTeams))).toContain('is not theirs');
  expect(refusedAs(await pressed(known, shown.asker, 'confirm'))).toBe('link-over');
  expect(await personOf(newTeams)).toBeNull();
});

it('takes no answer from a third account, nor after five minutes', async () => {
  const known = await start();
  const shown = await meet(known, newTeams);
  const stranger = world.made.accounts.ben.slack;
  const reply = await pressed(stranger, shown.asker, 'confirm');
  expect(refusedAs(reply)).toBe('link-over');
  expect(reply.screen).toBeNull();
  await pressed(known, shown.asker, 'confirm');
  await world.db.advance(300_000);
  expect(refusedAs(await pressed(newTeams, shown.typer, 'confirm'))).toBe('link-over');
  expect(await personOf(newTeams)).toBeNull();
});

it('makes no person, takes no account from anybody, and gives no second one on a platform', async () => {
  const known = await start();
  const { ben } = world.made.accounts;
  expect(refusedAs(await says(newTeams, `link ${await codeFor(newSlack)}`))).toBe('link-nobody');
  expect(refusedAs(await says(ben.teams, `link ${await codeFor(known)}`))).toBe('link-two-people');
  expect(refusedAs(await says(ben.teams, `link ${await codeFor(ben.slack)}`))).toBe('link-same');
  expect(refusedAs(await says(newTeams, `link ${await codeFor(ben.slack)}`))).toBe('link-taken');
  const states = await world.db.query<{ state: string }>('select state from elevate.account_links');
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['impossible']));
  expect(await personOf(newTeams)).toBeNull();
});

it('judges whose accounts they are again when the second one confirms', async () => {
  const known = await start();
  const shown = await meet(known, newTeams);
  await pressed(known, shown.asker, 'confirm');
  await world.db.query(`update elevate.persons set disabled_at = elevate.now() where name = 'Ana'`);
  expect(refusedAs(await pressed(newTeams, shown.typer, 'confirm'))).toBe('disabled');
  expect(await personOf(newTeams)).toBeNull();
});

it.each(['guest', 'external', 'bot', 'disabled'] as const)(
  'gives no code to a %s, takes none, and takes no answer',
  async (kind) => {
    const known = await start();
    const code = await codeFor(known);
    world.teams.kinds.set(newTeams.user, kind);
    expect(refusedAs(await says(newTeams, 'link'))).toBe(kind);
    expect(refusedAs(await says(newTeams, `link ${code}`))).toBe(kind);
    world.teams.kinds.set(newTeams.user, 'member');
    const { privately } = await says(newTeams, `link ${code}`);
    world.teams.kinds.set(newTeams.user, kind);
    expect(refusedAs(await pressed(newTeams, privately!, 'confirm'))).toBe(kind);
  },
);

it('shows the other account again where it could not be told', async () => {
  const known = await start();
  const error = new RemoteError('Slack', 'not_found', 'channel_not_found');
  world.slack.failures.push({ call: 'postDirect', error, user: known.user });
  await says(newTeams, `link ${await codeFor(known)}`);
  await world.settle();
  expect(toldTo(known)).toBeNull();
  const { privately } = await says(known, 'link');
  await pressed(known, privately!, 'confirm');
  const [row] = await world.db.query(
    'select from elevate.account_links where asker_confirmed_at is not null',
  );
  expect(row).toBeDefined();
});

it('is audited from the code to the account, and refusals with their cause', async () => {
  const known = await start();
  await says(newTeams, 'link 00000000');
  const shown = await meet(known, newTeams);
  await pressed(known, shown.asker, 'confirm');
  await pressed(newTeams, shown.typer, 'confirm');
  const events = await trail();
  expect(events.map(({ kind }) => kind).filter((kind) => /link/u.test(kind))).toEqual([
    'link.code-given',
    'link.met',
    'link.confirmed',
    'link.confirmed',
    'account.linked',
  ]);
  expect(events.find(({ kind }) => kind === 'request.refused')?.facts).toMatchObject({
    verb: 'link',
    refused: 'link-code-wrong',
  });
});

it('draws open prompts anew, so that the new account is among those who decide', async () => {
  await start();
  const ben = world.made.accounts.ben.slack;
  await world.db.query(`delete from elevate.accounts where user_key = $1`, [
    world.made.accounts.ben.teams.user,
  ]);
  await world.says('ana', 'Search-Mailbox 4h');
  await world.settle();
  const shown = await meet(ben, newTeams);
  await pressed(ben, shown.asker, 'confirm');
  await pressed(newTeams, shown.typer, 'confirm');
  const jobs = await world.db.query(
    `select from graphile_worker.jobs where task_identifier = 'publish-request'`,
  );
  expect(jobs).toHaveLength(1);
});

it('says so where there is one platform only', async () => {
  const known = await start();
  (world.context.platforms as Map<string, unknown>).delete('teams');
  expect(refusedAs(await says(known, 'link'))).toBe('link-one-platform');
});
