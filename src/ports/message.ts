import type { SecretCode } from '#src/domain/gift/secret-code.ts';

export type CardBlock =
  | { kind: 'text'; text: string }
  /** Words somebody typed: shown as a quotation. */
  | { kind: 'quote'; text: string }
  | { kind: 'fields'; fields: { label: string; value: string }[] }
  /** A gift code, shown in clear as `XXXX-XXXX-XXXX-XXXX`, easy to copy. */
  | { kind: 'code'; code: SecretCode }
  /** A level from 0 to 1, drawn as a bar, with its words beside it. */
  | { kind: 'bar'; share: number; label: string };

/** A button. `id` and `value` come back in an `ActionCall`. */
export type Action = { id: string; label: string; value: string; style: 'primary' | 'danger' | 'plain' };

/**
 * The neutral message. Every string is plain text and untrusted: adapters escape it and let it mention nobody.
 * `summary` is what a notification or a screen reader gets, and never holds a code.
 */
export type Card = {
  tone: 'success' | 'refusal' | 'info';
  title: string;
  summary: string;
  blocks: CardBlock[];
  actions: Action[];
};

/** A message to send. `key` names the delivery: the same key twice is the same message for the reader. */
export type OutgoingMessage = { card: Card; key: string };

/** What came of sending. Adapters return these and throw only when they are themselves broken. */
export type SendOutcome =
  | { status: 'sent'; messageId: string }
  /** This person cannot be reached this way (closed direct messages, no such user): take the next channel. */
  | { status: 'closed'; reason: string }
  /** Nothing was sent, asking again after this time may succeed: a rate limit, a refused connection. */
  | { status: 'later'; retryAfterMs: number; reason: string }
  /** The platform will never take it as things stand (bad token, missing scope): a person must look. */
  | { status: 'failed'; reason: string }
  /** The answer was lost: it may or may not have been sent. */
  | { status: 'unknown'; reason: string };

/** What came of a message that was to be sent. */
export type Attempt<ToSend> = { toSend: ToSend; outcome: SendOutcome };
