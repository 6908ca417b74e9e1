import type { SlackModal } from './check-blocks.ts';

/** A user of the pretended workspace. `name` is what people type after `@`. */
export type SlackUser = {
  id: string;
  name: string;
  realName: string;
  email?: string;
  isBot: boolean;
  isDeleted: boolean;
  isStranger: boolean;
  /** The workspace that they belong to, if it is another one than the bot's. */
  teamId?: string;
  /** The workspaces of their Enterprise organization that they are in. */
  enterpriseTeams?: string[];
  isRestricted?: boolean | null;
  isUltraRestricted?: boolean;
  /** Slack leaves it out for some. */
  isEmailConfirmed?: boolean | null;
  /** Whether Slack sends null for what is not set, as its schema allows. */
  hasNulls?: boolean;
  /** What `chat.postMessage` to this user answers instead of sending. */
  directMessageError?: string;
};

export type SlackChannel = {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  hasBot: boolean;
  /** People of another organization are in it. */
  isExtShared?: boolean;
  isPendingExtShared?: boolean;
};

/** A message as people see it; `visible` is all of its text without markup, `mentions` whom it notifies. */
export type SeenMessage = {
  ts: string;
  channelId: string;
  text: string;
  blocks: SlackBlock[];
  visible: string;
  mentions: string[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  /** How it was sent, if something else stands in its place now. */
  before?: { visible: string; blocks: SlackBlock[] };
};

/** Seen by `userId` alone. `via` says whether it answered the request itself or came later. */
export type SeenEphemeral = SeenMessage & { userId: string; via: 'ack' | 'response_url' };

export type SlackButton = { type: 'button'; action_id: string; value?: string; text: { text: string } };

/** Loosely typed on purpose: `check-blocks.ts` says what is allowed in it. */
export type SlackBlock = {
  type: string;
  text?: { type: string; text: string };
  fields?: { type: string; text: string }[];
  elements?: SlackButton[];
};

/** A dialog that is open before a user. */
export type OpenView = { id: string; userId: string; view: SlackModal };

/** A file of the bot. `bytes` is undefined until it is uploaded; whoever is in `sharedWith` sees it, a user or a channel. */
export type SlackFile = {
  id: string;
  filename: string;
  length: number;
  alt: string;
  bytes: Buffer | undefined;
  sharedWith: string[];
};

/** Lets a press open one dialog, soon. */
type Trigger = { userId: string; madeAt: number; isUsed: boolean };

/** `pressed` is the message whose button it belongs to; undefined for a command's. */
type ResponseUrl = {
  userId: string;
  channelId: string;
  pressed: string | undefined;
  madeAt: number;
  uses: number;
};

export type SlackState = {
  team: { id: string; name: string; domain: string };
  bot: { userId: string; botId: string; appId: string };
  users: Map<string, SlackUser>;
  usersByName: Map<string, SlackUser>;
  channels: Map<string, SlackChannel>;
  /** Ids of user groups by handle. */
  groups: Map<string, string>;
  /** Ids of users by group id. */
  groupMembers: Map<string, string[]>;
  /** By channel id; a direct message's channel is `D` and the rest of the user's id. */
  messages: Map<string, SeenMessage[]>;
  ephemerals: SeenEphemeral[];
  responseUrls: Map<string, ResponseUrl>;
  triggers: Map<string, Trigger>;
  views: OpenView[];
  files: Map<string, SlackFile>;
  violations: string[];
  /** What was called, in order. */
  calls: string[];
  now(): number;
  serial(): number;
};

export function createState(now: () => number): SlackState {
  let count = 0;
  return {
    team: { id: 'T0LARGESSE', name: 'Acme', domain: 'acme' },
    bot: { userId: 'U0LARGESSE', botId: 'B0LARGESSE', appId: 'A0LARGESSE' },
    users: new Map(),
    usersByName: new Map(),
    channels: new Map(),
    groups: new Map(),
    groupMembers: new Map(),
    messages: new Map(),
    ephemerals: [],
    responseUrls: new Map(),
    triggers: new Map(),
    views: [],
    files: new Map(),
    violations: [],
    calls: [],
    now,
    serial() {
      count += 1;
      return count;
    },
  };
}

export function directChannelOf(userId: string): string {
  return `D${userId.slice(1)}`;
}

/** Nobody is notified of a message that is replaced. */
export function replaceMessage(original: SeenMessage, { text, blocks, visible }: SeenMessage): void {
  const before = original.before ?? { visible: original.visible, blocks: original.blocks };
  Object.assign(original, { text, blocks, visible, before });
}

export function keepMessage(state: SlackState, message: SeenMessage): void {
  const kept = state.messages.get(message.channelId);
  if (kept) kept.push(message);
  else state.messages.set(message.channelId, [message]);
}
