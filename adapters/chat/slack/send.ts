import type { webApi } from '@slack/bolt';
import type { ChannelPost, ChatUser } from '#src/ports/chat.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { mentionFirst, renderCard, type SlackMessage } from './render-card.ts';
import { refuseSharedChannel } from './refuse-shared-channel.ts';
import { outcomeOfError } from './send-outcome.ts';
import { tryPictures } from './try-pictures.ts';
import { writePlace } from './write-place.ts';

/** `client` must neither retry nor wait for rate limits: our queue decides that, knowing the outcome. */
export type SendDeps = { client: webApi.WebClient };

/** Slack opens the conversation itself when the channel is a user id. */
export function sendDirectMessage(
  { client }: SendDeps,
  to: ChatUser,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  return post(client, to.userId, { ...renderCard(message.card), key: message.key });
}

/** Posts in `channelId`, mentioning at most `to`. */
export async function postToChannel(
  { client }: SendDeps,
  channelId: string,
  to: ChatUser | undefined,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  if (!to) return post(client, channelId, { ...renderCard(message.card), key: message.key });
  if (!/^[A-Z0-9]+$/.test(to.userId)) return { status: 'failed', reason: 'not the id of a Slack user' };
  const rendered = mentionFirst([to.userId], renderCard(message.card));
  return post(client, channelId, { ...rendered, key: message.key, mentioned: to.userId });
}

/**
 * Posts in a channel, mentioning those users alone; `under` is in the thread of an earlier post. Nothing is posted where people of another
 * organization read it.
 */
export async function postForAll(
  { client }: SendDeps,
  { channelId, mentions, under }: ChannelPost,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const refusal = await refuseSharedChannel(client, channelId);
  if (refusal) return refusal;
  const users = mentions.filter((userId) => /^[A-Z0-9]+$/.test(userId));
  const rendered =
    users.length > 0 ? mentionFirst(users, renderCard(message.card)) : renderCard(message.card);
  const thread = under?.split('/')[1];
  return post(client, channelId, { ...rendered, key: message.key, mentioned: users.join(','), thread });
}

/**
 * Slack has no idempotency key for messages. The metadata records which delivery a message belongs to, so that somebody
 * can find out what happened to an `unknown` one.
 */
function post(client: webApi.WebClient, channel: string, message: ToPost): Promise<SendOutcome> {
  return tryPictures(message, (one) => postOnce(client, channel, one));
}

type ToPost = SlackMessage & { key: string; mentioned?: string; thread?: string | undefined };

async function postOnce(
  client: webApi.WebClient,
  channel: string,
  { text, blocks, key, mentioned, thread }: ToPost,
): Promise<SendOutcome> {
  try {
    const sent = await client.chat.postMessage({
      channel,
      text,
      blocks,
      ...(thread && { thread_ts: thread }),
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: 'largesse_delivery', event_payload: { key } },
    });
    const { channel: where, ts } = sent;
    if (!where || !ts) return { status: 'unknown', reason: 'Slack’s answer could not be read' };
    return {
      status: 'sent',
      messageId: writePlace(where, ts),
      placed: { place: writePlace(where, ts, mentioned) },
    };
  } catch (error) {
    return outcomeOfError(error);
  }
}
