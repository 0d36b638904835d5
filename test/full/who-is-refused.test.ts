/**
 * Who presses Approve, on which platform and where: every cell over HTTP. Whoever is no member of this organisation, or has no say, is
 * refused wherever the button is, and the trail says why.
 */
import { type PlatformName } from '../../src/elevation/model';
import { slackId, slackGeneral, startBot, teamsId, type Bot, type PersonKey } from '../support/bot';
import { pressRaw, type PressedIn, type RawPress } from '../support/raw-presses';
import { slackTeam, teamsTenant } from '../support/seed';

const places: readonly PressedIn[] = ['group channel', 'direct message', 'shared channel'];
const platforms: readonly PlatformName[] = ['slack', 'teams'];
const elsewhere: Readonly<Record<PlatformName, string>> = {
  slack: 'T0OTHER',
  teams: '99999999-9999-4999-8999-999999999999',
};
const gusObject = '55555555-5555-4555-8555-555555555555';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({
    change: (rows) => ({
      ...rows,
      // Eve is there, and nobody has linked her accounts. Ana is an approver as well, and asks.
      accounts: rows.accounts.filter(
        ({ personId, tenant }) => tenant === '' || personId !== idOf(rows, 'Eve'),
      ),
      groups: rows.groups.map((group) => ({
        ...group,
        memberIds: [...group.memberIds, idOf(rows, 'Ana')],
      })),
    }),
  });
  bot.slack.changeChannel(slackGeneral, { shared: true });
  for (const person of ['ana', 'ben', 'cara', 'dan', 'eve'] as const) {
    await bot.teams.as(teamsId(person)).install();
  }
  await bot.teams.as('29:gus').install();
});
afterEach(() => bot.check());
afterAll(() => bot.stop());

function idOf(
  { persons }: { readonly persons: readonly { id: string; name: string }[] },
  name: string,
) {
  return persons.find((one) => one.name === name)!.id;
}

/** Requests of Ana that wait, by where she asked: what is refused changes nothing about them. */
const waiting = new Map<PlatformName, number>();

/** Ana asks on one platform; the button is pressed on either. */
async function asked(on: PlatformName): Promise<number> {
  const known = waiting.get(on);
  if (known !== undefined) return known;
  for (const [platform, request] of waiting) {
    await over(request);
    waiting.delete(platform);
  }
  const words = 'Search-Mailbox 30m';
  if (on === 'slack') await bot.slack.as(slackId('ana')).command(slackGeneral, `/elevate ${words}`);
  else await bot.teams.as(teamsId('ana')).say('personal', words);
  await bot.settle();
  const request = await bot.lastRequest();
  waiting.set(on, request);
  return request;
}

async function over(request: number): Promise<void> {
  const ana = bot.slack.as(slackId('ana'));
  const { request: state } = await bot.stateOf(request);
  const verb = state === 'pending' ? 'withdraw' : 'end';
  await ana.command(slackGeneral, `/elevate ${verb} ELV-${request}`);
  await bot.settle();
}

function userOf(platform: PlatformName, person: PersonKey): Pick<RawPress, 'user' | 'objectId'> {
  const user = platform === 'slack' ? slackId(person) : teamsId(person);
  return { user, objectId: bot.made.accounts[person].teams.user };
}

/** What the platform says of Cara from now on. */
function becomes(platform: PlatformName, kind: Kind): void {
  if (platform === 'slack') {
    const { slack = 'member' } = kind;
    bot.slack.changeUser(slackId('cara'), { kind: slack, teamId: slackTeam });
  } else {
    const { teams = 'user', tenant = teamsTenant } = kind;
    bot.teams.changeUser(teamsId('cara'), { role: teams, tenantId: tenant });
  }
}

interface Kind {
  readonly slack?: 'guest' | 'single-channel-guest' | 'external' | 'bot' | 'disabled';
  readonly teams?: 'guest' | 'bot';
  readonly tenant?: string;
}

async function sql(text: string): Promise<void> {
  await bot.db.query(text);
}

const ofCara = `(select id from elevate.persons where name = 'Cara')`;

interface Clicker {
  readonly name: string;
  /** The cause in the trail; null where it counts. */
  readonly cause: string | null;
  /** Where there is such a thing; both when left out. */
  readonly on?: PlatformName;
  /** Who presses; Cara, who is an approver, when left out. */
  readonly press?: (platform: PlatformName) => Pick<RawPress, 'user' | 'objectId' | 'home'>;
  /** What has become of Cara since the prompt was posted, and back. */
  readonly since?: (platform: PlatformName) => Promise<void> | void;
  readonly undo?: (platform: PlatformName) => Promise<void> | void;
}

