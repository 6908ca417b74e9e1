import type { CommandSpec } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/**
 * How to reach Discord as our bot. `apiUrl` ends in `/api`, without the version; it defaults to Discord's own. The
 * guilds in `guildIds` are ours, and join by themselves.
 */
export type DiscordConfig = {
  token: string;
  applicationId: string;
  apiUrl?: string;
  guildIds?: readonly string[];
};

/** `commands` should be registered; `check` compares them with what Discord has. */
export type DiscordDeps = { log: Log; clock: Clock; commands: readonly CommandSpec[] };
