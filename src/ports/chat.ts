import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Finding } from './doctor.ts';
import type { Card, OutgoingMessage, SendOutcome } from './message.ts';

/** A user as a chat platform names them. `userId` is unique within the platform, `workspaceId` says which token reaches them. */
export type ChatUser = { platform: string; workspaceId: string; userId: string };

/** A Slack workspace, a Discord guild or the playground's room. */
export type Workspace = { platform: string; workspaceId: string; name: string };

export type OptionKind = 'person' | 'people' | 'money' | 'text' | 'code';

/** One option of a command. Platforms with typed options register it; others read it from the text in this order. */
export type CommandOption = {
  name: string;
  kind: OptionKind;
  summary: string;
  isRequired: boolean;
  /** Of people: a second option, for the others, where the platform takes one mention an option. */
  others?: { name: string; summary: string };
};

/** A chat command as data: manifests, registrations and help texts come from it. */
export type CommandSpec = {
  /** Without the slash, lower case. */
  name: string;
  summary: string;
  /** What follows the command's name, such as `@person amount [for message]`; empty when nothing does. */
  usage: string;
  options: readonly CommandOption[];
};

export type Mention =
  | { kind: 'user'; userId: string; profile?: ChatProfile }
  | { kind: 'group'; groupId: string; label?: string }
  | { kind: 'email'; email: string };

/** Free text with the platform's own escapes already read: words are plain text, mentions are objects. */
export type TextPiece = string | Mention;

/** In `options`, people come as pieces: the one who was picked, then what was typed about others. */
export type CommandInput =
  | { kind: 'text'; pieces: TextPiece[] }
  | { kind: 'options'; values: Record<string, string | Mention | TextPiece[]> };

/** Several users under one name: a Slack user group, a Discord role, a department of the playground. */
export type ChatGroup = { platform: string; workspaceId: string; groupId: string };

/** A user in a group, with their profile where the platform sends it along. */
export type GroupMember = { userId: string; profile?: ChatProfile };

/** Something a person did in chat. `requestId` is the platform's own id of it, the same when it is delivered twice. */
export type ChatEvent = {
  requestId: string;
  caller: ChatUser;
  callerProfile?: ChatProfile;
  /** Where it happened; null in a direct message. */
  channelId: string | null;
  /** Lets `ChatPlatform.answer` speak in the same place later. Opaque, and a secret: it may carry a token. */
  replyTo: string;
};

export type CommandCall = ChatEvent & { command: string; input: CommandInput };

/** A press on a button; `fields` holds what was written in its form, if it has one. */
export type ActionCall = ChatEvent & {
  actionId: string;
  value: string;
  fields?: Readonly<Record<string, string>>;
};

/** A dialog that a press on a button opens. What is written there comes with the press, once it is handed in. */
export type Form = {
  title: string;
  submit: string;
  fields: { name: string; label: string; isRequired: boolean; maxLength: number }[];
};

/**
 * What a press is answered with, for the presser's eyes; but one that settles what was pressed takes the place of the
 * pressed message, for all who see that: nothing is left to press there.
 */
export type ActionAnswer = Card & { settles?: true };

/** The bot's side, as the chat adapters see it. Its methods never reject: faults come back as cards. */
export type ChatHost = {
  commands: readonly CommandSpec[];
  /** The forms of actions that have one, by the action's id. */
  forms: Readonly<Record<string, Form>>;
  /** Says that a workspace is reachable, so that it may be joined to the organization. */
  onWorkspace(workspace: Workspace): Promise<void>;
  /** Resolves to what is to be shown to the caller alone. */
  onCommand(call: CommandCall): Promise<Card>;
  onAction(press: ActionCall): Promise<ActionAnswer>;
  /** Shown when `onCommand` needs longer than the platform waits; its card follows. */
  waiting: Card;
};

export type ChatPlatform = {
  readonly id: string;
  /** Set when the platform calls us over HTTP; the web server hands requests under `path` to it. */
  readonly webhook?: { path: string; handle(request: IncomingMessage, response: ServerResponse): void };
  /** Connects and passes to `host` what people do. Sending works without it. */
  start(host: ChatHost): Promise<void>;
  stop(): Promise<void>;
  findUser(user: ChatUser): Promise<ChatProfile | undefined>;
  /** Undefined when there is no such group or the bot may not look into it. */
  findGroupMembers(group: Omit<ChatGroup, 'platform'>): Promise<GroupMember[] | undefined>;
  sendDirectMessage(to: ChatUser, message: OutgoingMessage): Promise<SendOutcome>;
  /** Posts in a channel, mentioning `to` and nobody else. */
  postToChannel(channelId: string, to: ChatUser, message: OutgoingMessage): Promise<SendOutcome>;
  /** Answers where the command was typed, for the caller's eyes; `closed` once the platform no longer allows it. */
  answer(replyTo: string, message: OutgoingMessage): Promise<SendOutcome>;
  check(): Promise<Finding[]>;
};
