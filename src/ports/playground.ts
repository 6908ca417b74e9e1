import type { CommandSpec, Form } from './chat.ts';
import type { Action, Card, CardBlock } from './message.ts';
import type { Picture } from './picture.ts';

/**
 * Somebody in the sample company. The user id is also what people type after `@`: one short word such as `alice`. Role
 * and department are only labels for the page; what a person may do is decided elsewhere.
 */
export type PlaygroundPerson = {
  userId: string;
  name: string;
  role?: string;
  department?: string;
  email?: string;
  isBot?: boolean;
};

/** Where a message is: in the channel, or in the direct messages between one person and the bot. */
export type Place = 'channel' | 'direct';

/** `place` defaults to the channel. The same `requestId` twice is one event delivered twice. */
export type TypedText = { userId: string; text: string; place?: Place; requestId?: string };

export type PressedButton = {
  userId: string;
  messageId: string;
  actionId: string;
  value?: string;
  /** What was entered in the button's form, by field name. */
  fields?: Record<string, string> | undefined;
  requestId?: string;
};

/** What changed, for one person, or for everybody when `reader` is null. */
export type RoomChange = { place: Place; reader: string | null };

/** The playground's room from the people's side: what the page, the demo and tests do on somebody's behalf. */
export type PlaygroundRoom = {
  people(): Promise<readonly PlaygroundPerson[]>;
  /** The bot's commands, for completion. */
  commands(): readonly CommandSpec[];
  /** Resolves to the answer; undefined for an ordinary message. */
  type(typed: TypedText): Promise<Card | undefined>;
  /** Resolves to the answer; undefined when this person sees no such button. */
  press(pressed: PressedButton): Promise<Card | undefined>;
  view(userId: string): Promise<RoomView>;
  setDirectMessages(setting: { userId: string; isOpen: boolean }): void;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: (change: RoomChange) => void): () => void;
};

export type RoomView = { channel: MessageView[]; direct: MessageView[]; takesDirectMessages: boolean };

/** One message as one person sees it: plain JSON. */
export type MessageView = {
  id: string;
  at: Date;
  place: Place;
  /** Null is the bot. */
  author: PlaygroundPerson | null;
  /** Nobody else sees it. */
  isPrivate: boolean;
  mentions?: string;
  body: { kind: 'text'; text: string } | { kind: 'card'; card: CardView };
};

/** A card as plain JSON for the page: the same blocks, with codes as text. Every string is still untrusted. */
export type CardView = Omit<Card, 'blocks' | 'actions'> & {
  blocks: BlockView[];
  actions: ActionView[];
  chart?: Picture;
};

/** A button and the form it opens, if any. */
export type ActionView = Action & { form?: Form };

export type BlockView = Exclude<CardBlock, { kind: 'code' }> | { kind: 'code'; text: string };
