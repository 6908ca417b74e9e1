import type { SecretCode } from '#src/domain/gift/secret-code.ts';

export type CardBlock =
  | { kind: 'text'; text: string }
  /** Words somebody typed, shown as a quotation. */
  | { kind: 'quote'; text: string }
  | { kind: 'fields'; fields: { label: string; value: string }[] }
  /** A gift code, shown in clear as `XXXX-XXXX-XXXX-XXXX`, easy to copy. */
  | { kind: 'code'; code: SecretCode }
  /** A level from 0 to 1, drawn as a bar with a label. */
  | { kind: 'bar'; share: number; label: string };

/** A button. `id` and `value` come back in an `ActionCall`. */
export type Action = { id: string; label: string; value: string; style: 'primary' | 'danger' | 'plain' };

/**
 * The platform-neutral message. Every string is plain, untrusted text: adapters escape it and let it mention nobody.
 * `summary` is for notifications and screen readers, and never contains a code.
 */
export type Card = {
  tone: 'success' | 'refusal' | 'info';
  title: string;
  summary: string;
  blocks: CardBlock[];
  actions: Action[];
};

/** A message to send. `key` identifies the delivery: the same key twice is the same message to the reader. */
export type OutgoingMessage = { card: Card; key: string };

/** The outcome of sending. Adapters return these and throw only when they are broken themselves. */
export type SendOutcome =
  | { status: 'sent'; messageId: string }
  /**
   * This person cannot be reached this way (closed direct messages, no such channel): the next way is tried. `ends` what
   * other messages would meet as well: this account's direct messages, or the whole account.
   */
  | { status: 'closed'; reason: string; ends?: 'direct-messages' | 'account' }
  /** Nothing was sent; a retry may succeed (rate limit, refused connection). No time: the platform did not say. */
  | { status: 'later'; retryAfterMs?: number; reason: string }
  /** The platform will not accept it as things are (bad token, missing scope). The next way is tried. */
  | { status: 'failed'; reason: string }
  /** The answer was lost: it may have been sent. */
  | { status: 'unknown'; reason: string };

/** The outcome of a message that was to be sent. */
export type Attempt<ToSend> = { toSend: ToSend; outcome: SendOutcome };
