import { DiscordAPIError, RateLimitError } from 'discord.js';
import type { SendOutcome } from '#src/ports/message.ts';
import { TokenRefused } from './discord-api.ts';
import { errorCodeOf } from './error-codes.ts';

type Failure = Exclude<SendOutcome, { status: 'sent' }>;

/** Connection errors: nothing was sent. */
const UNSENT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Classifies what a call to Discord rejected with. Anything not clearly refused may have been carried out: a timeout, a
 * dropped connection and a 5xx are `unknown`.
 */
export function outcomeOfError(error: unknown): Failure {
  if (error instanceof TokenRefused) return { status: 'failed', reason: error.message };
  if (error instanceof RateLimitError) return rateLimited(error);
  if (error instanceof DiscordAPIError) return outcomeOfRefusal(error);
  if (!(error instanceof Error)) return { status: 'unknown', reason: 'Discord could not be reached' };
  return outcomeOfNetworkError(error);
}

/**
 * The parts of an error that are safe to log: errors of @discordjs/rest carry the message, and with it the gift code.
 */
export function describeError(error: unknown): { code?: string; status?: number; reason: string } {
  if (error instanceof DiscordAPIError) {
    return { code: String(error.code), status: error.status, reason: error.message };
  }
  return { reason: error instanceof Error ? `${error.name}: ${error.message}` : 'not an error' };
}

/** @discordjs/rest adds this to every time, also where Discord named none. */
const OFFSET_MS = 200;

/** Discord names no time when it blocks our address. */
function rateLimited(error: RateLimitError): Failure {
  const waitMs = Math.max(error.retryAfter, error.timeToReset);
  const reason = 'Discord asks us to slow down';
  if (error.retryAfter <= 0 && waitMs <= OFFSET_MS) return { status: 'later', reason };
  return { status: 'later', retryAfterMs: Math.max(waitMs, 250), reason };
}

function outcomeOfRefusal(error: DiscordAPIError): Failure {
  const { ends, text, retryAfterMs } = errorCodeOf(error.code);
  const isUnexplained = text === undefined && error.status === 403;
  const said = text ?? `${error.message}${isUnexplained ? '; look at the bot’s permissions' : ''}`;
  const reason = `Discord ${error.code}: ${said}`;
  switch (ends) {
    case 'wait':
      return { status: 'later', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    case 'bot':
    case 'message':
      return { status: 'failed', reason };
    case 'place':
      return { status: 'closed', reason };
    default:
      return { status: 'closed', reason, ends };
  }
}

function outcomeOfNetworkError(error: Error): Failure {
  const code = 'code' in error ? String(error.code) : '';
  if (UNSENT_CODES.has(code)) {
    return { status: 'later', retryAfterMs: 5_000, reason: `Discord cannot be reached (${code})` };
  }
  // The message of @sapphire/async-queue when the timeout passed before the call's turn came.
  if (error.message === 'Request aborted manually') {
    return { status: 'later', retryAfterMs: 5_000, reason: 'Discord is slow and others are waiting' };
  }
  return { status: 'unknown', reason: `Discord’s answer was lost (${code || error.name}: ${error.message})` };
}