function turned(name: string, cause: string, kind: Kind, on?: PlatformName): Clicker {
  return {
    name,
    cause,
    ...(on && { on }),
    since: (platform) => becomes(platform, kind),
    undo: (platform) => becomes(platform, {}),
  };
}

const clickers: readonly Clicker[] = [
  {
    name: 'a member who is no approver',
    cause: 'not-an-approver',
    press: (on) => userOf(on, 'dan'),
  },
  turned('a guest', 'guest', { slack: 'guest', teams: 'guest' }),
  turned('a guest of one channel', 'guest', { slack: 'single-channel-guest' }, 'slack'),
  {
    name: 'a guest who is linked to nobody',
    cause: 'guest',
    press: (on) => ({ user: on === 'slack' ? 'U0GUS' : '29:gus', objectId: gusObject }),
  },
  turned('a stranger', 'external', { slack: 'external', teams: 'guest' }, 'slack'),
  turned('somebody of a foreign tenant', 'external', { tenant: elsewhere.teams }, 'teams'),
  {
    name: 'a stranger by their own payload',
    cause: 'external',
    on: 'slack',
    press: () => ({ user: 'U0STRANGER', objectId: '', home: elsewhere.slack }),
  },
  turned('somebody deactivated since', 'disabled', { slack: 'disabled' }, 'slack'),
  {
    name: 'somebody disabled in the directory since',
    cause: 'disabled',
    since: () => sql(`update elevate.persons set disabled_at = elevate.now() where id = ${ofCara}`),
    undo: () => sql(`update elevate.persons set disabled_at = null where id = ${ofCara}`),
  },
  {
    name: 'somebody removed from the group since',
    cause: 'not-an-approver',
    since: () => sql(`delete from elevate.approver_group_members where person_id = ${ofCara}`),
    undo: () =>
      sql(`insert into elevate.approver_group_members (organisation_id, group_id, person_id)
        select organisation_id, id, ${ofCara} from elevate.approver_groups
        where name = 'Exchange approvers'`),
  },
  turned('a bot', 'bot', { slack: 'bot', teams: 'bot' }),
  {
    name: 'somebody who is not linked',
    cause: 'unlinked-account',
    press: (on) => userOf(on, 'eve'),
  },
  { name: 'the requester', cause: 'own-request', press: (on) => userOf(on, 'ana') },
  { name: 'an approver', cause: null },
];

async function refusalsOf(): Promise<{ refused: string; verb: string; user: string }[]> {
  return bot.db.query(
    `select facts->>'refused' as refused, facts->>'verb' as verb,
       actor->'account'->>'user' as "user"
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
}

describe.each(platforms)('on %s', (platform) => {
  const here = clickers.filter(({ on = platform }) => on === platform);
  const other = platforms.find((one) => one !== platform)!;

  describe.each(places)('in the %s', (where) => {
    it.each(here.map((clicker) => [clicker.name, clicker] as const))(
      '%s',
      async (_name, { cause, press, since, undo }) => {
        // The requester asks with their other account.
        const request = await asked(cause === 'own-request' ? other : platform);
        const before = await refusalsOf();
        await since?.(platform);
        const clicker = press?.(platform) ?? userOf(platform, 'cara');
        const { status } = await pressRaw(bot, platform, request, { ...clicker, where });
        expect(status).toBe(200);
        await undo?.(platform);
        const told = (await refusalsOf()).slice(before.length);
        const state = await bot.stateOf(request);
        if (cause === null) {
          expect(told).toEqual([]);
          expect(state.request).toBe('approved');
          waiting.delete(platform);
          await over(request);
        } else {
          const user = platform === 'slack' ? clicker.user : clicker.objectId;
          expect(told).toEqual([{ refused: cause, user, verb: told[0]?.verb }]);
          expect(['approve', 'door']).toContain(told[0]?.verb);
          expect(state.request).toBe('pending');
        }
      },
    );

    it('nobody whose payload is another organisation’s gets in, nor into our trail', async () => {
      const request = await asked(platform);
      const before = await refusalsOf();
      const foreign = elsewhere[platform];
      const { status } = await pressRaw(bot, platform, request, {
        ...userOf(platform, 'cara'),
        where,
        home: foreign,
        receivedIn: foreign,
      });
      expect([401, 403]).toContain(status);
      expect(await refusalsOf()).toEqual(before);
      expect((await bot.stateOf(request)).request).toBe('pending');
    });
  });
});
