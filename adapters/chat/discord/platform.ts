import type { ChatPlatform } from '#src/ports/chat.ts';
import { checkDiscord } from './check.ts';
import { connectGateway, type Gateway } from './connect-gateway.ts';
import { createDiscordApi } from './discord-api.ts';
import type { DiscordConfig, DiscordDeps } from './discord-config.ts';
import { findGroupMembers, type Readings } from './find-group-members.ts';
import { findUser } from './find-user.ts';
import { answer, postToChannel, type SendDeps, sendDirectMessage } from './send.ts';

/** Discord through its gateway. A guild is a workspace. Sending and `check` work without `start`. */
export function createDiscordPlatform(config: DiscordConfig, deps: DiscordDeps): ChatPlatform {
  const api = createDiscordApi(config, deps.clock);
  const sending: SendDeps = { api, clock: deps.clock, dmChannels: new Map(), recentReads: new Map() };
  const readings: Readings = new Map();
  let gateway: Gateway | undefined;

  return {
    id: 'discord',
    async start(host) {
      if (gateway) throw new Error('Discord is already connected');
      gateway = await connectGateway(config, { log: deps.log, clock: deps.clock, api, host });
    },
    async stop() {
      const closing = gateway;
      gateway = undefined;
      await closing?.close();
      api.close();
    },
    findUser: (user) => findUser(api, user),
    findGroupMembers: (group, most) => findGroupMembers({ api, log: deps.log, readings }, group, most),
    sendDirectMessage: (to, message) => sendDirectMessage(sending, to, message),
    postToChannel: (channelId, to, message) => postToChannel(sending, channelId, to, message),
    answer: (replyTo, message) => answer(sending, replyTo, message),
    check: () => checkDiscord(config, deps.commands, deps.clock),
  };
}
