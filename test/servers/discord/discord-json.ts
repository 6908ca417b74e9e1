import type {
  ChannelState,
  DiscordState,
  GuildState,
  InteractionState,
  StoredMessage,
  UserState,
} from './discord-state.ts';

/** State as Discord's API and gateway write it. */
export function userJson(user: UserState): object {
  return {
    id: user.id,
    username: user.username,
    global_name: user.globalName,
    discriminator: '0',
    avatar: null,
    ...(user.isBot ? { bot: true } : {}),
  };
}

export function memberJson(guild: GuildState, user: UserState): object {
  const member = guild.members.get(user.id);
  return {
    ...bareMemberJson(guild, user.id),
    user: userJson(user),
    deaf: false,
    mute: false,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    roles: member?.roleIds ?? [],
  };
}

const guestFlag = 1 << 4;

/** A member as `resolved` has it: without the user. */
export function bareMemberJson(guild: GuildState, userId: string): object {
  const member = guild.members.get(userId);
  return {
    nick: member?.nick ?? null,
    roles: member?.roleIds ?? [],
    avatar: null,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    premium_since: null,
    pending: member?.isPending ?? false,
    flags: member?.isGuest ? guestFlag : 0,
    permissions: '2147483647',
    communication_disabled_until: null,
  };
}

export function channelJson(state: DiscordState, channel: ChannelState): object {
  if (channel.guildId !== null) {
    return {
      id: channel.id,
      type: 0,
      guild_id: channel.guildId,
      name: channel.name,
      position: 0,
      permission_overwrites: [],
      last_message_id: null,
    };
  }
  const recipient = state.users.get(channel.recipientId ?? '');
  return {
    id: channel.id,
    type: 1,
    last_message_id: null,
    recipients: recipient === undefined ? [] : [userJson(recipient)],
  };
}

export function guildJson(state: DiscordState, guild: GuildState): object {
  const bot = state.users.get(state.botId);
  return {
    id: guild.id,
    name: guild.name,
    owner_id: [...guild.members.keys()][0] ?? state.botId,
    roles: [{ id: guild.id, name: '@everyone' }, ...guild.roles].map((role) => ({
      ...role,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      position: 0,
      permissions: '0',
      managed: false,
      mentionable: false,
      flags: 0,
    })),
    channels: [...state.channels.values()]
      .filter((channel) => channel.guildId === guild.id)
      .map((channel) => channelJson(state, channel)),
    members: bot === undefined ? [] : [memberJson(guild, bot)],
    member_count: guild.members.size + 1,
    large: false,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    unavailable: false,
    preferred_locale: 'en-US',
    features: [],
    emojis: [],
    stickers: [],
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function messageJson(state: DiscordState, message: StoredMessage): object {
  const bot = state.users.get(state.botId);
  return {
    id: message.id,
    type: 0,
    channel_id: message.channelId,
    author: bot === undefined ? {} : userJson(bot),
    content: message.body.content ?? '',
    embeds: message.body.embeds ?? [],
    components: message.body.components ?? [],
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: new Date(message.sentAt).toISOString(),
    edited_timestamp: null,
    flags: message.isEphemeral ? 64 : 0,
    ...(message.body.nonce === undefined ? {} : { nonce: message.body.nonce }),
  };
}

/** What a shard of the gateway gets when somebody does something; `specific` is the `type` and `data`. */
export function interactionJson(
  state: DiscordState,
  interaction: InteractionState,
  specific: object,
): object {
  const channel = state.channels.get(interaction.channelId);
  const user = state.users.get(interaction.userId);
  if (channel === undefined || user === undefined)
    throw new Error('The interaction has no channel or no user');
  const guild = state.guilds.get(channel.guildId ?? '');
  const place =
    guild === undefined
      ? { user: userJson(user), context: 1, authorizing_integration_owners: { 0: '0' } }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: memberJson(guild, user),
          context: 0,
          authorizing_integration_owners: { 0: guild.id },
        };
  return {
    id: interaction.id,
    application_id: state.applicationId,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: channelJson(state, channel),
    app_permissions: '2147483647',
    locale: 'en-US',
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...place,
    ...specific,
  };
}
