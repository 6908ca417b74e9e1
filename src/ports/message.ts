import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { ButtonId } from '#src/domain/message/buttons.ts';
import type { Picture } from './picture.ts';

/** A picture that anybody who has its address may see. `alt`: what it shows, for those who do not see it. */
export type CardPicture = { url: string; alt: string };

export type CardBlock =
  /** `picture` stands beside it, where the platform shows one there. */
  | { kind: 'text'; text: string; picture?: CardPicture }
  /** Words somebody typed, shown as a quotation. */
  | { kind: 'quote'; text: string }
  | { kind: 'fields'; fields: { label: string; value: string }[] }
  /** A gift code, shown in clear as `XXXX-XXXX-XXXX-XXXX`, easy to copy. */
  | { kind: 'code'; code: SecretCode }
  /** A level from 0 to 1, drawn as a bar with a label. */
  | { kind: 'bar'; share: number; label: string };

/** A button. `id` and `value` come back in an `ActionCall`. */
export type Action = { id: ButtonId; label: string; value: string; style: 'primary' | 'danger' | 'plain' };

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
  /** The address of a picture that anybody may see, where the platform shows one. */
  picture?: string;
};

/** A message to send. `key` identifies the delivery: the same key twice is the same message to the reader. */
/** `chart`: a picture beside the card, which mail shows; the card says everything that it shows. */
/** `file`: what comes along, which only mail can bring. */
export type OutgoingMessage = {
  card: Card;
  key: string;
  chart?: Picture | undefined;
  file?: MessageFile | undefined;
};

/** `name` with its ending, such as `spend.csv`; `type` as in `text/csv`. */
export type MessageFile = { name: string; type: string; bytes: Uint8Array };

/** How a platform finds a message again, and until when it lets it be replaced. Opaque, and a secret: it may contain a token. */
export type Placed = { place: string; until?: Date };

/** The outcome of sending. Adapters return these and throw only when they are broken themselves. */
export type SendOutcome =
  /** `placed` is missing where the platform cannot replace it. */
  | { status: 'sent'; messageId: string; placed?: Placed }
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

/** The outcome of a message that the platform did not confirm. */
export type Unsent = Exclude<SendOutcome, { status: 'sent' }>;

/** The outcome of a message that was to be sent, with the card that it showed. */
export type Attempt<ToSend> = { toSend: ToSend; outcome: SendOutcome; card?: Card | undefined };
