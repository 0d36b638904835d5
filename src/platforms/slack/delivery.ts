import { type AccountKey, type Envelope, type MessageKey } from '../contract';
import { type KnownPayload } from './payloads';

/** One authenticated payload on its way through the handlers, whichever way it came. */
export interface Delivery {
  readonly payload: KnownPayload;
  readonly envelope: Envelope;
  /** A person of another workspace in a channel that is shared with ours. */
  readonly stranger: boolean;
  /**
   * Answers Slack. False: too late, Slack has already shown an error to the person and takes no answer any more.
   * Only the first call counts.
   */
  acknowledge(body?: object): Promise<boolean>;
}

/** Slack gives up after 3 s; the rest is for the way back. In milliseconds. */
export const answerWithinMs = 2_900;

export function envelopeOf(payload: KnownPayload, tenant: string, payloadKey: string): Envelope {
  const account: AccountKey = { platform: 'slack', tenant, user: payload.user };
  // Home and forms are in no channel; what is said there goes to the person.
  const id = 'channel' in payload && payload.channel !== null ? payload.channel : payload.user;
  const personal = id === payload.user || id.startsWith('D');
  return {
    account,
    payloadKey,
    conversation: { platform: 'slack', tenant, id },
    conversationKind: personal ? 'personal' : 'channel',
    zone: null,
    pressed: pressedMessage(payload, tenant),
  };
}

/** Null for what only one person sees: it can be changed through its own address alone, and for half an hour. */
function pressedMessage(payload: KnownPayload, tenant: string): MessageKey | null {
  if (payload.kind !== 'button' || payload.ephemeral) return null;
  const { channel, messageTs } = payload;
  if (channel === null || messageTs === null) return null;
  return { conversation: { platform: 'slack', tenant, id: channel }, id: messageTs };
}
