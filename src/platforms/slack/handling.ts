import { refuse } from '../../errors';
import { type Log } from '../../log';
import {
  type AnyPress,
  type AskForm,
  type Command,
  type FormPress,
  type Meant,
  type Press,
} from '../../commands/command';
import { refusalView } from '../../views/refusal';
import { type Inbound, type Reply } from '../contract';
import { type Delivery } from './delivery';
import { type IdentityKeeper } from './identity';
import { type Count, type SlackOptions, type SlackRender } from './options';
import { type Outgoing } from './outgoing';
import { type Web } from './web';

/** What handlers may use. */
export interface Handling {
  readonly inbound: Inbound;
  readonly web: Web;
  readonly outgoing: Outgoing;
  readonly render: SlackRender;
  readonly identity: IdentityKeeper;
  readonly apiUrl: string | undefined;
  readonly log: Log;
  readonly count: Count;
  readonly turnedAway: NonNullable<SlackOptions['turnedAway']>;
}

/** The part of Inbound that answers one payload. */
export interface Verbs {
  command(command: Command): Promise<Reply>;
  press(press: AnyPress): Promise<Reply>;
  form(press: Press): ReturnType<Inbound['form']>;
  askForm(draft: string | null): Promise<Reply>;
  ask(filled: AskForm): Promise<Reply>;
  askAs(meant: Meant): Promise<Reply>;
  changeForm(press: FormPress): Promise<Reply>;
}

/** Commands and presses of this delivery's person. A stranger's end here, with a refusal as the reply. */
export function verbsFor(handling: Handling, delivery: Delivery): Verbs {
  const { inbound } = handling;
  const { envelope } = delivery;
  if (!delivery.stranger) {
    return {
      command: (command) => inbound.command(envelope, command),
      press: (press) => inbound.press(envelope, press),
      form: (press) => inbound.form(envelope, press),
      askForm: (draft) => inbound.askForm(envelope, draft),
      ask: (filled) => inbound.ask(envelope, filled),
      askAs: (meant) => inbound.askAs(envelope, meant),
      changeForm: (press) => inbound.changeForm(envelope, press),
    };
  }
  const turnAway = () => turnAwayStranger(handling, delivery);
  return {
    command: turnAway,
    press: turnAway,
    askForm: turnAway,
    ask: turnAway,
    askAs: turnAway,
    changeForm: turnAway,
    form: async () => ({ ...(await turnAway()), form: null }),
  };
}

async function turnAwayStranger(handling: Handling, { envelope }: Delivery): Promise<Reply> {
  const { count, log, turnedAway } = handling;
  const refusal = refuse('external');
  count('slack_turned_away', { reason: 'external' });
  log.warn({ account: envelope.account }, 'a person of another workspace was refused');
  await turnedAway(envelope, refusal);
  return { privately: refusalView(refusal), screen: null };
}
