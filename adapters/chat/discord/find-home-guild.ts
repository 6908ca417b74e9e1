import type { ChatHost } from '#src/ports/chat.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { findUser } from './find-user.ts';
import type { DiscordUser } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { profileOf } from './profile-of.ts';
import type { HomeGuild } from './read-command.ts';

/** Discord's own name for “not in a guild”. */
const NO_GUILD = '@me';

type HomeGuildDeps = Pick<DiscordDeps, 'log'> & { api: DiscordApi; host: Pick<ChatHost, 'findHomes'> };

/**
 * The guild that has joined and that the caller of a direct message is in, the one they are known in first. Looked up
 * each time, because someone who left the guild can still write to the bot; they then act for no workspace (`@me`).
 * Undefined when Discord does not answer: nobody can tell then.
 */
export async function findHomeGuild(
  { api, host, log }: HomeGuildDeps,
  { requestId, caller }: { requestId: string; caller: DiscordUser },
): Promise<HomeGuild | undefined> {
  const user = { platform: 'discord', userId: caller.id };
  let isAnswered = true;
  for (const workspaceId of await host.findHomes(user)) {
    try {
      const profile = await findUser(api, { ...user, workspaceId });
      if (profile !== undefined) return { workspaceId, profile };
    } catch (error) {
      isAnswered = false;
      const fields = { requestId, workspaceId, err: describeError(error) };
      log.warn(fields, 'Discord did not say whether the caller is in a server');
    }
  }
  return isAnswered ? { workspaceId: NO_GUILD, profile: profileOf(caller) } : undefined;
}
