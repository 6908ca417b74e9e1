import { randomUUID } from 'node:crypto';
import type { ChatEvent, ChatHost } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import { isVisibleTo, type Place } from './message-log.ts';
import { getPerson, listPeople, type PlaygroundPerson, profileOf } from './people.ts';
import { readCommand, readPieces, type TypedCommand } from './read-command.ts';
import { writeReplyTo } from './reply-to.ts';
import { CHANNEL_ID, type SendDeps } from './send.ts';

/** `place` defaults to the channel. The same `requestId` twice is one event delivered twice. */
export type Typed = { userId: string; text: string; place?: Place; requestId?: string };

export type Pressed = {
  userId: string;
  messageId: string;
  actionId: string;
  value?: string;
  /** What was entered in the button's form, by field name. */
  fields?: Record<string, string> | undefined;
  requestId?: string;
};

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
export async function takeText(deps: InputDeps, typed: Typed): Promise<Card | undefined> {
  const people = await listPeople(deps.people);
  const person = await getPerson(deps.people, typed.userId);
  const place = typed.place ?? 'channel';
  const command = readCommand(typed.text, people);
  const reader = command || place === 'direct' ? person.userId : null;
  const body = { kind: 'text' as const, text: typed.text };
  deps.log.add({ place, reader, author: person.userId, body });
  if (!command && place === 'channel') return undefined;

  const event = eventOf(deps, { person, place, requestId: typed.requestId });
  return answerWhenReady(deps, { reader: person.userId, place }, () =>
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
export async function takePress(deps: InputDeps, pressed: Pressed): Promise<Card | undefined> {
  const person = await getPerson(deps.people, pressed.userId);
  const message = deps.log.find(pressed.messageId);
  const card =
    message && isVisibleTo(message, person.userId) && message.body.kind === 'card' && message.body.card;
  const action = card
    ? card.actions.find(({ id, value }) => id === pressed.actionId && value === (pressed.value ?? value))
    : undefined;
  if (!message || !action) return undefined;

  const { place } = message;
  const event = eventOf(deps, { person, place, requestId: pressed.requestId });
  const { settles, ...answer } = await deps.host().onAction({
    ...event,
    actionId: action.id,
    value: action.value,
    ...(pressed.fields && { fields: pressed.fields }),
  });
  if (settles) deps.log.replaceCard(message.id, answer);
  else deps.log.add({ place, reader: person.userId, author: null, body: { kind: 'card', card: answer } });
  return answer;
}

async function runCommand(host: ChatHost, event: ChatEvent, typed: TypedCommand): Promise<Card> {
  if (!host.commands.some(({ name }) => name === typed.command))
    return unknownCommandCard(host, typed.command);
  return host.onCommand({ ...event, command: typed.command, input: { kind: 'text', pieces: typed.pieces } });
}

function eventOf(
  deps: InputDeps,
  source: { person: PlaygroundPerson; place: Place; requestId: string | undefined },
): ChatEvent {
  const { person, place } = source;
  return {
    requestId: source.requestId ?? randomUUID(),
    caller: { platform: 'playground', workspaceId: 'playground', userId: person.userId },
    callerProfile: profileOf(person),
    channelId: place === 'channel' ? CHANNEL_ID : null,
    replyTo: writeReplyTo(deps.clock.now(), { userId: person.userId, place }),
  };
}

type AnswerPlace = { reader: string; place: Place };

async function answerWhenReady(deps: InputDeps, at: AnswerPlace, ask: () => Promise<Card>): Promise<Card> {
  let shownAs: string | undefined;
  function show(card: Card): void {
    if (shownAs !== undefined) return deps.log.replaceCard(shownAs, card);
    const { place, reader } = at;
    shownAs = deps.log.add({ place, reader, author: null, body: { kind: 'card', card } }).id;
  }

  const host = deps.host();
  const timer = setTimeout(() => show(host.waiting), deps.waitMs);
  try {
    const card = await ask();
    show(card);
    return card;
  } finally {
    clearTimeout(timer);
  }
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
