import type { CommandSpec, Form } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import type { Message, Place, RoomChange } from './message-log.ts';
import { listPeople, type PlaygroundPerson } from './people.ts';
import { type CardView, renderCard } from './render-card.ts';
import { type InputDeps, type Pressed, type Typed, takePress, takeText } from './take-input.ts';

/** One message as one person sees it: plain JSON. */
export type MessageView = {
  id: string;
  at: Date;
  place: Place;
  /** Null is the bot. */
  author: PlaygroundPerson | null;
  /** Nobody else sees it. */
  isPrivate: boolean;
  mentions?: string;
  body: { kind: 'text'; text: string } | { kind: 'card'; card: CardView };
};

export type RoomView = { channel: MessageView[]; direct: MessageView[]; takesDirectMessages: boolean };

/** The room from the people's side: what the page, the demo and tests do on somebody's behalf. */
export type PlaygroundRoom = {
  people(): Promise<readonly PlaygroundPerson[]>;
  /** The bot's commands, for completion. */
  commands(): readonly CommandSpec[];
  /** Resolves to the answer; undefined for an ordinary message. */
  type(typed: Typed): Promise<Card | undefined>;
  /** Resolves to the answer; undefined when this person sees no such button. */
  press(pressed: Pressed): Promise<Card | undefined>;
  view(userId: string): Promise<RoomView>;
  setDirectMessages(setting: { userId: string; isOpen: boolean }): void;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: (change: RoomChange) => void): () => void;
};

export type RoomDeps = InputDeps & {
  closed: Set<string>;
  commands(): readonly CommandSpec[];
  /** Keyed by the id of the action that opens them. */
  forms(): Readonly<Record<string, Form>>;
};

export function createRoom(deps: RoomDeps): PlaygroundRoom {
  return {
    people: () => listPeople(deps.people),
    commands: () => deps.commands(),
    type: (typed) => takeText(deps, typed),
    press: (pressed) => takePress(deps, pressed),
    view: (userId) => viewRoom(deps, userId),
    setDirectMessages({ userId, isOpen }) {
      if (isOpen) deps.closed.delete(userId);
      else deps.closed.add(userId);
      deps.log.announce({ place: 'direct', reader: userId });
    },
    subscribe: (listener) => deps.log.subscribe(listener),
  };
}

async function viewRoom(deps: RoomDeps, userId: string): Promise<RoomView> {
  const people = await listPeople(deps.people);
  const byId = new Map(people.map((person) => [person.userId, person]));
  function viewOf(place: Place): MessageView[] {
    return deps.log.listFor(userId, place).map((message) => viewMessage(deps, message, byId));
  }
  return {
    channel: viewOf('channel'),
    direct: viewOf('direct'),
    takesDirectMessages: !deps.closed.has(userId),
  };
}

function viewMessage(deps: RoomDeps, message: Message, byId: Map<string, PlaygroundPerson>): MessageView {
  const { id, at, place, body, mentions } = message;
  const isPrivate = message.reader !== null;
  const mentioned = mentions === undefined ? {} : { mentions: byId.get(mentions)?.name ?? mentions };
  const author = message.author === null ? null : personOf(message.author, byId);
  const shown =
    body.kind === 'text'
      ? body
      : {
          kind: 'card' as const,
          card: renderCard(body.card, { showsCodes: isPrivate, forms: deps.forms() }),
        };
  return { id, at, place, author, isPrivate, body: shown, ...mentioned };
}

function personOf(userId: string, byId: Map<string, PlaygroundPerson>): PlaygroundPerson {
  return byId.get(userId) ?? { userId, name: userId };
}
