import type { Clock } from '#src/ports/clock.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { httpFetch } from './http-fetch.ts';
import { renderCard, type SlackMessage } from './render-card.ts';
import { isExpired, readReplyTo, type ReplyTo, usableUntil } from './reply-to.ts';
import { outcomeOfError, outcomeOfSlackError, outcomeOfStatus } from './send-outcome.ts';
import { tryPictures } from './try-pictures.ts';

export type AnswerDeps = { clock: Clock; apiUrl?: string };

/** Below the command or press, for the caller only; or in place of what stands there, where Slack does that. */
export type AnswerPlace = 'below' | 'in-place';

/** Where an answer for the caller alone goes: others see what they pressed in public. */
export function placeOfLaterAnswer(replyTo: string): AnswerPlace {
  return readReplyTo(replyTo)?.to === 'public-press' ? 'below' : 'in-place';
}

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
  return post(target, message, place);
}

/** Answers carry codes, and pictures figures, so they go to Slack only, whatever a payload says. */
export function isSlackUrl(url: string, apiUrl: string | undefined): boolean {
  const { origin, protocol, hostname } = new URL(url);
  if (apiUrl && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && /(^|\.)(slack|slack-gov)\.com$/.test(hostname);
}

/**
 * The replacement of a pressed message stays visible to everybody who saw it; a `response_type` would change that.
 *
 * Slack’s guide lets the URL of a command replace its first answer, too, but people see a second message instead. So it is
 * asked for, and not relied upon.
 * @see https://github.com/slackapi/bolt-js/issues/2287
 * @see https://github.com/slackapi/bolt-python/issues/1268
 */
function placingOf({ to }: ReplyTo, place: AnswerPlace): object {
  if (place === 'below') return { response_type: 'ephemeral', replace_original: false };
  return to !== 'command'
    ? { replace_original: true }
    : { response_type: 'ephemeral', replace_original: true };
}

function post(target: ReplyTo, message: OutgoingMessage, place: AnswerPlace): Promise<SendOutcome> {
  const body = { ...renderCard(message.card), ...placingOf(target, place) };
  return tryPictures(body, (one) => postOnce(target, one, { key: message.key, place }));
}

async function postOnce(
  target: ReplyTo,
  body: SlackMessage,
  { key, place }: { key: string; place: AnswerPlace },
): Promise<SendOutcome> {
  const { responseUrl, to } = target;
  const canReplace = to === 'private-press' && place === 'in-place';
  const placed = canReplace && { placed: { place: JSON.stringify(target), until: usableUntil(target) } };
  try {
    const response = await httpFetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const outcome = outcomeOfResponse(response, await response.text(), key);
    return outcome.status === 'sent' ? { ...outcome, ...placed } : outcome;
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
