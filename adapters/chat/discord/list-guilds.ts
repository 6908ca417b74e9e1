import { Routes } from 'discord.js';
import { z } from 'zod';
import type { ReachedWorkspace } from '#src/ports/chat.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordConfig } from './discord-config.ts';

const page = z.array(z.object({ id: z.string(), name: z.string() }));

/** As many servers as Discord names at once. */
const PAGE_SIZE = 200;

/** The servers that the bot is in. */
export async function listGuilds(
  api: DiscordApi,
  { guildIds = [] }: Pick<DiscordConfig, 'guildIds'>,
): Promise<ReachedWorkspace[]> {
  const found: ReachedWorkspace[] = [];
  for (let after = '0'; ; ) {
    const guilds = page.parse(
      await api.get(Routes.userGuilds(), { query: { limit: `${PAGE_SIZE}`, after } }),
    );
    found.push(
      ...guilds.map(({ id, name }) => {
        return { platform: 'discord', workspaceId: id, name, isOurs: guildIds.includes(id) };
      }),
    );
    const last = guilds.at(-1);
    if (!last || guilds.length < PAGE_SIZE) return found;
    after = last.id;
  }
}
