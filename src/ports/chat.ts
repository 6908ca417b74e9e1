import type { ChatProfile, PlatformUser } from '#src/domain/people/person-ref.ts';
import type { Trouble } from '#src/domain/kit/trouble.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Finding } from './doctor.ts';
import type { Card, OutgoingMessage, Placed, SendOutcome } from './message.ts';
import type { Picture } from './picture.ts';

/**
 * A user as a chat platform identifies them. `userId` is unique within the platform; `workspaceId` says which token
 * reaches them.
 */
export type ChatUser = PlatformUser & { workspaceId: string };

/** A Slack workspace, a Discord guild or the playground's room. */
export type Workspace = { platform: string; workspaceId: string; name: string };

/** A workspace that the bot is in. `isOurs`: the settings name it, so it joins by itself. */
export type ReachedWorkspace = Workspace & { isOurs: boolean };

/** Why nothing is posted for all in a channel that people of other organizations read. */
export const SHARED_CHANNEL = 'this channel is shared with another organization';

export type OptionKind = 'person' | 'people' | 'money' | 'text' | 'code';

/** One option of a command. Platforms with typed options register it; others read it from the text, in this order. */
export type CommandOption = {
  name: string;
  kind: OptionKind;
  summary: string;
  isRequired: boolean;
  /** For people: a second option for the others, where the platform takes one mention per option. */
  others?: { name: string; summary: string };
};

/** A chat command as data: source of manifests, registrations and help texts. */
export type CommandSpec = {
  /** Without the slash, lower case. */
  name: string;
  summary: string;
  /** What follows the command's name, such as `@person amount [for message]`; empty if nothing does. */
  usage: string;
  options: readonly CommandOption[];
  /** The platforms that it exists on; undefined means all. */
  platforms?: readonly string[];
};

/** Whether a platform has this command. */
export function isOnPlatform({ platforms }: Pick<CommandSpec, 'platforms'>, platform: string): boolean {
  return platforms?.includes(platform) ?? true;
}

export type Mention =
  /** `label`: how the text itself named them. */
  | { kind: 'user'; userId: string; profile?: ChatProfile; label?: string }
  | { kind: 'group'; groupId: string; label?: string }
  | { kind: 'email'; email: string };

/** Free text with the platform's escapes resolved: words are plain text, mentions are objects. */
export type TextPiece = string | Mention;

/** In `options`, people come as pieces: the picked person first, then the text about others. */
export type CommandInput =
  | { kind: 'text'; pieces: TextPiece[] }
  | { kind: 'options'; values: Record<string, string | Mention | TextPiece[]> };

/** Several users under one name: a Slack user group, a Discord role, a playground department. */
export type ChatGroup = { platform: string; workspaceId: string; groupId: string };

/** A user in a group, with their profile if the platform sends it along. */
export type GroupMember = { userId: string; profile?: ChatProfile };

/** Who is in a group, or only how many, when they are more than were asked for. */
export type GroupMembers = GroupMember[] | { size: number };

/** Something a person did in chat. `requestId` is the platform's id for it, the same when it is delivered twice. */
export type ChatEvent = {
  requestId: string;
  caller: ChatUser;
  callerProfile?: ChatProfile;
  /** Where it happened; null in a direct message. */
  channelId: string | null;
  /** Only its members see that channel. */
  isPrivateChannel?: boolean;
  /** Lets `ChatPlatform.answer` answer in the same place later. Opaque, and a secret: it may contain a token. */
  replyTo: string;
  /** Nothing else may be answered before the platform calls `ChatHost.onAnswered`: it would be overwritten. */
  isAnsweredFirst?: true;
};

/** What somebody wrote to the bot in a direct message, as plain words instead of a command or a press. */
export type WrittenMessage = Pick<ChatEvent, 'requestId' | 'caller' | 'callerProfile'> & {
  pieces: TextPiece[];
};

export type CommandCall = ChatEvent & { command: string; input: CommandInput };

/** A press on a button; `fields` holds the input of its form, if it has one. */
export type ActionCall = ChatEvent & {
  actionId: string;
  value: string;
  fields?: Readonly<Record<string, string>>;
};

/** A dialog that a press on a button opens. Its input arrives with the press once it is submitted. */
export type Form = {
  title: string;
  submit: string;
  /** `blank`: what is wrong when nothing but blanks is written in a required field. */
  fields: { name: string; label: string; isRequired: boolean; maxLength: number; blank: string }[];
};

/**
 * A card with a picture that is drawn once the card is shown, and goes to the same reader alone. Undefined when it could not be drawn: the
 * card says everything that it shows.
 */
export type ChatAnswer = Card & { chart?: () => Promise<Picture | undefined> };

