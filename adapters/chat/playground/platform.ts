import { isOnPlatform, type ChatHost, type ChatPlatform } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import { check } from './check.ts';
import { createMessageLog } from './message-log.ts';
import { findMembers, findPerson, listPeople, type PeopleSource, profileOf } from './people.ts';
import { createRoom, type PlaygroundRoom } from './room.ts';
import { answer, postToChannel, sendDirectMessage } from './send.ts';

export type PlaygroundOptions = {
  people: PeopleSource;
  clock: Clock;
  /** How long to wait for an answer before showing “please wait”; 2 seconds by default. */
  waitMs?: number;
};

/**
 * A small chat in memory: one workspace, the channel #general, and direct messages with the bot. It does not
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

  const { clock, people, waitMs = 2000 } = options;
  const deps = {
    clock,
    people,
    waitMs,
    log: createMessageLog({ clock }),
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
      const name = 'Playground';
      await newHost.onWorkspace({ platform: 'playground', workspaceId: 'playground', name, isOurs: true });
    },
    async stop() {
      host = undefined;
    },
    async findUser(user) {
      const person = await findPerson(people, user.userId);
      return person && profileOf(person);
    },
    findGroupMembers: async ({ groupId }) => findMembers(await listPeople(people), groupId),
    sendDirectMessage: (to, message) => sendDirectMessage(deps, to, message),
    postToChannel: async (channelId, to, message) => postToChannel(deps, { channelId, to }, message),
    answer: (replyTo, message) => answer(deps, replyTo, message),
    check: () => check(people),
  };
}
