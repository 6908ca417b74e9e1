import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { findUser } from './find-user.ts';
import type { Interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { profileOf } from './profile-of.ts';
import { callerOf, type Home } from './read-command.ts';

/** Discord's own name for “not in a guild”. */
const NO_GUILD = '@me';

type HomeDeps = Pick<DiscordDeps, 'log'> & { api: DiscordApi; guildIds: ReadonlySet<string> };

/**
 * The first of the bot's guilds that the caller of a direct message is in. Looked up each time, because someone who
 * left the guild can still write to the bot; they then act for no workspace (`@me`).
 */
export async function findHome(deps: HomeDeps, interaction: Interaction): Promise<Home> {
  const caller = callerOf(interaction);
  try {
    for (const workspaceId of deps.guildIds) {
      const profile = await findUser(deps.api, { platform: 'discord', workspaceId, userId: caller.id });
      if (profile !== undefined) return { workspaceId, profile };
    }
  } catch (error) {
    const fields = { requestId: interaction.id, err: describeError(error) };
    deps.log.warn(fields, 'Discord did not say which server the caller is in');
  }
  return { workspaceId: NO_GUILD, profile: profileOf(caller) };
}
