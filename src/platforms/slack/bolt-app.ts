import { App, type Receiver } from '@slack/bolt';
import { type Log } from '../../log';
import { createBoltLog } from './bolt-log';
import { type Delivery } from './delivery';
import { type Handling } from './handling';
import {
  askAction,
  isAskForm,
  isMeantButton,
  onAskButton,
  onAskFormSent,
  onChosen,
  onMeantButton,
  onSuggesting,
} from './on-ask-form';
import { isChangeForm, isFormButton, onChangeFormSent, onFormButton } from './on-change-form';
import { onButton } from './on-button';
import { onCommand, onMention } from './on-command';
import { onHomeOpened } from './on-home';
import { onPlace } from './on-place';
import { onSubmission } from './on-submission';

/**
 * Bolt's part: it takes events from the receivers (over HTTP or a socket), authorises them and runs the handlers with its
 * own handling of errors. Our receivers put the `delivery` beside each event; handlers take everything from there, also
 * the way to acknowledge, because Bolt acknowledges events before it handles them.
 */
export function createBoltApp(receiver: Receiver, handling: Handling, log: Log): App {
  const app = new App({
    receiver,
    logger: createBoltLog(log),
    // The door has judged where a payload comes from; handlers use a client of their own.
    authorize: () => Promise.resolve({}),
    convoStore: false,
    ignoreSelf: false,
  });
  // One handler for all, before Bolt's listeners: the door has read what it is, and each listener would look again.
  app.use(({ context }) =>
    dispatch(handling, (context as { delivery?: unknown }).delivery as Delivery),
  );
  app.error((error) => Promise.reject(error));
  return app;
}

/** Other parts of the same app may have buttons and forms of their own: these are only acknowledged. */
const ours = /^(?:request|page|link)\./;

async function dispatch(handling: Handling, delivery: Delivery): Promise<void> {
  const { payload } = delivery;
  switch (payload.kind) {
    case 'command':
      return onCommand(handling, delivery, payload);
    case 'mention':
      return onMention(handling, delivery, payload);
    case 'home-opened':
      return onHomeOpened(handling, delivery);
    case 'place':
      return onPlace(handling, delivery, payload);
    case 'suggesting':
      return onSuggesting(handling, delivery, payload);
    case 'choice':
      return onChosen(handling, delivery, payload);
    case 'button':
      if (payload.actionId === askAction) return onAskButton(handling, delivery, payload);
      if (isMeantButton(payload)) return onMeantButton(handling, delivery, payload);
      if (isFormButton(payload)) return onFormButton(handling, delivery, payload);
      return ours.test(payload.actionId) ? onButton(handling, delivery, payload) : undefined;
    case 'submission':
      if (isAskForm(payload.callbackId)) return onAskFormSent(handling, delivery, payload);
      if (isChangeForm(payload.callbackId)) return onChangeFormSent(handling, delivery, payload);
      return ours.test(payload.callbackId) ? onSubmission(handling, delivery, payload) : undefined;
  }
}
