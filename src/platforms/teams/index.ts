/** Teams: activities to commands and presses, views to Adaptive Cards. The only folder that knows botbuilder. */
import { type Branding } from '../../administration/configuration';
import { type Platform } from '../contract';
import { branded } from './branding';
import { notices } from './notices';
import { assembleTeamsPlatform, type TeamsPlatformParts } from './platform';
import { renderTeamsCard } from './render';

export { checkTeamsToken } from './check-token';

/** What app.ts gives; the drawing is ours unless a test brings its own. */
export type TeamsPlatformOptions = Omit<TeamsPlatformParts, 'render' | 'notices'> &
  Partial<Pick<TeamsPlatformParts, 'render' | 'notices'>> & {
    /** How cards look now; null as they come. */
    readonly branding?: () => Branding | null;
  };

/**
 * Builds the Teams platform and mounts POST /api/messages on the given server.
 * @throws ConfigError without an app id, or without what its type needs
 */
export function createTeamsPlatform(options: TeamsPlatformOptions): Platform {
  const { branding, render = renderTeamsCard } = options;
  return assembleTeamsPlatform({
    ...options,
    render: branding === undefined ? render : branded(render, branding),
    notices: options.notices ?? notices,
  });
}
