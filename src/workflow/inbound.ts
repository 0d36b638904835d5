import { type AnyPress, type Command } from '../commands/command';
import { refuse, type Refusal } from '../errors';
import {
  type ConversationSighting,
  type Envelope,
  type Inbound,
  type Reply,
} from '../platforms/contract';
import { now as readClock } from '../store/clock';
import { rememberConversation } from '../store/conversations';
import { isDatabaseUnavailable, isRecordingUncertain } from '../store/database';
import { refusalView } from '../views/refusal';
import { type Context } from './context';
import { acceptForSelf } from './accept-request';
import { answerLink } from './answer-link';
import { administer, isAdminCommand } from './administer';
import { askAgain } from './ask-again';
import { askAs } from './ask-as';
import { chooseInForm, openAskForm, sendAskForm } from './ask-form';
import { breakGlass } from './break-glass';
import { closeReview } from './close-review';
import { decideChange, openChangeDenial } from './decide-change';
import { decideRequest } from './decide-request';
import { declineForSelf } from './decline-request';
import { endEarly } from './end-early';
import { extendGrant } from './extend-grant';
import { notePlace } from './note-place';
import { giveLinkCode } from './give-link-code';
import { greetAccount } from './greet';
import { rememberPressed } from './remember-pressed';
import { rememberReceipt } from './remember-receipt';
import { openForm } from './open-form';
import { openRequest } from './open-request';
import { prepareBreakGlass } from './prepare-break-glass';
import { readHistory, readHome, readMine, readPending, showHome } from './read-lists';
import { readReason } from './read-reason';
import { readScreen } from './read-screen';
import { retryGrant } from './retry-grant';
import { refuseStranger } from './refuse-stranger';
import { runCmdlet } from './run-cmdlet';
import { sendChange } from './send-change';
import { showAcceptance } from './show-acceptance';
import { showHelp } from './show-help';
import { showHolders } from './show-holders';
import { showRequest } from './show-request';
import { suggestTargets } from './suggest-targets';
import { typeLinkCode } from './type-link-code';
import { withdrawChange } from './withdraw-change';
import { withdrawRequest } from './withdraw-request';

/** Slack waits 3 s for an answer; what PostgreSQL has not done by then is given up, so that the person can be told. */
export const answerMs = 2_200;

/**
 * What the platforms hand their commands and presses to. Whatever decides has committed before it returns.
 * @param withinMs how long PostgreSQL may take for one call that somebody waits for
 */
export function createInbound(context: Context, withinMs = answerMs): Inbound {
  const awaited = ({ database, ...others }: Context): Context => ({
    ...others,
    database: database.within(withinMs),
  });
  /** What is wanted by somebody who may be anybody. */
  const from = async (
    envelope: Envelope,
    verb: string,
    run: (own: Context) => Promise<Reply>,
  ): Promise<Reply> => {
    const own = awaited(context);
    return (await refuseStranger(own, envelope, verb)) ?? run(own);
  };
  return {
    command: (envelope, command) =>
      answering(context, command, () =>
        isForAnybody(command)
          ? runCommand(awaited(context), envelope, command)
          : from(envelope, command.verb, (own) => runCommand(own, envelope, command)),
      ),
    press: (envelope, press) =>
      answering(context, press, () =>
        from(envelope, press.verb, (own) => runPress(own, envelope, press)),
      ),
    form: async (envelope, press) => {
      try {
        const own = awaited(context);
        const turned = await refuseStranger(own, envelope, press.verb);
        if (turned !== null) return { ...turned, form: null };
        await rememberPressed(own, envelope, press);
        return await (press.verb === 'change-deny'
          ? openChangeDenial(own, envelope, press)
          : openForm(own, envelope, press));
      } catch (error) {
        return { ...unavailableReply(context, press, error), form: null };
      }
    },
    askForm: (envelope, draft) =>
      answering(context, null, () =>
        from(envelope, 'ask', (own) => openAskForm(own, envelope, { draft })),
      ),
    askFormFor: (envelope, filled) => chooseInForm(awaited(context), envelope, filled),
    ask: (envelope, filled) =>
      answering(context, null, () =>
        from(envelope, 'ask', (own) => sendAskForm(own, envelope, filled)),
      ),
    askAs: (envelope, meant) =>
      answering(context, null, () => from(envelope, 'ask', (own) => askAs(own, envelope, meant))),
    changeForm: (envelope, press) =>
      answering(context, null, () =>
        from(envelope, press.verb, (own) => administer(own, envelope, press)),
      ),
    suggest: (envelope, typed) => suggestTargets(awaited(context), envelope, typed),
    home: (envelope) => readHome(awaited(context), envelope),
    refresh: (envelope, request) => readScreen(awaited(context), envelope, request),
    receiptShown: (receiptFor, message, view) =>
      rememberReceipt(awaited(context), receiptFor, message, view),
    conversationSeen: (sighting) => remember(awaited(context), sighting),
    arrived: (account) => greetAccount(awaited(context), account),
    placeSeen: (news, payloadKey) => notePlace(awaited(context), news, payloadKey),
  };
}

