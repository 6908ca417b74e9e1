import type { Clock } from '#src/ports/clock.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { httpFetch } from './http-fetch.ts';
import { renderCard } from './render-card.ts';
import { isExpired, readReplyTo } from './reply-to.ts';
import { outcomeOfError, outcomeOfSlackError, outcomeOfStatus } from './send-outcome.ts';

export type AnswerDeps = { clock: Clock; apiUrl?: string };

/** Below the command or press, for the caller only; or in place of the pressed message. */
export type AnswerPlace = 'below' | 'pressed-message';

type SlackResponse = Awaited<ReturnType<typeof httpFetch>>;

/**
 * Answers a command or a press through its `response_url`. `closed` after 30 minutes or when Slack's five uses are spent.
 * @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function answer(
  { clock, apiUrl }: AnswerDeps,
  replyTo: string,
  message: OutgoingMessage,
  place: AnswerPlace,
): Promise<SendOutcome> {
  const target = readReplyTo(replyTo);
  if (!target) return { status: 'failed', reason: 'not a place in Slack to answer to' };
  if (!isSlackUrl(target.responseUrl, apiUrl)) {
    return { status: 'failed', reason: 'the address to answer to is not Slack’s' };
  }
  if (isExpired(target, clock.now())) return outcomeOfSlackError('expired_url');
  return post(target.responseUrl, message, place);
}

/** Answers carry codes, so they go to Slack only, whatever a payload says. */
function isSlackUrl(responseUrl: string, apiUrl: string | undefined): boolean {
  const { origin, protocol, hostname } = new URL(responseUrl);
  if (apiUrl && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && /(^|\.)(slack|slack-gov)\.com$/.test(hostname);
}

/** A replacement stays visible to everybody who saw the original; a `response_type` would change that. */
const PLACING = {
  below: { response_type: 'ephemeral', replace_original: false },
  'pressed-message': { replace_original: true },
} as const satisfies Record<AnswerPlace, object>;

async function post(responseUrl: string, message: OutgoingMessage, place: AnswerPlace): Promise<SendOutcome> {
  const body = { ...renderCard(message.card), ...PLACING[place] };
  try {
    const response = await httpFetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return outcomeOfResponse(response, await response.text(), message.key);
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Slack answers `ok`, or JSON like the Web API; a used-up address is a 404 or 410. */
function outcomeOfResponse(response: SlackResponse, text: string, key: string): SendOutcome {
  const error = /"error"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  if (response.status === 404 || response.status === 410) return outcomeOfSlackError('used_url');
  if (response.status === 429) return outcomeOfStatus(429, response.headers.get('retry-after'));
  if (error && response.status < 500) return outcomeOfSlackError(error);
  if (!response.ok) return outcomeOfStatus(response.status, null);
  return { status: 'sent', messageId: key };
}
