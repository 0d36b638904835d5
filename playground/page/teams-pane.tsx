import {
  type TeamsConversationView,
  type TeamsMessageView,
  type TeamsPaneState,
} from '../page-state';
import { act } from './api';
import { Avatar } from './avatar';
import { Composer } from './composer';
import { useFollowEnd } from './follow-end';
import { TeamsMessage } from './teams-message';
import { useOpenPlace, useUnread } from './unread';

const inChannel = [
  '@Elevate prod_rw 1h fix order 3',
  '@Elevate Search-Mailbox 4h clean-up',
  '@Elevate mine',
];
const inChat = ['prod_rw 1h fix order 3', 'reporting 1m', 'mine'];

export function TeamsPane({ person, state }: { person: string; state: TeamsPaneState }) {
  const approvals = state.conversations.find(({ name }) => name === 'Approvals');
  const owner = `teams ${person}`;
  const [place, setPlace] = useOpenPlace(owner, approvals?.id ?? 'personal');
  const marks = Object.fromEntries(state.conversations.map((one) => [one.id, markOf(one)]));
  const unread = useUnread(owner, marks, place);
  const conversation = state.conversations.find(({ id }) => id === place);
  const personal = place === 'personal';

  async function send(words: string): Promise<string | null> {
    const answer = await act('teams/say', { person, conversation: place, text: words });
    return answer.error;
  }

  const item = ({ id, name }: TeamsConversationView) => (
    <li key={id}>
      <button
        type="button"
        data-conversation={name}
        aria-current={id === place}
        data-unread={unread.has(id)}
        onClick={() => setPlace(id)}
      >
        {id === 'personal' && <Avatar name="Elevate" round />}
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
    <section className="pane teams" data-name="Teams" aria-label="Microsoft Teams, simulated">
      <div className="pane-bar">
        <b>{state.team} organisation</b>
        <span className="tag">Teams, simulated</span>
      </div>
      <div className="pane-body">
        <nav className="teams-side" aria-label="Teams conversations">
          <h3>Chat</h3>
          <ul>{state.conversations.filter(({ id }) => id === 'personal').map(item)}</ul>
          <h3>Channels</h3>
          <ul>{state.conversations.filter(({ id }) => id !== 'personal').map(item)}</ul>
        </nav>
        <div className="teams-main">
          <div className="teams-title">
            <b>{conversation?.name ?? ''}</b>
          </div>
          <Messages person={person} conversation={conversation} personal={personal} />
          <Composer
            label={`Message ${conversation?.name ?? ''} on Teams`}
            placeholder={personal ? 'Type a message' : '@Elevate …'}
            suggestions={personal ? inChat : inChannel}
            onSend={send}
          />
        </div>
      </div>
    </section>
  );
}

function markOf({ messages }: TeamsConversationView): string {
  return messages.map(({ id, revision }) => `${id} ${revision}`).join('\n');
}

interface MessagesProps {
  readonly person: string;
  readonly conversation: TeamsConversationView | undefined;
  readonly personal: boolean;
}

function Messages({ person, conversation, personal }: MessagesProps) {
  const messages = conversation?.messages ?? [];
  const end = useFollowEnd(`${conversation?.id} ${messages.length}`);
  return (
    <div className="messages" ref={end} tabIndex={0} aria-label="Messages">
      {messages.length === 0 && (
        <div className="empty">
          <p>{emptyWords(personal, conversation?.name)}</p>
        </div>
      )}
      {threads(messages).map((thread) => (
        <div key={thread[0]?.id} className={personal ? 'teams-chat' : 'teams-thread'}>
          {thread.map((message) => (
            <TeamsMessage key={message.id} person={person} message={message} personal={personal} />
          ))}
        </div>
      ))}
    </div>
  );
}

function emptyWords(personal: boolean, name: string | undefined): string {
  if (personal) return 'Write to Elevate here. News about your own requests arrives here too.';
  if (name === 'Approvals') return 'Requests to decide arrive here, the same as on Slack.';
  return 'In a channel Elevate hears what mentions it. Take one of the examples below.';
}

/** In the order of their first messages; a personal chat has no threads. */
function threads(messages: readonly TeamsMessageView[]): readonly (readonly TeamsMessageView[])[] {
  const byThread = new Map<string, TeamsMessageView[]>();
  for (const message of messages) {
    const key = message.thread ?? message.id;
    byThread.set(key, [...(byThread.get(key) ?? []), message]);
  }
  return [...byThread.values()];
}
