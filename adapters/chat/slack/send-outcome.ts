import { webApi } from '@slack/bolt';
import { errorCodeIn, outcomeOfRefusal } from '#src/ports/error-codes.ts';
import type { Unsent } from '#src/ports/message.ts';
import { ERROR_CODES } from './error-codes.ts';

const REFUSED_RETRY_MS = 5_000;

/** Failures before the first byte of a request leaves this machine. */
const NOT_SENT_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What an `error` in a Slack answer means for the message. */
export function outcomeOfSlackError(error: string, retryAfterMs?: number): Unsent {
  if (!/^[a-z0-9_]+$/i.test(error)) return { status: 'unknown', reason: 'Slack’s answer could not be read' };
  const { ends, text } = errorCodeIn(ERROR_CODES, error);
  const reason = `Slack: ${error}${text ? `: ${text}` : ''}`;
  return outcomeOfRefusal({ ends, ...(retryAfterMs !== undefined && { retryAfterMs }) }, reason);
}

/** What an HTTP status other than 200 means for the message. `retryAfter` is the header, in seconds. */
export function outcomeOfStatus(status: number, retryAfter: string | null): Unsent {
  if (status === 429) return later('Slack: HTTP 429', retryMs(retryAfter));
  if (status >= 400 && status < 500 && status !== 408) {
    return { status: 'failed', reason: `Slack: HTTP ${status}: is SLACK_API_URL right?` };
  }
  return { status: 'unknown', reason: `Slack: HTTP ${status}` };
}

function later(reason: string, retryAfterMs: number | undefined): Unsent {
  return { status: 'later', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** What an error thrown by the SDK or `httpFetch` means for the message. Anything unrecognized is `unknown`. */
export function outcomeOfError(error: unknown): Unsent {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return outcomeOfStatus(429, String(error.retryAfter));
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const seconds = error.data.response_metadata?.['retryAfter'];
    return outcomeOfSlackError(error.data.error, retryMs(seconds === undefined ? null : String(seconds)));
  }
  if (error instanceof webApi.WebAPIHTTPError) return outcomeOfStatus(error.statusCode, null);
  const cause = error instanceof webApi.WebAPIRequestError ? error.original : error;
  if (NOT_SENT_CODES.has(socketCodeOf(cause))) {
    return {
      status: 'later',
      retryAfterMs: REFUSED_RETRY_MS,
      reason: `Slack is out of reach: ${socketCodeOf(cause)}`,
    };
  }
  // The SDK has no class of its own for a 429 without a readable Retry-After.
  if (cause instanceof Error && cause.message.startsWith('Retry header did not contain a valid timeout')) {
    return outcomeOfStatus(429, null);
  }
  return { status: 'unknown', reason: `Slack’s answer was lost: ${socketCodeOf(cause) || nameOf(cause)}` };
}

/** Undefined when the header names no time. */
function retryMs(retryAfter: string | null): number | undefined {
  const seconds = retryAfter === null || retryAfter.trim() === '' ? Number.NaN : Number(retryAfter);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.max(1_000, seconds * 1_000) : undefined;
}

/** Node's fetch hides the socket's error code in `cause`. */
function socketCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return socketCodeOf(error.cause);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'an unknown error';
}
