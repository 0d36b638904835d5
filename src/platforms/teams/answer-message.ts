/** A message: a command that was typed, or a button of an old client that sends its data as a message. */
import { isDeepStrictEqual } from 'node:util';
import { parseCommand } from '../../commands/parse-command';
import { refuse } from '../../errors';
import { conversationKind, isFromBot } from './activity';
import { answerAskMessage } from './answer-ask';
import { orUnavailable, pressOrRefresh, rememberReceipt } from './answering';
import { askOfData } from './ask-data';
import { normaliseId } from './config';
import { mentionedFor, mentionsBot, typedText } from './message-text';
import { cardMessage } from './messages';
import { pressOfData } from './press-data';
import { answerPrivately, tellDirectly } from './private-reply';
import { type Room, type Turn } from './turn';

/** Does what the message asks for and answers. Throws only when the answer could not be delivered. */
export async function answerMessage(turn: Turn, room: Room): Promise<void> {
  const { activity, envelope } = turn;
  if (isFromBot(activity)) return;
  if (typeof activity.value === 'object' && activity.value !== null) {
    return answerSubmit(turn, room, activity.value);
  }
  if (conversationKind(activity) !== 'personal' && !mentionsBot(activity)) return;
  if (envelope === null) {
    await answerPrivately(turn, room, room.notices.refusal(refuse('external')));
    return;
  }
  const command = parseCommand(typedText(activity, await subjectOf(turn, room)));
  const reply = await orUnavailable(room, command, () => room.inbound.command(envelope, command));
  const shown = reply.form ?? reply.privately;
  if (shown === null) return;
  await rememberReceipt(room, reply, await answerPrivately(turn, room, shown));
}

/**
 * Who is mentioned behind `--for`. Teams need not say it in the message; then the roster of the conversation is asked. What cannot
 * be read leaves the name, which has to be that of one person only.
 */
async function subjectOf(turn: Turn, room: Room): Promise<string | null> {
  const mentioned = mentionedFor(turn.activity);
  if (mentioned === null) return null;
  if (mentioned.aadObjectId !== undefined) return normaliseId(mentioned.aadObjectId);
  try {
    return await room.objectIdOf(turn, mentioned.id);
  } catch (error) {
    room.log.warn({ err: error }, 'who was mentioned could not be read');
    return null;
  }
}

async function answerSubmit(turn: Turn, room: Room, value: object): Promise<void> {
  const asked = askOfData(value);
  if (asked !== null) return answerAskMessage(turn, room, asked);
  const press = pressOfData(value);
  if (press === null) {
    room.count('unknown_action', { platform: 'teams' });
    return;
  }
  if (turn.envelope === null) {
    await answerPrivately(turn, room, room.notices.refusal(refuse('external')));
    return;
  }
  const reply = await pressOrRefresh(turn.envelope, room, press);
  if (turn.envelope.conversationKind !== 'personal') {
    // The card in the channel is everybody's; publishing redraws it with each decider's own view.
    if (reply.privately === null) return;
    await rememberReceipt(room, reply, await tellDirectly(turn, room, reply.privately));
    return;
  }
  const pressed = turn.activity.replyToId;
  const screen = pressed === undefined ? null : reply.screen;
  // What the redrawn card says need not be said again below it.
  const isSaid = isDeepStrictEqual(reply.privately, screen);
  if (reply.privately !== null && !isSaid) {
    const shown = await turn.reply(cardMessage(room.render(reply.privately)));
    await rememberReceipt(room, reply, shown);
  }
  if (pressed !== undefined && screen !== null) {
    await turn.redraw(pressed, cardMessage(room.render(screen)));
  }
}
