import type { Clock, CommandSpec, Log } from '#src/ports.ts';

/** How to reach Discord as our bot. `apiUrl` ends in `/api`, without the version; Discord's own when absent. */
export type DiscordConfig = { token: string; applicationId: string; apiUrl?: string };

/** `commands` are those that should be registered; `check` compares them with what Discord has. */
export type DiscordDeps = { log: Log; clock: Clock; commands: readonly CommandSpec[] };
