import {
  type AnyPress,
  type LinkPress,
  type PagePress,
  type Press,
  type PressVerb,
  readVerbs,
} from '../../commands/command';
import { parseLinkValue } from '../../commands/link-value';
import { parsePageValue } from '../../commands/page-value';
import { parsePressValue } from '../../commands/press-value';
import { type Reply } from '../contract';
import { type Delivery } from './delivery';
import { type Handling, verbsFor } from './handling';
import { publishHome } from './on-home';
import { ignore, openedForm } from './forms';
import { type ButtonPress } from './payloads';
import { redrawPrivately, tellPrivately } from './private-answers';

/** Buttons that open a form first. */
export const formVerbs: readonly PressVerb[] = [
  'approve-less',
  'deny',
  'revoke',
  'extend',
  'review',
  'change-deny',
];

/** A press on one of our buttons. What is decided has committed before Slack gets its answer. */
export async function onButton(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
): Promise<void> {
  const press = readPress(button) ?? readPage(button) ?? readLink(button);
  if (press === null) return ignore(handling, delivery, 'unknown-button');
  const reply =
    'request' in press && formVerbs.includes(press.verb)
      ? await openForm(handling, delivery, button, press)
      : await act(handling, delivery, button, press);
  if (reply.form && (await openedForm(handling, button.triggerId, reply.form))) {
    await delivery.acknowledge();
    return;
  }
  await delivery.acknowledge();
  await showReply(handling, delivery, button, reply);
}

/** The action id `request.<verb>` and the value must agree; only the value is trusted to name anything. */
function readPress(button: ButtonPress): Press | null {
  const value = parsePressValue(button.value);
  const verb = /^request\.([a-z-]+)(?:\.|$)/.exec(button.actionId)?.[1];
  if (value === null || value.verb !== verb) return null;
  return { ...value, reason: null, comment: null };
}

/** The same of the button under a list of the configuration. */
function readPage(button: ButtonPress): PagePress | null {
  const page = parsePageValue(button.value);
  return page !== null && button.actionId === `page.${page.verb}` ? page : null;
}

/** The same of what two accounts answer that met. */
function readLink(button: ButtonPress): LinkPress | null {
  const press = parseLinkValue(button.value);
  return press !== null && button.actionId === `link.${press.verb}` ? press : null;
}

async function act(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
  press: AnyPress,
): Promise<Reply> {
  if (press.verb !== 'refresh' || delivery.stranger) {
    const reply = await verbsFor(handling, delivery).press(press);
    const isReading = button.onHome && 'request' in press && readVerbs.includes(press.verb);
    return isReading ? openReading(handling, button, reply) : reply;
  }
  const screen = await handling.inbound.refresh(delivery.envelope, press.request);
  return { privately: null, screen };
}

/** The trigger is good for 3 s, so the form is opened before Slack gets its answer; a failure shows at the button. */
async function openForm(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
  press: Press,
): Promise<Reply> {
  const reply = await verbsFor(handling, delivery).form(press);
  const { form } = reply;
  if (form === null) return reply;
  const view = {
    callback_id: button.actionId,
    private_metadata: button.value ?? '',
    ...handling.render.modal(form),
  };
  const opening = { trigger_id: button.triggerId ?? '', view };
  // What is open already stays behind the form: Slack opens nothing beside it.
  await handling.web((client) =>
    button.inModal ? client.views.push(opening) : client.views.open(opening),
  );
  return { privately: null, screen: null };
}

/** The home tab has no place for what is to be read: it opens in front of it, or else comes as a message. */
async function openReading(handling: Handling, button: ButtonPress, reply: Reply): Promise<Reply> {
  const { privately } = reply;
  if (privately === null || button.triggerId === null) return reply;
  const { triggerId } = button;
  const view = handling.render.modal(privately);
  try {
    await handling.web((client) => client.views.open({ trigger_id: triggerId, view }));
  } catch (error) {
    handling.log.warn({ err: error }, 'what is to be read could not be opened');
    return reply;
  }
  return { ...reply, privately: null };
}

/**
 * A draft of a change that a form came to is a direct message, and so is an account that is shown another: no job knows of them. All
 * other direct messages are redrawn by the job, and perhaps sooner than this would be.
 */
function isTheirsAlone({ ephemeral, channel, actionId }: ButtonPress): boolean {
  const isUnknown = /^(?:request\.change-(?:send|withdraw)(?:\.|$)|link\.)/u.test(actionId);
  return ephemeral || (isUnknown && channel !== null && channel.startsWith('D'));
}

/** Everything here comes after the commit and the answer to Slack: what fails is logged, nothing is undone. */
async function showReply(
  handling: Handling,
  delivery: Delivery,
  button: ButtonPress,
  reply: Reply,
): Promise<void> {
  const { channel, responseUrl } = button;
  if (isTheirsAlone(button) && reply.screen !== null && responseUrl !== null) {
    await redrawPrivately(handling, responseUrl, reply.screen);
  }
  if (reply.privately !== null) {
    const place = { channel, responseUrl, threadTs: null };
    await tellPrivately(handling, delivery, place, reply.privately);
  }
  if (button.onHome && !delivery.stranger) await publishHome(handling, delivery);
}
