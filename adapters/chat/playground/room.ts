import type { CommandSpec, Form } from '#src/ports/chat.ts';
import type {
  MessageView,
  Place,
  PlaygroundPerson,
  PlaygroundRoom,
  RoomView,
} from '#src/ports/playground.ts';
import type { Message } from './message-log.ts';
import { listUsers } from './people.ts';
import { renderCard } from './render-card.ts';
import { type InputDeps, takePress, takeText } from './take-input.ts';

export type RoomDeps = InputDeps & {
  closed: Set<string>;
  commands(): readonly CommandSpec[];
  /** Keyed by the id of the action that opens them. */
  forms(): Readonly<Record<string, Form>>;
};

export function createRoom(deps: RoomDeps): PlaygroundRoom {
  return {
    people: () => listUsers(deps.people),
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
  const people = await listUsers(deps.people);
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
  const named = mentions?.split(',').map((userId) => byId.get(userId)?.name ?? userId);
  const mentioned = named ? { mentions: named.join(', ') } : {};
  const author = message.author === null ? null : personOf(message.author, byId);
  const shown =
    body.kind === 'text'
      ? body
      : {
          kind: 'card' as const,
          card: {
            ...renderCard(body.card, { showsCodes: isPrivate, forms: deps.forms() }),
            ...(body.chart && { chart: body.chart }),
          },
        };
  return { id, at, place, author, isPrivate, body: shown, ...mentioned };
}

function personOf(userId: string, byId: Map<string, PlaygroundPerson>): PlaygroundPerson {
  return byId.get(userId) ?? { userId, name: userId };
}
