/** An invoke: a button of a card (Action.Execute), or a client that asks for its own view of a card. */
import { isDeepStrictEqual } from 'node:util';
import { refuse } from '../../errors';
import { type View } from '../../views/view';
import { type Sentence } from '../../words';
import { answerAsk, answerSearch, tellBeside } from './answer-ask';
import { pressOrRefresh, rememberReceipt } from './answering';
import { askOfExecute, type AskPress } from './ask-data';
import { cardContentType } from './messages';
import { pressOfExecute } from './press-data';
import { tellDirectly } from './private-reply';
import { plainText, typedOnTeams } from './text';
import { type InvokeAnswer, type Room, type Turn } from './turn';

const messageType = 'application/vnd.microsoft.activity.message';
const errorType = 'application/vnd.microsoft.error';

/** The answer to send back on the same HTTP request. Never throws. */
export async function answerInvoke(turn: Turn, room: Room): Promise<InvokeAnswer> {
  const { activity, envelope } = turn;
  if (activity.name === 'application/search') return answerSearch(turn, room);
  if (activity.name !== 'adaptiveCard/action') {
    room.count('unknown_action', { platform: 'teams' });
    return { status: 501 };
  }
  const asked = askOfExecute(activity.value);
  if (asked !== null) return answerForm(turn, room, asked);
  const press = pressOfExecute(activity.value);
  if (press === null) {
    room.count('unknown_action', { platform: 'teams' });
    return errorAnswer(400, 'BadRequest', 'This button is not known.');
  }
  if (envelope === null) {
    return messageAnswer(room.notices.refusal(refuse('external')));
  }
  const reply = await pressOrRefresh(envelope, room, press);
  const { privately, screen } = reply;
  if (reply.form) return lineAnswer(await tellBeside(turn, room, reply.form));
  if (screen === null) {
    // A client that asks by itself keeps the card it has; nobody asked for words.
    if (press.verb === 'refresh' && privately === null) {
      return errorAnswer(404, 'NotFound', 'There is no view of this card for you.');
    }
    // The words of an answer are gone with a tap; a receipt has to stay, with its button.
    if (reply.receiptFor !== undefined && privately !== null) {
      await rememberReceipt(room, reply, await tellDirectly(turn, room, privately));
      return messageAnswer(privately);
    }
    return privately === null || privately.screen === 'refusal'
      ? messageAnswer(privately)
      : answerDirectly(turn, room, privately);
  }
  // An answer is either a card or words. The card has to show the true state, so other words go by direct message.
  const words = isDeepStrictEqual(privately, screen) ? null : privately;
  if (words !== null && !(await tellDirectly(turn, room, words))) return messageAnswer(words);
  return cardAnswer(room.render(screen).card);
}

/** The form to ask with. What it says beside a card goes by direct message; a refusal is words. */
async function answerForm(turn: Turn, room: Room, press: AskPress): Promise<InvokeAnswer> {
  const { card, told } = await answerAsk(turn, room, press);
  if (card !== null) return cardAnswer(room.render(card).card);
  return told === null || told.screen === 'refusal'
    ? messageAnswer(told)
    : answerDirectly(turn, room, told);
}

/** What is more than a line: by direct message, and the card that was pressed stays as it is. */
async function answerDirectly(turn: Turn, room: Room, view: View): Promise<InvokeAnswer> {
  return lineAnswer(await tellBeside(turn, room, view));
}

function cardAnswer(card: object): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: cardContentType, value: card } };
}

function messageAnswer(view: View | null): InvokeAnswer {
  return lineAnswer(view === null ? '' : wordsOf(view));
}

function lineAnswer(value: string): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: messageType, value } };
}

/** A refusal in full, because there is no card beside it: what did not happen, and what to do next. */
function wordsOf({ screen, facts, notification }: View): string {
  const { summary } = facts;
  if (screen !== 'refusal' || !Array.isArray(summary)) return typedOnTeams(notification);
  return plainText((summary as readonly { readonly say: Sentence }[]).map(({ say }) => say));
}

/** Universal actions carry their own status inside of a 200; another HTTP status is shown as a broken bot. */
function errorAnswer(statusCode: number, code: string, message: string): InvokeAnswer {
  return { status: 200, body: { statusCode, type: errorType, value: { code, message } } };
}