/**
 * The answer to a press, visible to the presser only. With `settles` it replaces the pressed message for everybody who
 * sees it, since there is nothing left to press.
 */
export type ActionAnswer = ChatAnswer & { settles?: true };

/** An event whose first answer is out. `press`: its button; `shown`: the answer, if it can be replaced later. */
export type AnsweredEvent = Pick<ChatEvent, 'requestId' | 'caller'> & {
  press?: Pick<ActionCall, 'actionId' | 'value'>;
  shown?: { card: Card; placed: Placed };
};

/** The bot, as chat adapters see it. Its methods never reject: faults come back as cards. */
export type ChatHost = {
  commands: readonly CommandSpec[];
  /** The forms of actions that have one, by action id. */
  forms: Readonly<Record<string, Form>>;
  /** Reports that the bot is in a workspace. It joins the organization if it is ours. */
  onWorkspace(workspace: ReachedWorkspace): Promise<void>;
  /**
   * Reports what became of a user: renamed, made a guest, deactivated, with other roles. `seen` is undefined when they
   * left the workspace.
   */
  onUserChange(user: ChatUser, seen: ChatProfile | undefined): Promise<void>;
  /** Reports that a group is gone: its members no longer have what they had by it. */
  onGroupGone(group: ChatGroup): Promise<void>;
  /** The workspaces of a platform that have joined, the one that this user is known in first. */
  findHomes(user: Omit<ChatUser, 'workspaceId'>): Promise<string[]>;
  /** Resolves to the card to show to the caller only. */
  onCommand(call: CommandCall): Promise<ChatAnswer>;
  onAction(press: ActionCall): Promise<ActionAnswer>;
  /** Resolves to the card to send to its author. */
  onMessage(message: WrittenMessage): Promise<ChatAnswer>;
  /** Shown when the platform does not say now which workspace somebody acts for. */
  homeless: Card;
  /**
   * Reports that the first answer to an event is out, or given up; always if it has `isAnsweredFirst`, or an answer with
   * buttons that can be replaced.
   */
  onAnswered(answered: AnsweredEvent): Promise<void>;
  /** Shown when `onCommand` takes longer than the platform waits; its card follows. */
  waiting: Card;
  /** Shown when what a platform sent about somebody's command or press cannot be read. */
  unreadable: Card;
};

/** Where something is posted for all. `under`: the `place` of the post that it answers, in its thread where there are threads. */
export type ChannelPost = { channelId: string; mentions: readonly string[]; under?: string };

export type ChatPlatform = {
  readonly id: string;
  /** Set when the platform calls us over HTTP; the web server passes it the requests under `path`. */
  readonly webhook?: { path: string; handle(request: IncomingMessage, response: ServerResponse): void };
  /**
   * Connects once, and passes people's actions to `host`. Sending works without it. Rejects with `NotConnected`.
   * `onLost` is called once if the connection ends by itself; the platform can then be started again.
   */
  start(host: ChatHost, onLost?: (trouble: Trouble) => void): Promise<void>;
  /** Ends the connection, or an attempt at one; work in progress may finish. */
  stop(): Promise<void>;
  /** The workspaces that the bot is in. Rejects when the platform cannot be asked. */
  listWorkspaces(): Promise<ReachedWorkspace[]>;
  /** @throws `AskLater` when the platform cannot be asked now. */
  findUser(user: ChatUser): Promise<ChatProfile | undefined>;
  /**
   * Undefined when there is no such group or the bot cannot see its members. Where the platform counts, a group of more
   * than `most` is not read.
   *
   * @throws `AskLater` when the platform cannot be asked now; what was read until then is kept for the next time.
   */
  findGroupMembers(group: Omit<ChatGroup, 'platform'>, most?: number): Promise<GroupMembers | undefined>;
  sendDirectMessage(to: ChatUser, message: OutgoingMessage): Promise<SendOutcome>;
  /** Posts in a channel and mentions only `to`, or nobody. */
  postToChannel(channelId: string, to: ChatUser | undefined, message: OutgoingMessage): Promise<SendOutcome>;
  /** Posts in a channel for all who read it, and mentions those users alone. */
  postForAll(post: ChannelPost, message: OutgoingMessage): Promise<SendOutcome>;
  /**
   * Answers where the command was typed, for the caller only, in place of what stands there; `closed` once the platform
   * no longer allows it.
   */
  answer(replyTo: string, message: OutgoingMessage): Promise<SendOutcome>;
  /** Replaces a message by its `Placed`; done twice, it is the same. `closed` when that is no longer possible. */
  updateMessage(place: string, message: OutgoingMessage): Promise<SendOutcome>;
  check(): Promise<Finding[]>;
};
