import type { CommandSpec, Form } from '#src/ports/chat.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';

/** What the page needs. The playground adapter's room and the process's mailbox have this shape. */
export type PlaygroundDeps = {
  room: Room;
  /** Missing when mail goes to a real server: the page then has no mailbox. */
  mailbox?: Mailbox | undefined;
  /** Set when people may choose how gifts reach them. */
  preferences?: Preferences | undefined;
};

export type Room = {
  people(): Promise<readonly Person[]>;
  commands(): readonly CommandSpec[];
  type(typed: { userId: string; text: string; place: Place }): Promise<unknown>;
  /** Resolves to undefined when this person has no such button. */
  press(pressed: {
    userId: string;
    messageId: string;
    actionId: string;
    value: string;
    fields?: Record<string, string> | undefined;
  }): Promise<unknown>;
  view(userId: string): Promise<RoomView>;
  setDirectMessages(setting: { userId: string; isOpen: boolean }): void;
  subscribe(listener: (change: RoomChange) => void): () => void;
};

export type Place = 'channel' | 'direct';

/** `reader` is the only person who sees the change; null means everybody. */
export type RoomChange = { place: Place; reader: string | null };

export type Person = {
  userId: string;
  name: string;
  role?: string;
  department?: string;
  email?: string;
  isBot?: boolean;
};

export type RoomView = { channel: MessageView[]; direct: MessageView[]; takesDirectMessages: boolean };

/** One message as one person sees it; the bot's have no author. */
export type MessageView = {
  id: string;
  at: Date;
  place: Place;
  author: Person | null;
  isPrivate: boolean;
  mentions?: string;
  body: { kind: 'text'; text: string } | { kind: 'card'; card: CardView };
};

/** A card whose codes are already text, in clear or masked. */
export type CardView = Omit<Card, 'blocks' | 'actions'> & { blocks: BlockView[]; actions: ActionView[] };
/** A button and the form it opens, if any. */
export type ActionView = Action & { form?: Form };
export type BlockView = Exclude<CardBlock, { kind: 'code' }> | { kind: 'code'; text: string };

export type Mailbox = {
  mails(): readonly Mail[];
  onMail(listener: (mail: Mail) => void): () => void;
};

export type Mail = { to: string; subject: string; html: string; text: string; at: Date; messageId: string };

export type Preferences = {
  prefersEmail(userId: string): Promise<boolean>;
  setPrefersEmail(setting: { userId: string; prefersEmail: boolean }): Promise<void>;
};
