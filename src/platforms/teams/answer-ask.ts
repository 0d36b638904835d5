/**
 * The form to ask for access with, and targets that a refusal offered: a card that is turned into the receipt, or says what is wrong.
 * The same of forms for changes of the configuration, which are turned into the difference.
 */
import { refuse } from '../../errors';
import { targetLabel } from '../../views/request-form';
import { type View } from '../../views/view';
import { type Envelope, type MessageKey, type Reply } from '../contract';
import { conversationKind } from './activity';
import { typedInSearch, type AskPress } from './ask-data';
import { orUnavailable, rememberReceipt } from './answering';
import { cardMessage } from './messages';
import { answerPrivately, tellDirectly } from './private-reply';
import { type InvokeAnswer, type Room, type Turn } from './turn';

/** What Teams shows of a list. */
const shownMost = 15;

/** What is found while somebody types into the field of the target. */
export async function answerSearch(turn: Turn, room: Room): Promise<InvokeAnswer> {
  const typed = typedInSearch(turn.activity.value);
  const { envelope } = turn;
  const found = typed === null || envelope === null ? [] : await suggestions(envelope, room, typed);
  const results = found
    .slice(0, shownMost)
    .map(({ id, name }) => ({ title: targetLabel(name), value: id }));
  const type = 'application/vnd.microsoft.search.searchResponse';
  return { status: 200, body: { type, value: { results } } };
}

async function suggestions(envelope: Envelope, room: Room, typed: string) {
  try {
    return await room.inbound.suggest(envelope, typed);
  } catch (error) {
    room.log.error({ err: error }, 'targets could not be looked for');
    return [];
  }
}

/** What a press on the form comes to. */
export interface AskOutcome {
  /** For the person alone, wherever that is. */
  readonly told: View | null;
  /** In the place of what was pressed. */
  readonly card: View | null;
}

/**
 * Opens or takes in the form, or asks for what was meant. What replaces the card is drawn in its message, too, so that it is still
 * there tomorrow.
 */
export async function answerAsk(turn: Turn, room: Room, press: AskPress): Promise<AskOutcome> {
  const { envelope } = turn;
  if (envelope === null) {
    return { told: room.notices.refusal(refuse('external')), card: null };
  }
  const reply = await orUnavailable(room, null, () => replyTo(room, envelope, press));
  if (isOpening(press)) return { told: reply.form ?? reply.privately, card: null };
  const isRefused = reply.privately?.screen === 'refusal';
  const next = reply.form ?? (isRefused ? null : reply.privately);
  // It stands where only its person reads. Wherever else one was brought to, nothing of theirs is drawn.
  const pressed = conversationKind(turn.activity) === 'personal' ? envelope.pressed : null;
  if (next === null || pressed === null) return { told: next ?? reply.privately, card: null };
  await putInPlace(turn, room, pressed, { reply, view: next });
  return { told: null, card: next };
}

function isOpening(press: AskPress): boolean {
  return press.is === 'opened' || (press.is === 'change' && press.press.is !== 'send');
}

function replyTo({ inbound }: Room, envelope: Envelope, press: AskPress): Promise<Reply> {
  switch (press.is) {
    case 'opened':
      return inbound.askForm(envelope, press.draft);
    case 'sent':
      return inbound.ask(envelope, press.filled);
    case 'meant':
      return inbound.askAs(envelope, press.meant);
    case 'change':
      return inbound.changeForm(envelope, press.press);
  }
}

async function putInPlace(
  turn: Turn,
  room: Room,
  pressed: MessageKey,
  { reply, view }: { readonly reply: Reply; readonly view: View },
): Promise<void> {
  try {
    await turn.redraw(pressed.id, cardMessage(room.render(view)));
    await rememberReceipt(room, reply, pressed);
  } catch (error) {
    // The answer to the press shows it; the message is behind until the next change of the request.
    room.log.warn({ err: error }, 'a form was not redrawn');
  }
}

/** The same for old clients, which send what was filled in as a message. */
export async function answerAskMessage(turn: Turn, room: Room, press: AskPress): Promise<void> {
  const { told } = await answerAsk(turn, room, press);
  if (told !== null) await answerPrivately(turn, room, told);
}

/** By direct message, because the card that was pressed stays as it is. */
export async function tellBeside(turn: Turn, room: Room, view: View): Promise<string> {
  const { answeredPrivately, notAnswered } = room.notices;
  return (await tellDirectly(turn, room, view)) === null ? notAnswered : answeredPrivately;
}
