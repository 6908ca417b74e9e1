import { DiscordAPIError, RateLimitError } from 'discord.js';
import type { SendOutcome } from '#src/ports/message.ts';
import { TokenRefused } from './discord-api.ts';

type Failure = Exclude<SendOutcome, { status: 'sent' }>;

/**
 * Errors that close this channel to the person, while another may be open. They include a channel the bot has no rights
 * in: people can still type slash commands there.
 *
 * @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
 */
const CLOSED_REASONS: Record<string, string> = {
  10003: 'no such channel',
  10013: 'no such user',
  10015: 'the interaction can no longer be answered',
  10062: 'the interaction can no longer be answered',
  50001: 'the bot may not see the channel; give it View Channel',
  50007: 'their direct messages are closed to the bot',
  50008: 'the channel takes no messages',
  50013: 'the bot may not write in the channel; give it Send Messages and Embed Links',
  50027: 'the interaction can no longer be answered',
  50033: 'no such user',
  50278: 'they share no server with the bot',
  160005: 'the thread is locked',
};

const LATER_MS: Record<string, number> = {
  20016: 10_000,
  20028: 10_000,
  40003: 60_000,
  130000: 30_000,
};

/** What to do about a refusal that will not go away by itself. */
const FIXES: Record<string, string> = {
  20026: 'Discord has quarantined the bot; appeal in the developer portal',
  50035: 'this is a bug in the bot, please report it',
};

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

function rateLimited(error: RateLimitError): Failure {
  const retryAfterMs = Math.max(error.retryAfter, error.timeToReset, 250);
  return { status: 'later', retryAfterMs, reason: 'Discord asks us to slow down' };
}

function outcomeOfRefusal(error: DiscordAPIError): Failure {
  const closed = CLOSED_REASONS[error.code];
  if (closed !== undefined) return { status: 'closed', reason: `${closed} (Discord ${error.code})` };

  const retryAfterMs = LATER_MS[error.code];
  const reason = `Discord ${error.code}: ${error.message}`;
  if (retryAfterMs !== undefined) return { status: 'later', retryAfterMs, reason };

  const fix = FIXES[error.code] ?? (error.status === 403 ? 'look at the bot’s permissions' : undefined);
  return { status: 'failed', reason: fix === undefined ? reason : `${reason}; ${fix}` };
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
