import type { ChatUser } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import type { MessageLog } from './message-log.ts';
import { findPerson, type PeopleSource } from './people.ts';
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
  const person = await findPerson(deps.people, to.userId);
  if (!person) return { status: 'closed', reason: `nobody here has the user id ${to.userId}` };
  if (person.isBot) return { status: 'closed', reason: `${person.name} is a bot` };
  if (deps.closed.has(to.userId)) {
    return { status: 'closed', reason: `${person.name} does not take direct messages` };
  }
  const body = { kind: 'card' as const, card };
  const { id } = deps.log.add({ place: 'direct', reader: to.userId, author: null, body, key });
  await deps.log.settled();
  return { status: 'sent', messageId: id };
}

export async function postToChannel(
  deps: SendDeps,
  { channelId, to }: { channelId: string; to: ChatUser },
  { card, key }: OutgoingMessage,
): Promise<SendOutcome> {
  if (channelId !== CHANNEL_ID) return { status: 'closed', reason: `there is no channel ${channelId}` };
  const body = { kind: 'card' as const, card };
  const message = { place: 'channel' as const, reader: null, author: null, mentions: to.userId, body, key };
  const { id } = deps.log.add(message);
  await deps.log.settled();
  return { status: 'sent', messageId: id };
}

export async function answer(
  deps: SendDeps,
  replyTo: string,
  { card, key }: OutgoingMessage,
): Promise<SendOutcome> {
  const target = readReplyTo(replyTo);
  if (!target) return { status: 'failed', reason: 'the address of the answer cannot be read' };
  if (target.until <= deps.clock.now())
    return { status: 'closed', reason: 'the command is too old to answer' };
  if (!(await findPerson(deps.people, target.userId))) {
    return { status: 'closed', reason: `nobody here has the user id ${target.userId}` };
  }
  const body = { kind: 'card' as const, card };
  const message = { place: target.place, reader: target.userId, author: null, body, key };
  const { id } = deps.log.add(message);
  await deps.log.settled();
  return { status: 'sent', messageId: id };
}
