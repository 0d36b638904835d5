/** Where messages go, and what those who run Elevate read when a place cannot be reached. */
export const placeWords = {
  'place.lost':
    '{scope, select, channel {Prompts of {name} do not reach {platform, select, slack {Slack} other {Teams}}} fallback {The fallback channel on {platform, select, slack {Slack} other {Teams}} cannot be reached} person {{name} cannot be reached on {platform, select, slack {Slack} other {Teams}}} other {{platform, select, slack {Slack} other {Teams}} cannot be reached}}',
  'place.why':
    '{why, select, removed {{scope, select, workspace {Elevate was removed from {platform, select, slack {the workspace} other {Teams}}} person {{platform, select, slack {Elevate was removed from their workspace} other {They removed Elevate from their apps}}} other {Elevate was removed from the {platform, select, slack {workspace of the channel} other {team}}}}} revoked {{platform, select, slack {Slack} other {Teams}} does not take the credentials of Elevate: they were revoked or have run out} left {Elevate was removed from the channel} gone {The channel was archived or deleted, or Elevate was removed from it} shared {The channel is shared with another organisation, which would read who asks for what, and why} other {They blocked messages from Elevate}}, <moment>since {since}</moment>.',
  'place.meanwhile':
    '{standIn, select, own {Its prompts go to the other channel of the group.} fallback {Meanwhile its prompts go to the fallback channel on {there, select, slack {Slack} other {Teams}}, where only members of the group can decide.} admins {No other channel is left: meanwhile each prompt goes to every owner and admin, who can decide only as a member of the group.} other {Meanwhile its prompts go to the channel of {standInName} on {there, select, slack {Slack} other {Teams}}, where only members of the group can decide.}}',
  'place.meanwhile.workspace':
    'Nobody gets a message there. Meanwhile prompts go to channels elsewhere where there are any, and else to every owner and admin.',
  'place.meanwhile.person':
    'Whatever concerns them is told to them on their other platform, where they have one.',
  'place.next.channel':
    '{platform, select, slack {To put it back, type <code>/invite @Elevate</code> in the channel.} other {To put it back, add the app Elevate to the team of the channel.}} For another channel, type there: <code>/elevate group set "{name}" channel here</code>',
  'place.next.shared':
    'Prompts go there again once it is shared with nobody. For another channel, type there: <code>/elevate group set "{name}" channel here</code>',
  'place.next.shared-fallback':
    'Prompts go there again once it is shared with nobody. For another one, type there: <code>/elevate settings set fallback-channel here</code>',
  'place.next.fallback':
    'To put it back, add Elevate to the channel again. For another one, type there: <code>/elevate settings set fallback-channel here</code>',
  'place.next.app-removed':
    'An operator has to install the app again{platform, select, slack { and to start Elevate with its new token} other {}}.',
  'place.next.token-revoked':
    'An operator has to give Elevate valid credentials for {platform, select, slack {Slack} other {Teams}}, after installing the app again if it was removed, and to start it again.',
  'place.next.person': 'They can add the app Elevate again, or unblock it in its chat.',
  'place.back':
    '{scope, select, channel {Prompts of {name} reach {platform, select, slack {Slack} other {Teams}} again} fallback {The fallback channel on {platform, select, slack {Slack} other {Teams}} can be reached again} person {{name} can be reached on {platform, select, slack {Slack} other {Teams}} again} other {{platform, select, slack {Slack} other {Teams}} can be reached again}}',
  'place.back.since':
    'It could not be reached <moment>from {lost}</moment> <moment>until {back}</moment>.',
  'place.back.prompts':
    'New prompts go there as before. What was asked elsewhere meanwhile can be decided there, too.',
  'place.stand-in':
    'The channel of {group} cannot be reached, so this is asked here as well. Only members of {group} can decide.',
  'status.fallback':
    'Prompts of a channel that cannot be reached go to {where, select, none {the channel of the default group} slack {the fallback channel on Slack} teams {the fallback channel on Teams} other {the fallback channels on Slack and Teams}}',
  'settings.fallback': '<b>Where prompts go while their channel cannot be reached</b>',
  'settings.fallback.default': 'The channel of the default group',
  'status.lost':
    '{scope, select, channel {The channel of {name} on {platform, select, slack {Slack} other {Teams}}: } fallback {The fallback channel on {platform, select, slack {Slack} other {Teams}}: } person {{name} on {platform, select, slack {Slack} other {Teams}}: } other {{platform, select, slack {Slack} other {Teams}}: }}{why, select, removed {Elevate was removed} revoked {credentials were revoked or have run out} left {Elevate was removed from it} gone {archived, deleted, or Elevate was removed from it} shared {shared with another organisation} other {messages from Elevate are blocked}}, <moment>since {since}</moment>',
  'status.lost.more':
    '{count, plural, one {#\u00A0more place} other {#\u00A0more places}} that messages cannot reach',
} as const;
