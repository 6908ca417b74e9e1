import type { ChannelPost, ChatUser } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import type { MessageLog } from './message-log.ts';
import { findUser, type PeopleSource } from './people.ts';
import { readReplyTo } from './reply-to.ts';

export type SendDeps = {
  clock: Clock;
  log: MessageLog;
  people: PeopleSource;
  /** User ids of people who currently accept no direct messages. */
  closed: ReadonlySet<string>;
};

export const CHANNEL_ID = 'general';

export async function sendDirectMessage(
  deps: SendDeps,
  to: ChatUser,
  { card, key }: OutgoingMessage,
): Promise<SendOutcome> {
  const person = await findUser(deps.people, to.userId);
  if (!person) return { status: 'closed', reason: `nobody here has the user id ${to.userId}` };
  if (person.isBot) return { status: 'closed', reason: `${person.name} is a bot` };
  if (deps.closed.has(to.userId)) {
    return { status: 'closed', reason: `${person.name} does not take direct messages` };
  }
  const body = { kind: 'card' as const, card };
  const { id } = deps.log.add({ place: 'direct', reader: to.userId, author: null, body, key });
  await deps.log.settled();
  return { status: 'sent', messageId: id, placed: { place: id } };
}

export async function postToChannel(
  deps: SendDeps,
  { channelId, to }: { channelId: string; to: ChatUser | undefined },
  { card, key }: OutgoingMessage,
): Promise<SendOutcome> {
  if (channelId !== CHANNEL_ID) return { status: 'closed', reason: `there is no channel ${channelId}` };
  const body = { kind: 'card' as const, card };
  const mentioned = to && { mentions: to.userId };
  const message = { place: 'channel' as const, reader: null, author: null, ...mentioned, body, key };
  const { id } = deps.log.add(message);
  await deps.log.settled();
  return { status: 'sent', messageId: id, placed: { place: id } };
}

/** Posts for all; the room has no threads, so an answer is the next post. */
export async function postForAll(
  deps: SendDeps,
  { channelId, mentions }: ChannelPost,
  { card, key }: OutgoingMessage,
): Promise<SendOutcome> {
  if (channelId !== CHANNEL_ID) return { status: 'closed', reason: `there is no channel ${channelId}` };
  const body = { kind: 'card' as const, card };
  const mentioned = mentions.length > 0 ? { mentions: mentions.join(',') } : {};
  const { id } = deps.log.add({ place: 'channel', reader: null, author: null, ...mentioned, body, key });
  await deps.log.settled();
  return { status: 'sent', messageId: id, placed: { place: id } };
}

/** Replaces a message of the bot. */
export async function updateMessage(
  deps: SendDeps,
  messageId: string,
  { card }: OutgoingMessage,
): Promise<SendOutcome> {
  if (!deps.log.replaceCard(messageId, card)) return { status: 'closed', reason: 'the message is gone' };
  await deps.log.settled();
  return { status: 'sent', messageId, placed: { place: messageId } };
}

/** In place of what the asker was told so far, and nobody else. */
export async function answer(
  deps: SendDeps,
  replyTo: string,
  { card, key }: OutgoingMessage,
): Promise<SendOutcome> {
  const target = readReplyTo(replyTo);
  if (!target) return { status: 'failed', reason: 'the address of the answer cannot be read' };
  if (target.until <= deps.clock.now())
    return { status: 'closed', reason: 'the command is too old to answer' };
  if (!(await findUser(deps.people, target.userId))) {
    return { status: 'closed', reason: `nobody here has the user id ${target.userId}` };
  }
  const shown = deps.log.find(target.messageId ?? '');
  if (shown?.reader === target.userId) return updateMessage(deps, shown.id, { card, key });
  const body = { kind: 'card' as const, card };
  const message = { place: target.place, reader: target.userId, author: null, body, key };
  const { id } = deps.log.add({ ...message, ...(!shown && target.messageId && { id: target.messageId }) });
  await deps.log.settled();
  return { status: 'sent', messageId: id, placed: { place: id } };
}
