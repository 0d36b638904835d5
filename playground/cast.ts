/** The five people of the playground and the places where they talk. The same people stand in configuration.yaml. */
import { type ExchangeUser } from './exchange';
import { type SlackChannel, type SlackUser } from './slack';
import { type TeamsUser } from './teams';

export const slackTeamId = 'T0PLAY';
export const slackBot = { id: 'U0ELEVATE', name: 'Elevate' };
export const tenantId = '5f0c6d1e-0000-4000-8000-0000000000aa';
export const teamsAppId = '5f0c6d1e-0000-4000-8000-0000000000bb';
export const teamsBot = { id: `28:${teamsAppId}`, name: 'Elevate' };

export interface Actor {
  /** Also the account name in Exchange and in the Warehouse. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
  /** What the person is there for, in a few words. */
  readonly part: string;
  readonly guest: boolean;
  readonly slackId: string;
  readonly teamsId: string;
  readonly aadObjectId: string;
}

export const actors: readonly Actor[] = [
  actor('Ana', 1, 'asks'),
  actor('Ben', 2, 'approves'),
  actor('Cara', 3, 'approves'),
  actor('Dan', 4, 'bystander'),
  actor('Eve', 5, 'guest'),
];

function actor(name: string, number: number, part: string): Actor {
  const key = name.toLowerCase();
  const guest = part === 'guest';
  return {
    key,
    name,
    part,
    guest,
    email: guest ? `${key}@partner.example` : `${key}@example.com`,
    slackId: `U0${name.toUpperCase()}`,
    teamsId: `29:${key}`,
    aadObjectId: `5f0c6d1e-0000-4000-8000-00000000000${number}`,
  };
}

/** Throws for a name that nobody has. */
export function actorOf(key: string): Actor {
  const found = actors.find((one) => one.key === key);
  if (!found) throw new Error(`Nobody in the playground is called ${key}`);
  return found;
}

/** People read times in the zone of the machine on which they try this. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function slackUsers(): SlackUser[] {
  return actors.map(({ slackId, name, email, guest }) => ({
    id: slackId,
    name,
    email,
    tz: zone,
    kind: guest ? 'guest' : 'member',
  }));
}

export function teamsUsers(): TeamsUser[] {
  return actors.map(({ teamsId, aadObjectId, name, email, guest }) => ({
    id: teamsId,
    aadObjectId,
    name,
    email,
    role: guest ? 'guest' : 'user',
    timeZone: zone,
  }));
}

export function exchangeUsers(): ExchangeUser[] {
  return actors.map(({ key, name, email }) => ({
    name: key,
    displayName: name,
    userPrincipalName: email,
  }));
}

/** Dan sees the approvers' channels: being in the channel does not make him an approver. */
const channelMembers = ['ben', 'cara', 'dan'].map(actorOf);

export function slackChannels(): SlackChannel[] {
  const inside = [...channelMembers.map(({ slackId }) => slackId), slackBot.id];
  const everybody = [...actors.map(({ slackId }) => slackId), slackBot.id];
  return [
    { id: 'C0GENERAL', name: 'general', private: false, members: everybody },
    { id: 'C0EXCHANGE', name: 'exchange-approvers', private: true, members: inside },
    { id: 'C0WAREHOUSE', name: 'warehouse-owners', private: true, members: inside },
  ];
}

export const team = {
  id: '19:example@thread.tacv2',
  name: 'Example',
  channels: [
    {
      id: '19:general@thread.tacv2',
      name: 'General',
      members: actors.map(({ teamsId }) => teamsId),
    },
    {
      id: '19:approvals@thread.tacv2',
      name: 'Approvals',
      members: channelMembers.map(({ teamsId }) => teamsId),
    },
  ],
};
