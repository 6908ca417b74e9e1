import { webApi } from '@slack/bolt';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';

/** The settings that Slack can refuse. */
type TokenSetting = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

const TOKEN_ADVICE: Record<TokenSetting, string> = {
  SLACK_BOT_TOKEN: 'Set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) of the installed app',
  SLACK_APP_TOKEN:
    'Set SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope connections:write, and switch on Socket Mode',
};

/** Refusals that a setting's usual advice does not mend. */
const ADVICE: Record<string, string> = {
  account_inactive: 'The token’s user or workspace is gone: install the app again and set its new tokens',
  token_revoked: 'The app was removed: install it again and set its new tokens',
  token_expired: 'Switch off token rotation for the app, install it again and set its new tokens',
  team_access_not_granted: 'Grant the app access to this workspace',
  org_login_required: 'The workspace is being moved to an Enterprise organization: install the app there',
  access_denied: 'Ask a workspace admin to allow the app',
};

/** Refusals that pass by themselves. */
const PASSING = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'ratelimited',
  'rate_limited',
]);

const DEFAULT_WAIT_MS = 30_000;
const NETWORK_ADVICE =
  'Nothing to do if Slack is down; otherwise check the network and SLACK_API_URL, if it is set';

/** What a failed attempt to reach Slack means. `setting` holds the token that it was made with. */
export function troubleOf(error: unknown, setting: TokenSetting): Trouble {
  if (error instanceof NotConnected) return error.trouble;
  if (error instanceof webApi.WebAPIRateLimitedError) return rateLimited(error.retryAfter * 1_000);
  if (error instanceof webApi.WebAPIPlatformError) {
    const seconds = Number(error.data.response_metadata?.['retryAfter'] ?? Number.NaN);
    return refused(error.data.error, setting, Number.isFinite(seconds) ? seconds * 1_000 : undefined);
  }
  if (error instanceof webApi.WebAPIHTTPError) return refusedByStatus(error.statusCode);
  const cause = error instanceof webApi.WebAPIRequestError ? error.original : error;
  const message = cause instanceof Error ? cause.message : '';
  // The SDK has no class of its own for a 429 without a readable Retry-After.
  if (message.startsWith('Retry header did not contain a valid timeout')) return rateLimited(DEFAULT_WAIT_MS);
  if (cause instanceof SyntaxError || message.includes('JSON')) return notSlack('an answer that is not JSON');
  const reason = `Slack cannot be reached (${codeOf(cause) ?? (message || 'no reason given')})`;
  return { reason, advice: NETWORK_ADVICE, setting: 'SLACK_API_URL', needsPerson: false };
}

function refused(error: string, setting: TokenSetting, retryAfterMs: number | undefined): Trouble {
  if (error === 'ratelimited' || error === 'rate_limited')
    return rateLimited(retryAfterMs ?? DEFAULT_WAIT_MS);
  if (PASSING.has(error)) {
    return { reason: `Slack has a fault of its own (${error})`, advice: NETWORK_ADVICE, needsPerson: false };
  }
  if (!/^[a-z]+(?:_[a-z]+)+$/u.test(error)) return notSlack(`the error “${error.slice(0, 40)}”`);
  const advice = ADVICE[error] ?? TOKEN_ADVICE[setting];
  return { reason: `Slack refuses ${setting} (${error})`, advice, setting, needsPerson: true };
}

function refusedByStatus(status: number): Trouble {
  if (status === 429) return rateLimited(DEFAULT_WAIT_MS);
  if (status >= 500 || status === 408) {
    return {
      reason: `Slack has a fault of its own (HTTP ${status})`,
      advice: NETWORK_ADVICE,
      needsPerson: false,
    };
  }
  return notSlack(`HTTP ${status}`);
}

function rateLimited(retryAfterMs: number): Trouble {
  const reason = 'Slack asks us to slow down';
  const advice = 'Nothing, if it passes. Run fewer processes with the chat role if it does not';
  return { reason, advice, retryAfterMs, needsPerson: false };
}

function notSlack(what: string): Trouble {
  const reason = `What answers in Slack’s place gives ${what}`;
  const advice = 'Check SLACK_API_URL, which ends in /api/, or leave it out; check proxies on the way';
  return { reason, advice, setting: 'SLACK_API_URL', needsPerson: false };
}

/** Node hides the code of a socket’s error in `cause`. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
