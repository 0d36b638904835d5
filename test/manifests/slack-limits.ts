/**
 * What Slack takes as an app manifest, as far as ours uses it: lengths and counts as documented with the `Manifest` type
 * of @slack/web-api and on docs.slack.dev. Slack itself publishes no schema with limits.
 */
const httpsUrl = { type: 'string', pattern: '^https://[^/$]+/slack/events$' };
const flag = { type: 'boolean' };

function text(maxLength: number, more: object = {}): object {
  return { type: 'string', minLength: 1, maxLength, ...more };
}

function closed(properties: Record<string, object>, required: readonly string[]): object {
  return { type: 'object', additionalProperties: false, properties, required };
}

const command = closed(
  {
    command: text(32, { pattern: '^/[a-z0-9_-]+$' }),
    url: httpsUrl,
    description: text(2000),
    usage_hint: text(1000),
    should_escape: flag,
  },
  ['command', 'description'],
);

const features = closed(
  {
    app_home: closed(
      {
        home_tab_enabled: flag,
        messages_tab_enabled: flag,
        messages_tab_read_only_enabled: flag,
      },
      [],
    ),
    bot_user: closed(
      { display_name: text(80, { pattern: '^[a-z0-9._-]+$' }), always_online: flag },
      ['display_name'],
    ),
    slash_commands: { type: 'array', maxItems: 50, items: command },
  },
  ['bot_user'],
);

const settings = closed(
  {
    event_subscriptions: closed(
      {
        request_url: httpsUrl,
        bot_events: { type: 'array', maxItems: 100, uniqueItems: true, items: { type: 'string' } },
      },
      ['bot_events'],
    ),
    interactivity: closed(
      { is_enabled: flag, request_url: httpsUrl, message_menu_options_url: httpsUrl },
      ['is_enabled'],
    ),
    org_deploy_enabled: flag,
    socket_mode_enabled: flag,
    token_rotation_enabled: flag,
  },
  [],
);

export const slackManifestSchema = closed(
  {
    display_information: closed(
      {
        name: text(35),
        description: text(140),
        // Shorter than 174 characters is refused, as the reference says.
        long_description: text(4000, { minLength: 174 }),
        background_color: text(7, { pattern: '^#[0-9a-f]{6}$' }),
      },
      ['name'],
    ),
    features,
    oauth_config: closed(
      {
        scopes: closed(
          {
            bot: { type: 'array', maxItems: 255, uniqueItems: true, items: { type: 'string' } },
          },
          ['bot'],
        ),
      },
      ['scopes'],
    ),
    settings,
  },
  ['display_information', 'features', 'oauth_config', 'settings'],
);
