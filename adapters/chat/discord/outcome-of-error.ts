import { DiscordAPIError, RateLimitError } from 'discord.js';
import { errorCodeIn, outcomeOfRefusal } from '#src/ports/error-codes.ts';
import type { Unsent } from '#src/ports/message.ts';
import { TokenRefused } from './discord-api.ts';
import { ERROR_CODES } from './error-codes.ts';

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
export function outcomeOfError(error: unknown): Unsent {
  if (error instanceof TokenRefused) return { status: 'failed', reason: error.message };
  if (error instanceof RateLimitError) return rateLimited(error);
  if (error instanceof DiscordAPIError) return outcomeOfApiError(error);
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
function rateLimited(error: RateLimitError): Unsent {
  const waitMs = Math.max(error.retryAfter, error.timeToReset);
  const reason = 'Discord asks us to slow down';
  if (error.retryAfter <= 0 && waitMs <= OFFSET_MS) return { status: 'later', reason };
  return { status: 'later', retryAfterMs: Math.max(waitMs, 250), reason };
}

function outcomeOfApiError(error: DiscordAPIError): Unsent {
  const code = errorCodeIn(ERROR_CODES, error.code);
  const isUnexplained = code.text === undefined && error.status === 403;
  const said = code.text ?? `${error.message}${isUnexplained ? '; look at the bot’s permissions' : ''}`;
  return outcomeOfRefusal(code, `Discord ${error.code}: ${said}`);
}

function outcomeOfNetworkError(error: Error): Unsent {
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
