import { type TeamsMessageView } from '../page-state';
import { Avatar } from './avatar';
import { TeamsCard } from './teams-card';
import { timeOfDay } from './time';

export interface TeamsMessageProps {
  readonly person: string;
  readonly message: TeamsMessageView;
  readonly personal: boolean;
}

export function TeamsMessage({ person, message, personal }: TeamsMessageProps) {
  const { author, byBot, at, text, card, edited, notices } = message;
  return (
    <article className="teams-message" data-mine={personal && !byBot} data-id={message.id}>
      <Avatar name={author} round={!byBot} />
      <div className="teams-said">
        <p className="teams-author">
          <b>{author}</b>
          <time dateTime={at}>{timeOfDay(at)}</time>
          {edited && <span>Edited</span>}
        </p>
        {text !== '' && (
          <p className="teams-plain">
            {message.mentionsBot && <span className="teams-mention">Elevate </span>}
            {text}
          </p>
        )}
        {card !== null && <TeamsCard person={person} message={message} card={card} />}
        {notices.map((notice, index) => (
          <p key={index} className="teams-notice">
            {notice} <small>Only you can see this.</small>
          </p>
        ))}
      </div>
    </article>
  );
}
