/** Where messages go, and what it means that one of these places cannot be reached any more. Pure. */
import { type RemoteError } from '../errors';
import { type ConversationKey, type PlatformName } from './model';

/**
 * app-removed: Elevate was taken out of the workspace, the team or somebody's apps; token-revoked: the platform takes our token no
 * more; not-in-channel: Elevate was removed from a channel; channel-gone: it was archived or deleted, or does not show itself to us;
 * shared-outside: people of another organisation are in the channel; blocked-by-person: somebody does not want messages from Elevate.
 */
export const lossKinds = [
  'app-removed',
  'token-revoked',
  'not-in-channel',
  'channel-gone',
  'shared-outside',
  'blocked-by-person',
] as const;
export type LossKind = (typeof lossKinds)[number];

/** workspace: all of a platform; channel: one conversation; person: the direct messages of one account. */
export const placeScopes = ['workspace', 'channel', 'person'] as const;
export type PlaceScope = (typeof placeScopes)[number];

/** A place that messages go to. */
export interface PlaceKey {
  readonly platform: PlatformName;
  readonly tenant: string;
  readonly scope: PlaceScope;
  /** Of the conversation or of the user; empty for all of the platform. */
  readonly id: string;
}

/** What a platform says of a place; `loss` is null where it can be reached again. */
export interface PlaceNews {
  readonly place: PlaceKey;
  readonly loss: LossKind | null;
  /** The platform's own word for it: an event or an error code. */
  readonly code: string;
  /** Said with `loss: null`: only a loss of this kind is over. */
  readonly undoes?: LossKind;
  /** Set where the platform said that the channel is shared with nobody. */
  readonly isOwn?: true;
}

interface Loss {
  readonly scope: PlaceScope;
  readonly kind: LossKind;
}

const everywhere = (kind: LossKind): Loss => ({ scope: 'workspace', kind });
const inChannel = (kind: LossKind): Loss => ({ scope: 'channel', kind });
const ofPerson = (kind: LossKind): Loss => ({ scope: 'person', kind });

/** By error code, for a message to a channel and for one to a person. What is not here says nothing about the place. */
const losses: Readonly<
  Record<PlatformName, Readonly<Record<'channel' | 'person', ReadonlyMap<string, Loss>>>>
> = {
  slack: bothWith(
    [
      ['account_inactive', everywhere('app-removed')],
      ['invalid_auth', everywhere('token-revoked')],
      ['not_authed', everywhere('token-revoked')],
      ['token_revoked', everywhere('token-revoked')],
      ['token_expired', everywhere('token-revoked')],
    ],
    {
      channel: [
        // Of an organisation with many workspaces it is one that has not let the app in.
        ['team_access_not_granted', inChannel('app-removed')],
        ['not_in_channel', inChannel('not-in-channel')],
        ['channel_not_found', inChannel('channel-gone')],
        ['is_archived', inChannel('channel-gone')],
        ['channel_is_shared', inChannel('shared-outside')],
      ],
      person: [['team_access_not_granted', ofPerson('app-removed')]],
    },
  ),
  teams: bothWith(
    [
      ['BotDisabledByAdmin', everywhere('app-removed')],
      ['invalid_client', everywhere('token-revoked')],
      ['unauthorized_client', everywhere('token-revoked')],
    ],
    {
      channel: [
        // Said of one conversation, it need not be true of another.
        ['Unauthorized', inChannel('token-revoked')],
        ['http_401', inChannel('token-revoked')],
        ['BotNotInConversationRoster', inChannel('not-in-channel')],
        ['ConversationNotFound', inChannel('channel-gone')],
        ['SharedChannel', inChannel('shared-outside')],
      ],
      person: [
        ['Unauthorized', ofPerson('token-revoked')],
        ['http_401', ofPerson('token-revoked')],
        ['BotNotInConversationRoster', ofPerson('app-removed')],
        ['MessageWritesBlocked', ofPerson('blocked-by-person')],
        ['ConversationBlockedByUser', ofPerson('blocked-by-person')],
      ],
    },
  ),
};

type Losses = readonly (readonly [string, Loss])[];

function bothWith(
  common: Losses,
  { channel, person }: { readonly channel: Losses; readonly person: Losses },
) {
  return { channel: new Map([...common, ...channel]), person: new Map([...common, ...person]) };
}

/**
 * What an error of a message means for the place that it was sent to; null where it says nothing about that: what passes by itself,
 * and messages that were wrong.
 */
export function lossBy(
  { kind, code }: Pick<RemoteError, 'kind' | 'code'>,
  sentTo: Omit<PlaceKey, 'scope'> & { readonly scope: 'channel' | 'person' },
): PlaceNews | null {
  if (kind === 'unavailable' || kind === 'throttled') return null;
  const found = losses[sentTo.platform][sentTo.scope].get(code);
  if (found === undefined) return null;
  const id = found.scope === 'workspace' ? '' : sentTo.id;
  return { place: { ...sentTo, scope: found.scope, id }, loss: found.kind, code };
}

/** Whether such news ends a loss of this kind: that a channel can be reached says nothing of who else is in it. */
export function endsLoss(kind: LossKind, { undoes, isOwn }: PlaceNews): boolean {
  if (undoes !== undefined) return kind === undoes;
  return kind !== 'shared-outside' || isOwn === true;
}

/** Whether what goes to this channel is lost with that place. */
export function isLostWith(
  { platform, tenant, id }: ConversationKey,
  lost: Omit<PlaceKey, 'tenant'> & { readonly tenant: string },
): boolean {
  if (lost.platform !== platform || lost.tenant !== tenant) return false;
  return lost.scope === 'workspace' || (lost.scope === 'channel' && lost.id === id);
}

/** What can stand in for the channel of a group. */
export interface StandInQuestion {
  /** The channel that cannot be reached. */
  readonly lost: ConversationKey;
  /** All channels of its group. */
  readonly own: readonly ConversationKey[];
  /** Those that are set to stand in, one on each platform at most. */
  readonly fallback: readonly ConversationKey[];
  /** Of the default approver group. */
  readonly ofDefault: readonly ConversationKey[];
  readonly isReachable: (channel: ConversationKey) => boolean;
}

/** own: another channel of the group has the prompt anyway; admins: no channel is left, so they are told one by one. */
export type StandIn = ConversationKey | 'own' | 'admins';

/**
 * Where the prompts of a group go while one of its channels cannot be reached: what is set for that platform, the default group's
 * channel there, another channel of the group itself, and then whatever else of these there is.
 */
export function standInFor(question: StandInQuestion): StandIn {
  const { lost, own, fallback, ofDefault, isReachable } = question;
  const isHere = ({ platform }: ConversationKey) => platform === lost.platform;
  const left = [...fallback, ...ofDefault].filter(isReachable);
  const here = left.find(isHere);
  if (here !== undefined) return here;
  if (own.some(isReachable)) return 'own';
  return left[0] ?? 'admins';
}
