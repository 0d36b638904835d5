/** Getting an answer to one person alone. */
import { type View } from '../../views/view';
import { type MessageKey } from '../contract';
import { conversationKind } from './activity';
import { withDeadline } from './deadline';
import { cardMessage, textMessage } from './messages';
import { type Room, type Turn } from './turn';

/**
 * Answers a command: in a personal chat right there, elsewhere by direct message with one line about it where the
 * command was typed.
 * @returns the message that shows the view, or null when there is none
 */
export async function answerPrivately(
  turn: Turn,
  room: Room,
  view: View,
): Promise<MessageKey | null> {
  if (conversationKind(turn.activity) === 'personal') {
    return turn.reply(cardMessage(room.render(view)));
  }
  const told = await tellDirectly(turn, room, view);
  const { answeredPrivately, notAnswered } = room.notices;
  await turn.reply(textMessage(told === null ? notAnswered : answeredPrivately));
  return told;
}

/** What a direct message gets even when everything before it was slow. */
const directLeastMs = 500;

/** Sends a direct message; null when that did not work or would keep the person waiting. Never throws. */
export async function tellDirectly(turn: Turn, room: Room, view: View): Promise<MessageKey | null> {
  if (turn.envelope === null) return null;
  try {
    const waitMs = Math.max(directLeastMs, turn.remainingMs());
    return await withDeadline(room.postDirect(turn.envelope.account, view), waitMs);
  } catch (error) {
    room.log.warn({ err: error }, 'a direct message could not be sent');
    room.count('direct_message_failed', { platform: 'teams' });
    return null;
  }
}
