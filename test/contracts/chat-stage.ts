import type { chatPlatforms } from '#adapters/registry.ts';
import type { ChatHost, ChatPlatform, ChatUser, CommandSpec } from '#src/ports/chat.ts';

/** Somebody on a stage. `name` is what people type after `@`. */
export type Actor = { name: string; user: ChatUser };

/** A place where the bot and people meet: the stage's one channel, or direct messages with the bot. */
export type Place = 'channel' | 'direct';

/** What the bot shows one person. */
export type Seen = {
  id: string;
  place: Place;
  /** All its words, without markup. */
  text: string;
  /** What a phone's lock screen shows; empty where the platform notifies of nothing. */
  notification: string;
  /** User ids that it notifies, and words such as `channel` or `everyone`. */
  mentions: string[];
  /** The labels of its buttons. */
  buttons: string[];
};

export type Value = Actor | Group | string;

/** Several actors under one name, which is what people type after `@`. */
export type Group = { name: string; groupId: string; members: Actor[] };

/** A command as a person types it. `values` are by the name of the option; those that are missing are left out. */
export type Typed = {
  by: Actor;
  command: CommandSpec;
  values: Record<string, Value | Value[]>;
  place: Place;
};

/** A form as the platform shows it. `submit` hands it in, with texts by the labels of its fields, the way people can. */
export type ShownForm = {
  title: string;
  fields: { label: string; isRequired: boolean; isLong: boolean }[];
  submit(texts: Record<string, string>): Promise<void>;
};

/** What a platform need not do when its stage says why. */
export type Waivable =
  /** Shows a delivery that is sent twice under its key as one message. */
  | 'one message a key'
  /** Can be slow, busy or away: there is a network between. */
  | 'a network'
  /** Knows who left the company. */
  | 'people who left'
  /** Replaces the answer to a command by a later one. */
  | 'one answer a command';

export type StageOptions = { commands: readonly CommandSpec[] };

/** A way to stand on a platform, for the contract. */
export type ChatStage = {
  name: string;
  platform: keyof typeof chatPlatforms;
  waives: Partial<Record<Waivable, string>>;
  open(options: StageOptions): Promise<OpenStage>;
};

/** Trouble that waits for the next message which is sent. */
export type Trouble =
  | { kind: 'rate limit'; retryAfterMs: number }
  | { kind: 'server error' }
  /** Nothing is kept. */
  | { kind: 'refusal'; status: 401 | 403 | 404 }
  /** The message is kept, and the platform's answer to it is lost. */
  | { kind: 'lost answer' };

/** One platform with people on it, and our adapter before it, not yet started. */
export type OpenStage = {
  platform: ChatPlatform;
  /** All members; alice and bob take part, carol and dave only look on. */
  alice: Actor;
  bob: Actor;
  carol: Actor;
  dave: Actor;
  robot: Actor;
  /** Absent where the platform does not know who left. */
  gone?: Actor;
  nobody: Actor;
  /** Alice and carol. */
  design: Group;
  channelId: string;
  /** Resolves once the platform is done with it. Rejects or resolves when nobody takes it, as the platform does. */
  type(typed: Typed): Promise<void>;
  /** The same, and the platform delivers that one event twice; `host` is for stages where a second process gets it. */
  typeDeliveredTwice(typed: Typed, host: ChatHost): Promise<void>;
  press(by: Actor, message: Seen, label: string): Promise<void>;
  /** Presses a button whose action has a form. */
  openForm(by: Actor, message: Seen, label: string): Promise<ShownForm>;
  /** Everything from the bot that this person sees, oldest first as far as the platform tells. */
  see(person: Actor): Promise<Seen[]>;
  /** The pictures from the bot that this person sees, with their alternative texts. */
  pictures(person: Actor): Promise<{ png: Buffer; alt: string }[]>;
  /** Trouble that waits for the next picture which is sent. */
  pictureTrouble(next: Trouble): void;
  /** Whether the platform itself shows this person that the bot is thinking. */
  isThinking(person: Actor): boolean;
  closeDirectMessages(person: Actor): void;
  /** Somebody deletes a message; absent where nobody can. */
  deleteMessage?(message: Seen): void;
  passTime(ms: number): void;
  trouble(next: Trouble): void;
  /** From now on nobody listens where the platform was. */
  goAway(): Promise<void>;
  /** From now on whoever listens there takes connections and says nothing. Resolves once the adapter had time to try. */
  goSilent(): Promise<void>;
  /** Our adapter with settings that the platform does not take. */
  misconfigured(): ChatPlatform;
  /** What the platform had against what it was sent. */
  violations(): string[];
  /** All that the adapter logged, as JSON. */
  logged(): string;
  close(): Promise<void>;
};
