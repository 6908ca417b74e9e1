import type { CommandSpec } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/** How to reach Discord as our bot. `apiUrl` ends in `/api`, without the version; Discord's own when absent. */
export type DiscordConfig = { token: string; applicationId: string; apiUrl?: string };

/** `commands` are those that should be registered; `check` compares them with what Discord has. */
export type DiscordDeps = { log: Log; clock: Clock; commands: readonly CommandSpec[] };
