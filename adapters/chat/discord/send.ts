import { createHash } from 'node:crypto';
import { MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { ChannelPost, ChatUser } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { OutgoingMessage, SendOutcome, Unsent } from '#src/ports/message.ts';
import type { DiscordApi } from './discord-api.ts';
import { outcomeOfError } from './outcome-of-error.ts';
import { type RenderedCard, renderCard } from './render-card.ts';
import { type ReplyTo, readReplyTo } from './reply-to.ts';
import { ANSWERABLE_MS, placedAt, placedByToken, readPlace } from './placed.ts';
import { updateMessage } from './update-message.ts';
import { type RecentReads, seesChannel } from './sees-channel.ts';

/** `dmChannels` caches each user's channel: Discord limits opening them more strictly than anything else. */
export type SendDeps = {
  api: DiscordApi;
  clock: Clock;
  dmChannels: Map<string, Promise<DmChannel>>;
  recentReads: RecentReads;
};

type DmChannel = { id: string } | SendOutcome;

const withId = z.object({ id: z.string() });

const MAX_REMEMBERED_CHANNELS = 10_000;

/**
 * Sends the card as a direct message. If it is sent again with the same key within minutes, Discord keeps the first.
 */
export async function sendDirectMessage(
  deps: SendDeps,
  to: ChatUser,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const body = renderCard(message.card, { preview: true });
  const channel = await openDmChannel(deps, to.userId);
  if ('status' in channel) return channel;
  try {
    const nonce = nonceOf('dm', to.userId, message.key);
    const messageId = await postMessage(deps, channel.id, body, nonce);
    return { status: 'sent', messageId, placed: placedAt(channel.id, messageId) };
  } catch (error) {
    return outcomeOfError(error);
  }
}

/**
 * Posts the card in a channel and pings only `to`, if they see it there; the key works as for direct messages. A channel
 * that they do not see is closed to them.
 */
export async function postToChannel(
  deps: SendDeps,
  channelId: string,
  to: ChatUser | undefined,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const body = renderCard(message.card, { preview: true, ...(to && { mentions: [to.userId] }) });
  const hidden = to && (await findWhyHidden(deps, channelId, to));
  if (hidden) return hidden;
  try {
    const nonce = nonceOf('channel', channelId, message.key);
    const messageId = await postMessage(deps, channelId, body, nonce);
    return { status: 'sent', messageId, placed: placedAt(channelId, messageId, to?.userId) };
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Discord takes up to a hundred users to ping. */
const MOST_MENTIONS = 100;

/** Posts the card for all in a channel and pings those users alone; `under` answers an earlier post, and pings nobody for that. */
export async function postForAll(
  deps: SendDeps,
  { channelId, mentions, under }: ChannelPost,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const users = mentions.filter((userId) => /^\d+$/.test(userId)).slice(0, MOST_MENTIONS);
  const rendered = renderCard(message.card, { preview: true, mentions: users });
  const parent = under === undefined ? undefined : readPlace(under);
  const answered = parent && 'channelId' in parent ? parent.messageId : undefined;
  const body = answered
    ? { ...rendered, message_reference: { message_id: answered, fail_if_not_exists: false } }
    : rendered;
  try {
    const nonce = nonceOf('channel', channelId, message.key);
    const messageId = await postMessage(deps, channelId, body, nonce);
    return { status: 'sent', messageId, placed: placedAt(channelId, messageId, users.join(',')) };
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Why somebody would not see what is posted in a channel; undefined when they would. */
async function findWhyHidden(deps: SendDeps, channelId: string, to: ChatUser): Promise<Unsent | undefined> {
  try {
    const sees = await seesChannel(deps, channelId, to.userId);
    if (sees === 'not-in-guild') {
      return { status: 'closed', reason: 'they are not in this server', ends: 'account' };
    }
    if (sees === 'no') return { status: 'closed', reason: 'they do not see this channel' };
  } catch (error) {
    const outcome = outcomeOfError(error);
    // Nothing was posted yet, whatever happened to the questions.
    return outcome.status === 'unknown' ? { status: 'later', reason: outcome.reason } : outcome;
  }
  return undefined;
}

/**
 * Replaces the interaction's answer, or the pressed message. Where others see that one, the answer is added below, for the
 * presser only; Discord takes no nonce there, so a retry after `unknown` may show the card twice.
 */
export async function answer(
  deps: SendDeps,
  replyTo: string,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const reply = readReplyTo(replyTo);
  if (reply === undefined) return { status: 'closed', reason: 'not an interaction of Discord' };
  if (deps.clock.now().getTime() - reply.createdAt > ANSWERABLE_MS) {
    return { status: 'closed', reason: 'the interaction can no longer be answered' };
  }

  if (reply.isPublicPress) return followUp(deps, reply, message);
  const placed = placedByToken(reply);
  const outcome = await updateMessage(deps, placed.place, message);
  return outcome.status === 'sent' ? { ...outcome, placed } : outcome;
}

async function followUp(deps: SendDeps, reply: ReplyTo, { card }: OutgoingMessage): Promise<SendOutcome> {
  const body = { ...renderCard(card), flags: MessageFlags.Ephemeral };
  try {
    const route = Routes.webhook(reply.applicationId, reply.token);
    const sent = await deps.api.postAsInteraction(route, { body, query: { wait: 'true' } });
    const { id: messageId } = withId.parse(sent);
    return { status: 'sent', messageId, placed: placedByToken(reply, messageId) };
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Discord allows 25 characters. The place is part of the nonce because one delivery may try two places in turn. */
function nonceOf(kind: 'dm' | 'channel', placeId: string, key: string): string {
  return createHash('sha256').update(`${kind} ${placeId} ${key}`).digest('base64url').slice(0, 25);
}

/** Concurrent messages to the same user share one attempt to open the channel. */
function openDmChannel(deps: SendDeps, userId: string): Promise<DmChannel> {
  const known = deps.dmChannels.get(userId);
  if (known !== undefined) return known;
  const opening = requestDmChannel(deps, userId);
  if (deps.dmChannels.size >= MAX_REMEMBERED_CHANNELS) deps.dmChannels.clear();
  deps.dmChannels.set(userId, opening);
  return opening;
}

/** Opening is idempotent, so a lost answer here means only that nothing was sent yet. */
async function requestDmChannel(deps: SendDeps, userId: string): Promise<DmChannel> {
  try {
    return withId.parse(await deps.api.post(Routes.userChannels(), { body: { recipient_id: userId } }));
  } catch (error) {
    deps.dmChannels.delete(userId);
    const outcome = outcomeOfError(error);
    if (outcome.status !== 'unknown') return outcome;
    return { status: 'later', retryAfterMs: 5_000, reason: outcome.reason };
  }
}

async function postMessage(
  deps: SendDeps,
  channelId: string,
  rendered: RenderedCard & { message_reference?: object },
  nonce: string,
): Promise<string> {
  const body = { ...rendered, nonce, enforce_nonce: true };
  const sent = await deps.api.post(Routes.channelMessages(channelId), { body });
  return withId.parse(sent).id;
}
