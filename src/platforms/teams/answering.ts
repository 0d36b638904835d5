/** What is common to answers, whichever way something was asked. */
import { type AnyPress, type Command } from '../../commands/command';
import { refuse } from '../../errors';
import { type Envelope, type MessageKey, type Reply } from '../contract';
import { type Room } from './turn';

/**
 * Remembers where a receipt went, if that is what was answered. One that is not remembered keeps a button that is
 * refused later: a blemish, no reason to fail the turn.
 */
export async function rememberReceipt(
  room: Room,
  { receiptFor, privately: view }: Reply,
  shown: MessageKey | null,
): Promise<void> {
  if (receiptFor === undefined || shown === null || view === null) return;
  try {
    await room.inbound.receiptShown(receiptFor, shown, view);
  } catch (error) {
    room.log.warn({ err: error }, 'a receipt could not be remembered');
  }
}

export async function pressOrRefresh(
  envelope: Envelope,
  room: Room,
  press: AnyPress,
): Promise<Reply> {
  return orUnavailable(room, press, async () => {
    if (press.verb !== 'refresh') return room.inbound.press(envelope, press);
    return { privately: null, screen: await room.inbound.refresh(envelope, press.request) };
  });
}

/**
 * A fault behind us: its transaction was rolled back, so nothing was recorded, and the person is told exactly that.
 * A repeated press is safe: whatever had been committed after all gives its stored reply.
 */
export async function orUnavailable(
  room: Room,
  asked: Command | AnyPress | null,
  run: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    room.log.error({ err: error }, 'a command or press failed');
    room.count('turn_failed', { platform: 'teams' });
    const request = asked !== null && 'request' in asked ? asked.request : null;
    const facts = typeof request === 'number' && { request };
    const refusal = refuse('database-unavailable', facts || {});
    return { privately: room.notices.refusal(refusal), screen: null };
  }
}
