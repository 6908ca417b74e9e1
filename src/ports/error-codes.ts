import { AskLater } from '#src/domain/kit/ask-later.ts';
import type { Unsent } from './message.ts';

/**
 * What a platform's refusal of a message ends, so that the next way is tried: this place or message; every direct message
 * to the account; or the account in all its places. `bot`: the bot is refused until a person acts. `message`: it was not
 * taken as it is, which is a fault of ours. `wait` ends nothing, and after `unsure` it may have been sent.
 */
export type Ending = 'place' | 'direct-messages' | 'account' | 'bot' | 'message' | 'wait' | 'unsure';

/** What an error code means; `text` says to people what is wrong or what to do. */
export type ErrorCode = { ends: Ending; text?: string; retryAfterMs?: number };

/** The error codes that a message or an answer may meet on a platform. */
export type ErrorCodes = Readonly<Record<string, ErrorCode>>;

/** A code that is not in the table refuses this message here. */
export const OTHER_ERROR: ErrorCode = { ends: 'place' };

export function errorCodeIn(codes: ErrorCodes, code: number | string): ErrorCode {
  return Object.hasOwn(codes, code) ? (codes[code] ?? OTHER_ERROR) : OTHER_ERROR;
}

/** What a refusal means for the message. */
export function outcomeOfRefusal({ ends, retryAfterMs }: Omit<ErrorCode, 'text'>, reason: string): Unsent {
  switch (ends) {
    case 'wait':
      return { status: 'later', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    case 'unsure':
      return { status: 'unknown', reason };
    case 'bot':
    case 'message':
      return { status: 'failed', reason };
    case 'place':
      return { status: 'closed', reason };
    default:
      return { status: 'closed', reason, ends };
  }
}

/** A failed look-up: whatever the reason, asking again later may work. */
export function askLaterAfter(outcome: Unsent, cause: unknown): AskLater {
  const retryAfterMs = outcome.status === 'later' ? outcome.retryAfterMs : undefined;
  return new AskLater(outcome.reason, { retryAfterMs, cause });
}
