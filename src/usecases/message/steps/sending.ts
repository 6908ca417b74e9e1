import type { LeasedMessage } from '#src/db/message/sending.ts';
import type { ChannelChoice } from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Card, Placed } from '#src/ports/message.ts';

/** What every message to send has. `channel` is missing where there is only one way to reach the reader. */
export type AnyToSend = { leased: LeasedMessage } & (ChannelChoice<ChatUser> | { channel?: never });

/** A sent message, with the platform's id for it, its card, and where it stands if it can be replaced. */
export type Sent<ToSend> = {
  toSend: ToSend;
  messageId: string;
  card?: Card | undefined;
  placed?: Placed | undefined;
};