/** What changes nothing and tells of nobody. */
function isForAnybody({ verb }: Command): boolean {
  return verb === 'help' || verb === 'refused' || verb === 'unknown';
}

function runCommand(context: Context, envelope: Envelope, command: Command): Promise<Reply> {
  if (isAdminCommand(command)) return administer(context, envelope, command);
  switch (command.verb) {
    case 'ask':
      if (command.breakGlass) return prepareBreakGlass(context, envelope, command);
      return openRequest(context, envelope, command);
    case 'ask-form':
      return openAskForm(context, envelope);
    case 'mine':
      return readMine(context, envelope);
    case 'pending':
      return readPending(context, envelope);
    case 'history':
      return readHistory(context, envelope);
    case 'home':
      return showHome(context, envelope);
    case 'link':
      return command.code === null
        ? giveLinkCode(context, envelope)
        : typeLinkCode(context, envelope, command.code);
    case 'who':
      return showHolders(context, envelope, command.target);
    case 'show':
      return showRequest(context, envelope, command.request);
    case 'accept':
      return showAcceptance(context, envelope, command.request);
    case 'decline':
      return declineForSelf(context, envelope, { request: command.request, typed: true });
    case 'withdraw':
      return withdrawRequest(context, envelope, { request: command.request, typed: true });
    case 'end': {
      const { request } = command;
      return endEarly(context, envelope, { how: 'end', request, reason: null, typed: true });
    }
    case 'retry':
      return retryGrant(context, envelope, { request: command.request, typed: true });
    case 'extend':
      return extendGrant(context, envelope, command);
    case 'again':
      return askAgain(context, envelope, command.request);
    case 'get-request':
    case 'get-authorization':
    case 'consider':
    case 'revoke':
      return runCmdlet(context, envelope, command);
    case 'help':
      return showHelp(context, envelope, command.topic);
    case 'refused':
      return Promise.resolve(misread(command.refusal));
    case 'unknown': {
      const { typed, nearest } = command;
      return Promise.resolve(
        misread(refuse('unknown-verb', { typed, nearest: nearest ?? 'help' })),
      );
    }
  }
}

/** Nobody has asked for anything yet. */
function misread(refusal: Refusal): Reply {
  return { privately: refusalView(refusal), screen: null };
}

async function runPress(context: Context, envelope: Envelope, press: AnyPress): Promise<Reply> {
  if ('page' in press) return administer(context, envelope, press);
  if ('link' in press) return answerLink(context, envelope, press);
  await rememberPressed(context, envelope, press);
  const { request, reason } = press;
  switch (press.verb) {
    case 'approve':
    case 'approve-less':
    case 'deny':
      return decideRequest(context, envelope, press);
    case 'accept':
      return acceptForSelf(context, envelope, press);
    case 'decline':
      return declineForSelf(context, envelope, { request, typed: false });
    case 'withdraw':
      return withdrawRequest(context, envelope, { request, typed: false });
    case 'end':
      return endEarly(context, envelope, { how: 'end', request, reason: null, typed: false });
    case 'revoke':
      return endEarly(context, envelope, { how: 'revoke', request, reason, typed: false });
    case 'retry':
      return retryGrant(context, envelope, { request, typed: false });
    case 'reason':
      return readReason(context, envelope, request);
    case 'show':
      return showRequest(context, envelope, request);
    case 'mine':
      return readMine(context, envelope, request);
    case 'pending':
      return readPending(context, envelope, request);
    case 'history':
      return readHistory(context, envelope, request);
    case 'extend': {
      const duration = press.duration ?? null;
      return extendGrant(context, envelope, { request, duration, reason, ticket: null });
    }
    case 'again':
      return askAgain(context, envelope, request);
    case 'break-glass':
      return breakGlass(context, envelope, press);
    case 'review':
      return closeReview(context, envelope, press);
    case 'change-send':
      return sendChange(context, envelope, press);
    case 'change-approve':
    case 'change-deny':
      return decideChange(context, envelope, press);
    case 'change-withdraw':
      return withdrawChange(context, envelope, request);
    case 'refresh':
      return { privately: null, screen: await readScreen(context, envelope, request) };
  }
}

/** Postgres being away is told to the person at once; every other fault is the platform's to answer with an error. */
async function answering(
  context: Context,
  asked: Command | AnyPress | null,
  run: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    return unavailableReply(context, asked, error);
  }
}

function unavailableReply(
  context: Context,
  asked: Command | AnyPress | null,
  error: unknown,
): Reply {
  if (!isDatabaseUnavailable(error)) throw error;
  const uncertain = isRecordingUncertain(error);
  context.log.error({ err: error, uncertain }, 'the database cannot be reached');
  const code = uncertain ? 'recording-uncertain' : 'database-unavailable';
  const request = asked !== null && 'request' in asked ? asked.request : null;
  const facts = typeof request === 'number' && { request };
  const refusal = refuse(code, facts || {});
  return { privately: refusalView(refusal), screen: null };
}

async function remember(context: Context, sighting: ConversationSighting): Promise<void> {
  await context.database.transaction(async (tx) => {
    await rememberConversation(tx, context.organisationId, sighting, await readClock(tx));
  });
}
