import { isOnPlatform, type ChatHost, type ChatPlatform } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { PlaygroundRoom } from '#src/ports/playground.ts';
import { check } from './check.ts';
import { createMessageLog, type RoomKeeper } from './message-log.ts';
import { findMembers, findUser, listUsers, type PeopleSource, profileOf } from './people.ts';
import { createRoom } from './room.ts';
import { answer, postForAll, postToChannel, sendDirectMessage, updateMessage } from './send.ts';

export type PlaygroundOptions = {
  people: PeopleSource;
  clock: Clock;
  /** Keeps the messages beyond the process; without it they are gone when it ends. */
  keeper?: RoomKeeper;
  /** How long to wait for an answer before showing “please wait”; 2 seconds by default. */
  waitMs?: number;
};

const ROOM = { platform: 'playground', workspaceId: 'playground', name: 'Playground', isOurs: true };

/**
 * A small chat of its own: one workspace, the channel #general, and direct messages with the bot. It does not
 * authenticate anybody, so it belongs on loopback only.
 */
export function createPlaygroundPlatform(
  options: PlaygroundOptions,
): ChatPlatform & { readonly room: PlaygroundRoom } {
  let host: ChatHost | undefined;
  function getHost(): ChatHost {
    if (!host) throw new Error('The playground is closed: nobody is there to answer.');
    return host;
  }

  const { clock, people, keeper, waitMs = 2000 } = options;
  const deps = {
    clock,
    people,
    waitMs,
    log: createMessageLog({ clock, keeper }),
    closed: new Set<string>(),
    host: getHost,
  };

  return {
    id: 'playground',
    room: createRoom({
      ...deps,
      commands: () => (host?.commands ?? []).filter((command) => isOnPlatform(command, 'playground')),
      forms: () => host?.forms ?? {},
    }),

    async start(newHost) {
      if (host) throw new Error('The playground is already open');
      host = newHost;
      await newHost.onWorkspace(ROOM);
    },
    async stop() {
      host = undefined;
      await deps.log.settled();
    },
    listWorkspaces: async () => [ROOM],
    async findUser(user) {
      const person = await findUser(people, user.userId);
      return person && profileOf(person);
    },
    findGroupMembers: async ({ groupId }) => findMembers(await listUsers(people), groupId),
    sendDirectMessage: (to, message) => sendDirectMessage(deps, to, message),
    postToChannel: (channelId, to, message) => postToChannel(deps, { channelId, to }, message),
    postForAll: (post, message) => postForAll(deps, post, message),
    answer: (replyTo, message) => answer(deps, replyTo, message),
    updateMessage: (place, message) => updateMessage(deps, place, message),
    check: () => check(people),
  };
}
