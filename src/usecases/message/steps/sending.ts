import type { LeasedMessage } from '#src/db/message/sending.ts';
import type { Channel } from '#src/domain/message/channels.ts';

/** What every message to send says. Without a channel there is but one way to its reader. */
export type AnyToSend = { leased: LeasedMessage; channel?: Channel };

/** A message that is with its reader, with the platform's id for it. */
export type Sent<ToSend> = { toSend: ToSend; messageId: string };
