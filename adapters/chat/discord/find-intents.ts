import { ApplicationFlags, GatewayIntentBits, Routes } from 'discord.js';
import { z } from 'zod';
import type { Log } from '#src/ports/log.ts';
import type { DiscordApi } from './discord-api.ts';
import { describeError } from './outcome-of-error.ts';

export const MEMBER_FLAGS =
  ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited;

const application = z.object({ flags: z.number().default(0) });

/** Neither needs a switch in the portal, nor shows the bot what people write to each other. */
const ALWAYS = GatewayIntentBits.Guilds | GatewayIntentBits.DirectMessages;

/**
 * The intents to connect with: guilds, what people write to the bot, and the guilds' members if the application may hear of them. Discord closes the
 * connection of a bot that asks for members without the switch in its portal.
 */
export async function findIntents({ api, log }: { api: DiscordApi; log: Log }): Promise<number> {
  try {
    const { flags } = application.parse(await api.get(Routes.currentApplication()));
    const hearsOfMembers = (flags & MEMBER_FLAGS) !== 0;
    return ALWAYS | (hearsOfMembers ? GatewayIntentBits.GuildMembers : 0);
  } catch (error) {
    log.warn({ err: describeError(error) }, 'Discord did not say whether we may hear of members');
    return ALWAYS;
  }
}
