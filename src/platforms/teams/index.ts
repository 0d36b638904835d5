/** Teams: activities to commands and presses, views to Adaptive Cards. The only folder that knows botbuilder. */
import { type Platform } from '../contract';
import { notices } from './notices';
import { assembleTeamsPlatform, type TeamsPlatformParts } from './platform';
import { renderTeamsCard } from './render';

/** What app.ts gives; the drawing is ours unless a test brings its own. */
export type TeamsPlatformOptions = Omit<TeamsPlatformParts, 'render' | 'notices'> &
  Partial<Pick<TeamsPlatformParts, 'render' | 'notices'>>;

/**
 * Builds the Teams platform and mounts POST /api/messages on the given server.
 * @throws ConfigError without an app id, or without what its type needs
 */
export function createTeamsPlatform(options: TeamsPlatformOptions): Platform {
  return assembleTeamsPlatform({
    ...options,
    render: options.render ?? renderTeamsCard,
    notices: options.notices ?? notices,
  });
}
