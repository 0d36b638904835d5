/** What the Bot Connector answers, and how it refuses. */
import { type TeamsState } from './state';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export class ConnectorRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Throws where the app was removed from the conversation. */
export function assertInstalled(state: TeamsState, conversation: string): void {
  if (!state.removedFrom.has(conversation)) return;
  throw new ConnectorRefusal(403, 'BotNotInConversationRoster', 'The bot is not part of it');
}
