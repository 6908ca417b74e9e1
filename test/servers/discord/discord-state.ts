import type { APIActionRowComponent, APIButtonComponentWithCustomId, APIEmbed } from 'discord.js';

/** The state of a pretended Discord: what its users, servers and channels are and hold. Times are in ms since 1970. */
export type DiscordState = {
  applicationId: string;
  token: string;
  botId: string;
  /** Whether the Server Members intent is switched on in the developer portal. */
  hasMembersIntent: boolean;
  /** Where interactions go instead of the gateway. */
  interactionsUrl: string | null;
  users: Map<string, UserState>;
  guilds: Map<string, GuildState>;
  channels: Map<string, ChannelState>;
  commands: RegisteredCommand[];
  interactions: Map<string, InteractionState>;
  nextId(): string;
  now(): number;
};

export type UserState = {
  id: string;
  username: string;
  globalName: string | null;
  isBot: boolean;
  hasClosedDms: boolean;
};

export type GuildState = {
  id: string;
  name: string;
  roles: { id: string; name: string }[];
  members: Map<string, MemberState>;
  isWithheld: boolean;
};

/** `isGuest`: invited to one voice channel; `isPending`: not through the membership screening yet. */
export type MemberState = { nick: string | null; roleIds: string[]; isGuest?: boolean; isPending?: boolean };

export type ChannelState = {
  id: string;
  name: string;
  /** Null for direct messages. */
  guildId: string | null;
  /** With whom, for direct messages. */
  recipientId: string | null;
  isHiddenFromBot: boolean;
  /** The users whom an overwrite denies the view of the channel. */
  hiddenFrom: string[];
  /** Set for a private thread: the channel it is in and the users in it. */
  thread: { parentId: string; userIds: string[] } | null;
  messages: StoredMessage[];
};

export type MessageBody = {
  content?: string;
  embeds?: APIEmbed[];
  components?: APIActionRowComponent<APIButtonComponentWithCustomId>[];
  allowed_mentions?: { parse?: string[]; users?: string[]; roles?: string[] };
  flags?: number;
  nonce?: string | number;
  enforce_nonce?: boolean;
  attachments?: { id: string | number; filename?: string; description?: string }[];
};

/** A file that came with a message; `key` is the name of its part. */
export type UploadedFile = { key: string; name: string; bytes: Buffer };

export type StoredMessage = {
  id: string;
  channelId: string;
  body: MessageBody;
  sentAt: number;
  isEphemeral: boolean;
  /** The ids of the users whom it pings, `everyone` included. */
  pinged: string[];
  files?: UploadedFile[];
};

export type RegisteredCommand = {
  id: string;
  name: string;
  contexts?: number[] | null;
  options?: { name: string; type: number; required?: boolean; max_length?: number }[];
};

/** A form before a user, as the bot described it. */
export type OpenModal = {
  custom_id: string;
  title: string;
  components: {
    type: number;
    label: string;
    component: { type: number; custom_id: string; style: number; required?: boolean; max_length?: number };
  }[];
};

/**
 * `loading` is the state after a deferral: the user sees "thinking". `pressed` is the state after a deferral of an update: the
 * user sees the pressed message as it was, and `updated` follows once it changed.
 */
export type InteractionState = {
  id: string;
  kind: 'command' | 'press' | 'submission';
  token: string;
  userId: string;
  channelId: string;
  createdAt: number;
  firstResponseAt: number | null;
  /** Its user was told that it failed: from then on nobody can answer it. */
  hasFailed: boolean;
  original: 'none' | 'loading' | 'pressed' | 'updated' | StoredMessage;
  /** What was pressed, for a press and for the form that it opened. */
  pressed: StoredMessage | null;
  isEphemeral: boolean;
  /** The form that the bot opened in answer, which ends the interaction. */
  modal: OpenModal | null;
  followups: StoredMessage[];
  /** Called at each change of what the user sees. */
  watchers: Set<() => void>;
};

const discordEpochMs = 1_420_070_400_000n;

export function createDiscordState(token: string, now: () => number): DiscordState {
  let sequence = 0n;
  function nextId(): string {
    sequence += 1n;
    return String(((BigInt(Date.now()) - discordEpochMs) << 22n) | (sequence & 0x3fffffn));
  }

  const botId = nextId();
  const bot = { id: botId, username: 'largesse', globalName: null, isBot: true, hasClosedDms: true };
  return {
    applicationId: botId,
    token,
    botId,
    hasMembersIntent: true,
    interactionsUrl: null,
    users: new Map([[botId, bot]]),
    guilds: new Map(),
    channels: new Map(),
    commands: [],
    interactions: new Map(),
    nextId,
    now,
  };
}
