import type { LeasedMessage } from '#src/db/message/sending.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import type { SendOutcome } from '#src/ports/message.ts';

/** What there is to do for a message that was due. Of one that is sent, being sent or not due yet nothing is said. */
export type Lease<ToSend> =
  | { kind: 'send'; toSend: ToSend }
  /** No way is left to reach its reader, or too many attempts were lost: a person must look. */
  | { kind: 'fail'; reason: string };

/** By id; an error is that one's own. */
export type Leases<ToSend> = Map<string, Lease<ToSend> | Error>;

/** What is to become of a leased message; `drop`: there is nothing to say any more. */
export type LeasePlan<ToSend> = Lease<ToSend> | { kind: 'drop'; reason: string };

/** What every message to send says. Without a channel there is but one way to its reader. */
export type AnyToSend = { leased: LeasedMessage; channel?: Channel };

/** What came of a message that was to be sent. */
export type Attempt<ToSend> = { toSend: ToSend; outcome: SendOutcome };

/** A message that is with its reader, with the platform's id for it. */
export type Sent<ToSend> = { toSend: ToSend; messageId: string };

/** What is to be done next: nothing, come back, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'fail'; reason: string };
