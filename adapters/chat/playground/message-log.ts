import { randomUUID } from 'node:crypto';
import type { Clock } from '#src/ports/clock.ts';
import type { Card } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import type { Place, RoomChange } from '#src/ports/playground.ts';

/** A message in the room. `reader` is the only person who sees it; null means everybody. */
export type Message = {
  id: string;
  at: Date;
  place: Place;
  reader: string | null;
  /** The user id of the author; null is the bot. */
  author: string | null;
  body: { kind: 'text'; text: string } | { kind: 'card'; card: Card; chart?: Picture };
  /** Whom it mentions: user ids, with commas between. */
  mentions?: string;
};

export type NewMessage = Omit<Message, 'id' | 'at'> & {
  /** Chosen by whoever wants to find it again; otherwise made here. */
  id?: string;
  /** Names the delivery: a second message with the same key, reader and place is the same message. */
  key?: string;
};

/** A message with the name of its delivery. */
export type KeptMessage = Message & { key?: string };

/** Keeps the room beyond the process: what was kept, oldest first, and how to keep a new or changed message. */
export type RoomKeeper = { kept: readonly KeptMessage[]; keep(message: KeptMessage): Promise<void> };

export type MessageLog = {
  add(message: NewMessage): Message;
  /** Replaces the card of an old message; false when the message is gone. */
  replaceCard(id: string, card: Card, chart?: Picture): boolean;
  find(id: string): Message | undefined;
  /** The latest messages in a place that this person may see, oldest first. */
  listFor(userId: string, place: Place): Message[];
  /** Tells all listeners that what this person sees has changed. */
  announce(change: RoomChange): void;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: (change: RoomChange) => void): () => void;
  /** Resolves once everything so far is kept. */
  settled(): Promise<void>;
};

const FORGETFUL: RoomKeeper = { kept: [], keep: () => Promise.resolve() };
const MAX_KEPT = 2000;
const MAX_SHOWN = 200;

/**
 * The room's memory, which drops its oldest messages first. Without a keeper it lives as long as the process.
 */
export function createMessageLog({
  clock,
  keeper = FORGETFUL,
}: {
  clock: Clock;
  keeper?: RoomKeeper | undefined;
}): MessageLog {
  const messages = new Map<string, Message>();
  const idsByKey = new Map<string, string>();
  const listeners = new Set<(change: RoomChange) => void>();
  let keeping = Promise.resolve();

  for (const { key, ...message } of keeper.kept) remember(message, key);

  function remember(message: Message, key: string | undefined): void {
    messages.set(message.id, message);
    if (key !== undefined) idsByKey.set(deliveryKeyOf(message, key), message.id);
    forgetOldest(messages);
    forgetOldest(idsByKey);
  }

  /** One after the other, so that an older state never replaces a newer one. */
  function keep(message: Message, key: string | undefined): void {
    keeping = keeping.then(() => keeper.keep(key === undefined ? message : { ...message, key }));
  }

  function announce(change: RoomChange): void {
    for (const listener of listeners) listener(change);
  }

  function add({ key, ...fields }: NewMessage): Message {
    const earlier =
      key === undefined ? undefined : messages.get(idsByKey.get(deliveryKeyOf(fields, key)) ?? '');
    if (earlier) return earlier;

    const message = { ...fields, id: fields.id ?? randomUUID(), at: clock.now() };
    remember(message, key);
    keep(message, key);
    announce({ place: message.place, reader: message.reader });
    return message;
  }

  function replaceCard(id: string, card: Card, chart?: Picture): boolean {
    const message = messages.get(id);
    if (!message) return false;
    const changed: Message = { ...message, body: { kind: 'card', card, ...(chart && { chart }) } };
    messages.set(id, changed);
    keep(changed, undefined);
    announce({ place: message.place, reader: message.reader });
    return true;
  }

  function listFor(userId: string, place: Place): Message[] {
    return [...messages.values()]
      .filter((message) => message.place === place && isVisibleTo(message, userId))
      .slice(-MAX_SHOWN);
  }

  return {
    add,
    replaceCard,
    find: (id) => messages.get(id),
    listFor,
    announce,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: () => keeping,
  };
}

function deliveryKeyOf({ place, reader }: Pick<Message, 'place' | 'reader'>, key: string): string {
  return JSON.stringify([place, reader, key]);
}

export function isVisibleTo(message: Message, userId: string): boolean {
  return message.reader === null || message.reader === userId;
}

function forgetOldest(entries: Map<string, unknown>): void {
  const [oldest] = entries.keys();
  if (entries.size > MAX_KEPT && oldest !== undefined) entries.delete(oldest);
}
