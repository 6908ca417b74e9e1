import { webApi } from '@slack/bolt';
import type { SendOutcome } from '#src/ports/message.ts';

/** What came of a message that Slack did not confirm. */
export type Unsent = Exclude<SendOutcome, { status: 'sent' }>;

const REFUSED_RETRY_MS = 5_000;
const LIMITED_RETRY_MS = 30_000;

/** Slack did not take the message: as it stands this person or channel is out of reach. */
const CLOSED_ERRORS: Record<string, string> = {
  channel_not_found: 'this user or channel does not exist for the bot',
  messages_tab_disabled: 'switch on the Messages tab under App Home in the Slack app’s settings',
  user_disabled: 'this user is deactivated',
  user_not_found: 'no such user',
  user_not_visible: 'this user cannot be seen by the bot',
  cannot_dm_bot: 'a bot takes no direct messages',
  restricted_action: 'the workspace does not let the bot post here',
  restricted_action_read_only_channel: 'this channel is read-only',
  is_archived: 'this channel is archived',
  ekm_access_denied: 'the workspace’s administrators have switched off messages here',
  app_access_restricted: 'this user may not use the app',
  expired_url: 'Slack takes no more answers to this command',
  used_url: 'Slack takes no more answers to this command',
};

/** Slack will go on refusing until somebody does this. */
const ADVICE: Record<string, string> = {
  invalid_auth: 'set SLACK_BOT_TOKEN to the Bot User OAuth Token of the installed app',
  not_authed: 'set SLACK_BOT_TOKEN to the Bot User OAuth Token of the installed app',
  account_inactive: 'the token’s user or workspace is gone: install the app again',
  token_revoked: 'the app was removed: install it again and set the new SLACK_BOT_TOKEN',
  token_expired: 'switch off token rotation for the app, install it again and set the new SLACK_BOT_TOKEN',
  not_allowed_token_type: 'SLACK_BOT_TOKEN must be a bot token (xoxb-…)',
  missing_scope: 'add the missing scopes from `largesse slack manifest` and install the app again',
  no_permission: 'add the missing scopes from `largesse slack manifest` and install the app again',
  not_in_channel: 'invite the bot to this channel with /invite',
  team_access_not_granted: 'grant the app access to this workspace',
  org_login_required: 'the workspace is being moved to an Enterprise organization: install the app there',
};

/** Slack began and cannot say how far it came. @see https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const UNSURE_ERRORS = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

const LIMIT_ERRORS = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded', 'team_added_to_org']);

/** Failures that happen before the first byte of a request leaves this machine. */
const NOT_SENT_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What an `error` in a Slack answer means for the message. */
export function outcomeOfSlackError(error: string, retryAfterMs = LIMITED_RETRY_MS): Unsent {
  if (LIMIT_ERRORS.has(error)) return { status: 'later', retryAfterMs, reason: `Slack: ${error}` };
  if (CLOSED_ERRORS[error]) return { status: 'closed', reason: `Slack: ${error}: ${CLOSED_ERRORS[error]}` };
  if (UNSURE_ERRORS.has(error)) return { status: 'unknown', reason: `Slack: ${error}` };
  if (!/^[a-z0-9_]+$/i.test(error)) return { status: 'unknown', reason: 'Slack’s answer could not be read' };
  return { status: 'failed', reason: `Slack: ${error}${ADVICE[error] ? `: ${ADVICE[error]}` : ''}` };
}

/** What an HTTP status other than 200 means for the message. `retryAfter` is the header, in seconds. */
export function outcomeOfStatus(status: number, retryAfter: string | null): Unsent {
  if (status === 429)
    return { status: 'later', retryAfterMs: retryMs(retryAfter), reason: 'Slack: HTTP 429' };
  if (status >= 400 && status < 500 && status !== 408) {
    return { status: 'failed', reason: `Slack: HTTP ${status}: is SLACK_API_URL right?` };
  }
  return { status: 'unknown', reason: `Slack: HTTP ${status}` };
}

/** What a thrown error means for the message: from the SDK, or from `httpFetch`. What is not understood is `unknown`. */
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

function retryMs(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.max(1_000, seconds * 1_000) : LIMITED_RETRY_MS;
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
