import { Routes } from 'discord.js';
import type { CommandSpec } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import { commandPayloads } from './command-payloads.ts';
import { type CommandChanges, compareCommands, entryPointsOf, isUnchanged } from './compare-commands.ts';
import { createDiscordApi } from './discord-api.ts';
import type { DiscordConfig } from './discord-config.ts';
import { outcomeOfError } from './outcome-of-error.ts';

/**
 * Replaces the application's global commands with the given ones, but for one that launches an activity, and returns what
 * changed. Writes only when something
 * differs: each write replaces all commands, and Discord allows 200 new ones a day.
 *
 * Throws an Error that says what to do when Discord refuses.
 */
export async function registerCommands(
  config: DiscordConfig,
  commands: readonly CommandSpec[],
  clock: Clock = { now: () => new Date() },
): Promise<CommandChanges> {
  const api = createDiscordApi(config, clock);
  const route = Routes.applicationCommands(config.applicationId);
  const body = commandPayloads(commands);
  try {
    const registered = await api.get(route);
    const changes = compareCommands(registered, body);
    if (!isUnchanged(changes)) await api.put(route, { body: [...body, ...entryPointsOf(registered)] });
    return changes;
  } catch (error) {
    throw new Error(`The commands were not registered. ${outcomeOfError(error).reason}`, { cause: error });
  } finally {
    api.close();
  }
}
