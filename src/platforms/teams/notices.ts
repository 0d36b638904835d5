/** What the platform says by itself, in the words of words.ts. */
import { refusalView } from '../../views/refusal';
import { plain, say } from '../../words';
import { type Notices } from './turn';

export const notices: Notices = {
  refusal: refusalView,
  answeredPrivately: plain(say('private.answered')),
  notAnswered: plain(say('private.unanswered')),
};
