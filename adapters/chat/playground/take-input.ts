import { randomUUID } from 'node:crypto';
import type { ChatAnswer, AnsweredEvent, ChatEvent, ChatHost } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import type { Place, PlaygroundPerson, PressedButton, TypedText } from '#src/ports/playground.ts';
import { isVisibleTo } from './message-log.ts';
import { getUser, listUsers, profileOf } from './people.ts';
import { readCommand, readPieces, type TypedCommand } from './read-command.ts';
import { writeReplyTo } from './reply-to.ts';
import { CHANNEL_ID, type SendDeps } from './send.ts';

export type InputDeps = SendDeps & {
  /** The bot's side. @throws while the room is closed. */
  host(): ChatHost;
  /** After this time the bot's “please wait” card is shown until the answer comes. */
  waitMs: number;
};

/**
 * Handles what somebody typed. A command and a direct message get their answer, which only that person sees; anything
 * else becomes a message for everybody and resolves to undefined.
 */
export async function takeText(deps: InputDeps, typed: TypedText): Promise<Card | undefined> {
  const people = await listUsers(deps.people);
  const person = await getUser(deps.people, typed.userId);
  const place = typed.place ?? 'channel';
  const command = readCommand(typed.text, people);
  const reader = command || place === 'direct' ? person.userId : null;
  const body = { kind: 'text' as const, text: typed.text };
  deps.log.add({ place, reader, author: person.userId, body });
  if (!command && place === 'channel') return undefined;

  const messageId = randomUUID();
  const event = eventOf(deps, { person, place, messageId, requestId: typed.requestId });
  return answerWhenReady(deps, event, { reader: person.userId, place, messageId }, () =>
    command
      ? runCommand(deps.host(), event, command)
      : deps.host().onMessage({ ...event, pieces: readPieces(typed.text, people) }),
  );
}

/**
 * Handles the press of a button and shows the answer to that person alone, or in place of the message when it settles
 * that.
 *
 * Resolves to undefined when this person does not see such a message or it has no such button.
 */
export async function takePress(deps: InputDeps, pressed: PressedButton): Promise<Card | undefined> {
  const person = await getUser(deps.people, pressed.userId);
  const message = deps.log.find(pressed.messageId);
  const card =
    message && isVisibleTo(message, person.userId) && message.body.kind === 'card' && message.body.card;
  const action = card
    ? card.actions.find(({ id, value }) => id === pressed.actionId && value === (pressed.value ?? value))
    : undefined;
  if (!message || !action) return undefined;

  const { place } = message;
  const host = deps.host();
  const event = eventOf(deps, { person, place, messageId: message.id, requestId: pressed.requestId });
  const press = { ...event, actionId: action.id, value: action.value };
  const {
    settles,
    chart: _,
    ...answer
  } = await host.onAction({
    ...press,
    ...(pressed.fields && { fields: pressed.fields }),
  });
  const body = { kind: 'card' as const, card: answer };
  if (settles) deps.log.replaceCard(message.id, answer);
  const shownAs = settles
    ? message.id
    : deps.log.add({ place, reader: person.userId, author: null, body }).id;
  await reportAnswered(host, { ...event, press }, answer, shownAs);
  return answer;
}

async function runCommand(host: ChatHost, event: ChatEvent, typed: TypedCommand): Promise<ChatAnswer> {
  if (!host.commands.some(({ name }) => name === typed.command))
    return unknownCommandCard(host, typed.command);
  return host.onCommand({ ...event, command: typed.command, input: { kind: 'text', pieces: typed.pieces } });
}

function eventOf(
  deps: InputDeps,
  source: { person: PlaygroundPerson; place: Place; messageId: string; requestId: string | undefined },
): ChatEvent {
  const { person, place, messageId } = source;
  return {
    requestId: source.requestId ?? randomUUID(),
    caller: { platform: 'playground', workspaceId: 'playground', userId: person.userId },
    callerProfile: profileOf(person),
    channelId: place === 'channel' ? CHANNEL_ID : null,
    replyTo: writeReplyTo(deps.clock.now(), { userId: person.userId, place, messageId }),
    isAnsweredFirst: true,
  };
}

type AnswerAddress = { reader: string; place: Place; messageId: string };

async function answerWhenReady(
  deps: InputDeps,
  event: ChatEvent,
  { place, reader, messageId }: AnswerAddress,
  ask: () => Promise<ChatAnswer>,
): Promise<Card> {
  function show(card: Card): void {
    if (deps.log.replaceCard(messageId, card)) return;
    deps.log.add({ id: messageId, place, reader, author: null, body: { kind: 'card', card } });
  }

  const host = deps.host();
  // Cleared before the answer is shown, or it could take that one's place.
  const timer = setTimeout(() => show(host.waiting), deps.waitMs);
  const { chart, ...card } = await ask().finally(() => clearTimeout(timer));
  show(card);
  await reportAnswered(host, event, card, messageId);
  const picture = await chart?.();
  if (picture) deps.log.replaceCard(messageId, card, picture);
  return card;
}

/** Later answers replace the first one, so they wait until that is out. */
async function reportAnswered(
  host: ChatHost,
  event: AnsweredEvent,
  card: Card,
  messageId: string,
): Promise<void> {
  const { requestId, caller, press } = event;
  const shown = card.actions.length > 0 && { shown: { card, placed: { place: messageId } } };
  await host.onAnswered({ requestId, caller, ...(press && { press }), ...shown });
}

function unknownCommandCard(host: ChatHost, command: string): Card {
  const names = host.commands.map(({ name }) => `/${name}`).join(', ');
  const title = `/${command} is not a command`;
  return {
    tone: 'refusal',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: `Try ${names}.` }],
    actions: [],
  };
}
