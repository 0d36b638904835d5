import { useState } from 'react';
import { type SlackChannelView, type SlackPaneState } from '../page-state';
import { act } from './api';
import { Avatar } from './avatar';
import { Composer } from './composer';
import { useFollowEnd } from './follow-end';
import { type Json } from '../page-state';
import { json } from './json';
import { SlackBlocks, type Pressed } from './slack-blocks';
import { SlackConfirm } from './slack-confirm';
import { SlackMessage } from './slack-message';
import { SlackModal } from './slack-modal';
import { useOpenPlace, useUnread } from './unread';

const examples = [
  '/elevate Search-Mailbox 4h phishing clean-up',
  '/elevate prod_rw 30m fix order 3',
  '/elevate reporting 1m',
];

/** What stands between a press and the bot: Slack's own question. */
interface OpenQuestion {
  readonly where: string;
  readonly action: string;
  readonly confirm: Json;
}

export function SlackPane({ person, state }: { person: string; state: SlackPaneState }) {
  const first = state.channels.find(({ id }) => id === 'C0EXCHANGE')?.id ?? 'C0GENERAL';
  const owner = `slack ${person}`;
  const [place, setPlace] = useOpenPlace(owner, first);
  const [question, setQuestion] = useState<OpenQuestion | null>(null);
  const [error, setError] = useState<string | null>(null);
  const marks = Object.fromEntries(state.channels.map((one) => [one.id, markOf(one)]));
  const unread = useUnread(owner, marks, place);
  const channel = state.channels.find(({ id }) => id === place);

  async function press(where: string, pressed: Pressed, confirmed = false): Promise<void> {
    setError(null);
    const answer = await act('slack/press', { person, where, ...pressed, confirmed });
    if (answer.confirm !== null) {
      return setQuestion({ where, action: pressed.action, confirm: answer.confirm });
    }
    setError(answer.error);
  }

  async function send(words: string): Promise<string | null> {
    const answer = await act('slack/type', { person, channel: place, text: words });
    return answer.error;
  }

  function open(next: string): void {
    setPlace(next);
    setError(null);
    if (next === 'home') void act('slack/home', { person }).then((one) => setError(one.error));
  }

  return (
    <section className="pane slack" data-name="Slack" aria-label="Slack, simulated">
      <div className="pane-bar">
        <b>Example workspace</b>
        <span className="tag">Slack, simulated</span>
      </div>
      <div className="pane-body">
        <Channels state={state} place={place} unread={unread} onOpen={open} />
        <div className="slack-main">
          <Title place={place} channel={channel} />
          <Complaint error={error} />
          {place === 'home' ? (
            <Home state={state} onPress={(where, pressed) => press(where, pressed)} />
          ) : (
            <>
              <Messages state={state} channel={channel} onPress={press} />
              <Composer
                label={`Message ${channel?.name ?? ''} on Slack`}
                placeholder="/elevate … or @Elevate …"
                suggestions={examples}
                onSend={send}
              />
            </>
          )}
        </div>
      </div>
      {question !== null && (
        <SlackConfirm
          confirm={question.confirm}
          onBack={() => setQuestion(null)}
          onConfirm={() => {
            setQuestion(null);
            return press(question.where, { action: question.action }, true);
          }}
        />
      )}
      {state.modal !== null && (
        <SlackModal key={state.modal.id} person={person} modal={state.modal} names={state.names} />
      )}
    </section>
  );
}

function Complaint({ error }: { error: string | null }) {
  if (error === null) return null;
  return (
    <p className="slack-error" role="alert">
      {error}
    </p>
  );
}

function Title({ place, channel }: { place: string; channel: SlackChannelView | undefined }) {
  if (place === 'home') {
    return (
      <div className="slack-title">
        <b>Elevate · Home</b>
      </div>
    );
  }
  return (
    <div className="slack-title">
      <b>
        {place === 'direct' ? null : <ChannelSign isPrivate={channel?.private === true} />}
        {channel?.name ?? ''}
      </b>
    </div>
  );
}

function markOf({ messages }: SlackChannelView): string {
  return messages.map(({ ts, text }) => `${ts} ${text}`).join('\n');
}

function ChannelSign({ isPrivate }: { isPrivate: boolean }) {
  if (!isPrivate) return <span className="slack-sign">#</span>;
  return (
    <svg className="slack-sign slack-lock" viewBox="0 0 16 16" role="img" aria-label="private">
      <rect x="3" y="7" width="10" height="7" rx="1.6" fill="currentColor" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

interface ChannelsProps {
  readonly state: SlackPaneState;
  readonly place: string;
  readonly unread: ReadonlySet<string>;
  readonly onOpen: (place: string) => void;
}

function Channels({ state, place, unread, onOpen }: ChannelsProps) {
  const item = (id: string, sign: React.ReactNode, name: string) => (
    <li key={id}>
      <button
        type="button"
        data-channel={id}
        aria-current={id === place}
        data-unread={unread.has(id)}
        onClick={() => onOpen(id)}
      >
        {sign}
        <span>{name}</span>
        {unread.has(id) && (
          <i className="dot">
            <span className="sr-only">new</span>
          </i>
        )}
      </button>
    </li>
  );
  return (
    <nav className="slack-side" aria-label="Slack channels">
      <h3>Channels</h3>
      <ul>
        {state.channels
          .filter(({ id }) => id !== 'direct')
          .map((one) => item(one.id, <ChannelSign isPrivate={one.private} />, one.name))}
      </ul>
      <h3>Apps</h3>
      <ul>
        {item('direct', <Avatar name="Elevate" />, 'Elevate')}
        {item('home', <span className="slack-sign">⌂</span>, 'Elevate Home')}
      </ul>
    </nav>
  );
}

interface MessagesProps {
  readonly state: SlackPaneState;
  readonly channel: SlackChannelView | undefined;
  readonly onPress: (where: string, pressed: Pressed) => Promise<void>;
}

function Messages({ state, channel, onPress }: MessagesProps) {
  const messages = channel?.messages ?? [];
  const end = useFollowEnd(`${channel?.id} ${messages.length}`);
  return (
    <div className="messages" ref={end} tabIndex={0} aria-label="Messages">
      {messages.length === 0 && (
        <div className="empty">
          <p>{emptyWords(channel?.id ?? '')}</p>
        </div>
      )}
      {messages.map((message) => (
        <SlackMessage key={message.ts} message={message} names={state.names} onPress={onPress} />
      ))}
    </div>
  );
}

function emptyWords(place: string): string {
  if (place === 'direct') return 'News about your own requests arrives here.';
  if (place === 'C0EXCHANGE' || place === 'C0WAREHOUSE') {
    return 'Requests to decide arrive here. Ask for something as Ana, then come back.';
  }
  return 'Nothing has been written here. Take one of the examples below and press Enter.';
}

interface HomeProps {
  readonly state: SlackPaneState;
  readonly onPress: (where: string, pressed: Pressed) => Promise<void>;
}

function Home({ state, onPress }: HomeProps) {
  const { home, names } = state;
  if (home === null) return <p className="empty">Reading…</p>;
  const blocks = (json(home.view).blocks ?? []) as readonly Json[];
  return (
    <div className="messages slack-home">
      <SlackBlocks blocks={blocks} names={names} onPress={(pressed) => onPress('home', pressed)} />
    </div>
  );
}
