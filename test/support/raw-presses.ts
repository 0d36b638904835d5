/** Presses on a prompt as they come over HTTP, from whomever and wherever: also those that no client would offer. */
import { randomUUID } from 'node:crypto';
import { type PlatformName } from '../../src/elevation/model';
import {
  slackApprovers,
  slackGeneral,
  teamsApprovers,
  teamsGeneral,
  teamsId,
  type Bot,
} from './bot';
import { partsOf } from './chats';
import { slackTeam, teamsTenant } from './seed';

/** Where the button is pressed: where the prompt is, in a direct message, or in a channel that others share. */
export type PressedIn = 'group channel' | 'direct message' | 'shared channel';

export interface RawPress {
  /** Of the person on that platform: `U0ANA`, `29:ana`. */
  readonly user: string;
  /** Their directory id on Teams. */
  readonly objectId: string;
  /** Their own workspace or tenant; ours when left out. */
  readonly home?: string;
  /** The workspace or tenant that the payload comes from; ours when left out. */
  readonly receivedIn?: string;
  readonly where: PressedIn;
}

export interface RawAnswer {
  readonly status: number;
}

/** Presses Approve of the request's prompt on that platform. */
export function pressRaw(
  bot: Bot,
  platform: PlatformName,
  request: number,
  press: RawPress,
): Promise<RawAnswer> {
  return platform === 'slack' ? onSlack(bot, request, press) : onTeams(bot, request, press);
}

async function onSlack(bot: Bot, request: number, press: RawPress): Promise<RawAnswer> {
  const prompt = bot.slackPrompt(request);
  const [button] = partsOf(prompt.blocks, ['button']).filter(
    (one) => one['action_id'] === 'request.approve',
  );
  const { user, home = slackTeam, receivedIn = slackTeam } = press;
  const channel = {
    'group channel': slackApprovers,
    'direct message': `D0${user}`,
    'shared channel': slackGeneral,
  }[press.where];
  const payload = {
    type: 'block_actions',
    user: { id: user, username: 'somebody', name: 'somebody', team_id: home },
    team: { id: receivedIn, domain: 'simulated' },
    enterprise: null,
    is_enterprise_install: false,
    token: 'simulated-verification-token',
    api_app_id: 'A0SIMULATED',
    trigger_id: randomUUID(),
    container: {
      type: 'message',
      message_ts: prompt.ts,
      channel_id: channel,
      is_ephemeral: false,
    },
    channel: { id: channel, name: 'somewhere' },
    message: { ts: prompt.ts },
    state: { values: {} },
    actions: [
      {
        type: 'button',
        block_id: 'raw',
        action_id: button!['action_id'],
        value: button!['value'],
        action_ts: `${Date.now() / 1000}`,
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const { status } = await bot.slack.sendRaw({ body });
  return { status: status ?? 0 };
}

async function onTeams(bot: Bot, request: number, press: RawPress): Promise<RawAnswer> {
  const prompt = bot.teamsPrompt(request);
  // Only deciders see buttons on the card itself.
  await bot.teams.as(teamsId('ben')).refresh(prompt.id);
  const card = bot.teams.cardFor(teamsId('ben'), prompt.id);
  const [button] = partsOf(card, ['Action.Execute']).filter(
    (one) => one['verb'] === 'request.approve',
  );
  const { user, objectId, receivedIn = teamsTenant } = press;
  const isPersonal = press.where === 'direct message';
  const id = {
    'group channel': teamsApprovers,
    'direct message': bot.teams.personalChat(user),
    'shared channel': teamsGeneral,
  }[press.where];
  const activity = {
    id: randomUUID(),
    type: 'invoke',
    name: 'adaptiveCard/action',
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    from: { id: user, name: 'somebody', aadObjectId: objectId },
    recipient: { id: '28:33333333-3333-4333-8333-333333333333', name: 'Elevate' },
    conversation: {
      id,
      conversationType: isPersonal ? 'personal' : 'channel',
      tenantId: receivedIn,
    },
    channelData: {
      tenant: { id: receivedIn },
      ...(isPersonal ? {} : { team: { id: '19:team@thread.tacv2' }, channel: { id } }),
    },
    replyToId: prompt.id,
    value: {
      action: { type: 'Action.Execute', verb: button!['verb'], data: button!['data'] },
      trigger: 'manual',
    },
  };
  const { status } = await bot.teams.sendRaw({ activity });
  return { status: status ?? 0 };
}
