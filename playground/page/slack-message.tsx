import { type SlackMessageView } from '../page-state';
import { Avatar } from './avatar';
import { SlackBlocks, type Pressed } from './slack-blocks';
import { timeOfDay } from './time';

export interface SlackMessageProps {
  readonly message: SlackMessageView;
  readonly names: Readonly<Record<string, string>>;
  readonly onPress: (where: string, pressed: Pressed) => Promise<void>;
}

export function SlackMessage({ message, names, onPress }: SlackMessageProps) {
  const { ts, author, byBot, onlyYou, at, edited, blocks } = message;
  return (
    <article
      className="slack-message"
      data-only-you={onlyYou}
      data-thread={message.thread !== null && message.thread !== ts}
      data-ts={ts}
    >
      {onlyYou && (
        <p className="slack-only-you">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 3C4.500 3 2 6 1 8c1 2 3.500 5 7 5s6-3 7-5c-1-2-3.500-5-7-5zm0 8a3 3 0 1 1 0-6 3 3 0 0 1 0 6z" />
          </svg>
          Only visible to you
        </p>
      )}
      <Avatar name={author} />
      <div className="slack-said">
        <p className="slack-author">
          <b>{author}</b>
          {byBot && <span className="slack-app">APP</span>}
          <time dateTime={at}>{timeOfDay(at)}</time>
        </p>
        {blocks.length > 0 ? (
          <SlackBlocks blocks={blocks} names={names} onPress={(pressed) => onPress(ts, pressed)} />
        ) : (
          <p className="slack-plain">{withMentions(message.text, names)}</p>
        )}
        {edited && <small className="slack-edited">(edited)</small>}
      </div>
    </article>
  );
}

/** Text of a person: their mentions of others as names, nothing else parsed. */
function withMentions(text: string, names: Readonly<Record<string, string>>) {
  return text.split(/(<@[A-Z0-9]+>)/u).map((part, index) => {
    const user = /^<@([A-Z0-9]+)>$/u.exec(part)?.[1];
    if (user === undefined) return part;
    return (
      <span key={index} className="slack-mention">
        @{names[user] ?? user}
      </span>
    );
  });
}
