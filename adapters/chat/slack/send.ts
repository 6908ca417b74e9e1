import type { webApi } from '@slack/bolt';
import type { ChatUser } from '#src/ports/chat.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { mentionFirst, renderCard, type SlackMessage } from './render-card.ts';
import { outcomeOfError } from './send-outcome.ts';

/** `client` must neither retry nor wait for rate limits: our queue decides that, knowing the outcome. */
export type SendDeps = { client: webApi.WebClient };

/** Slack opens the conversation itself when the channel is a user id. */
export function sendDirectMessage(
  { client }: SendDeps,
  to: ChatUser,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  return post(client, to.userId, renderCard(message.card), message.key);
}

/** Posts in `channelId`, mentioning `to` and nobody else. */
export async function postToChannel(
  { client }: SendDeps,
  channelId: string,
  to: ChatUser,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  if (!/^[A-Z0-9]+$/.test(to.userId)) return { status: 'failed', reason: 'not the id of a Slack user' };
  return post(client, channelId, mentionFirst(to.userId, renderCard(message.card)), message.key);
}

/**
 * Slack has no idempotency key for messages. The metadata records which delivery a message belongs to, so that somebody
 * can find out what happened to an `unknown` one.
 */
async function post(
  client: webApi.WebClient,
  channel: string,
  { text, blocks }: SlackMessage,
  key: string,
): Promise<SendOutcome> {
  try {
    const sent = await client.chat.postMessage({
      channel,
      text,
      blocks,
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: 'largesse_delivery', event_payload: { key } },
    });
    return { status: 'sent', messageId: `${sent.channel}/${sent.ts}` };
  } catch (error) {
    return outcomeOfError(error);
  }
}
