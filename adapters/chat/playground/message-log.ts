import { randomUUID } from 'node:crypto';
import type { Clock } from '#src/ports/clock.ts';
import type { Card } from '#src/ports/message.ts';

/** Where a message is: in the channel, or in the direct messages between one person and the bot. */
export type Place = 'channel' | 'direct';

/** A message in the room. `reader` is the only person who sees it; null means everybody. */
export type Message = {
  id: string;
  at: Date;
  place: Place;
  reader: string | null;
  /** The user id of the author; null is the bot. */
  author: string | null;
  body: { kind: 'text'; text: string } | { kind: 'card'; card: Card };
  /** The one person it mentions. */
  mentions?: string;
};

export type NewMessage = Omit<Message, 'id' | 'at'> & {
  /** Names the delivery: a second message with the same key, reader and place is the same message. */
  key?: string;
};

/** What changed, for one person, or for everybody when `reader` is null. */
export type RoomChange = { place: Place; reader: string | null };

export type MessageLog = {
  add(message: NewMessage): Message;
  /** Replaces the card of an old message; does nothing when the message is gone. */
  replaceCard(id: string, card: Card): void;
  find(id: string): Message | undefined;
  /** The latest messages in a place that this person may see, oldest first. */
  listFor(userId: string, place: Place): Message[];
  /** Tells all listeners that what this person sees has changed. */
  announce(change: RoomChange): void;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: (change: RoomChange) => void): () => void;
};

const MAX_KEPT = 2000;
const MAX_SHOWN = 200;

/** The room's memory: it lives as long as the process and drops its oldest messages first. */
export function createMessageLog({ clock }: { clock: Clock }): MessageLog {
  const messages = new Map<string, Message>();
  const idsByKey = new Map<string, string>();
  const listeners = new Set<(change: RoomChange) => void>();

  function announce(change: RoomChange): void {
    for (const listener of listeners) listener(change);
  }

  function add({ key, ...fields }: NewMessage): Message {
    const deliveryKey = key === undefined ? undefined : JSON.stringify([fields.place, fields.reader, key]);
    const earlier = deliveryKey === undefined ? undefined : messages.get(idsByKey.get(deliveryKey) ?? '');
    if (earlier) return earlier;

    const message = { ...fields, id: randomUUID(), at: clock.now() };
    messages.set(message.id, message);
    if (deliveryKey !== undefined) idsByKey.set(deliveryKey, message.id);
    forgetOldest(messages);
    forgetOldest(idsByKey);
    announce({ place: message.place, reader: message.reader });
    return message;
  }

  function replaceCard(id: string, card: Card): void {
    const message = messages.get(id);
    if (!message) return;
    messages.set(id, { ...message, body: { kind: 'card', card } });
    announce({ place: message.place, reader: message.reader });
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
  };
}

export function isVisibleTo(message: Message, userId: string): boolean {
  return message.reader === null || message.reader === userId;
}

function forgetOldest(entries: Map<string, unknown>): void {
  const [oldest] = entries.keys();
  if (entries.size > MAX_KEPT && oldest !== undefined) entries.delete(oldest);
}
