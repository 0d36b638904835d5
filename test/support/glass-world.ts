/** Rights that are taken without approval, with the world of world.ts: Ana and Dan are on call; Ben and Cara would decide. */
import { factsDigest } from '../../src/elevation/digest';
import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { loadDraft } from '../../src/store/snapshots';
import { plain, type Sentence } from '../../src/words';
import { shownBy, type PostedMessage } from './recording-platform';
import { slackTeam, type PersonKey } from './seed';
import { createWorld, type PressedWith, type World } from './world';

export const onCallId = '0193a000-0000-7000-8000-0000000000c1';
export const ownersId = '0193a000-0000-7000-8000-0000000000c2';
export const breakGlass = { groupIds: [onCallId], maxS: 7_200 };

export async function glassWorld(
  terms: Partial<PolicyTerms> = {},
  rules: Partial<PolicyRules> = {},
): Promise<World> {
  const group = (id: string, name: string, names: readonly string[]) => ({ id, name, names });
  const groups = [
    group(onCallId, 'On call', ['Ana', 'Dan', 'Eve']),
    group(ownersId, 'Owners', ['Cara', 'Dan']),
  ];
  return createWorld({
    rules: { ...rules, terms: { ...noTerms, breakGlass, ...terms } },
    change: (rows) => ({
      ...rows,
      groups: [
        ...rows.groups,
        ...groups.map(({ id, name, names }) => ({
          id,
          name,
          memberIds: rows.persons.filter((one) => names.includes(one.name)).map((one) => one.id),
          channels: [{ platform: 'slack' as const, tenant: slackTeam, id: `C0${name}` }],
        })),
      ],
    }),
  });
}

export const words = 'Search-Mailbox 1h --break-glass because prod is down';

/** Types it. @returns the number that it would have */
export async function prepares(
  world: World,
  person: PersonKey = 'ana',
  typed = words,
): Promise<number> {
  const reply = await world.says(person, typed);
  expect(reply.privately?.screen).toBe('break-glass');
  return Number(/ELV-(\d+)/u.exec(reply.privately!.notification)![1]);
}

/** Types it and presses. @returns its number */
export async function takes(
  world: World,
  person: PersonKey = 'ana',
  more: PressedWith = {},
): Promise<number> {
  const number = await prepares(world, person);
  const reply = await world.presses(person, 'break-glass', number, more);
  expect(reply.privately).toBeNull();
  return number;
}

/** Of what would be taken, as its button says it now. */
export async function digestOf(world: World, number: number): Promise<string> {
  const { database } = world.db;
  const draft = await database.read((tx) => loadDraft(tx, world.made.organisationId, number));
  return factsDigest(draft!);
}

export async function nothingTaken(world: World): Promise<void> {
  await world.settle();
  const [found] = await world.db.query<{ requests: string; grants: string; reviews: string }>(
    `select (select count(*) from elevate.requests) as requests,
       (select count(*) from elevate.grants) as grants,
       (select count(*) from elevate.reviews) as reviews`,
  );
  expect(found).toEqual({ requests: '0', grants: '0', reviews: '0' });
  expect(world.exchange.log).toEqual([]);
  expect(world.slack.messages).toEqual([]);
}

export async function refusals(world: World): Promise<string[]> {
  const found = await world.db.query<{ cause: string }>(
    `select facts->>'refused' as cause from elevate.audit_events
     where kind = 'request.refused' order by seq`,
  );
  return found.map(({ cause }) => cause);
}

export function said(view: { readonly facts: object } | null | undefined): string {
  const { summary } = view!.facts as { summary: readonly { say: Sentence }[] };
  return summary.map(({ say }) => plain(say)).join('\n');
}

/** The message in the approvers' channel. */
export function prompt(world: World, channel = 'C0APPROVERS'): PostedMessage {
  const found = world.slack.messages.filter(
    ({ key, account, thread }) =>
      key.conversation.id === channel && account === null && thread === null,
  );
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Whom the bot wrote to about it by itself, on this platform. */
export function toldOn(world: World, platform: 'slack' | 'teams'): readonly string[] {
  return world[platform].messages
    .filter(({ account }) => account !== null)
    .filter((message) => said(shownBy(message)).includes('You would have decided'))
    .map(({ account }) => account!.user);
}

export function addVersion(
  world: World,
  terms: Partial<PolicyTerms>,
  more: object = {},
): Promise<void> {
  return world.changePolicy({ terms: { ...noTerms, ...terms }, ...more });
}
