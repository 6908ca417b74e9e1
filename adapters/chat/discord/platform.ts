import { REST } from 'discord.js';
import type { ChatHost, ChatPlatform, ChatUser } from '#src/ports/chat.ts';
import type { OutgoingMessage } from '#src/ports/message.ts';
import { checkDiscord } from './check.ts';
import { connectGateway, type Gateway } from './connect-gateway.ts';
import { closeRest, createDiscordApi, restOptions } from './discord-api.ts';
import type { DiscordConfig, DiscordDeps } from './discord-config.ts';
import { findGroupMembers, type Readings } from './find-group-members.ts';
import { findUser } from './find-user.ts';
import type { GatewaySession } from './converse.ts';
import { listGuilds } from './list-guilds.ts';
import { createReceiver, type Receiver } from './receive.ts';
import { updateMessage } from './update-message.ts';
import { answer, postForAll, postToChannel, type SendDeps, sendDirectMessage } from './send.ts';

/** A start of the platform. */
type Session = {
  receiver: Receiver;
  retryingRest: REST;
  stopping: AbortController;
  gateway: Gateway | undefined;
};

function postersOf(sending: SendDeps): Pick<ChatPlatform, 'postToChannel' | 'postForAll'> {
  return {
    postToChannel: (channelId, to, message) => postToChannel(sending, channelId, to, message),
    postForAll: (post, message) => postForAll(sending, post, message),
  };
}

/** Discord through its gateway. A guild is a workspace. Sending and `check` work without `start`. */
export function createDiscordPlatform(config: DiscordConfig, deps: DiscordDeps): ChatPlatform {
  const api = createDiscordApi(config, deps.clock);
  const sending: SendDeps = { api, clock: deps.clock, dmChannels: new Map(), recentReads: new Map() };
  const readings: Readings = new Map();
  const sessions = new Map<number, GatewaySession>();
  let session: Session | undefined;

  function send(to: ChatUser, message: OutgoingMessage) {
    return sendDirectMessage(sending, to, message);
  }
  function begin(host: ChatHost): Session {
    // For interactions alone, which Discord does not count for the bot's limit of calls a second.
    const retryingRest = new REST({
      ...restOptions(config),
      retries: 2,
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    });
    const receiver = createReceiver({ ...deps, config, api, retryingRest, host, sendDirectMessage: send });
    return { receiver, retryingRest, stopping: new AbortController(), gateway: undefined };
  }
  async function end({ receiver, retryingRest, stopping, gateway }: Session): Promise<void> {
    await receiver.settled();
    await gateway?.close();
    stopping.abort();
    closeRest(retryingRest);
  }

  return {
    id: 'discord',
    async start(host, onLost = () => undefined) {
      if (session) throw new Error('Discord is already connected');
      const starting = begin(host);
      const { receiver, stopping } = starting;
      session = starting;
      const connecting = createDiscordApi(config, deps.clock, stopping.signal);
      try {
        starting.gateway = await connectGateway(config, {
          ...deps,
          api: connecting,
          sessions,
          onDispatch: (event, data) => receiver.take(event, data),
          signal: stopping.signal,
          onLost(trouble) {
            if (session !== starting) return;
            session = undefined;
            void receiver.settled().then(() => closeRest(starting.retryingRest));
            onLost(trouble);
          },
        });
      } catch (error) {
        if (session === starting) session = undefined;
        throw error;
      } finally {
        connecting.close();
      }
      if (stopping.signal.aborted) await starting.gateway.close();
    },
    async stop() {
      const ending = session;
      session = undefined;
      if (ending) await end(ending);
      api.close();
    },
    listWorkspaces: () => listGuilds(api, config),
    findUser: (user) => findUser(api, user),
    findGroupMembers: (group, most) => findGroupMembers({ api, log: deps.log, readings }, group, most),
    sendDirectMessage: send,
    ...postersOf(sending),
    answer: (replyTo, message) => answer(sending, replyTo, message),
    updateMessage: (place, message) => updateMessage(sending, place, message),
    check: () => checkDiscord(config, deps.commands, deps.clock),
  };
}
